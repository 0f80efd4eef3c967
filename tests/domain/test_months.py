from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.months import plus_months


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-01-31", 1, "2026-02-28"), ("2028-01-31", 1, "2028-02-29"), ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"), ("2026-03-31", -1, "2026-02-28"), ("2026-12-15", 1, "2027-01-15"),
        ("2026-01-15", -1, "2025-12-15"), ("2026-05-31", 0, "2026-05-31"), ("2100-01-29", 1, "2100-02-28"),
    ],
)  # fmt: skip
def test_a_month_that_is_too_short_gives_its_last_day(day: str, months: int, later: str) -> None:
    assert plus_months(date.fromisoformat(day), months) == date.fromisoformat(later)


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2100, 1, 1)), st.integers(min_value=0, max_value=1_200))
def test_counting_from_the_first_day_never_drifts_in_a_hundred_years(day: date, months: int) -> None:
    later = plus_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == min(day.day, monthrange(later.year, later.month)[1])


@pytest.mark.parametrize(("day", "months"), [("0001-01-01", -1), ("9999-12-01", 1)])
def test_the_calendar_has_ends(day: str, months: int) -> None:
    with pytest.raises(OverflowError):
        plus_months(date.fromisoformat(day), months)
