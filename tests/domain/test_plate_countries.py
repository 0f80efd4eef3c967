import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.plate_countries import (
    COUNTRIES,
    country_code,
    possible_countries,
    read_plate,
    typed_plate,
    written_plate,
)
from tests.domain.answers import answered


@pytest.mark.parametrize(
    ("typed", "country", "display"),
    [
        ("AB-123-CD", "FR", "AB-123-CD"),
        ("1234 AB 75", "FR", "1234 AB 75"),
        ("WW-123-AB", "FR", "WW-123-AB"),
        ("1234 BCD", "ES", "1234 BCD"),
        ("1-ABC-234", "BE", "1-ABC-234"),
        ("GE 123456", "CH", "GE 123456"),
        ("191-D-12345", "IE", "191-D-12345"),
        ("MÜ-AB 12", "DE", "MÜ-AB 12"),
        ("D: M-AB 1234", "DE", "M-AB 1234"),
        ("(D) M AB1234", "DE", "M-AB 1234"),
        ("D: b–ma 1234e", "DE", "B-MA 1234E"),
        ("D: MKK-AB 12H", "DE", "MKK-AB 12H"),
        ("D: MKKAB12", "DE", "MKK-AB 12"),
        ("D: LÖA1", "DE", "LÖ-A 1"),
        ("D: BMA1234", "DE", "BMA 1234"),
        ("AB12 CDE (GB)", "GB", "AB12 CDE"),
        ("AB12CDE (UK)", "GB", "AB12 CDE"),
        ("🇧🇪 1-ABC-234", "BE", "1-ABC-234"),
        ("🇮🇹 AB 123 CD", "IT", "AB 123 CD"),
        ("Italie AB123CD", "IT", "AB 123 CD"),
        ("Poland WA 12345", "PL", "WA 12345"),
        ("B:1-ABC-234", "BE", "1-ABC-234"),
        ("AB-12-34 Pays-Bas", "NL", "AB-12-34"),
        ("P: 12-AB-34", "PT", "12-AB-34"),
    ],
)
def test_a_plate_is_of_the_country_that_is_said_or_certain(typed: str, country: str, display: str) -> None:
    read = read_plate(typed)
    assert (read.country, read.display, read.possible) == (country, display, ())


@pytest.mark.parametrize(
    ("typed", "some"),
    [
        ("M-AB 1234", {"DE", "GB"}),
        ("AB12 CDE", {"GB", "AT", "RO"}),
        ("AB-123-CDE", {"AT"}),
        ("B 123 ABC", {"RO", "AT"}),
        ("ABC 123", {"HU", "LT", "BE", "SE"}),
        ("AB 12345", {"NO", "DK"}),
    ],
)
def test_a_plate_that_several_countries_have_is_asked_about(typed: str, some: set[str]) -> None:
    read = read_plate(typed)
    assert read.country is None
    assert some <= set(read.possible)
    assert read.display == typed


@pytest.mark.parametrize("typed", ["AB-123-CD", "12-AB-34"])
def test_what_may_be_french_is_french(typed: str) -> None:
    assert possible_countries(read_plate(typed).value)[0] == "FR"
    assert len(possible_countries(read_plate(typed).value)) > 1
    assert read_plate(typed).country == "FR"


@pytest.mark.parametrize(
    "typed",
    [
        "AB-123-CD", "ab123cd", "AB.123.CD", "AB-12-C", "1234 AB 75", "123 ABC 2A", "WW-123-AB", "M-AB 1234",
        "AB12 CDE",
        "1234 BCD", "1-ABC-234", "GE 123456", "12-AB-34", "191-D-12345", "D: M AB 1234", "WA 12345 (PL)",
    ],
)  # fmt: skip
def test_a_whole_message_that_is_a_plate_is_taken_for_one(typed: str) -> None:
    assert typed_plate(typed) is not None


@pytest.mark.parametrize(
    "typed",
    [
        "", "84200", "84 200 km", "208", "C3", "A4", "x5 30d", "5W30", "12 MAI 26", "3 mars 24", "12h30",
        "89 EUR 50", "P0301",
        "205 GTI 16", "1234 KMS", "100 km 30", "hello", "vidange AB-123-CD", "AB-123-CD 84200 km", "38,20€ à 1,789",
        "12/03/2026", "20 L 45", "CB 500 X", "XC 60 D", "90 ch 12", "x" * 4_096, "🚗" * 50,
    ],
)  # fmt: skip
def test_what_may_be_something_else_is_no_plate(typed: str) -> None:
    assert typed_plate(typed) is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Belgique", "BE"), ("belgium", "BE"), ("Pays-Bas", "NL"), ("Netherlands", "NL"), ("D", "DE"), ("UK",
        "GB"), ("gb", "GB"),
        ("Allemagne", "DE"), ("GERMANY", "DE"), ("royaume-uni", "GB"), ("Narnia", None), ("", None), ("Japon", None),
    ],
)  # fmt: skip
def test_a_country_is_known_by_name_code_and_oval(typed: str, code: str | None) -> None:
    assert country_code(typed) == code


@given(st.text(alphabet=st.characters(codec=None), max_size=60))
def test_reading_a_plate_with_its_country_is_total(text: str) -> None:
    read = answered(lambda: read_plate(text))
    typed_plate(text)
    if read is not None:
        assert read.country is None or read.country in COUNTRIES
        assert written_plate(read.value, read.country).replace(" ", "").replace("-", "") == read.value


@pytest.mark.parametrize("text", ["A" * 4_096, "1" * 4_096, "(D) " * 1_000, "A-1 " * 1_000])
def test_a_hostile_text_is_answered_in_50_ms(text: str) -> None:
    started = time.process_time()
    answered(lambda: read_plate(text))
    typed_plate(text)
    assert time.process_time() - started < 0.05
