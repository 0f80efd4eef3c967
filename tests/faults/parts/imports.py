"""The bot is killed while it imports a logbook, at random and between its writes: all of it comes, or nothing."""

import random
import signal
import tempfile
from pathlib import Path

from benchmarks.imports import logbook
from benchmarks.rows import Row
from core.i18n import translator
from core.models import Cost, FillUp, ImportBatch, MaintenanceRecord, OdometerReading, Vehicle
from simulator.testing import Person, Simulator
from tests.faults.forked import Trap, fork
from tests.faults.places import Place, sqlite_place
from tests.faults.setting import Setting

KILLS, ROWS = 30, 2_000
POINTS = ("import.readings", "import.rows", "import.written")
T = translator("fr")


async def run(setting: Setting) -> list[Row]:
    kills, rows = setting.scaled(KILLS), setting.scaled(ROWS, least=200)
    chance, wrong = random.Random(setting.seed), dict.fromkeys(("partial", "lost", "doubled"), 0)
    died = 0
    with tempfile.TemporaryDirectory(prefix="autotrack-faults-") as folder:
        async with sqlite_place(Path(folder)) as place, Simulator.running() as sim:
            for number in range(kills):
                person = sim.user(f"Moves {number}")
                point = POINTS[number % 4] if number % 4 < len(POINTS) else ""
                died += await cut(sim, place, person, rows, point, chance.uniform(0.0, 0.6))
                async with place.rows():
                    wrong["partial"] += await kept(person) not in (0, rows)
                await finish(sim, place, person)
                async with place.rows():
                    found = await kept(person)
                wrong["lost"] += found < rows
                wrong["doubled"] += found > rows
    return [
        Row(f"kills while {rows:,} rows are imported", kills, None, "", f"{died} of them before the import's end"),
        Row("a part of a file found after a kill", wrong["partial"], 0, "errors"),
        Row("rows missing in the end", wrong["lost"], 0, "lost"),
        Row("rows doubled in the end", wrong["doubled"], 0, "doubled"),
    ]


async def cut(sim: Simulator, place: Place, person: Person, rows: int, point: str, seconds: float) -> bool:
    """Send a file, confirm it, and kill the bot at a point or after a while; whether that was before the end."""
    bot = fork(sim, place, trap=Trap(point) if point else None)
    await person.say("/start")
    await person.wait_for(lambda message: bool(message.text), 30)
    await person.send_document(logbook(rows), "logbook.csv", "text/csv")
    await person.wait_for(lambda message: label() in message.labels, 60)
    await person.tap(label())
    if not await bot.ended(30 if point else seconds):
        await bot.end(signal.SIGKILL)
    return not told(person)


async def finish(sim: Simulator, place: Place, person: Person) -> None:
    """Start again, and let the import come to its end."""
    bot = fork(sim, place)
    await person.wait_for(lambda _: told(person), 60)
    await bot.end(signal.SIGTERM)


def label() -> str:
    return T.plain("import.confirm_consumption")


def told(person: Person) -> bool:
    return any(T.plain("import.done")[:12] in message.text for message in person.messages)


async def kept(person: Person) -> int:
    """How many rows the person has; readings and vehicles must fit them."""
    batch = await ImportBatch.filter(owner__telegram_id=person.id).first()
    if batch is None:
        return 0
    tables = (FillUp, MaintenanceRecord, Cost)
    rows = sum([await table.filter(import_id=batch.id).count() for table in tables])
    beside = await OdometerReading.filter(import_id=batch.id).count() + await Vehicle.filter(import_id=batch.id).count()
    return rows if bool(rows) == bool(beside) else -1
