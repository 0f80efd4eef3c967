"""Lines put together from parts that each have one meaning, in every order."""

import random
from typing import NamedTuple

import pytest

from core.domain.entry.assemble import parse_entry
from tests.domain.entry_tables import NOW, plain

LINES = 250


class Parts(NamedTuple):
    work: str
    amounts: str
    kilometres: str
    days: str
    garages: str


PARTS = {
    "fr": Parts(
        "vidange=oil_change|plaquettes avant=brake_pads_front|disques arrière=brake_discs_rear|batterie=battery"
        "|contrôle technique=technical_inspection|4 pneus=tyres|courroie de distribution=timing_belt"
        "|clim=air_conditioning|révision=general_service|essuie-glaces=wipers|filtre à air=air_filter"
        "|pot d'échappement=exhaust|crevaison=tyre_repair",
        "89€=89|89 €=89|89,50€=89.5|89e=89|1 250 €=1250|312 € TTC=312|pour 89€=89|89€50=89.5|120€=120|5€=5",
        "84 200 km=84200|84200km=84200|84.200 km=84200|à 84 200 km=84200|84k=84000|km 84200=84200|9 800 km=9800",
        "avant-hier=2026-11-24|ce matin=2026-11-26|le 12=2026-11-12|le 12/03=2026-03-12|12/03/2026=2026-03-12"
        "|12.03.26=2026-03-12|mardi dernier=2026-11-24|1er mars=2026-03-01|le 2 avril 2025=2025-04-02|le 3=2026-11-03",
        "Norauto=Norauto|chez Speedy=Speedy|garage Martin=garage Martin|chez Dupont=Dupont"
        "|garage du centre=garage du centre|feu vert=Feu Vert|chez Renault=Renault",
    ),
    "en": Parts(
        "oil change=oil_change|front brake pads=brake_pads_front|rear discs=brake_discs_rear|new battery=battery"
        "|MOT=technical_inspection|4 new tires=tyres|timing belt=timing_belt|full service=general_service|clutch=clutch"
        "|spark plugs=spark_plugs|wheel alignment=wheel_alignment|puncture repair=tyre_repair|water pump=water_pump",
        "€89=89|89€=89|89.50€=89.5|89 euros=89|€1,250=1250|for 89 euros=89|€312.40=312.4|120€=120|€5=5",
        "84,200 km=84200|84200km=84200|at 84,200 km=84200|52,000 miles=83686|52k miles=83686|odo 84200=84200",
        "yesterday=2026-11-25|last tuesday=2026-11-24|on the 4th=2026-11-04|March 12=2026-03-12|2026-03-12=2026-03-12"
        "|3 days ago=2026-11-23|13/03/2026=2026-03-13|Nov 12th=2026-11-12|this morning=2026-11-26",
        "at Kwik Fit=Kwik Fit|Halfords=Halfords|at Midas=Midas|Martin Garage=Martin Garage"
        "|at Smith Motors=Smith Motors",
    ),
}


def composed(language: str, chance: random.Random) -> tuple[str, dict[str, object]]:
    parts = PARTS[language]
    joined = chance.choice([" + ", " et " if language == "fr" else " and ", ", "])
    works = chance.sample(parts.work.split("|"), chance.choice([1, 1, 2]))
    said = [joined.join(work.split("=")[0] for work in works)]
    meant: dict[str, object] = {"kind": "maintenance", "services": [work.split("=")[1] for work in works]}
    listed = {"amount": parts.amounts, "odometer_km": parts.kilometres, "date": parts.days, "garage": parts.garages}
    for field, values in listed.items():
        if chance.random() < 0.7:
            typed, _, value = chance.choice(values.split("|")).partition("=")
            said.append(typed)
            meant[field] = value
    if "amount" in meant:
        meant["currency"] = "EUR"
    chance.shuffle(said)
    return chance.choice([" ", " ", ", ", " - ", " ; ", "\n", " / "]).join(said), meant


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_parts_of_a_line_are_read_in_any_order(language: str) -> None:
    chance = random.Random(26)
    wrong = {}
    for _ in range(LINES):
        text, meant = composed(language, chance)
        read = plain(parse_entry(text, NOW, language))
        if read != meant:
            wrong[text] = read
    assert wrong == {}
