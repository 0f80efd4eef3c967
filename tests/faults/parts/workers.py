"""Five processes on PostgreSQL (one takes in, three work, one ticks); every few seconds a worker is killed."""

import asyncio
import random
import signal
import tempfile
from pathlib import Path

from benchmarks.rows import Row
from simulator.testing import Simulator
from tests.faults.crowd import Crowd, complaints, given_up
from tests.faults.forked import Forked, fork
from tests.faults.places import Place, postgres_place
from tests.faults.setting import Setting

WORKERS, KILLS, UPDATES = 3, 60, 6_000


async def run(setting: Setting) -> list[Row]:
    kills, updates = setting.scaled(KILLS), setting.scaled(UPDATES)
    chance = random.Random(setting.seed)
    with tempfile.TemporaryDirectory(prefix="autotrack-faults-") as folder:
        async with postgres_place(Path(folder)) as place, Simulator.running() as sim:
            crowd = Crowd(sim, chance)
            async with place.bot(sim) as bot:
                await crowd.arrive(bot)
            others = [start(sim, place, "serve"), start(sim, place, "tick")]
            working = [start(sim, place, "work") for _ in range(WORKERS)]
            async with crowd.writing(), asyncio.TaskGroup() as group:
                feeding = group.create_task(crowd.feed(updates, kills * 4.0))
                for _ in range(kills):
                    await asyncio.sleep(chance.uniform(1.5, 4.5))
                    number = chance.randrange(WORKERS)
                    status = await working[number].end(signal.SIGKILL)
                    assert status == -signal.SIGKILL, place.log.read_text("utf-8")[-2000:]
                    working[number] = start(sim, place, "work")
                await feeding
            for process in (*working, *others):
                await process.listening()
            stopped = [await process.end(signal.SIGTERM) for process in (*working, *others)]
            unruly = sum(status != 0 for status in stopped)
            async with place.bot(sim) as bot:
                await crowd.finish(bot)
                strange = [*complaints(place.log), *crowd.total.strange]
                setting.note(strange=strange[:5])
                return [
                    Row("kills of one of three workers", kills, None, ""),
                    *crowd.rows(),
                    Row("messages repeated a kill", crowd.total.repeated / kills, 1, "repeated"),
                    Row("jobs given up, errors logged, answers out of place", await given_up() + len(strange), 0,
                        "errors"),
                    Row("processes that did not stop in order", unruly, 0, "errors"),
                ]  # fmt: skip


def start(sim: Simulator, place: Place, command: str) -> Forked:
    """One process of the fleet."""
    return fork(sim, place, command=(command,))
