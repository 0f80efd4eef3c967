import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.catalogue import Addition, Suggestion, VehicleKind, key_of, seeded_catalogue

CATALOGUE = seeded_catalogue()


def named(one: Suggestion | None) -> str:
    return " ".join(part for part in (one.make, one.model) if part) if one is not None else ""


def test_the_catalogue_knows_most_of_what_drives_in_europe() -> None:
    kinds = Counter(model.kind for make in CATALOGUE.makes for model in make.models)
    assert len(CATALOGUE.makes) >= 150
    assert sum(kinds.values()) >= 1_900
    assert kinds[VehicleKind.BIKE] >= 300
    assert kinds[VehicleKind.VAN] >= 80


def test_no_name_is_written_twice() -> None:
    makes = Counter(key for make in CATALOGUE.makes for key in make.keys)
    models = Counter((make.name, key) for make in CATALOGUE.makes for model in make.models for key in model.keys)
    assert [name for name, times in (makes | models).items() if times > 1] == []
    assert "" not in makes
    assert all(key and len(key) <= 28 for _, key in models)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Peugeot", "Peugeot"),
        ("peugeot 208", "Peugeot 208"),
        ("vw golf", "Volkswagen Golf"),
        ("mercedes classe a", "Mercedes-Benz Classe A"),
        ("Mercedes A-Class", "Mercedes-Benz Classe A"),
        ("CITROEN C3", "Citroën C3"),
        ("bmw 3 series", "BMW Série 3"),
        ("BMW serie 3", "BMW Série 3"),
        ("skoda octavia", "Škoda Octavia"),
        ("Toyota RAV 4", "Toyota RAV4"),
        ("ds 3", "DS DS 3"),
        ("mini cooper", "MINI Cooper"),
        ("Clio", "Renault Clio"),
        ("golf", "Volkswagen Golf"),
        ("renault clio 4", "Renault Clio 4"),
        ("volkswagen golf 7 gti", "Volkswagen Golf 7 GTI"),
        ("yamaha mt07", "Yamaha MT-07"),
        ("harley sportster 883", "Harley-Davidson Sportster 883"),
        ("ford ka+", "Ford Ka+"),
        ("range rover evoque", "Land Rover Range Rover Evoque"),
    ],
)
def test_another_way_to_write_the_same_is_taken(typed: str, meant: str) -> None:
    assert named(CATALOGUE.suggest(typed).exact) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("renaut clio", "Renault Clio"),
        ("peugot 208", "Peugeot 208"),
        ("Toyta yaris", "Toyota Yaris"),
        ("wolkswagen polo", "Volkswagen Polo"),
        ("volkswagon", "Volkswagen"),
        ("mercedez", "Mercedes-Benz"),
        ("alpha romeo giulia", "Alfa Romeo Giulia"),
        ("hyundai tuscon", "Hyundai Tucson"),
        ("nissan qashqay", "Nissan Qashqai"),
        ("x5 30d", "BMW X5 30D"),
        ("208", "Peugeot 208"),
        ("t max", "Yamaha TMAX 530"),
        ("Peugeot 2o8", "Peugeot 208"),
        ("golf 7 gti", "Volkswagen Golf 7 GTI"),
    ],
)
def test_what_is_near_is_offered_first_and_never_taken(typed: str, meant: str) -> None:
    found = CATALOGUE.suggest(typed)
    assert found.exact is None
    assert named(found.near[0]) == meant


@pytest.mark.parametrize("typed", ["", "   ", "ma titine", "Xyzzy 3000", "bonjour", "🚗🚗", "???", "a"])
def test_what_is_like_nothing_is_left_as_typed(typed: str) -> None:
    found = CATALOGUE.suggest(typed)
    assert (found.exact, found.near) == (None, ())


@pytest.mark.parametrize(
    ("make", "typed", "meant"),
    [
        ("Renault", "megan", "Renault Mégane"),
        ("VW", "gol", "Volkswagen Golf"),
        ("Peugeot", "209", "Peugeot 208"),
    ],
)
def test_a_model_is_looked_for_within_its_make(make: str, typed: str, meant: str) -> None:
    assert meant in [named(one) for one in CATALOGUE.suggest_model(make, typed).near]


def test_the_make_may_be_typed_again_with_the_model() -> None:
    assert named(CATALOGUE.suggest_model("Peugeot", "peugeot 208").exact) == "Peugeot 208"
    assert CATALOGUE.suggest_model("Nobody", "208") == CATALOGUE.suggest_model("Nobody", "")


def test_names_are_added_and_hidden_without_touching_the_rest() -> None:
    added = CATALOGUE.with_additions([Addition("Foo", "Bar"), Addition("renault", "Nova"), Addition("Foo")])
    assert named(added.suggest("foo bar").exact) == "Foo Bar"
    assert named(added.suggest("renault nova").exact) == "Renault Nova"
    hidden = added.with_additions([Addition("Renault", "Clio", hidden=True), Addition("Foo", hidden=True)])
    assert hidden.suggest("foo bar").exact is None
    assert hidden.suggest("renault clio").exact is None
    assert named(hidden.suggest("renault captur").exact) == "Renault Captur"
    assert CATALOGUE.with_additions([Addition("Nobody", hidden=True)]) == CATALOGUE


@given(st.text(max_size=200))
def test_looking_for_a_name_is_total(text: str) -> None:
    found = CATALOGUE.suggest(text)
    assert len(found.near) <= 6
    assert key_of(text) == key_of(key_of(text))


@pytest.mark.parametrize("text", ["A" * 4_096, "renault " * 500, "1 " * 2_000, "é" * 4_096])
def test_a_hostile_text_is_answered_in_50_ms(text: str) -> None:
    started = time.process_time()
    CATALOGUE.suggest(text)
    CATALOGUE.suggest_model("Renault", text)
    assert time.process_time() - started < 0.05
