from datetime import date

import pytest

from core.domain.capture.reading import interpret
from core.domain.capture.types import DocumentType, FieldState, Reading
from tests.domain.capture.pages import page

TODAY = date(2026, 11, 22)
DIALS = ("3|4|90|120", "2|5|60|150", "1|6|30|180", "x1000 r/min|km/h")


def read(*rows: str) -> Reading:
    return interpret([page(*rows)], 1, TODAY)


@pytest.mark.parametrize(
    ("shown", "kilometres"),
    [
        (("TRIP A 345.6 km", "ODO 123456 km"), 123_456),
        (("ODO|TRIP B", "87 654 km|812.4 km"), 87_654),
        (("045231 km", "112.8 km"), 45_231),
        (("Autonomie 612 km", "198304 km"), 198_304),
        (("7:45  12°C", "TOTAL 9876km"), 9_876),
    ],
)
def test_the_odometer_is_told_from_trip_range_and_clock(shown: tuple[str, ...], kilometres: int) -> None:
    reading = read(*DIALS, *shown)
    assert reading.document_type is DocumentType.ODOMETER
    assert reading.fields["odometer_km"].value == kilometres


def test_miles_become_kilometres() -> None:
    assert read("x1000 rpm|mph", "ODO 61 200 mi").fields["odometer_km"].value == 98_492
    assert read("x1000 rpm|mph", "61200", "TRIP 12.3").fields["odometer_km"].value == 98_492


def test_a_number_without_any_word_is_doubtful() -> None:
    assert read("x1000 r/min|km/h", "1234").fields["odometer_km"].state is FieldState.DOUBTFUL


def test_a_letter_with_a_distance_in_it_is_no_dashboard() -> None:
    letter = [f"Chère Madame, nous avons roulé {n} 200 km jusque chez vous et le chat va bien" for n in range(9)]
    assert read(*letter).document_type is DocumentType.OTHER
