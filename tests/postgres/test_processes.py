# ruff: noqa: ASYNC110 - processes are watched from outside, nothing tells how far they are
import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from core import db
from core.models import Account, OdometerReading
from simulator.testing import Person, Simulator
from tests.faults.forked import Forked, forked_bot
from tests.faults.processes import events_in
from tests.journeys.test_webhook import free_port


@dataclass(slots=True)
class Fleet:
    """Processes of one bot on one database."""

    sim: Simulator
    folder: Path
    url: str
    stack: AsyncExitStack
    port: int = 0
    processes: list[Forked] = field(default_factory=list)

    async def start(self, *command: str) -> Forked:
        log = self.folder / f"{len(self.processes)}.log"
        process = await self.stack.enter_async_context(
            forked_bot(self.sim, self.folder / "data", log, *command, DATABASE_URL=self.url, HTTP_PORT=str(self.port))
        )
        self.processes.append(process)
        async with asyncio.timeout(20):
            while b"AutoTrack is on Telegram" not in process.said:
                assert process.status is None, process.words
                await asyncio.sleep(0.02)
        return process


@asynccontextmanager
async def fleet(sim: Simulator, folder: Path, url: str) -> AsyncIterator[Fleet]:
    await db.connect(url)
    try:
        async with AsyncExitStack() as stack:
            yield Fleet(sim, folder, url, stack)
    finally:
        await db.disconnect()


async def settled(sim: Simulator) -> None:
    async with asyncio.timeout(30):
        while (
            sim.unconfirmed
            or (await db.fetch("SELECT 1 FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"))
            or (await db.fetch("SELECT 1 FROM outgoing"))
        ):
            await asyncio.sleep(0.02)


async def with_a_car(sim: Simulator, name: str) -> Person:
    person = sim.user(name)
    await person.say("/start")
    await settled(sim)
    account = await Account.get(telegram_id=person.id)
    await db.execute("INSERT INTO vehicle(owner_id, plate, created_at) VALUES(?, 'AB123CD', now())", account.id)
    return person


async def readings(person: Person) -> list[int]:
    rows = await OdometerReading.filter(vehicle__owner__telegram_id=person.id).order_by("id")
    return [row.kilometres for row in rows]


async def two_people_noted(sim: Simulator) -> Person:
    """Two people tell twenty readings each, and all of them are noted in order; the first of the two."""
    ana, tom = [await with_a_car(sim, name) for name in ("Ana", "Tom")]
    for number in range(20):
        await ana.say(f"{50_000 + number} km")
        await tom.say(f"{60_000 + number} km")
    await settled(sim)
    assert await readings(ana) == list(range(50_000, 50_020))
    assert await readings(tom) == list(range(60_000, 60_020))
    return ana


async def test_serve_work_and_tick_do_together_what_run_does(sim: Simulator, tmp_path: Path, url: str):
    async with fleet(sim, tmp_path, url) as bots:
        bots.port = free_port()
        for command in (("tick",), ("work", "--queues", "chat,clock"), ("work",), ("tick",)):
            await bots.start(*command)
        serve = await bots.start("serve")
        # The world is sent to its port, whoever started before.
        assert f"Health: http://127.0.0.1:{bots.port}/health" in serve.words
        ana = await two_people_noted(sim)
        said = [message.text for message in ana.messages[1:]]
        shown = [f"50\u202f{number:03}" for number in range(20)]
        assert [number in text for number, text in zip(shown, said, strict=True)] == [True] * 20
        for process in bots.processes:
            assert await process.end(signal.SIGTERM) == 0
            assert [one for one in events_in(process.log) if one.get("level") in {"error", "critical"}] == []


@pytest.mark.parametrize("killed", ["the one that polls and sends", "another"])
async def test_what_one_of_two_was_doing_when_it_was_killed_is_done_by_the_other(
    sim: Simulator, tmp_path: Path, url: str, killed: str
):
    async with fleet(sim, tmp_path, url) as bots:
        first, second = await bots.start("run"), await bots.start("run")
        ana = await with_a_car(sim, "Ana")
        for number in range(30):
            await ana.say(f"{50_000 + number} km")
        await asyncio.sleep(0.15)
        await (first if killed == "the one that polls and sends" else second).end(signal.SIGKILL)
        await ana.say("50 030 km")
        async with asyncio.timeout(8):
            await settled(sim)
        assert await readings(ana) == list(range(50_000, 50_031))


async def test_where_one_process_is_enough_for_the_database_another_is_refused_with_words(
    sim: Simulator, tmp_path: Path
):
    for command in (("serve",), ("work", "--queues", "ocr"), ("tick",)):
        async with forked_bot(sim, tmp_path / "data", tmp_path / "bot.log", *command) as process:
            assert await process.over() == 2
            assert f"autotrack: {command[0]} is one of several processes" in process.words
            assert "Traceback" not in process.words
