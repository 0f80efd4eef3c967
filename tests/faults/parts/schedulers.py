"""Three processes tick on one database, and in one process two timers do: each reminder is told once."""

import asyncio
import random
import signal
import tempfile
from pathlib import Path

from benchmarks.rows import Row
from core import db
from scheduler.ticker import Ticker
from simulator.testing import Simulator
from tests.conftest import PATIENCE
from tests.faults.forked import Forked, fork
from tests.faults.papers import Reminded
from tests.faults.places import Place, postgres_place, sqlite_place
from tests.faults.setting import Setting

TICKERS, ROUNDS, DUE = 3, 40, 5


async def run(setting: Setting) -> list[Row]:
    rounds = setting.scaled(ROUNDS)
    return [*await in_one_process(rounds), *await in_many(rounds, random.Random(setting.seed))]


async def in_one_process(rounds: int) -> list[Row]:
    """Two timers in one process on SQLite."""
    with tempfile.TemporaryDirectory(prefix="autotrack-faults-") as folder:
        async with sqlite_place(Path(folder)) as place, Simulator.running() as sim, place.bot(sim) as bot:
            reminded = Reminded(sim.user("Reminded"))
            await reminded.arrive(bot)
            tickers = [Ticker(bot.runtime.parts.schedule.tick) for _ in range(TICKERS)]
            for _ in range(rounds):
                await reminded.due(DUE)
                await asyncio.gather(*(ticker.once() for ticker in tickers))
            # One person hears one message a second.
            await bot.settle(PATIENCE + rounds * DUE)
            return await rows("sqlite, three timers in one process", reminded)


async def in_many(rounds: int, chance: random.Random) -> list[Row]:
    """Three `tick` processes, killed and started in turn, on PostgreSQL."""
    with tempfile.TemporaryDirectory(prefix="autotrack-faults-") as folder:
        async with postgres_place(Path(folder)) as place, Simulator.running() as sim:
            reminded = Reminded(sim.user("Reminded"))
            async with place.bot(sim) as bot:
                await reminded.arrive(bot)
            whole = fork(sim, place)
            async with place.rows():
                for _ in range(rounds):
                    await reminded.due(DUE)
                    # Each ticks when it starts: all three at about the same time.
                    ticking = [ticker(sim, place) for _ in range(TICKERS)]
                    await asyncio.sleep(chance.uniform(0.3, 1.2))
                    for process in ticking:
                        await process.end(signal.SIGKILL)
                async with asyncio.timeout(60):
                    while await db.fetch("SELECT 1 AS one FROM reminder WHERE state = 'waiting'"):
                        await db.execute("DELETE FROM once WHERE key LIKE 'schedule:%'")
                        process = ticker(sim, place)
                        await asyncio.sleep(1)
                        await process.end(signal.SIGTERM)
            await whole.end(signal.SIGTERM)
            async with place.bot(sim) as bot:
                await bot.settle(PATIENCE + rounds * DUE)
                return await rows("postgres, three processes that tick", reminded)


def ticker(sim: Simulator, place: Place) -> Forked:
    return fork(sim, place, command=("tick",))


async def rows(where: str, reminded: Reminded) -> list[Row]:
    """What the person was told."""
    count = await reminded.account()
    return [
        Row(f"{where}: reminders due", count["sent"], None, ""),
        Row(f"{where}: lost", count["lost"] + count["unanswered"], 0, "lost"),
        Row(f"{where}: told twice", count["doubled"] + count["repeated"], 0, "doubled"),
    ]
