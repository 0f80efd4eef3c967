"""`autotrack import-garages` is killed in the middle of a file, at random and between batches: all of it, or nothing.

Then it is run again, which brings all of it, and once more, which adds nothing.
"""

import json
import random
import signal
import tempfile
from pathlib import Path

from benchmarks.rows import Row
from core import db
from core.models import ListedGarage
from simulator.testing import Simulator
from tests.faults.forked import Trap, fork
from tests.faults.places import Place, sqlite_place
from tests.faults.setting import Setting

KILLS, FEATURES, BATCH = 40, 6_000, 500
POINT = "garages.batch"


async def run(setting: Setting) -> list[Row]:
    kills, features = setting.scaled(KILLS, least=1), setting.scaled(FEATURES, least=1_000)
    chance = random.Random(setting.seed)
    wrong = dict.fromkeys(("partial", "lost", "added", "index"), 0)
    died = 0
    with tempfile.TemporaryDirectory(prefix="autotrack-faults-") as folder:
        extract = Path(folder) / "extract.geojson"
        async with sqlite_place(Path(folder)) as place, Simulator.running() as sim:
            for number in range(kills):
                extract.write_text(json.dumps({"features": written(number, features)}), "utf-8")
                nth = chance.randrange(1, features // BATCH + 1) if number % 2 == 0 else 0
                died += await cut(sim, place, extract, nth, chance.uniform(0.1, 1.2))
                wrong["partial"] += await kept(place, number) not in (0, features)
                for name in ("lost", "added"):
                    assert await fork(sim, place, command=("import-garages", str(extract))).ended(120)
                    wrong[name] += await kept(place, number) != features
            wrong["index"] += await index_wrong(place)
    return [
        Row(f"kills while {features:,} garages are imported", kills, None, "", f"{died} of them before the end"),
        Row("a part of a file found after a kill", wrong["partial"], 0, "errors"),
        Row("files that a second run did not bring whole", wrong["lost"], 0, "lost"),
        Row("files that a third run added anything to", wrong["added"], 0, "doubled"),
        Row("garages that the index of words does not have, or has too many", wrong["index"], 0, "errors"),
    ]


async def cut(sim: Simulator, place: Place, extract: Path, nth: int, seconds: float) -> bool:
    """Import, killed at the nth batch or after a while; whether that was before its end."""
    trap = Trap(POINT, nth) if nth else None
    command = fork(sim, place, command=("import-garages", str(extract)), trap=trap)
    if not await command.ended(60 if nth else seconds):
        await command.end(signal.SIGKILL)
    return command.status != 0


def written(number: int, features: int) -> list[dict[str, object]]:
    """Garages of a file, none of them another's: a kilometre apart, each file in a country of its own."""
    return [
        {
            "type": "Feature",
            "id": f"node/{number * 1_000_000 + one}",
            "geometry": {"type": "Point", "coordinates": [-170 + number * 8 + one % 100 / 50, 10 + one // 100 / 50]},
            "properties": {"shop": "car_repair", "name": f"Atelier {number} {one}"},
        }
        for one in range(features)
    ]


async def kept(place: Place, number: int) -> int:
    """How many garages of a file are there."""
    async with place.rows():
        rows = await db.fetch("SELECT COUNT(*) AS n FROM listed_garage WHERE name LIKE ?", f"Atelier {number} %")
    return int(rows[0]["n"])


async def index_wrong(place: Place) -> int:
    """How many rows the index of words is off by; its own check raises for one that does not belong to the rows."""
    async with place.rows():
        await db.execute("INSERT INTO garage_words(garage_words, rank) VALUES ('integrity-check', 1)")
        (found,) = await db.fetch("SELECT COUNT(*) AS n FROM garage_words WHERE garage_words MATCH ?", '"atelier"')
        return abs(int(found["n"]) - await ListedGarage.all().count())
