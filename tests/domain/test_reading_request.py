from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.domain.pace import Mileage, Pace, Reading, mileage_of
from core.domain.reading_request import (
    AFTER_QUESTION,
    AFTER_READING,
    HARMLESS,
    WITHOUT_PACE,
    DistanceLimit,
    ask_reading_on,
)

READ = date(2026, 11, 1)
WEEK = timedelta(days=7)


def known(per_day: float | None, spread: float = 60, kilometres: int = 80_000) -> Mileage:
    return Mileage(Reading(READ, kilometres), Pace(per_day, spread, 90) if per_day is not None else None)


def test_a_distance_far_ahead_needs_no_reading_until_it_may_be_near() -> None:
    mileage = known(40.0)
    asked = ask_reading_on(mileage, [DistanceLimit(88_000, None, WEEK)])
    assert asked is not None
    assert mileage.expected(asked + WEEK).high >= 88_000
    assert mileage.expected(asked + WEEK - timedelta(days=1)).high <= 88_000
    assert asked < (mileage.reached_on(88_000) or READ) - WEEK


def test_without_any_distance_nothing_is_asked() -> None:
    assert ask_reading_on(known(40.0), []) is None


def test_where_the_calendar_comes_first_nothing_is_asked() -> None:
    assert ask_reading_on(known(40.0), [DistanceLimit(120_000, date(2027, 2, 1), WEEK)]) is None
    assert ask_reading_on(known(None), [DistanceLimit(120_000, READ + WITHOUT_PACE, WEEK)]) is None


def test_a_driver_as_regular_as_a_clock_is_not_asked() -> None:
    mileage = Mileage(Reading(READ, 80_000), Pace(40.0, 1.0, 180))
    assert ask_reading_on(mileage, [DistanceLimit(81_000, None, WEEK)]) is None


def test_what_is_passed_already_needs_no_reading() -> None:
    assert ask_reading_on(known(40.0), [DistanceLimit(79_000, None, WEEK)]) is None


def test_with_no_pace_at_all_a_reading_is_asked_a_month_after_the_last() -> None:
    assert ask_reading_on(known(None), [DistanceLimit(90_000, None, WEEK)]) == READ + WITHOUT_PACE


def test_a_question_without_an_answer_comes_back_four_weeks_later_at_the_soonest() -> None:
    limit = [DistanceLimit(82_000, None, WEEK)]
    first = ask_reading_on(known(40.0), limit)
    assert first is not None
    assert ask_reading_on(known(40.0), limit, first) == first + AFTER_QUESTION


def test_the_worked_example_of_the_docs() -> None:
    days = [(90, 71_449), (60, 72_649), (30, 73_849), (0, 75_049)]
    mileage = mileage_of([Reading(date(2026, 11, 22) - timedelta(days=ago), shown) for ago, shown in days])
    assert mileage is not None
    assert ask_reading_on(mileage, [DistanceLimit(80_049, None, WEEK)]) == date(2027, 1, 11)


@given(
    per_day=st.none() | st.floats(0, 300),
    spread=st.floats(0, 500),
    limits=st.lists(
        st.tuples(st.integers(60_000, 200_000), st.none() | st.dates(date(2026, 1, 1), date(2032, 1, 1))), max_size=6
    ),
)
def test_a_question_comes_never_soon_after_a_reading_and_only_where_it_could_change_something(
    per_day: float | None, spread: float, limits: list[tuple[int, date | None]]
) -> None:
    mileage = known(per_day, spread)
    dues = [DistanceLimit(kilometres, due_on, WEEK) for kilometres, due_on in limits]
    asked = ask_reading_on(mileage, dues)
    if asked is None:
        return
    assert asked >= READ + AFTER_READING
    ahead = [due for due in dues if due.kilometres > mileage.last.kilometres]
    assert ahead
    if per_day is not None:
        # Somebody who drove the most that is likely would have been told a week or more before we would speak.
        assert any(
            (early := mileage.earliest(due.kilometres)) is not None
            and all(
                day - early > HARMLESS - timedelta(days=1)
                for day in (mileage.reached_on(due.kilometres), due.due_on)
                if day is not None
            )
            for due in ahead
        )
