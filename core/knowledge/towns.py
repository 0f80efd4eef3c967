"""Towns of the world with their places and French postcodes: `towns.tsv.gz`, made by `tools/make_towns.py`.

Places are of GeoNames (CC BY 4.0, https://www.geonames.org), postcodes of La Poste as published by Etalab (Licence
Ouverte 2.0, https://github.com/etalab/decoupage-administratif).
"""

import gzip
from functools import cache
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).with_name("towns.tsv.gz")


@cache
def town_lines() -> tuple[str, ...]:
    """The lines of the file, sorted by folded name; read when somebody first types a town."""
    return tuple(gzip.decompress(FILE.read_bytes()).decode().split("\n"))


@cache
def lines_by_postcode() -> dict[str, list[int]]:
    """The lines that have a French postcode."""
    found: dict[str, list[int]] = {}
    for number, line in enumerate(town_lines()):
        for postcode in line.split("\t")[5].split():
            found.setdefault(postcode, []).append(number)
    return found
