from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.months import plus_months
from core.domain.next_due import Decider, Done, is_overdue, next_due
from core.domain.pace import HIGHEST_PACE, Mileage, Pace, Reading
from core.domain.service_schedule import Interval

TODAY = date(2026, 11, 22)
DONE = Done(date(2026, 6, 1), 80_000)
BOTH = Interval(12, 15_000)


def mileage(kilometres: int, per_day: float | None, on: date = TODAY) -> Mileage:
    return Mileage(Reading(on, kilometres), Pace(per_day, per_day, 180) if per_day is not None else None)


@pytest.mark.parametrize(
    ("per_day", "expected", "decider"),
    [(30.0, "2027-06-01", Decider.DATE), (100.0, "2027-02-20", Decider.DISTANCE), (None, "2027-06-01", Decider.DATE)],
)
def test_whichever_limit_comes_first_decides(per_day: float | None, expected: str, decider: Decider) -> None:
    due = next_due(DONE, BOTH, TODAY, mileage(86_000, per_day))
    assert (due.due_on, due.due_km) == (date(2027, 6, 1), 95_000)
    assert (due.expected_on, due.decided_by) == (date.fromisoformat(expected), decider)


def test_what_was_driven_since_the_last_reading_counts() -> None:
    read = TODAY - timedelta(days=40)
    assert next_due(DONE, BOTH, TODAY, mileage(91_000, 50.0, read)).expected_on == TODAY + timedelta(days=40)


def test_a_mileage_already_passed_is_due_today_even_without_a_pace() -> None:
    due = next_due(DONE, BOTH, TODAY, mileage(99_000, None))
    assert (due.expected_on, due.decided_by) == (TODAY, Decider.DISTANCE)


def test_time_alone_and_distance_alone() -> None:
    done = Done(date(2026, 1, 31), 80_000)
    by_time = next_due(done, Interval(1, None), TODAY)
    assert (by_time.due_on, by_time.due_km, by_time.expected_on) == (date(2026, 2, 28), None, date(2026, 2, 28))
    by_distance = next_due(done, Interval(None, 30_000), TODAY)
    assert (by_distance.due_on, by_distance.due_km, by_distance.expected_on) == (None, 110_000, None)
    assert by_distance.decided_by is Decider.DISTANCE


def test_an_unknown_mileage_leaves_the_date() -> None:
    due = next_due(Done(date(2026, 6, 1)), BOTH, TODAY, mileage(86_000, 50.0))
    assert (due.due_on, due.due_km, due.expected_on) == (date(2027, 6, 1), None, date(2027, 6, 1))


def test_a_car_that_hardly_moves_expects_no_day_a_lifetime_away() -> None:
    assert next_due(Done(TODAY, 0), Interval(None, 120_000), TODAY, mileage(0, 0.001)).expected_on is None


def test_work_done_late_moves_a_sliding_rhythm_and_leaves_a_fixed_one() -> None:
    late = Done(date(2026, 3, 20), 61_000)
    start = Done(date(2024, 1, 15), 30_000)
    assert next_due(late, BOTH, TODAY).due_on == date(2027, 3, 20)
    fixed = next_due(late, BOTH, TODAY, anchor=start)
    assert (fixed.due_on, fixed.due_km) == (date(2027, 1, 15), 75_000)


def test_with_a_fixed_rhythm_early_work_is_that_of_the_turn_it_is_nearest_to() -> None:
    start = Done(date(2024, 1, 15), 30_000)
    early = next_due(Done(date(2026, 1, 2), 58_000), BOTH, TODAY, anchor=start)
    assert (early.due_on, early.due_km) == (date(2027, 1, 15), 75_000)
    between = next_due(Done(date(2026, 6, 1), 66_000), BOTH, TODAY, anchor=start)
    assert (between.due_on, between.due_km) == (date(2027, 1, 15), 75_000)


def test_a_fixed_rhythm_from_a_31st_or_a_leap_day_never_drifts() -> None:
    monthly = Interval(1, None)
    assert next_due(Done(date(2026, 2, 28)), monthly, TODAY, anchor=Done(date(2026, 1, 31))).due_on == date(2026, 3, 31)
    yearly = Interval(12, None)
    assert next_due(Done(date(2027, 2, 28)), yearly, TODAY, anchor=Done(date(2024, 2, 29))).due_on == date(2028, 2, 29)


def test_what_is_behind_is_overdue() -> None:
    due = next_due(Done(plus_months(TODAY, -12), 80_000), BOTH, TODAY)
    assert not is_overdue(due, TODAY, 94_999)
    assert is_overdue(due, TODAY + timedelta(days=1), None)
    assert is_overdue(due, TODAY, 95_000)


@given(
    done_on=st.dates(date(1990, 1, 1), date(2026, 11, 22)),
    done_km=st.none() | st.integers(0, 2_000_000),
    months=st.none() | st.integers(1, 240),
    kilometres=st.none() | st.integers(1, 400_000),
    per_day=st.none() | st.floats(0, HIGHEST_PACE),
    read=st.none() | st.tuples(st.dates(date(1990, 1, 1), date(2026, 11, 22)), st.integers(0, 2_000_000)),
    anchor=st.none() | st.tuples(st.dates(date(1985, 1, 1), date(2027, 1, 1)), st.none() | st.integers(0, 2_000_000)),
)
def test_the_next_service_is_later_than_the_last_one_whatever_the_numbers(
    done_on: date,
    done_km: int | None,
    months: int | None,
    kilometres: int | None,
    per_day: float | None,
    read: tuple[date, int] | None,
    anchor: tuple[date, int | None] | None,
) -> None:
    if not (months or kilometres):
        return
    known = mileage(read[1], per_day, read[0]) if read else None
    start = Done(*anchor) if anchor else None
    due = next_due(Done(done_on, done_km), Interval(months, kilometres), TODAY, known, start)
    assert due.due_on is None or due.due_on > done_on
    assert due.due_km is None or done_km is None or due.due_km > done_km
    assert due.expected_on is None or due.expected_on in {due.due_on, max(due.expected_on, TODAY)}
    assert due.due_on is None or due.expected_on is None or due.expected_on <= due.due_on
    if due.decided_by is Decider.DISTANCE and due.expected_on and known:
        assert due.expected_on >= known.last.on
    if due.earliest and due.expected_on:
        assert due.earliest <= due.expected_on
    if due.latest and due.expected_on:
        assert due.expected_on <= due.latest


@given(
    start=st.dates(date(1999, 12, 1), date(2030, 1, 1)),
    months=st.sampled_from([1, 3, 6, 12, 24, 48]),
    times=st.integers(1, 40),
    slip=st.integers(-10, 10),
)
def test_a_fixed_rhythm_rolls_forward_by_one_turn_at_a_time(start: date, months: int, times: int, slip: int) -> None:
    turn = start
    for count in range(1, times + 1):
        done = Done(turn + timedelta(days=slip if count > 1 else 0))
        turn = next_due(done, Interval(months, None), TODAY, anchor=Done(start)).due_on or start
        assert turn == plus_months(start, count * months)
