"""The nearest of 10,000 garages from 10,000 places, the poles and the date line among them, against a full scan."""

import random
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.rows import Row
from core import db
from core.db.gather import put
from core.domain.garages.globe import NEAR, Point, metres
from core.gateways.clock import SystemClock
from core.models import Account, ListedGarage
from core.services.directory import Directory
from core.services.nearest import FAR
from tests.domain.garages.test_globe import anywhere, beside
from tests.faults.places import sqlite_place
from tests.faults.setting import Setting
from tests.services.listed import listed

PLACES, GARAGES, WANTED, BATCH = 10_000, 10_000, 10, 500
# Where a plain box of degrees would be wrong.
EDGES = (
    *(Point(90.0, 0.0), Point(-90.0, 0.0), Point(89.99, 10.0), Point(-89.9, -120.0), Point(0.0, 180.0)),
    *(Point(-17.0, -180.0), Point(-17.0, 179.999), Point(65.0, -179.98), Point(0.0, 0.0), Point(51.5, 0.0)),
)
# The sphere is off by less than this share of a distance.
ERROR = 1.01


async def run(setting: Setting) -> list[Row]:
    chance, places, number = random.Random(setting.seed), setting.scaled(PLACES), setting.scaled(GARAGES, least=1_000)
    middles = [*EDGES, *(anywhere(chance) for _ in range(max(places - len(EDGES), 0)))]
    # Half of them around some of the places, as towns are, the rest anywhere.
    points = [beside(chance.choice(middles[:200]), chance, 0.3) for _ in range(number // 2)]
    points += [anywhere(chance) for _ in range(number - len(points))]
    missed, wrong, found = 0, 0, 0
    with tempfile.TemporaryDirectory(prefix="autotrack-faults-") as folder:
        async with sqlite_place(Path(folder)) as place:
            await filled(place.url, points)
            async with place.rows():
                clock = SystemClock()
                owner = await Account.create(telegram_id=1, first_name="P", language="fr", created_at=clock.now())
                directory, scan = Directory(clock), Scan(points)
                for middle in middles:
                    hits = [hit.metres or 0.0 for hit in await directory.near(owner, middle, WANTED)]
                    expected = scan.nearest(middle)
                    missed += max(len(expected) - len(hits), 0)
                    differs = any(abs(one - other) > 0.5 for one, other in zip(hits, expected, strict=False))
                    wrong += differs or len(hits) > len(expected)
                    found += len(hits)
    about = f"{found:,} garages found, {len(EDGES)} places at the poles, the date line and the zero meridian"
    return [
        Row("places whose nearest garages were asked for", len(middles), None, "", about),
        Row("garages that a full scan finds and the search does not", missed, 0, "missed"),
        Row("places whose distances or order differ", wrong, 0, "errors"),
    ]


async def filled(url: str, points: list[Point]) -> None:
    """Store the garages."""
    await db.migrate(url)
    await db.connect(url)
    try:
        async with db.transaction():
            for start in range(0, len(points), BATCH):
                part = points[start : start + BATCH]
                await put(ListedGarage, [listed(f"G{start + one}", point) for one, point in enumerate(part)])
    finally:
        await db.disconnect()


class Scan:
    """Every garage, measured from anywhere: roughly at once, then exactly those that could be meant."""

    def __init__(self, points: list[Point]) -> None:
        self.points = points
        self.latitudes = np.radians([point.latitude for point in points])
        self.longitudes = np.radians([point.longitude for point in points])

    def nearest(self, middle: Point) -> list[float]:
        """The exact distances of the nearest within 20 km; of those within 100 where none is nearer."""
        latitude, longitude = np.radians(middle.latitude), np.radians(middle.longitude)
        half = np.sin((self.latitudes - latitude) / 2) ** 2
        half += np.cos(latitude) * np.cos(self.latitudes) * np.sin((self.longitudes - longitude) / 2) ** 2
        about = 2 * 6_371_008.8 * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
        inside = np.flatnonzero(about <= FAR * ERROR)
        if len(inside) > WANTED:
            # What is farther than the last that is wanted, whatever the sphere's error, need not be measured.
            inside = inside[about[inside] <= np.partition(about[inside], WANTED - 1)[WANTED - 1] * ERROR * ERROR + 1]
        exact = sorted(metres(middle, self.points[one]) for one in inside)
        near = [distance for distance in exact if distance <= NEAR]
        return (near or [distance for distance in exact if distance <= FAR])[:WANTED]
