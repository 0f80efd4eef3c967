import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.capture.identifiers import find_plate, find_sirets, find_vins, labelled_plate


@pytest.mark.parametrize("text", ["AB-123-CD", "AB 123 CD", "AB123CD", "IMMAT AB-123-CD"])
def test_a_plate_is_read_with_any_separators(text: str) -> None:
    found = find_plate(text)
    assert found is not None
    assert (found.value, found.sure) == ("AB123CD", True)


@pytest.mark.parametrize(
    ("text", "plate"), [("A8-I23-CD", "AB123CD"), ("AB-12S-CD", "AB125CD"), ("AB-1O3-CD", "AB103CD")]
)
def test_a_misread_plate_is_repaired_and_marked_unsure(text: str, plate: str) -> None:
    labelled = labelled_plate([text])
    assert labelled is not None
    _, found = labelled
    assert (found.value, found.sure) == (plate, False)


@pytest.mark.parametrize(
    ("text", "plate"),
    [("1234 AB 69", "1234AB69"), ("VH14 HZN", "VH14HZN"), ("1-ABC-123", "1ABC123"), ("1234 BCD", "1234BCD")],
)
def test_other_plates_are_read_behind_their_label(text: str, plate: str) -> None:
    labelled = labelled_plate([text])
    assert labelled is not None
    _, found = labelled
    assert found.value == plate


@pytest.mark.parametrize("text", ["KILOMETRAGE 139870", "KILOMETRAGE139870", "COMPTEUR 128450 KM"])
def test_a_mileage_with_its_word_is_no_vin(text: str) -> None:
    assert find_vins(text) == []


@pytest.mark.parametrize("text", ["SS-123-AB", "AB-000-CD", "RENAULT CLIO", "01/02/2024", "R16 91V"])
def test_what_no_plate_may_be_is_no_plate(text: str) -> None:
    assert find_plate(text) is None


def test_letters_that_no_vin_has_become_digits_and_leave_a_doubt() -> None:
    (vin,) = find_vins("VIN WVWZZZ1KZAW12O4I6")
    assert (vin.value, vin.sure) == ("WVWZZZ1KZAW120416", False)


@pytest.mark.parametrize("text", ["FR7630004000050001234", "RESPONSABILITELIM", "12345678901234567"])
def test_words_and_bank_numbers_are_no_vin(text: str) -> None:
    assert find_vins(text) == []


def test_a_siret_counts_only_with_its_check_digits() -> None:
    assert [found.value for found in find_sirets("SIRET 405 874 827 00026")] == ["40587482700026"]
    assert find_sirets("SIRET 405 874 827 00027") == []
    assert find_sirets("0000 0000 0000 00") == []


@given(st.text(max_size=80))
def test_any_text_at_all_is_answered(text: str) -> None:
    find_plate(text)
    labelled_plate([text])
    find_vins(text)
    find_sirets(text)
