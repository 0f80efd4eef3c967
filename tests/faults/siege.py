# ruff: noqa: ASYNC110 - a bot is watched from outside, nothing tells that it is done
"""The process is killed again and again while updates arrive, at random moments and at every named point."""

import asyncio
import random
import signal
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.rows import Row
from core import db
from core.gateways.job_kinds import SUSPICIOUS
from simulator.testing import Simulator
from tests.faults.crowd import Crowd, complaints, given_up
from tests.faults.forked import Forked, Trap, fork
from tests.faults.papers import CardTapper, Photographer, Reminded
from tests.faults.places import PLACES, Place
from tests.faults.points import points_on
from tests.faults.setting import Setting

KILLS, UPDATES = 200, 8_000
# Points that only a paper reaches: it takes a second or two to be read.
OF_PAPERS = ("file.", "document.")


@dataclass(slots=True)
class Siege:
    """Everybody who writes, and the bot that dies."""

    crowd: Crowd
    place: Place
    setting: Setting
    kills: int
    updates: int
    tapper: CardTapper
    reminded: Reminded
    photographer: Photographer
    reached: Counter[str] = field(default_factory=Counter)
    moments: list[float] = field(default_factory=list)
    polls: int = 0

    async def prepare(self) -> None:
        """Let everybody arrive while all is well."""
        async with self.place.bot(self.crowd.sim) as bot:
            await self.crowd.arrive(bot)
            await self.tapper.arrive(bot, self.kills)
            await self.reminded.arrive(bot)
            await self.photographer.arrive(bot)

    async def cycle(self, point: str | None) -> None:
        """One life of the bot, from its start to its kill."""
        chance, of = self.crowd.chance, point or ""
        if self.reached.total() % 4 == 0 or of.startswith("reminder"):
            async with self.place.rows():
                await self.reminded.due(3)
        paper = of.startswith(OF_PAPERS)
        nth = 1 if paper or of.startswith(("reminder", "jobs.", "shared.rescued")) else chance.randint(3, 15)
        # Whoever kills the process whenever it runs is given up, on purpose: these are innocent.
        if point is not None and self.place.kind == "postgres":
            await self.acquitted()
        after = "jobs.recovered" if self.place.kind == "sqlite" and point != "jobs.recovered" else ""
        self.polls = self.crowd.sim.world.updates._poll
        trap = Trap(point, nth, after=after) if point is not None else None
        bot = fork(self.crowd.sim, self.place, trap=trap)
        feeding = asyncio.create_task(self.crowd.feed(self.updates // self.kills, 1.0))
        if self.tapper.left:
            await self.tapper.once()
        if paper:
            await self.photographer.once()
        elif self.photographer.sent:
            await self.photographer.served(8)
        if point is not None or chance.random() < 0.75:  # otherwise it may die while it starts
            await self.serving(bot)
        patience = 8.0 if paper else 3.0 if point is not None else chance.uniform(0.05, 1.8)
        killed_itself = await bot.ended(patience)
        status = await bot.end(signal.SIGKILL)
        assert status == -signal.SIGKILL, bot.words[-2000:]
        assert point is not None or not killed_itself, bot.words[-2000:]
        self.reached[point if point is not None and killed_itself else "a random moment"] += 1
        self.moments.append(time.monotonic() - bot.began)
        await feeding

    async def acquitted(self, patience: float = 15) -> None:
        """Let the jobs under which processes died too often be done, each alone, in a life that nothing ends."""
        suspects = f"SELECT 1 FROM procrastinate_jobs WHERE (args->>'cuts')::int >= {SUSPICIOUS} AND status IN (?, ?)"
        async with self.place.rows():
            if not await db.fetch(suspects, "todo", "doing"):
                return
        bot, end = fork(self.crowd.sim, self.place), time.monotonic() + patience
        async with self.place.rows():
            while await db.fetch(suspects, "todo", "doing") and time.monotonic() < end:
                await asyncio.sleep(0.05)
        await bot.end(signal.SIGTERM)

    async def serving(self, bot: Forked) -> None:
        """Wait until it takes updates in; how long that is, depends on what else the machine does."""
        updates, end = self.crowd.sim.world.updates, time.monotonic() + 30
        while updates._poll == self.polls and bot.status is None and time.monotonic() < end:
            await asyncio.sleep(0.003)

    async def run(self) -> list[Row]:
        """Kill, then let a bot that lives finish, and count."""
        points = points_on(self.place.kind)
        named = self.crowd.chance.sample(points, len(points))
        async with self.crowd.writing() as stop:
            for number in range(self.kills):
                await self.cycle(named[number // 2 % len(named)] if number % 2 else None)
            under_fire, began = self.crowd.arrived, time.monotonic()
            bot = fork(self.crowd.sim, self.place)
            while self.crowd.arrived < self.updates:
                self.crowd.permits.release()
                await asyncio.sleep(0.005)
            stop.set()
        await bot.end(signal.SIGTERM)
        async with self.place.bot(self.crowd.sim) as last:
            await self.crowd.finish(last)
            return await self.rows(under_fire, time.monotonic() - began)

    async def rows(self, under_fire: int, recovery: float) -> list[Row]:
        """What became of everything."""
        others = [await one.account() for one in (self.tapper, self.reminded, self.photographer)]
        count, total = sum(others, Counter[str]()), self.crowd.total
        strange = [*complaints(self.place.log), *total.strange]
        self.setting.note(
            reached=dict(self.reached),
            seconds_alive=round(sum(self.moments), 1),
            seconds_to_settle=round(recovery, 1),
            readings=total.sent,
            cards=others[0]["sent"],
            reminders=others[1]["sent"],
            papers=others[2]["sent"],
            marked=total.marked + count["marked"],
            strange=strange[:5],
        )
        repeated = total.repeated + count["repeated"]
        points = points_on(self.place.kind)
        missed = [point for point in points if not self.reached[point]]
        named = self.kills - self.reached["a random moment"]
        untouched = len(missed) if self.kills >= 2 * len(points) else 0
        return [
            Row("kills", self.kills, None, "", f"{named} at named points, the others at random moments"),
            Row("named points where it was never killed", untouched, 0, "errors", ", ".join(missed)),
            Row("updates that arrived", self.crowd.arrived, None, "", f"{under_fire} of them between the kills"),
            Row("updates, reminders and papers lost", total.lost + count["lost"], 0, "lost"),
            Row("effects doubled", total.doubled + self.crowd.doubled + count["doubled"], 0, "doubled"),
            Row("effects without a reply after the restart", total.unanswered + count["unanswered"], 0, "lost"),
            Row("order within a chat, or its place, broken", total.disordered + total.state_wrong, 0, "errors"),
            Row("messages repeated a kill", repeated / self.kills, 1, "repeated", f"{repeated} in all"),
            Row("repeats that do not say so", total.unmarked, 0, "errors"),
            Row("jobs given up, errors logged, answers out of place", await given_up() + len(strange), 0, "errors"),
        ]


async def siege(kind: str, setting: Setting) -> list[Row]:
    """Run the part on one kind of database."""
    kills, updates = setting.scaled(KILLS), setting.scaled(UPDATES)
    with tempfile.TemporaryDirectory(prefix="autotrack-faults-") as folder:
        async with Simulator.running() as sim, PLACES[kind](Path(folder)) as place:
            tapper, reminded, photographer = (sim.user(name) for name in ("Tapper", "Reminded", "Photographer"))
            one = Siege(
                Crowd(sim, random.Random(setting.seed)),
                place,
                setting,
                kills,
                updates,
                CardTapper(tapper),
                Reminded(reminded),
                Photographer(photographer),
            )
            await one.prepare()
            return await one.run()
