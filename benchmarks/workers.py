"""Texts a second that processes on PostgreSQL answer: with one worker, and with three.

One process takes messages in and one ticks in both cases; each text is an odometer reading that is stored and answered.
Workers share the cores with the database, the stand-in for Telegram and whoever sends: with two cores in all, more
workers find none that is free, and from four on each has one.
"""

import asyncio
import signal
import tempfile
import time
from pathlib import Path

from benchmarks.end_to_end import sent, until_sent, with_vehicle
from benchmarks.rows import Row
from simulator.testing import Simulator
from tests.faults.forked import Forked, fork
from tests.faults.places import postgres_place

NAME = "workers"

CHATS, TEXTS = 40, 2_000


async def _rate(workers: int) -> float:
    """Texts answered a second by so many workers."""
    with tempfile.TemporaryDirectory() as folder:
        async with postgres_place(Path(folder)) as place, Simulator.running() as sim:
            commands = ["serve", "tick", *["work"] * workers]
            processes: list[Forked] = [fork(sim, place, command=(command,)) for command in commands]
            try:
                people = [sim.user(f"P{n}", lang="fr") for n in range(CHATS)]
                for person in people:
                    await with_vehicle(person)
                await asyncio.sleep(2)
                before, began = sent(sim), time.perf_counter()
                for n in range(TEXTS):
                    await people[n % CHATS].say(f"{10_000 + n} km")
                    if n % 50 == 0:
                        await asyncio.sleep(0)
                await until_sent(sim, before + TEXTS)
                return TEXTS / (time.perf_counter() - began)
            finally:
                for process in processes:
                    await process.end(signal.SIGTERM)


async def _measure() -> list[Row]:
    one, three = await _rate(1), await _rate(3)
    texts = f"{TEXTS} odometer readings, {CHATS} chats"
    return [
        Row("one worker", one, None, "/s", texts),
        Row("three workers", three, None, "/s", texts),
        Row("three against one", three / one, None, "times", "1.6 is expected from four cores on"),
    ]


def run() -> list[Row]:
    """The figures of one run."""
    return asyncio.run(_measure())
