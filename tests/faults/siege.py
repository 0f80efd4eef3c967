"""The process is killed again and again while updates arrive, at random moments and at every named point."""
# ruff: noqa: ASYNC110 - a bot is watched from outside, nothing tells that it is done

import asyncio
import itertools
import random
import signal
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.rows import Row
from core import db
from simulator.testing import Simulator
from simulator.updates import FIRST_UPDATE
from tests.faults.forked import Trap, fork
from tests.faults.papers import CardTapper, Photographer, Reminded
from tests.faults.places import PLACES, Place, watch_replies
from tests.faults.points import points
from tests.faults.processes import BotProcess
from tests.faults.setting import Setting
from tests.faults.traffic import Driver, Ledger

KILLS, UPDATES = 200, 8_000
WAYS = ("line", "line", "line", "flow", "flow", "tap", "tap", "tap") * 2
# Points that only a paper reaches: it takes a second or two to be read.
OF_PAPERS = ("file.", "document.")


@dataclass(slots=True)
class Siege:
    """Everybody who writes, and the bot that dies."""

    sim: Simulator
    place: Place
    setting: Setting
    kills: int
    updates: int
    chance: random.Random
    drivers: list[Driver] = field(default_factory=list)
    tapper: CardTapper | None = None
    reminded: Reminded | None = None
    photographer: Photographer | None = None
    permits: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))
    reached: Counter[str] = field(default_factory=Counter)
    moments: list[float] = field(default_factory=list)

    @property
    def arrived(self) -> int:
        """How many updates came so far."""
        return self.sim.world.updates._next - FIRST_UPDATE

    async def prepare(self) -> None:
        """Let everybody arrive while all is well."""
        people = iter(self.sim.user(f"Person {number}") for number in itertools.count())
        self.drivers = [Driver(next(people), way) for way in WAYS]
        self.tapper, self.reminded = CardTapper(next(people)), Reminded(next(people))
        self.photographer = Photographer(next(people))
        async with self.place.bot(self.sim) as bot:
            for driver in self.drivers:
                await driver.arrive(bot)
            await watch_replies()
            await self.tapper.arrive(bot, self.kills)
            await self.reminded.arrive(bot)
            await self.photographer.arrive(bot)

    async def cycle(self, point: str | None) -> None:
        """One life of the bot, from its start to its kill."""
        assert self.tapper
        assert self.reminded
        assert self.photographer
        if self.reached.total() % 4 == 0 or (point or "").startswith("reminder"):
            async with self.place.rows():
                await self.reminded.due(3)
        paper = (point or "").startswith(OF_PAPERS)
        nth = 1 if paper or (point or "").startswith(("reminder", "jobs.")) else self.chance.randint(3, 15)
        # Whoever kills the process whenever it runs is given up, on purpose: these are innocent.
        after = "jobs.recovered" if point != "jobs.recovered" else ""
        trap = Trap(point, nth, after=after) if point is not None else None
        bot = fork(self.sim, self.place.data, self.place.log, trap=trap, **self.place.environment)
        feeding = asyncio.create_task(self.feed())
        patience = 8.0 if paper else 2.5 if point is not None else self.chance.uniform(0.05, 2.2)
        if self.tapper.left:
            await self.tapper.once()
        if paper:
            await self.photographer.once()
        elif self.photographer.sent:
            await self.photographer.served(8)
        killed_itself = await bot.ended(patience)
        status = await bot.end(signal.SIGKILL)
        assert status == -signal.SIGKILL, bot.words[-2000:]
        if killed_itself and point is not None:
            self.reached[point] += 1
        elif killed_itself:
            raise AssertionError(bot.words[-2000:])
        else:
            self.reached["a random moment"] += 1
        self.moments.append(time.monotonic() - bot.began)
        await feeding

    async def feed(self) -> None:
        """Let one cycle's share of updates arrive over about a second."""
        for _ in range(self.updates // self.kills):
            self.permits.release()
            await asyncio.sleep(self.chance.uniform(0, 0.05))

    async def run(self) -> list[Row]:
        """Kill, then let a bot that lives finish, and count."""
        named = self.chance.sample(points(), len(points()))
        stop = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            writing = [
                group.create_task(driver.go_on_while(self.permits, random.Random(self.chance.random()), stop))
                for driver in self.drivers
            ]
            for number in range(self.kills):
                await self.cycle(named[number // 2 % len(named)] if number % 2 else None)
            under_fire, began = self.arrived, time.monotonic()
            async with self.place.bot(self.sim) as bot:
                while self.arrived < self.updates:
                    self.permits.release()
                    await asyncio.sleep(0.005)
                stop.set()
                for _ in range(10 * len(self.drivers)):
                    self.permits.release()
                await asyncio.wait(writing)
                for driver in self.drivers:
                    if driver.way == "flow":
                        await driver.person.say("/km")
                async with asyncio.timeout(180):
                    while self.sim.unconfirmed or not await bot.runtime.idle():
                        await asyncio.sleep(0.05)
                await bot.settle()
                return await self.rows(under_fire, time.monotonic() - began)

    async def rows(self, under_fire: int, recovery: float) -> list[Row]:
        """What became of everything."""
        assert self.tapper
        assert self.reminded
        assert self.photographer
        total = Ledger.total([await driver.ledger() for driver in self.drivers])
        doubled = sum([await driver.effects_doubled() for driver in self.drivers])
        others = [await one.account() for one in (self.tapper, self.reminded, self.photographer)]
        count = sum(others, Counter[str]())
        buried = await db.fetch("SELECT count(*) AS n FROM job WHERE state = 'failed'")
        faults = [one for one in BotProcess.events_in(self.place.log) if one.get("level") in {"error", "critical"}]
        strange = [f"{one.get('event')}: {one.get('name')} {one.get('reason')}" for one in faults]
        self.setting.note(
            kills=self.kills,
            reached=dict(self.reached),
            updates=self.arrived,
            updates_while_killing=under_fire,
            seconds_alive=round(sum(self.moments), 1),
            seconds_to_settle=round(recovery, 1),
            readings=total.sent,
            cards=others[0]["sent"],
            reminders=others[1]["sent"],
            papers=others[2]["sent"],
            marked=total.marked + count["marked"],
            strange=[*total.strange[:5], *strange[:5]],
        )
        repeated = total.repeated + count["repeated"]
        missed = [point for point in points() if not self.reached[point]]
        return [
            Row("kills", self.kills, None, "", f"{self.reached.total() - self.reached['a random moment']} at points"),
            Row("points that were never reached", len(missed) if self.kills >= 2 * len(points()) else 0, 0, "errors",
                ", ".join(missed)),
            Row("updates that arrived", self.arrived, None, "", f"{under_fire} of them between the kills"),
            Row("updates, reminders and papers lost", total.lost + count["lost"], 0, "lost"),
            Row("effects doubled", total.doubled + doubled + count["doubled"], 0, "doubled"),
            Row("effects without a reply after the restart", total.unanswered + count["unanswered"], 0, "lost"),
            Row("order within a chat, or its place, broken", total.disordered + total.state_wrong, 0, "errors"),
            Row("messages repeated a kill", repeated / self.kills, 1, "repeated", f"{repeated} in all"),
            Row("repeats that do not say so", total.unmarked, 0, "errors"),
            Row("jobs given up, log lines of errors, answers nobody expects",
                buried[0]["n"] + len(faults) + len(total.strange), 0, "errors"),
        ]  # fmt: skip


async def siege(kind: str, setting: Setting) -> list[Row]:
    """Run the part on one kind of database."""
    with tempfile.TemporaryDirectory(prefix="autotrack-faults-") as folder:
        async with Simulator.running() as sim, PLACES[kind](Path(folder)) as place:
            kills, updates = setting.scaled(KILLS), setting.scaled(UPDATES)
            one = Siege(sim, place, setting, kills, updates, random.Random(setting.seed))
            await one.prepare()
            return await one.run()
