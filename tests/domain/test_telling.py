from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.domain.reminder_kinds import ReminderKind, kind_of
from core.domain.reminder_time import QuietHours, Urgency, urgency_of
from core.domain.telling import Digest, Habits, again_at, held_until, is_late, next_digest
from tests.domain.simulated_years import Life, live

PARIS = Habits(ZoneInfo("Europe/Paris"))
NOON = datetime(2026, 11, 26, 11, tzinfo=UTC)


def at(hour: int, minute: int = 0, day: date = date(2026, 11, 26)) -> datetime:
    return datetime.combine(day, time(hour, minute), PARIS.zone).astimezone(UTC)


def test_what_is_due_at_night_is_held_until_the_morning_and_a_time_of_ones_own_is_not():
    late = at(23)
    assert held_until(PARIS, at(12), at(9), timed=False) is None
    assert held_until(PARIS, late, at(9), timed=False) == at(8, day=date(2026, 11, 27))
    assert held_until(PARIS, late, late, timed=True) is None
    # An hour later it is not that time any more, and it is night.
    assert held_until(PARIS, late + timedelta(hours=1), late, timed=True) == at(8, day=date(2026, 11, 27))
    never = Habits(PARIS.zone, quiet=QuietHours(time(0), time(0)))
    assert held_until(never, late, at(9), timed=False) is None


def test_it_is_told_once_more_after_their_rhythm_and_three_times_at_most():
    assert again_at(PARIS, NOON, 1) == at(9, day=date(2026, 12, 3))
    assert again_at(PARIS, NOON, 3) is None
    assert again_at(Habits(PARIS.zone, rhythm_days=0), NOON, 1) is None
    quiet = Habits(PARIS.zone, hour=23)
    assert again_at(quiet, NOON, 1) == at(8, day=date(2026, 12, 4))


def test_a_day_late_is_late():
    assert is_late(NOON, NOON - timedelta(hours=24))
    assert not is_late(NOON, NOON - timedelta(hours=23))


@pytest.mark.parametrize(
    ("digest", "now", "expected"),
    [
        (Digest.NONE, NOON, None),
        (Digest.WEEKLY, NOON, at(9, day=date(2026, 11, 30))),
        (Digest.WEEKLY, at(8, day=date(2026, 11, 30)), at(9, day=date(2026, 11, 30))),
        (Digest.WEEKLY, at(9, day=date(2026, 11, 30)), at(9, day=date(2026, 12, 7))),
        (Digest.MONTHLY, NOON, at(9, day=date(2026, 12, 1))),
        (Digest.MONTHLY, at(10, day=date(2026, 12, 1)), at(9, day=date(2027, 1, 1))),
    ],
)
def test_digests_come_on_mondays_or_on_the_first(digest: Digest, now: datetime, expected: datetime | None):
    assert next_digest(digest, PARIS, now) == expected


@pytest.mark.parametrize(
    ("service", "topic", "kind"),
    [
        ("oil_change", None, ReminderKind.MAINTENANCE),
        ("technical_inspection", None, ReminderKind.INSPECTION),
        ("warranty", None, ReminderKind.DOCUMENT),
        ("cost.insurance", None, ReminderKind.COST),
        (None, "insurance", ReminderKind.DOCUMENT),
        (None, "document", ReminderKind.DOCUMENT),
        (None, "diagnosis", ReminderKind.DIAGNOSIS),
        (None, "appointment", ReminderKind.APPOINTMENT),
        (None, "subscription", ReminderKind.SUBSCRIPTION),
        (None, None, ReminderKind.OWN),
    ],
)
def test_every_reminder_has_its_kind(service: str | None, topic: str | None, kind: ReminderKind):
    assert kind_of(service, topic) is kind


@pytest.mark.parametrize(
    ("days", "kilometres", "level"),
    [
        (40, None, Urgency.LOW), (40, 1_000, Urgency.MEDIUM), (20, 90, Urgency.URGENT), (5, 5_000, Urgency.HIGH),
        (-3, 5_000, Urgency.URGENT), (None, -1, Urgency.URGENT), (None, None, Urgency.LOW), (1, None, Urgency.URGENT),
    ],
)  # fmt: skip
def test_days_or_distance_left_press_whichever_is_less(days: int | None, kilometres: int | None, level: Urgency):
    assert urgency_of(days, kilometres) is level


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/St_Johns", "Australia/Lord_Howe"])
def test_around_the_clock_changes_of_a_year_nothing_is_missed_doubled_or_said_at_night(zone: str):
    found = live(Life(ZoneInfo(zone), datetime(2026, 3, 1, tzinfo=UTC), days=60, seed=1))
    assert found.due > 50
    assert (found.missed, found.doubled, found.at_night) == (0, 0, 0)
