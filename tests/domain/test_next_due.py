from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.next_due import (
    HIGHEST_PACE,
    Decider,
    NextDue,
    daily_pace,
    expected_kilometres,
    is_overdue,
    next_due,
)
from core.domain.service_schedule import Interval

TODAY = date(2026, 11, 22)
BOTH = Interval(12, 15_000)


@pytest.mark.parametrize(
    ("pace", "expected", "decider"),
    [
        (30.0, "2027-06-01", Decider.DATE),
        (100.0, "2026-10-29", Decider.DISTANCE),
        (0.0, "2027-06-01", Decider.DATE),
        (None, "2027-06-01", Decider.DATE),
    ],
)
def test_whichever_limit_comes_first_decides(pace: float | None, expected: str, decider: Decider) -> None:
    due = next_due(date(2026, 6, 1), 80_000, BOTH, pace, TODAY)
    assert due == NextDue(date(2027, 6, 1), 95_000, date.fromisoformat(expected), decider)


def test_todays_odometer_is_believed_before_the_pace() -> None:
    done = date(2026, 6, 1)
    assert next_due(done, 80_000, BOTH, 50.0, TODAY, odometer=94_000).expected_on == TODAY + timedelta(days=20)
    reached = next_due(done, 80_000, BOTH, 50.0, TODAY, odometer=95_000)
    assert (reached.expected_on, reached.decided_by) == (TODAY, Decider.DISTANCE)


def test_a_mileage_already_passed_is_due_today_even_without_a_pace() -> None:
    due = next_due(date(2026, 6, 1), 80_000, BOTH, None, TODAY, odometer=99_000)
    assert (due.expected_on, due.decided_by) == (TODAY, Decider.DISTANCE)


def test_time_alone_and_distance_alone() -> None:
    assert next_due(date(2026, 1, 31), 80_000, Interval(1, None), 50.0, TODAY) == NextDue(
        date(2026, 2, 28), None, date(2026, 2, 28), Decider.DATE
    )
    assert next_due(date(2026, 1, 31), 80_000, Interval(None, 30_000), None, TODAY) == NextDue(
        None, 110_000, None, Decider.DISTANCE
    )


def test_an_unknown_mileage_leaves_the_date() -> None:
    assert next_due(date(2026, 6, 1), None, BOTH, 50.0, TODAY) == NextDue(
        date(2027, 6, 1), None, date(2027, 6, 1), Decider.DATE
    )


def test_a_car_that_hardly_moves_expects_no_day_a_lifetime_away() -> None:
    assert next_due(TODAY, 0, Interval(None, 120_000), 0.001, TODAY).expected_on is None


def test_what_is_behind_is_overdue() -> None:
    due = NextDue(TODAY, 95_000, TODAY, Decider.DATE)
    assert not is_overdue(due, TODAY, 94_999)
    assert is_overdue(due, TODAY + timedelta(days=1), None)
    assert is_overdue(due, TODAY, 95_000)


@given(
    done_on=st.dates(date(1990, 1, 1), date(2026, 11, 22)),
    done_km=st.none() | st.integers(0, 2_000_000),
    months=st.none() | st.integers(1, 240),
    kilometres=st.none() | st.integers(1, 400_000),
    pace=st.none() | st.floats(0, HIGHEST_PACE),
    odometer=st.none() | st.integers(0, 2_000_000),
)
def test_the_next_service_is_later_than_the_last_one_whatever_the_numbers(
    done_on: date,
    done_km: int | None,
    months: int | None,
    kilometres: int | None,
    pace: float | None,
    odometer: int | None,
) -> None:
    if months or kilometres:
        due = next_due(done_on, done_km, Interval(months, kilometres), pace, TODAY, odometer)
        assert due.due_on is None or due.due_on > done_on
        assert due.due_km is None or done_km is None or due.due_km > done_km
        assert due.expected_on is None or due.expected_on >= done_on
        assert due.due_on is None or due.expected_on is None or due.expected_on <= max(due.due_on, TODAY)


def readings(*pairs: tuple[int, int]) -> list[tuple[date, int]]:
    return [(TODAY - timedelta(days=ago), kilometres) for ago, kilometres in pairs]


def test_a_steady_driver_has_their_pace() -> None:
    assert daily_pace(readings((300, 10_000), (200, 14_000), (100, 18_000), (0, 22_000))) == 40


def test_the_order_of_the_readings_does_not_matter() -> None:
    assert daily_pace(readings((0, 22_000), (300, 10_000), (100, 18_000))) == 40


def test_one_mistyped_reading_does_not_move_the_pace_much() -> None:
    steady = [(ago, 30_000 - 40 * ago) for ago in range(0, 301, 30)]
    wrong = [(ago, kilometres * 10 if ago == 150 else kilometres) for ago, kilometres in steady]
    pace = daily_pace(readings(*wrong))
    assert pace is not None
    assert 35 < pace < 45


@pytest.mark.parametrize(
    "pairs",
    [
        [],
        [(0, 10_000)],
        [(0, 10_000), (0, 10_050)],
        [(0, 10_100), (3, 10_000)],
        [(0, 10_000), (100, 10_000)],
        [(0, 9_000), (100, 10_000)],
        [(0, 900_000), (30, 10_000)],
    ],
)
def test_readings_that_say_too_little_give_no_pace(pairs: list[tuple[int, int]]) -> None:
    assert daily_pace(readings(*pairs)) is None


def test_how_someone_drove_years_ago_does_not_count_when_there_is_better() -> None:
    assert daily_pace(readings((3_000, 0), (2_000, 100_000), (100, 110_000), (0, 111_000))) == 10
    assert daily_pace(readings((1_000, 0), (0, 30_000))) == 30


@given(st.lists(st.tuples(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.integers(0, 2_000_000)), max_size=100))
def test_a_pace_is_always_one_that_a_car_can_have(pairs: list[tuple[date, int]]) -> None:
    pace = daily_pace(pairs)
    assert pace is None or 0 < pace <= HIGHEST_PACE


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2025, 12, 31), None),
        (date(2026, 1, 1), 10_000),
        (date(2026, 1, 16), 10_500),
        (date(2026, 1, 31), 11_000),
        (date(2026, 3, 2), 12_000),
    ],
)
def test_the_expected_reading_runs_between_the_readings_and_then_at_the_pace(day: date, shown: int | None):
    readings = [(date(2026, 1, 1), 10_000), (date(2026, 1, 31), 11_000)]
    assert expected_kilometres(readings, day) == shown


def test_without_a_pace_only_a_day_that_was_read_is_known():
    assert expected_kilometres([(date(2026, 1, 1), 10_000)], date(2026, 1, 1)) == 10_000
    assert expected_kilometres([(date(2026, 1, 1), 10_000)], date(2026, 1, 2)) is None
    assert expected_kilometres([], date(2026, 1, 2)) is None
