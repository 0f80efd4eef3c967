"""The directory of garages at 2,000, 20,000 and 200,000 rows on both databases, and an import of 50,000 features.

Garages stand where people live: around towns of France, the larger the more. Nearest 10 within 20 km of places drawn
the same way, and searches by the beginnings of two words, one of them a town; each 95th percentile of 200.
"""

import asyncio
import io
import json
import random
import resource
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

from benchmarks.claim import _postgres as postgres
from benchmarks.rows import Row
from core import db
from core.db.gather import put
from core.domain.garages.from_osm import read_osm
from core.domain.garages.globe import Point, cell_of
from core.domain.garages.listing import Listing, ListingSource, ListingStatus, core_name, words_of
from core.domain.garages.sought import Kind, Sought
from core.domain.garages.specialties import Specialty, stored
from core.gateways.clock import SystemClock
from core.knowledge.towns import town_lines
from core.models import Account, ListedGarage
from core.services.directory import Directory
from core.services.garage_import import GarageImport

NAME = "garages"

STORED, ASKED, BATCH, SEED = (2_000, 20_000, 200_000), 200, 500, 20261126
NEAR_LIMIT, NAME_LIMIT, IMPORTED, IMPORT_LIMIT = 20.0, 30.0, 50_000, 60.0
_FIRST = ("meca", "atelier", "pneus", "auto", "carrosserie", "controle", "vroum", "express", "central", "moderne")
_SECOND = ("parc", "lilas", "pont", "gare", "moulin", "dorval", "merlin", "vermeil", "boreal", "martin", "durand")


class _France:
    """Places and names, drawn where people live."""

    def __init__(self) -> None:
        self.chance = random.Random(SEED)
        lines = [line.split("\t") for line in town_lines()]
        self.towns = [one for one in lines if one[1] == "FR" and int(one[2])]
        self.weights = [int(one[2]) for one in self.towns]

    def places(self, number: int) -> Iterator[tuple[Point, str, str]]:
        """Points with their town and postcode."""
        for town in self.chance.choices(self.towns, self.weights, k=number):
            north, east = self.chance.gauss(0, 0.03), self.chance.gauss(0, 0.04)
            postcode = self.chance.choice(town[5].split() or ["75001"])
            yield Point(float(town[3]) + north, float(town[4]) + east), town[6], postcode

    def name(self) -> str:
        """A garage's name."""
        return f"Garage {self.chance.choice(_FIRST)} {self.chance.choice(_SECOND)} {self.chance.randrange(1000)}"


def _row(france: _France, point: Point, city: str, postcode: str) -> ListedGarage:
    name, specialty = france.name(), france.chance.choice(list(Specialty))
    listing = Listing(name, ListingSource.OSM, city=city, postcode=postcode, specialties=(specialty,))
    now = SystemClock().now()
    return ListedGarage(
        source=ListingSource.OSM,
        status=ListingStatus.LISTED,
        name=name,
        core_name=core_name(name),
        city=city[:80],
        postcode=postcode,
        latitude=point.latitude,
        longitude=point.longitude,
        cell=cell_of(point),
        specialties=stored((specialty,)),
        words=words_of(listing),
        score=france.chance.randrange(2000, 5000),
        created_at=now,
        updated_at=now,
    )


async def _fill(france: _France, number: int) -> None:
    async with db.transaction():
        for start in range(0, number, BATCH):
            places = france.places(min(BATCH, number - start))
            await put(ListedGarage, [_row(france, *place) for place in places])
    await db.client().execute_script("ANALYZE")


async def _p95(ask: Callable[[int], Awaitable[object]]) -> float:
    took = []
    for number in range(ASKED):
        began = time.perf_counter()
        await ask(number)
        took.append((time.perf_counter() - began) * 1000)
    return sorted(took)[int(ASKED * 0.95)]


async def _on(url: str, kind: str) -> list[Row]:
    await db.migrate(url)
    await db.connect(url)
    france, directory, rows, stored_now = _France(), Directory(SystemClock()), [], 0
    try:
        owner = await Account.create(telegram_id=1, first_name="P", language="fr", created_at=SystemClock().now())
        for number in STORED:
            await _fill(france, number - stored_now)
            stored_now = number
            middles = list(france.places(ASKED))
            words = [(france.chance.choice(_SECOND), core_name(city).split()[0][:12]) for _, city, _ in middles]

            async def near(one: int, places: list[tuple[Point, str, str]] = middles) -> None:
                await directory.near(owner, places[one][0], 10)

            async def named(one: int, asked: list[tuple[str, str]] = words) -> None:
                await directory.find(owner, Sought(Kind.WORDS, words=asked[one]))

            rows.append(Row(f"{kind}: nearest 10 of {number:,}, p95", await _p95(near), NEAR_LIMIT, "ms"))
            rows.append(Row(f"{kind}: by name and town of {number:,}, p95", await _p95(named), NAME_LIMIT, "ms"))
        rows.append(await _imported(france, kind))
    finally:
        await db.disconnect()
    return rows


async def _imported(france: _France, kind: str) -> Row:
    """Seconds for an import on top of what is there; a second run must add nothing."""
    features = [
        {
            "type": "Feature",
            "id": f"node/{number}",
            "geometry": {"type": "Point", "coordinates": [point.longitude, point.latitude]},
            "properties": {"shop": "car_repair", "name": france.name(), "addr:city": city, "addr:postcode": code},
        }
        for number, (point, city, code) in enumerate(france.places(IMPORTED))
    ]
    text = json.dumps({"features": features})
    service, before = GarageImport(SystemClock()), _megabytes()
    began = time.perf_counter()
    await service.bring(read_osm(io.StringIO(text)), lambda _: None)
    seconds = time.perf_counter() - began
    again = await service.bring(read_osm(io.StringIO(text)), lambda _: None)
    if again.added or again.changed:
        raise RuntimeError(f"the second run added {again.added} and changed {again.changed}")
    about = f"{kind}: import of {IMPORTED:,} features ({_megabytes() - before:.0f} MB more at its height)"
    return Row(about, seconds, IMPORT_LIMIT, "s")


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def _measure() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        rows = await _on(f"sqlite:///{Path(folder) / 'autotrack.sqlite3'}", "SQLite")
    async with postgres() as url:
        return rows + await _on(url, "PostgreSQL")


def run() -> list[Row]:
    """Milliseconds and seconds by the number stored."""
    return asyncio.run(_measure())
