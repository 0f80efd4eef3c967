from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.registration_lines import (
    blind_twins,
    check_digit,
    decode_lines,
    looks_like_first_line,
    looks_like_second_line,
)

FIRST = "CRFRAAB123CD0VFSIV2009ASIV200929801059VP<<<<"
SECOND = "CI<<MARQUES<<<<<<<MODELE<<<<<<<2009AS0528402"


def test_the_lines_of_the_official_specimen_are_decoded() -> None:
    lines = decode_lines(FIRST, SECOND)
    assert lines is not None
    assert lines.plate is not None
    assert (lines.plate.text, lines.plate.checked) == ("AB123CD", True)
    assert lines.vin is not None
    assert (lines.vin.text, lines.vin.checked) == ("VFSIV2009ASIV2009", True)
    assert lines.first_registration == (date(1998, 1, 5), True)
    assert (lines.category, lines.make, lines.model) == ("VP", "MARQUES", "MODELE")
    assert lines.formula is not None
    assert (lines.formula.text, lines.formula.checked) == ("2009AS05284", True)
    assert lines.whole_checked
    assert (lines.first_line, lines.second_line) == (FIRST, SECOND)


@pytest.mark.parametrize(
    ("misread", "plate"),
    [("A8I23CD", "AB123CD"), ("AB1Z3CD", "AB123CD"), ("ABl23CD", "AB123CD"), ("AB123C0", "AB123CD")],
)
def test_letters_and_digits_of_a_plate_are_told_apart_by_their_place(misread: str, plate: str) -> None:
    lines = decode_lines(FIRST.replace("AB123CD", misread), SECOND)
    assert lines is not None
    assert lines.plate is not None
    assert (lines.plate.text, lines.plate.checked) == (plate, True)


def test_a_misread_vin_is_settled_by_the_one_that_is_printed_on_the_card() -> None:
    vin = "WVWZZZ1KZAW123456"
    first = f"CRFRAAB123CD0WVWZ2Z1KZAVV23456{check_digit(vin)}9801059VP<<<<".replace("VV2", "V12")
    lines = decode_lines(first, SECOND, vins=(vin,))
    assert lines is not None
    assert lines.vin is not None
    assert (lines.vin.text, lines.vin.checked) == (vin, True)


def test_a_vin_that_no_repair_makes_right_is_not_called_checked() -> None:
    lines = decode_lines("CRFRAAB123CD0" + "X" * 17 + "39801059VP<<<<", SECOND)
    assert lines is not None
    assert lines.vin is not None
    assert not lines.vin.checked
    assert not lines.whole_checked


def test_a_month_that_does_not_exist_is_no_date() -> None:
    lines = decode_lines(FIRST[:31] + "981399" + str(check_digit("981399")) + "VP<<<<", SECOND)
    assert lines is not None
    assert lines.first_registration is None or lines.first_registration[0].month <= 12


def test_words_survive_a_filler_that_the_reader_lost() -> None:
    lines = decode_lines(FIRST, SECOND.replace("MARQUES<<<<<<<", "MARQUES<<<<<"))
    assert lines is not None
    assert (lines.make, lines.model) == ("MARQUES", "MODELE")


def test_ordinary_text_does_not_look_like_the_lines() -> None:
    for text in ("CERTIFICAT D'IMMATRICULATION DU VEHICULE NUMERO", "Total TTC 123,45", "<" * 44, ""):
        assert not looks_like_first_line(text)
        assert not looks_like_second_line(text)
    assert looks_like_first_line(FIRST)
    assert looks_like_second_line(SECOND)


def test_swaps_that_the_digit_cannot_see_are_known() -> None:
    assert blind_twins("AHJ", "ARJ")
    assert blind_twins("G1", "6L")
    assert not blind_twins("AB", "AC")
    assert not blind_twins("AB", "ABC")


@given(st.text(max_size=60), st.text(max_size=60))
def test_decoding_any_text_never_fails(first: str, second: str) -> None:
    decode_lines(first, second)


@given(st.text("ABCDEFGHJKLMNPRSTUVWXYZ0123456789", min_size=17, max_size=17), st.integers(0, 16))
def test_one_changed_digit_is_always_noticed(vin: str, place: int) -> None:
    if vin[place].isdigit():
        changed = vin[:place] + str((int(vin[place]) + 1) % 10) + vin[place + 1 :]
        assert check_digit(changed) != check_digit(vin)
