"""A crowd that writes while something breaks, and the account of what became of all its messages."""
# ruff: noqa: ASYNC110 - a bot is watched from outside, nothing tells that it is done

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.rows import Row
from core import db
from simulator.testing import Simulator
from simulator.updates import FIRST_UPDATE
from tests.conftest import Bot
from tests.faults.places import watch_replies
from tests.faults.processes import events_in
from tests.faults.traffic import Driver, Ledger

WAYS = ("line", "line", "line", "flow", "flow", "tap", "tap", "tap")


@dataclass(slots=True)
class Crowd:
    """People who report readings in every way there is."""

    sim: Simulator
    chance: random.Random
    ways: tuple[str, ...] = WAYS * 2
    drivers: list[Driver] = field(default_factory=list)
    permits: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))
    total: Ledger = field(default_factory=Ledger)
    doubled: int = 0

    @property
    def arrived(self) -> int:
        """How many updates came so far."""
        return self.sim.world.updates._next - FIRST_UPDATE

    async def arrive(self, bot: Bot) -> None:
        """Let everybody have a vehicle, or two, while all is well."""
        self.drivers = [Driver(self.sim.user(f"Person {number}"), way) for number, way in enumerate(self.ways)]
        for driver in self.drivers:
            await driver.arrive(bot)
        await watch_replies()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[asyncio.Event]:
        """Everybody writes as often as there are permits; at the block's end what was begun is finished."""
        stop = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            paces = [random.Random(self.chance.random()) for _ in self.drivers]
            for driver, pace in zip(self.drivers, paces, strict=True):
                group.create_task(driver.go_on_while(self.permits, pace, stop))
            yield stop
            stop.set()
            for _ in range(10 * len(self.drivers)):
                self.permits.release()

    async def feed(self, updates: int, seconds: float) -> None:
        """Let so many updates arrive over so many seconds, unevenly."""
        for _ in range(updates):
            self.permits.release()
            await asyncio.sleep(self.chance.uniform(0, 2 * seconds / updates))

    async def finish(self, bot: Bot, patience: float = 180) -> None:
        """Wait for a bot that is well to have done everything, and count."""
        for driver in self.drivers:
            if driver.way == "flow":
                await driver.person.say("/km")
        async with asyncio.timeout(patience):
            while self.sim.unconfirmed or not await bot.runtime.idle():
                await asyncio.sleep(0.05)
        await bot.settle()
        self.total = Ledger.total([await driver.ledger() for driver in self.drivers])
        self.doubled = sum([await driver.effects_doubled() for driver in self.drivers])

    def rows(self, *, repeats: float | None = None) -> list[Row]:
        """The figures that every part holds; `repeats` is how many messages may come twice, if that is limited."""
        total = self.total
        return [
            Row("updates that arrived", self.arrived, None, ""),
            Row("updates lost", total.lost, 0, "lost"),
            Row("effects doubled", total.doubled + self.doubled, 0, "doubled"),
            Row("effects without a reply", total.unanswered, 0, "lost"),
            Row("order within a chat, or its place, broken", total.disordered + total.state_wrong, 0, "errors"),
            Row("messages repeated", total.repeated, repeats, "repeated"),
            Row("repeats that do not say so", total.unmarked, 0, "errors"),
        ]


async def given_up() -> int:
    """How many jobs were buried."""
    shared = "SELECT count(*) AS n FROM procrastinate_jobs WHERE status = 'failed'"
    rows = await db.fetch("SELECT count(*) AS n FROM job WHERE state = 'failed'" if db.is_sqlite() else shared)
    return int(rows[0]["n"])


def complaints(log: Path) -> list[str]:
    """What was logged as an error."""
    events = [one for one in events_in(log) if one.get("level") in {"error", "critical"}]
    return [f"{one.get('event')}: {one.get('name')} {one.get('reason')}" for one in events]
