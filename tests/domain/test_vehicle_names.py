import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.vehicle_names import VehicleNames, called, found_by, named_in

CLIO, PEUGEOT, GOLF, MERCEDES, KANGOO, BMW = range(1, 7)
FLEET = (
    VehicleNames(CLIO, "Titine", "Renault", "Clio 4", "AB123CD"),
    VehicleNames(PEUGEOT, None, "Peugeot", "208", "EF456GH"),
    VehicleNames(GOLF, "la bête", "Volkswagen", "Golf", None, "WVWZZZ1JZ3W386752"),
    VehicleNames(MERCEDES, None, "Mercedes-Benz", "Classe A", "MAB1234"),
    VehicleNames(KANGOO, None, "Renault", "Kangoo", "1234AB75"),
    VehicleNames(BMW, None, "BMW", "Série 3"),
)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("vidange titine 89€", CLIO),
        ("vidange TITINE", CLIO),
        ("la bete 84200 km", GOLF),
        ("pneus clio 312 €", CLIO),
        ("clio 4 vidange", CLIO),
        ("AB-123-CD vidange", CLIO),
        ("vidange ab 123 cd 89€", CLIO),
        ("vidange (AB123CD)", CLIO),
        ("1234 ab 75 84200 km", KANGOO),
        ("WVWZZZ1JZ3W386752 revision", GOLF),
        ("kangoo ct hier", KANGOO),
        ("vw pneus", GOLF),
        ("mercedes révision", MERCEDES),
        ("a-class service", MERCEDES),
        ("bmw 3 series oil", BMW),
        ("plein la 208 71,50 €", PEUGEOT),
        ("peugeot 208 lavage", PEUGEOT),
        ("208", PEUGEOT),
        # A plate is surer than a name.
        ("clio EF-456-GH", PEUGEOT),
    ],
)
def test_a_text_names_the_one_vehicle_it_means(text: str, meant: int) -> None:
    assert named_in(text, FLEET) == meant


@pytest.mark.parametrize(
    "text",
    [
        "", "vidange 89€ 84 200 km Norauto hier", "plein 208 €", "pneus pour 208 €", "renault vidange",
        "84 200 km", "plein 42,3 L",
        "clio et golf", "🚗", "titines", "x" * 4_096,
    ],
)  # fmt: skip
def test_a_text_that_names_none_or_several_means_none(text: str) -> None:
    assert named_in(text, FLEET) is None
    assert named_in(text, []) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("clio", [CLIO]),
        ("renault", [CLIO, KANGOO]),
        ("renault clio", [CLIO]),
        ("kango", [KANGOO]),
        ("peugot", [PEUGEOT]),
        ("ab12", [CLIO, MERCEDES]),
        ("AB-123", [CLIO, MERCEDES]),
        ("386752", [GOLF]),
        ("titin", [CLIO]),
        ("zorglub", []),
        ("", []),
        ("!!!", []),
    ],
)
def test_a_search_finds_parts_of_names_and_forgives_typos(text: str, found: list[int]) -> None:
    assert found_by(text, FLEET) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("titine", [CLIO]),
        ("ma clio", [CLIO]),
        ("la 208", [PEUGEOT]),
        ("Renault", [CLIO, KANGOO]),
        ("ab 123 cd", [CLIO]),
        ("serie 3", [BMW]),
        ("vidange clio", []),
        ("la", []),
        ("renault clio vidange demain matin au garage du parc", []),
    ],
)
def test_a_name_alone_is_told_from_a_sentence_with_a_name_in_it(text: str, found: list[int]) -> None:
    assert called(text, FLEET) == found


@given(st.text(alphabet=st.characters(codec=None), max_size=300))
def test_looking_for_vehicles_in_a_text_is_total(text: str) -> None:
    assert named_in(text, FLEET) in {None, *range(1, 7)}
    assert set(called(text, FLEET)) <= set(range(1, 7))
    assert set(found_by(text, FLEET)) <= set(range(1, 7))


def test_a_long_text_and_a_large_fleet_are_answered_in_50_ms() -> None:
    fleet = [VehicleNames(n, f"Car {n}", "Renault", f"Clio {n}", f"AB{n:03}CD") for n in range(300)]
    started = time.process_time()
    named_in("renault clio 1 " * 270, fleet)
    found_by("renault clio 1", fleet)
    assert time.process_time() - started < 0.2
