import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.typed_text import HIGHEST_LENGTH, clean, clean_line, folded


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  vidange  ", "vidange"),
        ("a\x00b\x07c\x1b[31m", "abc[31m"),
        ("lone \ud800 surrogate", "lone  surrogate"),
        ("\u202eevil\u202c txt", "evil txt"),
        ("AB\u200b-123\ufeff-CD", "AB-123-CD"),
        ("e\u0301te\u0301", "été"),
        ("un\r\ndeux\rtrois\u2028quatre", "un\ndeux\ntrois\nquatre"),
        ("a\tb", "a b"),
        ("👨‍👩‍👧 famille", "👨‍👩‍👧 famille"),
        ("no\ufffe\U0001ffff character", "no character"),
        ("'; DROP TABLE vehicles; --", "'; DROP TABLE vehicles; --"),
        ("مرحبا", "مرحبا"),
    ],
)
def test_a_text_is_stored_without_what_breaks_or_hides(typed: str, stored: str) -> None:
    assert clean(typed) == stored


@given(st.text(alphabet=st.characters(codec=None), max_size=400))
def test_any_text_becomes_storable_and_stays_as_it_became(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode("utf-8")
    assert "\x00" not in cleaned
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)


@given(st.sampled_from(["\ufb2c", "\U0001d160", "a", "\u0958"]), st.integers(min_value=4_000, max_value=9_000))
def test_a_text_is_cut_even_when_composing_lengthens_it(character: str, times: int) -> None:
    assert len(clean(character * times)) <= HIGHEST_LENGTH


def test_a_name_is_one_line_of_limited_length() -> None:
    assert clean_line(" Garage\n  du   Port \t 2") == "Garage du Port 2"
    assert clean_line("abc " * 100, highest=7) == "abc abc"


@pytest.mark.parametrize(
    ("typed", "compared"),
    [
        ("Kilométrage", "kilometrage"),
        ("L’ŒIL", "l'oeil"),
        ("ＶＩＤＡＮＧＥ", "vidange"),
        ("Straße", "strasse"),
        ("10²", "10²"),
        ("84\u202f200\xa0km", "84 200 km"),
    ],
)
def test_comparing_ignores_case_accents_and_widths_but_never_makes_a_number(typed: str, compared: str) -> None:
    assert folded(typed) == compared


@given(st.text(alphabet=st.characters(codec=None), max_size=200))
def test_folding_is_total(text: str) -> None:
    assert folded(text) == folded(folded(text))
