"""A worker hangs for longer than the others wait for a sign of life, then wakes up; and a worker's loop is blocked.

The one that hangs is stopped (SIGSTOP) in the midst of a step, at named points: before its effect is committed, and
between Telegram's answer and its note. What it was doing is done by others; waking up it must have no effect.
"""

import asyncio
import random
import signal
import tempfile
import time
from pathlib import Path

import psutil

from benchmarks.rows import Row
from simulator.testing import Simulator
from tests.faults.crowd import Crowd, complaints, given_up
from tests.faults.forked import Trap, fork
from tests.faults.places import postgres_place
from tests.faults.setting import Setting

HANGS, UPDATES, SECONDS = 6, 1_200, 14.0
POINTS = ("step.ran", "step.marked_done", "shared.claimed", "shared.handled", "send.begun", "send.answered")


async def run(setting: Setting) -> list[Row]:
    hangs, updates = setting.scaled(HANGS), setting.scaled(UPDATES)
    chance = random.Random(setting.seed)
    hung = 0
    with tempfile.TemporaryDirectory(prefix="autotrack-faults-") as folder:
        async with postgres_place(Path(folder)) as place, Simulator.running() as sim:
            crowd = Crowd(sim, chance)
            async with place.bot(sim) as bot:
                await crowd.arrive(bot)
            alive = [fork(sim, place, command=("run",)) for _ in range(2)]
            async with crowd.writing(), asyncio.TaskGroup() as group:
                feeding = group.create_task(crowd.feed(updates, hangs * (SECONDS + 3)))
                for number in range(hangs):
                    trap = Trap(POINTS[number % len(POINTS)], chance.randint(5, 20), "stop")
                    command = ("work", "--queues", "chat")
                    odd = fork(sim, place, command=command, trap=trap)
                    hung += await stopped(odd.pid, 10)
                    await asyncio.sleep(SECONDS)
                    odd.tell(signal.SIGCONT)
                    await asyncio.sleep(1)
                    await odd.end(signal.SIGTERM)
                await feeding
            for process in alive:
                await process.end(signal.SIGTERM)
            async with place.bot(sim) as bot:
                await crowd.finish(bot)
                strange = [*complaints(place.log), *crowd.total.strange]
                setting.note(strange=strange[:5])
                return [
                    Row("workers that hung for longer than a heartbeat may be late", hung, None, "",
                        f"{SECONDS:.0f} s each, of {hangs} tried"),
                    *crowd.rows(repeats=2 * hangs),
                    Row("jobs given up, errors logged, answers out of place", await given_up() + len(strange), 0,
                        "errors"),
                ]  # fmt: skip


async def stopped(pid: int, seconds: float) -> bool:
    """Wait so long at most for a process to have been stopped."""
    end, process = time.monotonic() + seconds, psutil.Process(pid)
    while time.monotonic() < end:
        if process.status() == psutil.STATUS_STOPPED:
            return True
        await asyncio.sleep(0.02)
    return False
