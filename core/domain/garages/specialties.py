"""What garages do, and the words by which people and open data say it."""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from core.domain.typed_text import folded


class Specialty(StrEnum):
    """What a garage does. Values are stored, also in the index of words, behind `MARK`."""

    REPAIR = "repair"
    TYRES = "tyres"
    INSPECTION = "inspection"
    BODYWORK = "bodywork"
    WINDSCREEN = "windscreen"
    ELECTRIC = "electric"
    MOTORCYCLE = "motorcycle"
    TOWING = "towing"
    WASH = "wash"
    DEALER = "dealer"


# Before a specialty in the words of a garage, so that a garage named after tyres is not one that does them.
MARK: Final = "zz"

# Whole words, folded, in French, English and Spanish; the longest that fits is taken out of what was typed.
_WORDS: Final[dict[Specialty, str]] = {
    Specialty.REPAIR: (
        "mecanique generale|mecanique|mecanicien|reparation|reparateur|entretien|vidange|car repair|mechanic|repair"
        "|taller mecanico|mecanico|reparacion"
    ),
    Specialty.TYRES: "pneus|pneu|pneumatiques|pneumatique|montage pneus|tyres|tyre|tires|tire|neumaticos|neumatico",
    Specialty.INSPECTION: (
        "controle technique|centre de controle technique|controles techniques|contre visite|vehicle inspection"
        "|mot test|mot|inspection|itv|inspeccion tecnica"
    ),
    Specialty.BODYWORK: "carrosserie|carrossier|peinture|debosselage|body shop|bodywork|chapa y pintura|chapista",
    Specialty.WINDSCREEN: "pare brise|pare brises|vitrage|windscreen|windshield|parabrisas|lunas",
    Specialty.ELECTRIC: "vehicule electrique|electrique|hybride|electric|hybrid|electrico|hibrido",
    Specialty.MOTORCYCLE: "moto|motos|scooter|motorcycle|motorbike|motocicleta",
    Specialty.TOWING: "depannage|depanneuse|depanneur|remorquage|towing|tow truck|breakdown|grua|remolque",
    Specialty.WASH: "lavage|station de lavage|nettoyage|car wash|lavado|lavadero",
    Specialty.DEALER: "concession|concessionnaire|concessionnaires|dealer|dealership|concesionario",
}
_PATTERNS: Final = tuple(
    (specialty, re.compile(rf"\b(?:{'|'.join(sorted(words.split('|'), key=len, reverse=True))})\b"))
    for specialty, words in _WORDS.items()
)
# Tags of OpenStreetMap that name a garage, and what each does.
OSM_KINDS: Final[dict[tuple[str, str], Specialty]] = {
    ("shop", "car_repair"): Specialty.REPAIR,
    ("shop", "tyres"): Specialty.TYRES,
    ("shop", "motorcycle_repair"): Specialty.MOTORCYCLE,
    ("craft", "car_repair"): Specialty.REPAIR,
    ("craft", "car_painter"): Specialty.BODYWORK,
    ("amenity", "vehicle_inspection"): Specialty.INSPECTION,
    ("amenity", "car_wash"): Specialty.WASH,
}
OSM_SERVICES: Final[dict[str, Specialty]] = {
    "service:vehicle:tyres": Specialty.TYRES,
    "service:vehicle:body_repair": Specialty.BODYWORK,
    "service:vehicle:glass": Specialty.WINDSCREEN,
    "service:vehicle:glass_repair": Specialty.WINDSCREEN,
    "service:vehicle:inspection": Specialty.INSPECTION,
    "service:vehicle:electric": Specialty.ELECTRIC,
    "service:vehicle:towing": Specialty.TOWING,
    "service:vehicle:breakdown": Specialty.TOWING,
    "service:vehicle:car_repair": Specialty.REPAIR,
    "service:vehicle:repairs": Specialty.REPAIR,
}
# Activities of the French register (NAF rev. 2, and the codes of 2025) whose establishments look after vehicles.
ACTIVITIES: Final[dict[str, Specialty]] = {
    "4520A": Specialty.REPAIR,
    "4520B": Specialty.REPAIR,
    "4540Z": Specialty.MOTORCYCLE,
    "7120A": Specialty.INSPECTION,
    "9531A": Specialty.REPAIR,
    "9531B": Specialty.REPAIR,
    "9532Y": Specialty.MOTORCYCLE,
}


def stored(specialties: Iterable[Specialty]) -> str:
    """Specialties as a column holds them, in their own order, each once."""
    wanted = set(specialties)
    return " ".join(one.value for one in Specialty if one in wanted)


def read(column: str) -> tuple[Specialty, ...]:
    """The specialties that a column holds."""
    return tuple(Specialty(word) for word in column.split() if word in set(Specialty))


def specialties_in(text: str) -> tuple[tuple[Specialty, ...], str]:
    """The specialties that a text names, and what is left of it, folded."""
    rest, found = re.sub(r"[^a-z0-9']+", " ", folded(text[:200])), []
    for specialty, pattern in _PATTERNS:
        rest, times = pattern.subn(" ", rest)
        if times:
            found.append(specialty)
    return tuple(found), " ".join(rest.split())
