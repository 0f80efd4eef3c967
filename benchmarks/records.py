"""Lists, searches and cards of a vehicle with 3,000 records, through the whole bot; and the database alone."""

import asyncio
import tempfile
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from benchmarks.bots import bench_settings
from benchmarks.rows import Row
from benchmarks.subject import bot_process
from core import db
from core.domain.record_search import search_text
from core.domain.service_types import ServiceType
from simulator.testing import Person, Simulator

NAME = "records"

RECORDS, ROUNDS = 3_000, 25
SCREENS = {
    "history of the vehicle, first page": "1:hist:1:0",
    "history of the vehicle, page in the middle": "1:hist:1:1500",
    "history of the vehicle, last page": "1:hist:1:99999",
    "all vehicles, filtered by year, state and kind": "1:h:l:0:3:1:2020:0:0",
    "search for words found": "1:h:l:1:0:0:0:vidange.norauto:0",
    "search for words not found": "1:h:l:1:0:0:0:zorglub:0",
    "a record's card": "1:rec:1500",
    "a record's lines": "1:ro:lines::1500",
    "sums of the vehicle": "1:sum:1",
    "years to choose from": "1:h:y:1:0:0:0::0",
}
SERVICES = tuple(ServiceType)
GARAGES = ("Norauto Lyon", "Garage Müller", "Midas", "Speedy", "Garage du Parc", "Feu Vert")


async def _fill() -> None:
    """Write the records below the product's services: 3,000 confirmations would take longer than the bench."""
    day = date(2026, 1, 1)
    async with db.transaction():
        for n in range(1, RECORDS + 1):
            services = (SERVICES[n % len(SERVICES)], SERVICES[n * 7 % len(SERVICES)])
            garage, number = GARAGES[n % len(GARAGES)], f"F2026-{n}"
            lines = (f"Forfait {n} huile 5W30", "Filtre à huile", "Main d'oeuvre")
            await db.fetch(
                "INSERT INTO maintenance_record(id, vehicle_id, status, done_on, kilometres, garage, invoice_number,"
                " total_cents, currency, category, category_chosen, search, created_at)"
                " VALUES(?, 1, 'completed', ?, ?, ?, ?, ?, 'EUR', 'maintenance', FALSE, ?, '2026-01-01') RETURNING id",
                *(n, day - timedelta(days=RECORDS - n), 10 * n, garage, number, 100 * n % 50_000),
                search_text(services, [garage, number, *lines]),
            )
            for service in dict.fromkeys(services):
                await db.fetch("INSERT INTO service_done(record_id, service) VALUES(?, ?) RETURNING id", n, service)
            for place, line in enumerate(lines):
                await db.fetch(
                    "INSERT INTO maintenance_line(record_id, position, description, total_cents, kind)"
                    " VALUES(?, ?, ?, 1000, 'part') RETURNING id",
                    *(n, place, line),
                )


async def _measure() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        async with Simulator.running() as sim:
            settings = bench_settings(sim.api_url, sim.token, Path(folder))
            person = sim.user("Ana", lang="fr")
            async with bot_process(sim, Path(folder)):
                await _with_vehicle(person)
            await db.connect(settings.database)
            await _fill()
            await db.disconnect()
            async with bot_process(sim, Path(folder)):
                await asyncio.sleep(4)  # the reader warms up after the start
                return [await _screen(sim, person, what, data) for what, data in SCREENS.items()]


async def _with_vehicle(person: Person) -> None:
    await person.say("/start")
    await person.next(timeout=5)
    await person.tap("1:add:form")
    await person.next(timeout=5)
    await person.say("Peugeot 208")
    await person.next(timeout=5)
    await person.tap("1:form:finish:plate")
    await person.next(timeout=5)


async def _screen(sim: Simulator, person: Person, what: str, data: str) -> Row:
    waits = []
    for _ in range(ROUNDS):
        waits.append(await _answer(sim, person, data))
        # An edit that changes nothing is refused by Telegram: another screen in between.
        await _answer(sim, person, "1:open:menu:0")
    waits.sort()
    return Row(f"{what}, p95", _p95(waits), 100, "ms", f"{RECORDS} records, {ROUNDS} times")


async def _answer(sim: Simulator, person: Person, data: str) -> float:
    """Milliseconds from a tap with this data on the newest message to the screen that takes its place."""
    world, chat = sim.world, sim.world.chats[person.id]
    person.look_away()
    started = time.perf_counter()
    world.open_query(world.users[person.id], chat, next(one for one in chat.newest_first() if one.from_bot), data)
    await person.next(timeout=10)
    return (time.perf_counter() - started) * 1000


def _p95(waits: Sequence[float]) -> float:
    return waits[min(int(len(waits) * 0.95), len(waits) - 1)]


def run() -> list[Row]:
    """The figures of one run."""
    return asyncio.run(_measure())
