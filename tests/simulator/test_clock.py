import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from telegram import Bot

from simulator.person import Person
from simulator.testing import Simulator
from tests.simulator.conftest import Ask


async def test_the_clock_moves_forward_and_dates_follow(sim: Simulator, bot: Bot, ana: Person) -> None:
    await sim.advance(weeks=1, days=2)
    sent = await bot.send_message(ana.id, "x")
    assert abs(sent.date - datetime.now(UTC) - timedelta(days=9)) < timedelta(seconds=5)
    assert abs(sim.now - sent.date) < timedelta(seconds=5)


async def test_the_clock_can_be_read_and_waited_for_over_http(sim: Simulator, control: Ask) -> None:
    first = await control("clock")
    assert first["offset_seconds"] == 0
    assert datetime.fromisoformat(first["now"]).tzinfo is not None
    waiting = asyncio.ensure_future(control(f"clock?after={first['version']}&timeout=20"))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    await control("clock/advance", {"seconds": 3600})
    moved = await asyncio.wait_for(waiting, 2)
    assert (moved["offset_seconds"], moved["version"]) == (3600, first["version"] + 1)
    again = await control(f"clock?after={first['version']}&timeout=20")
    assert again["version"] == moved["version"]


async def test_a_wait_without_change_ends_with_the_same_version(control: Ask) -> None:
    version = (await control("clock"))["version"]
    assert (await control(f"clock?after={version}&timeout=0.05"))["version"] == version


async def test_the_clock_never_goes_back(sim: Simulator, control: Ask) -> None:
    assert (await control("clock/advance", {"seconds": -1}))["status"] == 400
    assert (await control("clock/advance", {}))["status"] == 400
    with pytest.raises(ValueError, match="forward only"):
        await sim.advance(days=-1)
