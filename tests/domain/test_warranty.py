from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.typed_dates import AmbiguousDate
from core.domain.warranty import warranty_end
from core.errors import Refusal

DONE = date(2026, 1, 31)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("24 mois", date(2028, 1, 31)),
        ("24", date(2028, 1, 31)),
        ("2 ans", date(2028, 1, 31)),
        ("deux ans", date(2028, 1, 31)),
        ("1 mois", date(2026, 2, 28)),
        ("2 years", date(2028, 1, 31)),
        ("pendant 6 mois", date(2026, 7, 31)),
        ("12/03/2028", date(2028, 3, 12)),
        ("le 12 mars 2028", date(2028, 3, 12)),
    ],
)
def test_a_warranty_is_a_day_or_how_long_it_lasts(text: str, end: date):
    assert warranty_end(text, DONE, "fr") == end


@pytest.mark.parametrize("text", ["0 mois", "25 ans", "999", "hier", "12/03/2025", "un", "-3 mois", "", "🚗"])
def test_what_ends_before_the_work_or_never_is_refused(text: str):
    with pytest.raises(Refusal):
        warranty_end(text, DONE, "fr")


def test_a_date_that_reads_two_ways_is_asked():
    assert warranty_end("03/04/2028", DONE, "en") == AmbiguousDate(date(2028, 4, 3), date(2028, 3, 4))


@given(st.text(max_size=200))
def test_any_text_is_a_day_after_the_work_or_a_refusal(text: str):
    try:
        read = warranty_end(text, DONE, "fr")
    except Refusal:
        return
    assert isinstance(read, date)
    assert read > DONE
