import pytest

from core.domain.garages.certifications import Certification, certifications_in, read, stored
from core.domain.garages.corrections import Correction, checked
from core.errors import Refusal


@pytest.mark.parametrize(
    ("what", "typed", "kept"),
    [
        (Correction.HOURS, "lun-ven 8h-18h", "mo-fr 08:00-18:00"),
        (Correction.PHONE, "04.72.00.00.00", "+33 4 72 00 00 00"),
        (Correction.SPECIALTIES, "pneus et carrosserie", "tyres bodywork"),
        (Correction.CERTIFICATIONS, "Véhicules électriques, clim, ISO 9001", "electric refrigerant iso_9001"),
        (Correction.NAME, "  Garage  du Parc\n", "Garage du Parc"),
        (Correction.ADDRESS, "12 rue des Lilas, 69003 Lyon", "12 rue des Lilas, 69003 Lyon"),
        (Correction.EMAIL, "<Contact@Parc.example.org>", "Contact@parc.example.org"),
        (Correction.WEBSITE, "garage-du-parc.fr", "https://garage-du-parc.fr"),
        (Correction.CLOSED, "", "closed"),
    ],
)
def test_what_is_typed_is_kept_in_the_form_of_its_column(what: Correction, typed: str, kept: str):
    assert checked(what, typed) == kept


@pytest.mark.parametrize("what", [one for one in Correction if one is not Correction.CLOSED])
@pytest.mark.parametrize("typed", ["", "\0", "javascript:alert()", "x" * 5000 + " <b>"])
def test_what_cannot_be_one_is_asked_again(what: Correction, typed: str):
    if what is Correction.NAME and typed.isprintable() and typed:
        assert len(checked(what, typed)) <= 120
        return
    with pytest.raises(Refusal):
        checked(what, typed)


def test_certifications_are_known_in_three_languages_and_columns_with_strange_words_are_read():
    assert certifications_in("agréé assurances") == certifications_in("insurer") == (Certification.INSURERS,)
    assert certifications_in("taller oficial") == (Certification.MAKER,)
    assert read(f"qualicert unknown {stored([Certification.ECO])}") == (Certification.QUALICERT, Certification.ECO)
