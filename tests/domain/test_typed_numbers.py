from contextlib import suppress
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.typed_numbers import (
    NumberAmbiguous,
    NumberNotUnderstood,
    ascii_digits,
    parse_decimal,
    parse_whole,
    readings,
)
from core.errors import Refusal
from core.i18n import LANGUAGES
from core.i18n.formats import format_number
from tests.domain.answers import answered


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0", "0"), ("42", "42"), (" 42 ", "42"), ("007", "7"), ("42,5", "42.5"), ("42.5", "42.5"), (",5", "0.5"),
        ("0,125", "0.125"), ("1 234,50", "1234.5"), ("1\u202f234,50", "1234.5"), ("1\xa0234.50", "1234.5"),
        ("1.234,50", "1234.5"), ("1,234.50", "1234.5"), ("1'234.50", "1234.5"), ("1’234,50", "1234.5"),
        ("1.234.567", "1234567"), ("1,234,567.89", "1234567.89"), ("12 345 678", "12345678"),
        ("1234,567", "1234.567"),
        ("٤٢", "42"), ("４２，５".replace("，", ","), "42.5"), ("१२३", "123"),
        ("123456789012345678901234567890.123", "123456789012345678901234567890.123"),
    ],
)  # fmt: skip
def test_a_number_is_read_in_every_usual_spelling(typed: str, value: str) -> None:
    for language in (None, "fr", "en"):
        assert parse_decimal(typed, language) == Decimal(value)


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "abc", "²", "½", "①", "Ⅷ", "84_200", "1e5", "1E400", "nan", "inf", "-5", "+5", "0x10",
        "1.2.3", "1,23.5",
        "1 23", "12 34", "1 2345", "1.234,567.8", "12,34,567", "1..2", "1,", "1.", ".", ",", "1 234 56", "0.123.456",
        "1" * 5_000, "1 " * 5_000, "12km", "12€", "１２½", "1\n2", "--1",
    ],
)  # fmt: skip
def test_what_is_no_plain_number_is_refused(typed: str) -> None:
    with pytest.raises(NumberNotUnderstood):
        parse_decimal(typed, "fr")
    assert readings(typed) == {}


def test_a_group_of_three_after_one_sign_follows_the_language_or_is_asked() -> None:
    assert parse_decimal("1,234", "fr") == Decimal("1.234")
    assert parse_decimal("1,234", "en") == 1_234
    assert parse_decimal("1.234", "en") == Decimal("1.234")
    for typed, language in (("1.234", "fr"), ("1.234", None), ("1,234", None)):
        with pytest.raises(NumberAmbiguous) as refused:
            parse_decimal(typed, language)
        assert refused.value.readings == (Decimal("1.234"), Decimal(1_234))


def test_a_whole_number_takes_any_grouping_and_keeps_its_range() -> None:
    for typed in ("84200", "84 200", "84.200", "84,200", "84'200", "84200,0"):
        assert parse_whole(typed) == 84_200
    assert parse_whole("12", lowest=12, highest=12) == 12
    for typed in ("11", "13", "99999999999999999999"):
        with pytest.raises(Refusal) as refused:
            parse_whole(typed, lowest=12, highest=12)
        assert refused.value.values == {"lowest": 12, "highest": 12}
    with pytest.raises(NumberNotUnderstood):
        parse_whole("12,5")


def test_other_digits_become_ours_and_superscripts_do_not() -> None:
    assert ascii_digits("４2²٣") == "42²3"


@given(st.text())
def test_reading_a_number_is_total(text: str) -> None:
    for value in readings(text).values():
        assert value >= 0
        assert value.is_finite()


@given(st.text(alphabet="0123456789., '\u202f\xa0-e_²٣"))
def test_reading_what_looks_like_a_number_answers_or_refuses(text: str) -> None:
    for language in (None, "fr", "en"):
        value = answered(partial(parse_decimal, text, language))
        assert value is None or (value.is_finite() and value >= 0)


@pytest.mark.parametrize("language", LANGUAGES)
@given(whole=st.integers(min_value=0, max_value=10**12))
def test_a_whole_number_that_we_wrote_is_read_back(language: str, whole: int) -> None:
    assert parse_whole(format_number(whole, language), highest=10**12) == whole


@pytest.mark.parametrize("language", LANGUAGES)
@given(hundredths=st.integers(min_value=0, max_value=10**12))
def test_a_decimal_that_we_wrote_is_read_back(language: str, hundredths: int) -> None:
    value = Decimal(hundredths).scaleb(-2)
    written = format_number(value, language)
    if language == "es" and "." in written and "," not in written:
        # Spanish groups by the point that keypads type for decimals: it is asked, never guessed.
        with suppress(NumberAmbiguous):
            assert parse_decimal(written, language) == value
    else:
        assert parse_decimal(written, language) == value
