"""The event loop is blocked for seconds in the midst of work, as by a careless library; nothing is lost for it."""

import asyncio
import random
import signal
import tempfile
from pathlib import Path

from benchmarks.rows import Row
from simulator.testing import Simulator
from tests.faults.crowd import Crowd, complaints, given_up
from tests.faults.forked import Trap, fork
from tests.faults.papers import Reminded
from tests.faults.places import sqlite_place
from tests.faults.setting import Setting

BLOCKS, UPDATES, SECONDS = 10, 1_000, 6.0
POINTS = ("step.ran", "send.begun", "updates.stored", "send.answered", "jobs.claimed")


async def run(setting: Setting) -> list[Row]:
    blocks, updates = setting.scaled(BLOCKS), setting.scaled(UPDATES)
    chance = random.Random(setting.seed)
    with tempfile.TemporaryDirectory(prefix="autotrack-faults-") as folder:
        async with sqlite_place(Path(folder)) as place, Simulator.running() as sim:
            crowd, reminded = Crowd(sim, chance), Reminded(sim.user("Reminded"))
            async with place.bot(sim) as bot:
                await crowd.arrive(bot)
                await reminded.arrive(bot)
            async with crowd.writing():
                for number in range(blocks):
                    async with place.rows():
                        await reminded.due(3)
                    # The first tick finds what is due, or is late by as long as the block lasts.
                    trap = Trap(POINTS[number % len(POINTS)], chance.randint(1, 8), "block", SECONDS)
                    bot_process = fork(sim, place, trap=trap)
                    await crowd.feed(updates // blocks, SECONDS)
                    await asyncio.sleep(2)
                    assert await bot_process.end(signal.SIGTERM) == 0, bot_process.words[-2000:]
                last = fork(sim, place)
            await last.end(signal.SIGTERM)
            async with place.bot(sim) as bot:
                await crowd.finish(bot)
                count, strange = await reminded.account(), [*complaints(place.log), *crowd.total.strange]
                setting.note(strange=strange[:5])
                return [
                    Row("times the loop was blocked", blocks, None, "", f"{SECONDS:.0f} s each"),
                    *crowd.rows(repeats=0),
                    Row("reminders lost", count["lost"] + count["unanswered"], 0, "lost", f"of {count['sent']}"),
                    Row("reminders told twice", count["doubled"] + count["repeated"], 0, "doubled"),
                    Row("jobs given up, errors logged, answers out of place", await given_up() + len(strange), 0,
                        "errors"),
                ]  # fmt: skip
