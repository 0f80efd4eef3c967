import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.plates import (
    Plate,
    PlateKind,
    PlateNotUnderstood,
    displayed_plate,
    french_plate,
    parse_plate,
    repaired_siv,
)
from tests.domain.answers import answered

SIV_LETTERS = "ABCDEFGHJKLMNPQRSTVWXYZ"


@pytest.mark.parametrize(
    ("typed", "value", "kind", "display"),
    [
        ("ab 123 cd", "AB123CD", PlateKind.SIV, "AB-123-CD"),
        ("AB-123-CD", "AB123CD", PlateKind.SIV, "AB-123-CD"),
        ("ab123cd", "AB123CD", PlateKind.SIV, "AB-123-CD"),
        ("AB.123.CD", "AB123CD", PlateKind.SIV, "AB-123-CD"),
        ("AB·123·CD", "AB123CD", PlateKind.SIV, "AB-123-CD"),
        ("ＡＢ－123－CD".replace("－", "-"), "AB123CD", PlateKind.SIV, "AB-123-CD"),
        ("АВ-123-СТ", "AB123CT", PlateKind.SIV, "AB-123-CT"),
        ("AB-١٢٣-CD", "AB123CD", PlateKind.SIV, "AB-123-CD"),
        ("WW-123-AB", "WW123AB", PlateKind.SIV_TEMPORARY, "WW-123-AB"),
        ("AB-123-WW", "AB123WW", PlateKind.SIV, "AB-123-WW"),
        ("A-11-A", "A11A", PlateKind.SIV_MOPED, "A-11-A"),
        ("AB-12-C", "AB12C", PlateKind.SIV_MOPED, "AB-12-C"),
        ("1234 AB 75", "1234AB75", PlateKind.FNI, "1234 AB 75"),
        ("123 abc 2a", "123ABC2A", PlateKind.FNI, "123 ABC 2A"),
        ("12 ABC 974", "12ABC974", PlateKind.FNI, "12 ABC 974"),
        ("1 A 01", "1A01", PlateKind.FNI, "1 A 01"),
        ("AI-123-CD", "AI123CD", PlateKind.FOREIGN, "AI123CD"),
        ("AB-123-CO", "AB123CO", PlateKind.FOREIGN, "AB123CO"),
        ("UU-123-AB", "UU123AB", PlateKind.FOREIGN, "UU123AB"),
        ("SS-123-AB", "SS123AB", PlateKind.FOREIGN, "SS123AB"),
        ("AB-123-SS", "AB123SS", PlateKind.FOREIGN, "AB123SS"),
        ("AB-000-CD", "AB000CD", PlateKind.FOREIGN, "AB000CD"),
        ("1234 AB 99", "1234AB99", PlateKind.FOREIGN, "1234AB99"),
        ("B-MW 1234", "BMW1234", PlateKind.FOREIGN, "BMW1234"),
        ("MÜ-AB 12", "MÜAB12", PlateKind.FOREIGN, "MÜAB12"),
        ("AB12 CDE", "AB12CDE", PlateKind.FOREIGN, "AB12CDE"),
        ("1-ABC-234", "1ABC234", PlateKind.FOREIGN, "1ABC234"),
    ],
)
def test_a_plate_is_known_by_its_pattern(typed: str, value: str, kind: PlateKind, display: str) -> None:
    plate = parse_plate(typed)
    assert plate == Plate(value, kind)
    assert plate.display == displayed_plate(value) == display
    assert (french_plate(typed) is None) == (kind is PlateKind.FOREIGN)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "-",
        "12",
        "Clio",
        "AB-123-CD-EF-123",
        "AB 12²",
        "AB-123-CD" + " " * 40 + "x",
        "<b>1</b>",
        "AB👍12",
    ],
)
def test_what_is_no_plate_is_refused(typed: str) -> None:
    with pytest.raises(PlateNotUnderstood):
        parse_plate(typed)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("AB-I23-CD", "AB123CD"), ("A8-123-CD", "AB123CD"), ("AB-O0I-CD", "AB001CD"), ("AB-S23-C0", "AB523CD"),
        ("2B-1Z3-CD", "ZB123CD"), ("AB-123-CD", "AB123CD"),
    ],
)  # fmt: skip
def test_letters_and_digits_taken_for_one_another_are_put_right(read: str, meant: str) -> None:
    assert repaired_siv(read) == Plate(meant, PlateKind.SIV)


@pytest.mark.parametrize("read", ["", "AB-123-C", "IO-123-CD", "AB-XYW-CD", "AB-O00-CD", "1234 AB 75"])
def test_what_cannot_be_put_right_is_left(read: str) -> None:
    assert repaired_siv(read) is None


pairs = st.text(alphabet=SIV_LETTERS, min_size=2, max_size=2).filter(lambda pair: pair not in {"SS", "WW"})


@given(
    left=pairs,
    number=st.integers(min_value=1, max_value=999),
    right=pairs,
    separator=st.sampled_from(["", " ", "-", "."]),
)
def test_every_plate_of_the_series_is_read_back_from_its_display(
    left: str, number: int, right: str, separator: str
) -> None:
    typed = separator.join((left.lower(), f"{number:03}", right))
    plate = parse_plate(typed)
    assert plate == Plate(f"{left}{number:03}{right}", PlateKind.SIV)
    assert parse_plate(plate.display) == plate


@given(st.text(alphabet=st.characters(codec=None)))
def test_reading_a_plate_is_total(text: str) -> None:
    plate = answered(lambda: parse_plate(text))
    assert plate is None or 3 <= len(plate.value) <= 10
    assert repaired_siv(text) is None or french_plate(text) or len(text) >= 7


@pytest.mark.parametrize("text", ["A" * 4_096, "1" * 4_096, "-" * 4_096, "A1" * 2_048, "Ａ" * 4_096])
def test_a_hostile_text_is_answered_in_50_ms(text: str) -> None:
    started = time.process_time()
    assert answered(lambda: parse_plate(text)) is None
    assert time.process_time() - started < 0.05
