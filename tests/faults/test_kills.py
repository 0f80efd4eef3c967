"""The bot is killed without warning while people write; AUTOTRACK_KILLS says how often, AUTOTRACK_SEED from where."""
# ruff: noqa: ASYNC110 - a bot is watched from outside, nothing tells that it is done

import asyncio
import os
import random
import signal
import sys
import time
from pathlib import Path

import pytest

from core import db
from simulator.testing import Simulator
from tests.conftest import Bot, running_bot
from tests.faults.processes import BotProcess, bot_process
from tests.faults.traffic import Driver, Ledger

KILLS = int(os.environ.get("AUTOTRACK_KILLS", "20"))
SEED = int(os.environ.get("AUTOTRACK_SEED", "20261122"))
WAYS = ("line", "line", "line", "flow", "flow", "tap", "tap", "tap")


async def until_it_speaks(sim: Simulator, process: BotProcess) -> None:
    said = len(sim.api.requests)
    async with asyncio.timeout(30):
        while not any(one.method == "sendMessage" for one in list(sim.api.requests)[said:]):
            assert process.process.returncode is None, process.words
            await asyncio.sleep(0.005)
            if len(sim.api.requests) >= 20_000:
                sim.api.requests.clear()
                said = 0


async def killed_at_some_moment(sim: Simulator, folder: Path, log: Path, chance: random.Random) -> float:
    async with bot_process(sim, folder, log) as process:
        began = time.monotonic()
        if chance.random() < 0.75:  # in the midst of its work
            await until_it_speaks(sim, process)
            await asyncio.sleep(chance.uniform(0, 0.7))
        else:  # while it starts, or just after
            await asyncio.sleep(chance.uniform(0.1, 2))
        status = await process.end(signal.SIGKILL)
        assert status == -signal.SIGKILL, process.words
        return time.monotonic() - began


async def settled(bot: Bot) -> None:
    """A backlog of kills takes longer than what one test otherwise has to wait for."""
    async with asyncio.timeout(120):
        while bot.sim.unconfirmed or not await bot.runtime.idle():
            await asyncio.sleep(0.05)
    await bot.settle()


@pytest.mark.filterwarnings("ignore::ResourceWarning")
async def test_no_message_is_lost_and_no_effect_doubled_however_often_the_bot_is_killed(
    sim: Simulator, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    chance, log, folder = random.Random(SEED), tmp_path / "bot.log", tmp_path / "data"
    drivers = [Driver(sim.user(f"Driver {number}"), way) for number, way in enumerate(WAYS)]
    async with running_bot(sim, folder) as bot:
        for driver in drivers:
            await driver.arrive(bot)
    stop = asyncio.Event()
    began = time.monotonic()
    async with asyncio.TaskGroup() as group:
        paces = [random.Random(f"{SEED}:{number}") for number in range(len(drivers))]
        writing = [group.create_task(driver.go_on(pace, stop)) for driver, pace in zip(drivers, paces, strict=True)]
        moments = [await killed_at_some_moment(sim, folder, log, chance) for _ in range(KILLS)]
        async with running_bot(sim, folder) as bot:
            stop.set()
            await asyncio.wait(writing)
            for driver in drivers:
                if driver.way == "flow":
                    await driver.person.say("/km")
            await settled(bot)
            total = Ledger.total([await driver.ledger() for driver in drivers])
            left = await db.fetch("SELECT count(*) AS n FROM job WHERE name <> 'tick'")
    faults = [one for one in BotProcess.events_in(log) if one.get("level") in {"error", "critical"}]
    with capsys.disabled():
        told = ", ".join(f"{moment:.2f}" for moment in moments)
        sys.stdout.write(
            f"\n{KILLS} kills (seed {SEED}) in {time.monotonic() - began:.0f} s, after {told} s\n{total}\n"
        )
    assert (total.lost, total.doubled, total.disordered, total.state_wrong) == (0, 0, 0, 0)
    assert (total.unanswered, total.unmarked, total.strange) == (0, 0, ())
    # One for each chat whose message was under way at that moment, at most; in all it is about one a kill.
    assert total.repeated <= total.marked <= 2 * KILLS
    assert left[0]["n"] == 0
    assert faults == []
