from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.capture.days import find_days


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("07/04/2026", date(2026, 4, 7)), ("07.04.26", date(2026, 4, 7)), ("2026-04-07", date(2026, 4, 7)),
        ("31 janvier 2024", date(2024, 1, 31)), ("1er août 2023", date(2023, 8, 1)), ("21 Jan 2024", date(2024, 1, 21)),
        ("Jan 21, 2024", date(2024, 1, 21)), ("18-03-201811:23", date(2018, 3, 18)), ("14/Jun/2017", date(2017, 6, 14)),
        ("O7/04/2O26", date(2026, 4, 7)),
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(text: str, day: date) -> None:
    (found,) = find_days(text)
    assert (found.value, found.exact) == (day, True)


@pytest.mark.parametrize(("text", "day"), [("0610812017", date(2017, 8, 6)), ("06082017", date(2017, 8, 6))])
def test_a_day_whose_slashes_were_lost_is_read_but_not_called_exact(text: str, day: date) -> None:
    (found,) = find_days(text)
    assert (found.value, found.exact) == (day, False)


def test_a_month_before_the_day_is_only_taken_where_nothing_else_is_possible() -> None:
    (found,) = find_days("03/25/2018")
    assert (found.value, found.exact) == (date(2018, 3, 25), False)


@pytest.mark.parametrize("text", ["31/02/2024", "00/00/0000", "04 78 12 34 56", "123456789012345678", "99/99/9999"])
def test_a_day_that_is_in_no_calendar_is_no_day(text: str) -> None:
    assert [found for found in find_days(text) if found.exact] == []


@given(st.dates(date(1990, 1, 1), date(2069, 12, 31)), st.sampled_from(("/", "-", ".", " / ")))
def test_every_numeric_day_is_read_back(day: date, separator: str) -> None:
    written = separator.join((f"{day.day:02}", f"{day.month:02}", str(day.year)))
    assert [found.value for found in find_days(f"Date : {written}")] == [day]


@given(st.text(max_size=80))
def test_any_text_at_all_is_answered(text: str) -> None:
    find_days(text)
