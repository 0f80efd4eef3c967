"""Towns and postcodes that people type, found without any network."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from core.domain.garages.globe import Point
from core.domain.typed_text import folded
from core.knowledge.towns import lines_by_postcode, town_lines

_SAINT: Final = re.compile(r"\b(?:ste|st)(?= )")
# People who type the same name as a town abroad mean the one of their country, unless it is a village.
HOME: Final = "FR"
_AT_HOME: Final = 20


@dataclass(frozen=True, slots=True)
class Town:
    """A town: its name, country (ISO), the people who live there, its middle, and its postcodes where known."""

    name: str
    country: str
    people: int
    middle: Point
    postcodes: tuple[str, ...]


def plain_town(name: str) -> str:
    """A town's name without case, accents, hyphens and apostrophes; `st` and `ste` are written out."""
    plain = re.sub(r"[^a-z0-9]+", " ", folded(name[:80])).strip()
    return _SAINT.sub(lambda found: "saint" if found.group() == "st" else "sainte", plain)


def towns_named(name: str) -> list[Town]:
    """Every town of exactly this name, the likeliest first: of France before others, the larger before the smaller."""
    plain = plain_town(name)
    if not plain:
        return []
    lines = town_lines()
    place = bisect_left(lines, f"{plain}\t")
    found = []
    while place < len(lines) and lines[place].startswith(f"{plain}\t"):
        found.append(_read(lines[place]))
        place += 1
    return sorted(found, key=lambda town: -town.people * (_AT_HOME if town.country == HOME else 1))


@lru_cache(maxsize=512)
def town_of_postcode(postcode: str, name: str = "") -> Town | None:
    """The town of a French postcode: the one so named, or else the largest."""
    lines = town_lines()
    found = [_read(lines[number]) for number in lines_by_postcode().get(postcode, ())]
    wanted = plain_town(name)
    found.sort(key=lambda town: (plain_town(town.name) != wanted, -town.people))
    return found[0] if found else None


def _read(line: str) -> Town:
    _, country, people, latitude, longitude, postcodes, name = line.split("\t")
    return Town(name, country, int(people), Point(float(latitude), float(longitude)), tuple(postcodes.split()))
