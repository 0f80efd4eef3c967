import pytest

from core.domain.preferences import checked, muted_kinds, stored_kinds
from core.domain.reminder_kinds import ReminderKind
from core.domain.time_zones import AREAS, city_of, found, guessed, known, of_area, zone_at
from core.errors import Gone


@pytest.mark.parametrize(
    ("typed", "zones"),
    [
        ("Paris", ("Europe/Paris",)), ("londres", ("Europe/London",)), ("Suisse", ("Europe/Zurich",)),
        ("La Réunion", ("Indian/Reunion",)), ("Réunion", ("Indian/Reunion",)), ("europe/madrid", ("Europe/Madrid",)),
        ("New York", ("America/New_York",)), ("Europe/Nowhere", ()), ("../../etc/passwd", ()),
        ("", ()), ("x" * 4096, ()),
        ("Maroc", ("Africa/Casablanca",)), ("América/Bogotá", ()), ("CET", ()), ("🚗", ()),
    ],
)  # fmt: skip
def test_a_zone_is_found_by_city_country_or_name_and_one_that_does_not_exist_is_not(typed: str, zones: tuple[str, ...]):
    assert tuple(found(typed)) == zones


def test_of_a_country_with_several_zones_the_likeliest_is_first():
    assert found("Espagne")[0] == "Europe/Madrid"
    assert found("Canada")[0] == "America/Toronto"


def test_a_place_has_its_zone_and_the_sea_none():
    assert (zone_at(48.85, 2.35), zone_at(-20.9, 55.5)) == ("Europe/Paris", "Indian/Reunion")
    assert zone_at(0.0, -30.0) is None
    assert zone_at(91.0, 0.0) is None
    assert zone_at(float("nan"), 0.0) is None


def test_a_language_suggests_a_zone():
    assert (guessed("fr-CA"), guessed("fr"), guessed("es_MX"), guessed("xx"), guessed(None)) == (
        *("America/Toronto", "Europe/Paris", "America/Mexico_City"), None, None,
    )  # fmt: skip


def test_every_listed_zone_has_a_city_in_each_language():
    for area in AREAS:
        assert of_area(area)
        assert set(of_area(area)) <= known()
    assert city_of("Europe/London", "fr") == "Londres"


@pytest.mark.parametrize(
    ("name", "value"),
    [("remind_hour", "24"), ("remind_hour", "-1"), ("lead_days", "5"), ("currency", "ABC"), ("language", "de"),
     ("first_name", "x"), ("time_zone", "Europe/Paris"), ("remind_hour", "²"), ("digest", "")],
)  # fmt: skip
def test_what_no_button_offers_is_gone(name: str, value: str):
    with pytest.raises(Gone):
        checked(name, value)


def test_muted_kinds_are_stored_in_one_order_and_unknown_ones_forgotten():
    both = frozenset({ReminderKind.OWN, ReminderKind.COST})
    assert stored_kinds(both) == "cost,own"
    assert muted_kinds("own,gone,cost") == both
