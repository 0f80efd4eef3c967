# ruff: noqa: ASYNC110 - a process is watched from outside, nothing tells how far it is
import asyncio
import signal
import socket
import time
from pathlib import Path

import pytest

from app.simulation import simulator
from core import db
from core.gateways.clock import MovableClock
from simulator.testing import Simulator
from tests.conftest import running_bot
from tests.faults.forked import Forked, forked_bot
from tests.faults.processes import bot_process
from tests.faults.traffic import Driver, Ledger


async def ready(sim: Simulator, process: Forked) -> None:
    """Wait until it fetches updates."""
    async with asyncio.timeout(20):
        while b"AutoTrack is on Telegram" not in process.said:
            assert process.status is None, process.words
            await asyncio.sleep(0.02)
    await sim.quiet(0.05)


async def test_a_second_process_on_one_database_is_refused_with_words(sim: Simulator, tmp_path: Path):
    async with forked_bot(sim, tmp_path / "data", tmp_path / "first.log") as first:
        await ready(sim, first)
        async with forked_bot(sim, tmp_path / "data", tmp_path / "second.log") as second:
            assert await second.over() == 1
            assert f"autotrack: process {first.pid} already uses" in second.words
            assert "stop it first" in second.words
            assert "Traceback" not in second.words
        ana = sim.user("Ana")
        await ana.say("/start")
        assert (await ana.next()).from_bot
        assert await first.end(signal.SIGTERM) == 0
    async with forked_bot(sim, tmp_path / "data", tmp_path / "third.log") as third:
        await ready(sim, third)
        assert await third.end(signal.SIGINT) == 0


async def test_a_port_that_is_taken_is_told_and_how_to_choose_another(sim: Simulator, tmp_path: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        async with forked_bot(sim, tmp_path / "data", tmp_path / "bot.log", HTTP_PORT=str(port)) as process:
            assert await process.over() == 1
            assert f"cannot listen on 127.0.0.1:{port}: choose another HTTP_PORT" in process.words
            assert "Traceback" not in process.words


async def test_a_chat_page_whose_port_is_taken_takes_another_and_nobody_reads_of_an_error(
    capfd: pytest.CaptureFixture[str],
):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        async with simulator(port) as simulation:
            assert simulation.page.startswith("http://127.0.0.1:")
            assert f":{port}/" not in simulation.page
    assert capfd.readouterr().err == ""


async def test_settings_that_cannot_be_used_are_named_and_not_repeated(sim: Simulator, tmp_path: Path):
    async with bot_process(sim, tmp_path / "data", tmp_path / "bot.log", DATA_KEY="canary", HTTP_PORT="x") as process:
        assert await asyncio.wait_for(process.process.wait(), 20) == 2
        assert "DATA_KEY is not a key" in process.words
        assert "HTTP_PORT" in process.words
        assert "canary" not in process.words


async def test_a_database_that_is_not_there_ends_the_start_without_telling_its_password(sim: Simulator, tmp_path: Path):
    url = "postgres://user:canary@127.0.0.1:9/name"
    async with forked_bot(sim, tmp_path / "data", tmp_path / "bot.log", DATABASE_URL=url) as process:
        assert await process.over(30) == 1
        assert "canary" not in process.words


async def test_a_stop_in_the_midst_of_work_loses_nothing_doubles_nothing_and_repeats_nothing(
    sim: Simulator, tmp_path: Path
):
    drivers = [Driver(sim.user(f"Driver {number}"), way) for number, way in enumerate(("line", "flow", "line", "flow"))]
    # The machine's own clock, as in the processes: close to midnight another one would be in another day.
    async with running_bot(sim, tmp_path / "data", clock=MovableClock()) as bot:
        for driver in drivers:
            await driver.arrive(bot)
    for _ in range(3):
        async with forked_bot(sim, tmp_path / "data", tmp_path / "bot.log") as process:
            for _ in range(15):
                for driver in drivers:
                    await driver.once()
            answered = len(sim.api.requests)
            async with asyncio.timeout(20):
                while len(sim.api.requests) < answered + 60:
                    await asyncio.sleep(0.005)
            began = time.monotonic()
            assert await process.end(signal.SIGTERM) == 0
            assert time.monotonic() - began < 5
    async with running_bot(sim, tmp_path / "data", clock=MovableClock()) as bot:
        for driver in drivers:
            if driver.way == "flow":
                await driver.person.say("/km")
        await bot.settle()
        total = Ledger.total([await driver.ledger() for driver in drivers])
        assert await db.fetch("SELECT id FROM outgoing") == []
    assert total == Ledger(sent=180)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_stop_while_telegram_is_away_does_not_wait_for_it(sim: Simulator, tmp_path: Path, number: int):
    sim.fault(kind="502", times=None)
    async with forked_bot(sim, tmp_path / "data", tmp_path / "bot.log") as process:
        async with asyncio.timeout(20):
            while "telegram.unreachable" not in process.words:
                await asyncio.sleep(0.05)
        began = time.monotonic()
        await process.end(number)
        assert time.monotonic() - began < 3
