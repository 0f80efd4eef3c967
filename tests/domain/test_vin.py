import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.vin import Vin, VinWarning, check_digit, parse_vin, repaired_vin
from core.domain.vin_makers import MAKERS, country_of
from core.errors import Refusal
from tests.domain.answers import answered

VIN_CHARACTERS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"


@pytest.mark.parametrize(
    ("typed", "maker", "country"),
    [
        ("VF1AAAAA555123456", "Renault", "FR"),
        ("vf3 8erhny 12345678", "Peugeot", "FR"),
        ("VF7-ABCDE-123456789", "Citroën", "FR"),
        ("VR1ABCDEF12345678", "DS", "FR"),
        ("WVWZZZ1JZ3W386752", "Volkswagen", "DE"),
        ("WDB9066331S123456", "Mercedes-Benz", "DE"),
        ("ZFA31200003123456", "Fiat", "IT"),
        ("UU1HSDACN45678901", "Dacia", "RO"),
        ("TMBJG7NE1F0123456", "Škoda", "CZ"),
        ("VSSZZZ5FZHR123456", "SEAT", "ES"),
        ("SJNFAAJ11U1234567", "Nissan", "GB"),
        ("VNKKTUD3XA0123456", "Toyota", "FR"),
        ("YV1MV845BC2123456", "Volvo", "SE"),
        ("U5YPH814AJL123456", "Kia", "SK"),
        ("NMTBA3BE10R123456", "Toyota", "TR"),
        ("XLRTE47MS0E123456", "DAF", "NL"),
    ],
)
def test_a_european_vin_tells_its_maker_and_country_but_no_year(typed: str, maker: str | None, country: str) -> None:
    vin = parse_vin(typed, this_year=2026)
    assert (vin.maker, vin.country, vin.model_year, vin.warnings) == (maker, country, None, ())
    assert len(vin.value) == 17


@pytest.mark.parametrize(
    ("typed", "maker", "year"),
    [
        ("1HGCM82633A004352", "Honda", 2003),
        ("1M8GDM9AXKP042788", None, 1989),
        ("5YJSA1DG9DFP14705", "Tesla", 2013),
        ("11111111111111111", None, 2001),
    ],
)
def test_a_north_american_vin_passes_its_check_digit_and_tells_its_year(
    typed: str, maker: str | None, year: int
) -> None:
    vin = parse_vin(typed, this_year=2026)
    assert (vin.maker, vin.model_year, vin.warnings) == (maker, year, ())
    assert check_digit(vin.value) == vin.value[8]


@given(place=st.integers(0, 16), digit=st.sampled_from("0123456789"))
def test_one_wrong_digit_in_a_north_american_vin_is_warned_of(place: int, digit: str) -> None:
    right = "1HGCM82633A004352"
    wrong = right[:place] + digit + right[place + 1 :]
    if right[place].isdigit() and right[place] != digit and wrong[0] in "12345":
        assert parse_vin(wrong).warnings == (VinWarning.CHECK_DIGIT,)


def test_a_model_year_that_has_not_come_is_not_told() -> None:
    assert parse_vin("5YJSA1DG9DFP14705", this_year=2011).model_year is None


def test_a_motorcycle_tells_no_year_since_its_seventh_character_means_something_else() -> None:
    assert parse_vin("1HD1FS4119Y612345", this_year=2026).model_year is None


def test_a_letter_that_no_vin_has_is_a_warning_and_can_be_read_as_a_digit() -> None:
    vin = parse_vin("VFSIV2009ASIV2009")
    assert vin.warnings == (VinWarning.FORBIDDEN_LETTER,)
    assert repaired_vin("VF1AAOIQ555123456") == "VF1AA010555123456"


def test_an_old_short_number_is_a_warning() -> None:
    assert parse_vin("abc 12345") == Vin("ABC12345", (VinWarning.SHORT,))


@pytest.mark.parametrize("typed", ["VF1AAAAA555123456X", "1234", "A" * 40])
def test_a_wrong_length_is_refused_with_the_length(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_vin(typed)
    assert refused.value.key == "error.vin_length"
    assert refused.value.values == {"length": len(typed)}


@pytest.mark.parametrize("typed", ["", "   ", "VF1AAAAA55512345€", "²²²²²²", "VFÉ12345", "<script>", "AB12_;DROP"])
def test_signs_that_no_vin_has_are_refused(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_vin(typed)
    assert refused.value.key == "error.vin_characters"


@given(st.text(alphabet=VIN_CHARACTERS, min_size=17, max_size=17))
def test_every_well_formed_vin_is_read_as_it_is(value: str) -> None:
    vin = parse_vin(f" {value[:3].lower()}-{value[3:]} ")
    assert vin.value == value
    assert check_digit(value) in set("0123456789X")


@given(st.text(alphabet=st.characters(codec=None)))
def test_reading_a_vin_is_total(text: str) -> None:
    vin = answered(lambda: parse_vin(text, 2026))
    assert vin is None or vin.value.isascii()


def test_every_maker_is_registered_in_a_country() -> None:
    assert [identifier for identifier in MAKERS if len(identifier) != 3 or country_of(identifier) is None] == []


def test_an_unassigned_beginning_has_no_country() -> None:
    assert [country_of(vin) for vin in ("", "V", "V9", "0A", "ÉA", "7A")] == [None] * 6


@pytest.mark.parametrize("text", ["A" * 4_096, "-" * 4_096, "Ａ" * 4_096, "1 " * 2_048])
def test_a_hostile_text_is_answered_in_50_ms(text: str) -> None:
    started = time.process_time()
    assert answered(lambda: parse_vin(text)) is None
    assert time.process_time() - started < 0.05
