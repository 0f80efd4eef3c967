"""How long a crashed bot takes to answer again: a new process from the command line, not a fork, with a backlog."""

import asyncio
import random
import signal
import tempfile
import time
from pathlib import Path

from benchmarks.rows import Row
from simulator.testing import Simulator
from tests.faults.crowd import Crowd
from tests.faults.forked import fork
from tests.faults.places import PLACES
from tests.faults.processes import bot_process
from tests.faults.setting import Setting

CRASHES, BACKLOG = 10, 200


async def run(setting: Setting) -> list[Row]:
    return [*await on("sqlite", setting), *await on("postgres", setting)]


async def on(kind: str, setting: Setting) -> list[Row]:
    """Crash and start again on one kind of database."""
    crashes, times = setting.scaled(CRASHES), list[float]()
    with tempfile.TemporaryDirectory(prefix="autotrack-faults-") as folder:
        async with PLACES[kind](Path(folder)) as place, Simulator.running() as sim:
            crowd = Crowd(sim, random.Random(setting.seed))
            async with place.bot(sim) as bot:
                await crowd.arrive(bot)
            asker = sim.user("Asks")
            async with crowd.writing():
                for number in range(crashes + 1):
                    await asker.say("/help")
                    began = time.monotonic()
                    async with bot_process(sim, place.data, place.log, **place.environment) as process:
                        await asker.wait_for(lambda message: bool(message.text), 30)
                        if number:  # the first start is none after a crash
                            times.append(time.monotonic() - began)
                        await crowd.feed(BACKLOG // 2, 0.5)
                        assert await process.end(signal.SIGKILL) == -signal.SIGKILL, process.words[-2000:]
                    await crowd.feed(BACKLOG // 2, 0.1)
                    await asyncio.sleep(0.2)
                last = fork(sim, place)
            await last.end(signal.SIGTERM)
            async with place.bot(sim) as bot:
                await crowd.finish(bot)
    return [
        Row(f"{kind}: crashes with a backlog of about {BACKLOG} updates", crashes, None, ""),
        Row(f"{kind}: from the command to the first answer, slowest", max(times), 3, "s"),
        Row(f"{kind}: from the command to the first answer, middle", sorted(times)[len(times) // 2], None, "s"),
        Row(f"{kind}: updates lost", crowd.total.lost, 0, "lost"),
        Row(f"{kind}: effects doubled", crowd.total.doubled + crowd.doubled, 0, "doubled"),
    ]
