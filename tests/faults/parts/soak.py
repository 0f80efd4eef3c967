"""20,000 updates through one process: memory and open files at the end against those after a warm-up."""
# ruff: noqa: ASYNC110 - a bot is watched from outside, nothing tells that it is done

import asyncio
import random
import tempfile
from pathlib import Path

import psutil

from benchmarks.rows import Row
from simulator.testing import Simulator
from tests.faults.crowd import WAYS, Crowd, complaints, given_up
from tests.faults.forked import fork
from tests.faults.places import sqlite_place
from tests.faults.setting import Setting

UPDATES, WARM_UP, RATE, CHATS = 20_000, 2_000, 120, 64


async def run(setting: Setting) -> list[Row]:
    updates, warm_up = setting.scaled(UPDATES), setting.scaled(WARM_UP)
    with tempfile.TemporaryDirectory(prefix="autotrack-faults-") as folder:
        async with sqlite_place(Path(folder)) as place, Simulator.running() as sim:
            crowd = Crowd(sim, random.Random(setting.seed), WAYS * (CHATS // len(WAYS)))
            async with place.bot(sim) as bot:
                await crowd.arrive(bot)
            bot_process = fork(sim, place)
            process = psutil.Process(bot_process.pid)
            async with crowd.writing():
                await crowd.feed(warm_up, warm_up / RATE)
                await caught_up(crowd)
                memory, files = measured(process)
                half = 0.0
                for part in range(2):
                    await crowd.feed(updates // 2, updates / 2 / RATE)
                    await caught_up(crowd)
                    half = half or measured(process)[0]
                    setting.note(**{f"megabytes_after_half_{part + 1}": round(measured(process)[0], 1)})
                grown, files_then = measured(process)
            status = await bot_process.end(15)
            async with place.bot(sim) as bot:
                await crowd.finish(bot)
                strange = [*complaints(place.log), *crowd.total.strange]
                return [
                    Row("memory at the beginning", memory, None, "MB"),
                    Row("memory grown by", max(0.0, grown - memory), 20, "MB", f"{half - memory:+.1f} MB at half"),
                    Row("open files more than before", files_then - files, 0, "errors", f"{files} before"),
                    *crowd.rows(repeats=0),
                    Row("jobs given up, errors logged, answers out of place", await given_up() + len(strange), 0,
                        "errors"),
                    Row("the bot's process ended by it", status != 0, 0, "errors"),
                ]  # fmt: skip


async def caught_up(crowd: Crowd) -> None:
    """Wait until what was allowed has been written, and a little for the answers."""
    while crowd.permits._value > len(crowd.drivers) or crowd.sim.unconfirmed:
        await asyncio.sleep(0.1)
    await asyncio.sleep(3)


def measured(process: psutil.Process) -> tuple[float, int]:
    """Megabytes of private memory, and open files, without connections to Telegram, which come and go."""
    return process.memory_full_info().uss / 2**20, process.num_fds() - len(process.net_connections())
