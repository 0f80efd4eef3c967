"""A postal address as it is written on one line: street, postcode, town, and about where that is."""

import re
from dataclasses import dataclass
from typing import Final

from core.domain.garages.globe import Point
from core.domain.garages.towns import town_of_postcode, towns_named
from core.domain.typed_text import clean_line

_CODE: Final = re.compile(r"(?<![0-9])(?:F-?)?([0-9]{5})(?![0-9])")


@dataclass(frozen=True, slots=True)
class PostalPlace:
    """Where a garage is said to be; the point is the middle of the town."""

    address: str | None = None
    postcode: str | None = None
    city: str | None = None
    country: str = "FR"
    point: Point | None = None


def postal(text: str) -> PostalPlace:
    """Read `12 rue des Lilas, 69003 Lyon`, `69003 Lyon`, or a town alone; what is not found stays empty."""
    line = clean_line(text, 300)
    codes = list(_CODE.finditer(line))
    if codes:
        code = codes[-1]
        street = line[: code.start()].strip(" ,;-")
        named = re.split(r"[,;(]|\bcedex\b", line[code.end() :], flags=re.IGNORECASE)[0].strip(" -")
        town = town_of_postcode(code[1], named)
        if town is None:
            # Postcodes of companies (CEDEX) are nobody's: the name alone tells the town.
            town = next((one for one in towns_named(named) if one.country == "FR"), None)
        city = named or (town.name if town is not None else "")
        point = town.middle if town is not None else None
        return PostalPlace(street[:200] or None, code[1], city[:80] or None, "FR", point)
    street, _, named = line.rpartition(",")
    town = next(iter(towns_named(named.strip())), None)
    if town is None:
        return PostalPlace(line[:200] or None)
    return PostalPlace(street.strip()[:200] or None, None, town.name[:80], town.country, town.middle)
