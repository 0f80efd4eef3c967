"""PostgreSQL is killed and started again, over and over, while updates arrive; the bot stays up throughout."""

import asyncio
import random
import signal
import tempfile
import time
from pathlib import Path

from benchmarks.rows import Row
from simulator.testing import Simulator
from tests.faults.crowd import Crowd, given_up
from tests.faults.forked import fork
from tests.faults.places import postgres_place
from tests.faults.setting import Setting

CRASHES, UPDATES = 20, 2_000


async def run(setting: Setting) -> list[Row]:
    crashes, updates = setting.scaled(CRASHES), setting.scaled(UPDATES)
    chance = random.Random(setting.seed)
    away = 0.0
    with tempfile.TemporaryDirectory(prefix="autotrack-faults-") as folder:
        async with postgres_place(Path(folder)) as place, Simulator.running() as sim:
            assert place.server
            crowd = Crowd(sim, chance)
            async with place.bot(sim) as bot:
                await crowd.arrive(bot)
            process = fork(sim, place)
            async with crowd.writing(), asyncio.TaskGroup() as group:
                feeding = group.create_task(crowd.feed(updates, crashes * 4.0))
                for number in range(crashes):
                    await asyncio.sleep(chance.uniform(1, 4))
                    began = time.monotonic()
                    await asyncio.to_thread(place.server.stop, "immediate" if number % 4 else "fast")
                    await asyncio.sleep(chance.uniform(0, 2))
                    await asyncio.to_thread(place.server.start)
                    away += time.monotonic() - began
                await feeding
            status = await process.end(signal.SIGTERM)
            async with place.bot(sim) as bot:
                await crowd.finish(bot)
                setting.note(strange=list(crowd.total.strange[:5]))
                return [
                    Row("crashes and stops of the server", crashes, None, "", f"{away:.0f} s without it in all"),
                    *crowd.rows(repeats=crashes),
                    Row("jobs given up, answers out of place", await given_up() + len(crowd.total.strange), 0,
                        "errors"),
                    Row("the bot's process ended by it", status != 0, 0, "errors"),
                ]  # fmt: skip
