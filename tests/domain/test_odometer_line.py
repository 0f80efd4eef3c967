import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.distance import HIGHEST_KILOMETRES
from core.domain.odometer_line import Certainty, OdometerLine, odometer_line


@pytest.mark.parametrize(
    ("typed", "kilometres"),
    [
        ("84200 km", 84_200), ("84 200 km", 84_200), ("84.200km", 84_200), ("84,200 km", 84_200),
        ("km 84200", 84_200),
        ("Km : 84 200", 84_200), ("52,000 miles", 83_686), ("52000 mi", 83_686), ("compteur 84200", 84_200),
        ("Compteur à 84 200 km.", 84_200), ("le compteur est à 84200", 84_200), ("odometer 84200", 84_200),
        ("odometer: 52,000 mi", 83_686), ("Mileage is 84200", 84_200), ("kilométrage actuel 84200", 84_200),
        ("je suis à 84 200 km", 84_200), ("J’ai 84200 km au compteur", 84_200), ("I'm at 84,200 km", 84_200),
        ("84 200 km aujourd'hui", 84_200), ("odo 950", 950), ("84200 KMS !", 84_200), ("kilometraje 84.200", 84_200),
        ("Mi cuentakilómetros marca 84.200", 84_200), ("84\u202f200\xa0km", 84_200), ("٨٤٢٠٠ km", 84_200),
    ],
)  # fmt: skip
def test_a_unit_or_a_name_makes_a_reading_certain(typed: str, kilometres: int) -> None:
    assert odometer_line(typed) == OdometerLine(kilometres, Certainty.CERTAIN)


@pytest.mark.parametrize(
    ("typed", "kilometres"),
    [("84200", 84_200), ("84 200", 84_200), ("1 000", 1_000), ("84.200", 84_200), ("350 km", 350), ("1899", 1_899)],
)
def test_a_bare_number_or_a_short_distance_is_only_likely(typed: str, kilometres: int) -> None:
    assert odometer_line(typed) == OdometerLine(kilometres, Certainty.LIKELY)


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "12", "999", "2026", "1998", "0612345678", "06 12 34 56 78", "84200 €", "89€", "84²",
        "84_200", "-84200 km",
        "vidange 84200 km", "84200 km hier", "84 200 km 12/03", "12/03/2026", "84200 km/h", "52k km",
        "84.2 km", "bonjour",
        "999999999 km", "84200 km ou 84300 km", "100 km 62 miles", "km", "compteur", "AB-123-CD", "P0301",
        "84200 km\nvidange",
        "12 litres", "1e5 km", "+84200 km", "84200 km ?", "compteur 84200 km 89 €", "8" * 100,
    ],
)  # fmt: skip
def test_any_other_message_is_left_to_others(typed: str) -> None:
    assert odometer_line(typed) is None


def test_a_bare_number_is_in_the_unit_of_the_person() -> None:
    assert odometer_line("52,000", unit="mi") == OdometerLine(83_686, Certainty.LIKELY)
    assert odometer_line("odo 52,000 km", unit="mi") == OdometerLine(52_000, Certainty.CERTAIN)


@given(st.text(alphabet=st.characters(codec=None)) | st.text(alphabet="0123456789., kmiodo'²:"))
def test_recognising_a_reading_is_total(text: str) -> None:
    line = odometer_line(text)
    assert line is None or 0 <= line.kilometres <= HIGHEST_KILOMETRES


@pytest.mark.parametrize("text", ["1 " * 2_048, "km" * 2_048, "compteur " * 455, "1" * 4_096, "l'" * 2_048])
def test_a_hostile_text_is_answered_in_50_ms(text: str) -> None:
    started = time.process_time()
    assert odometer_line(text) is None
    assert time.process_time() - started < 0.05
