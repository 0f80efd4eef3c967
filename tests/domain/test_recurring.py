from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.months import plus_months
from core.domain.recurring import Schedule, next_payment, payments, times_paid

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("schedule", "start", "end", "days"),
    [
        (Schedule(date(2026, 3, 3), 12), date(2026, 1, 1), date(2026, 12, 31), [date(2026, 3, 3)]),
        (Schedule(date(2026, 1, 31), 1), date(2026, 2, 1), date(2026, 4, 30),
         [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]),
        (Schedule(date(2024, 2, 29), 12), date(2025, 1, 1), date(2028, 12, 31),
         [date(2025, 2, 28), date(2026, 2, 28), date(2027, 2, 28), date(2028, 2, 29)]),
        (Schedule(date(2026, 1, 15), 3, date(2026, 7, 15)), date(2026, 1, 1), date(2026, 12, 31),
         [date(2026, 1, 15), date(2026, 4, 15), date(2026, 7, 15)]),
        (Schedule(date(2026, 5, 1)), date(2026, 1, 1), date(2026, 12, 31), [date(2026, 5, 1)]),
        (Schedule(date(2026, 5, 1)), date(2026, 6, 1), date(2026, 12, 31), []),
        (Schedule(date(2026, 5, 1), 6), date(2020, 1, 1), date(2026, 4, 30), []),
    ],
)  # fmt: skip
def test_payments_fall_whole_on_their_days(schedule: Schedule, start: date, end: date, days: list[date]) -> None:
    assert list(payments(schedule, start, end)) == days


def test_a_yearly_insurance_counts_in_its_month_and_in_no_other() -> None:
    insurance = Schedule(date(2025, 3, 3), 12)
    counted = [times_paid(insurance, date(2026, month, 1), plus_months(date(2026, month, 1), 1) - timedelta(days=1))
               for month in range(1, 13)]  # fmt: skip
    assert counted == [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]


def test_the_next_payment_is_after_the_day_and_not_after_the_end() -> None:
    monthly = Schedule(date(2026, 1, 31), 1, date(2026, 4, 15))
    assert next_payment(monthly, date(2025, 6, 1)) == date(2026, 1, 31)
    assert next_payment(monthly, date(2026, 2, 28)) == date(2026, 3, 31)
    assert next_payment(monthly, date(2026, 3, 31)) is None
    assert next_payment(Schedule(date(2026, 5, 1)), date(2026, 5, 1)) is None
    assert next_payment(Schedule(date(9990, 5, 1), 120), date(9999, 12, 31)) is None


@given(DAYS, st.integers(1, 120), DAYS, st.integers(0, 4000), st.integers(0, 4000))
def test_adjoining_periods_count_each_payment_once(first: date, period: int, start: date, days: int, more: int) -> None:
    schedule = Schedule(first, period)
    middle, end = start + timedelta(days=days), start + timedelta(days=days + more)
    apart = times_paid(schedule, start, middle) + times_paid(schedule, middle + timedelta(days=1), end)
    assert apart == times_paid(schedule, start, end)


@given(DAYS, st.integers(1, 120), DAYS)
def test_the_next_payment_is_the_first_of_those_to_come(first: date, period: int, after: date) -> None:
    found = next_payment(Schedule(first, period), after)
    assert found is not None
    assert found > after
    assert list(payments(Schedule(first, period), after + timedelta(days=1), found)) == [found]
