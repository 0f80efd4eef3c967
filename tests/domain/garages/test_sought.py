import pytest

from core.domain.garages.hours import grouped, read_hours
from core.domain.garages.listing import core_name, is_siret, safe_link
from core.domain.garages.phones import plain_phone
from core.domain.garages.places import postal
from core.domain.garages.sought import Kind, beside, sought_in
from core.domain.garages.specialties import Specialty, specialties_in
from core.domain.garages.towns import town_of_postcode, towns_named


@pytest.mark.parametrize(
    ("text", "kind", "specialty", "words", "place"),
    [
        ("Lyon", Kind.NEAR, None, (), "Lyon"),
        ("à lyon", Kind.NEAR, None, (), "Lyon"),
        ("pneus Lyon", Kind.NEAR, Specialty.TYRES, (), "Lyon"),
        ("contrôle technique près de Saint-Étienne", Kind.NEAR, Specialty.INSPECTION, (), "Saint-Étienne"),
        ("garage Bourg en Bresse", Kind.NEAR, None, (), "Bourg-en-Bresse"),
        ("tyres near London", Kind.NEAR, Specialty.TYRES, (), "London"),
        ("69003", Kind.WORDS, None, ("69003",), None),
        ("Garage du Parc", Kind.WORDS, None, ("parc",), None),
        ("MÉCA'VROUM", Kind.WORDS, None, ("meca", "vroum"), None),
        ("garage", Kind.TOP, None, (), None),
        ("pneus", Kind.TOP, Specialty.TYRES, (), None),
    ],
)
def test_what_people_type_is_a_town_a_specialty_a_name_or_several(
    text: str, kind: Kind, specialty: Specialty | None, words: tuple[str, ...], place: str | None
) -> None:
    found = sought_in(text)
    assert (found.kind, found.specialty, found.place) == (kind, specialty, place)
    assert found.words == words


def test_words_that_find_nothing_may_end_with_a_town() -> None:
    found = beside("garage pas cher à Villeurbanne")
    assert found is not None
    assert (found.kind, found.place) == (Kind.NEAR, "Villeurbanne")
    assert beside("xyzzy plugh") is None


def test_towns_are_found_by_name_and_by_postcode() -> None:
    assert [town.name for town in towns_named("st etienne")][:1] == ["Saint-Étienne"]
    assert [town.country for town in towns_named("Genève")] == ["CH"]
    town = town_of_postcode("38000")
    assert town is not None
    assert town.name == "Grenoble"
    assert town_of_postcode("00000") is None


def test_an_address_is_taken_apart() -> None:
    place = postal("12 rue des Lilas, 69003 LYON")
    assert (place.address, place.postcode, place.city) == ("12 rue des Lilas", "69003", "LYON")
    assert place.point is not None
    assert postal("Villeurbanne").city == "Villeurbanne"
    assert postal("xyzzy").point is None
    assert postal("").point is None


def test_a_siret_has_its_check() -> None:
    assert is_siret("73282932000074")
    assert is_siret("35600000000048")
    assert not any(is_siret(text) for text in ("73282932000075", "7328293200007", "٧٣٢٨٢٩٣٢٠٠٠٠٧٤", "00000000000000"))


def test_names_are_told_apart_by_what_is_their_own() -> None:
    assert core_name("SARL Garage du Parc") == "parc"
    assert core_name("Garage Automobile") == "garage automobile"
    assert specialties_in("Centre de contrôle technique auto")[0] == (Specialty.INSPECTION,)


def test_hours_are_read_or_left_as_they_stand() -> None:
    week = read_hours("Mo-Fr 08:00-12:00,14:00-18:30; Sa 09:00-12:00; Su,PH off")
    assert week is not None
    assert week[0] == ((480, 720), (840, 1110))
    assert week[6] == ()
    assert [(first, last) for first, last, _ in grouped(week)] == [(0, 4), (5, 5), (6, 6)]
    assert read_hours("24/7") == (((0, 1440),),) * 7
    for odd in (
        "sur rendez-vous",
        "Mo-Fr sunrise-sunset",
        "Mo 25:00-26:00",
        "Mo 18:00-08:00",
        "",
        "x" * 400,
        "Mo 08:75-09:00",
    ):
        assert read_hours(odd) is None


def test_telephone_numbers_and_links_are_written_one_way_or_dropped() -> None:
    assert plain_phone("04.72.00.00.00") == "+33 4 72 00 00 00"
    assert plain_phone("+33 (0)4 72 00 00 00; 06 00 00 00 00") == "+33 4 72 00 00 00"
    assert plain_phone("0041 22 000 00 00") == "+41220000000"
    for odd in ("", "sur demande", "12", None, "+" * 40, "0" * 10):
        assert plain_phone(odd) is None
    assert safe_link("www.garage.example") == "https://www.garage.example"
    for odd in ("javascript:alert(1)", "https://a b", "x", None):
        assert safe_link(odd) is None
