from datetime import UTC, datetime, timedelta

import pytest

from core.domain.subscription_states import GRACE, LATE, News, Standing, Status, gives_access, news_of, status_of

END = datetime(2026, 12, 26, tzinfo=UTC)
TERMS = "standard:month"


def standing(status: Status, **more: object) -> Standing:
    return Standing(status, TERMS, END, **more)  # type: ignore[arg-type]  # fields of a standing


@pytest.mark.parametrize(
    ("held", "until"),
    [
        (standing(Status.TRIALING), END),
        (standing(Status.ACTIVE), END + LATE),
        (standing(Status.ACTIVE, cancels=True), END),
        (standing(Status.PAST_DUE, grace_until=END + GRACE), END + GRACE),
        (standing(Status.PAST_DUE), None),
        (standing(Status.UNPAID), None),
        (standing(Status.INCOMPLETE), None),
        (standing(Status.PAUSED), None),
        (standing(Status.CANCELLED), None),
        (standing(Status.EXPIRED), None),
    ],
)
def test_each_state_gives_access_until_its_moment_and_not_beyond(held: Standing, until: datetime | None):
    early, second = END - timedelta(days=1), timedelta(seconds=1)
    if until is None:
        assert not gives_access(held, early)
    else:
        assert gives_access(held, until - second)
        assert not gives_access(held, until)


@pytest.mark.parametrize(
    ("before", "after", "news"),
    [
        (None, Status.ACTIVE, News.STARTED),
        (None, Status.TRIALING, News.TRIAL),
        (None, Status.INCOMPLETE, None),
        (None, Status.CANCELLED, None),
        (Status.INCOMPLETE, Status.ACTIVE, News.STARTED),
        (Status.INCOMPLETE, Status.EXPIRED, None),
        (Status.TRIALING, Status.ACTIVE, News.STARTED),
        (Status.ACTIVE, Status.PAST_DUE, News.PAST_DUE),
        (Status.PAST_DUE, Status.ACTIVE, News.RECOVERED),
        (Status.PAST_DUE, Status.UNPAID, News.UNPAID),
        (Status.UNPAID, Status.ACTIVE, News.RECOVERED),
        (Status.ACTIVE, Status.PAUSED, News.PAUSED),
        (Status.PAUSED, Status.ACTIVE, News.RECOVERED),
        (Status.ACTIVE, Status.CANCELLED, News.ENDED),
        (Status.PAST_DUE, Status.CANCELLED, News.ENDED),
        (Status.CANCELLED, Status.EXPIRED, None),
        (Status.ACTIVE, Status.ACTIVE, None),
    ],
)
def test_each_change_of_state_is_told_once_in_its_own_words(before: Status | None, after: Status, news: News | None):
    assert news_of(standing(before) if before else None, standing(after)) is news


def test_changes_within_a_state_are_told_too():
    active = standing(Status.ACTIVE)
    assert news_of(active, standing(Status.ACTIVE, cancels=True)) is News.WILL_END
    assert news_of(standing(Status.ACTIVE, cancels=True), active) is News.GOES_ON
    assert news_of(active, Standing(Status.ACTIVE, "premium:month", END)) is News.CHANGED
    assert news_of(active, Standing(Status.ACTIVE, TERMS, END + timedelta(days=31))) is News.RENEWED
    assert news_of(standing(Status.PAUSED), standing(Status.PAUSED, cancels=True)) is None


def test_every_word_of_stripe_is_a_state_and_an_unknown_one_is_none():
    words = ("incomplete", "incomplete_expired", "trialing", "active", "past_due", "canceled", "unpaid", "paused")
    assert {status_of(word) for word in words} == set(Status)
    assert status_of("dreaming") is None
