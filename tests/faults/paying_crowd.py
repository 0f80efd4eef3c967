# ruff: noqa: ASYNC110 - a bot is watched from outside, nothing tells that it is done
"""People who pay while the bot dies: what they bought, what they were told, and whether it is right."""

import asyncio
import itertools
import random
import tempfile
import time
from collections import Counter
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from benchmarks.rows import Row
from core.i18n import translator
from core.models import BillingEvent, BillingNotice, BillingRequest, Payment, Subscription
from simulator.stripe.stand_in import KEY
from simulator.testing import Simulator
from tests.conftest import Bot, plain
from tests.faults.forked import Forked, Trap, fork
from tests.faults.places import PLACES, Place
from tests.faults.points import payment_points
from tests.faults.setting import Setting
from tests.faults.suspects import acquitted
from tests.journeys.test_webhook import free_port
from tests.paying import SECRET

KILLS = 200
# Every so many people pay two pages at once.
TWICE = 5
WAYS = {"stripe_secret_key": KEY, "stripe_webhook_secret": SECRET}


@dataclass(slots=True)
class Till:
    """A bot that sells, and dies while it is told of payments."""

    sim: Simulator
    place: Place
    setting: Setting
    kills: int
    chance: random.Random
    port: int = field(default_factory=free_port)
    pages: list[list[str]] = field(default_factory=list)
    reached: Counter[str] = field(default_factory=Counter)

    def bot(self) -> AbstractAsyncContextManager[Bot]:
        known: dict[str, Any] = {name: SecretStr(value) for name, value in WAYS.items()}
        base: dict[str, Any] = {"stripe_api_base": f"{self.sim.api_url}/stripe", "http_port": self.port}
        return self.place.bot(self.sim, **known, **base)

    def fork(self, trap: Trap | None) -> Forked:
        known: dict[str, Any] = {name.upper(): value for name, value in WAYS.items()}
        base: dict[str, Any] = {"STRIPE_API_BASE": f"{self.sim.api_url}/stripe", "HTTP_PORT": str(self.port)}
        return fork(self.sim, self.place, trap=trap, **known, **base)

    async def open(self) -> None:
        """Everybody comes as far as the page for paying, some as far as two."""
        async with self.bot() as bot:
            parts = bot.runtime.parts
            price = next(one for one in (await parts.services.offers.catalogue()).prices if not one.stars)
            for number in range(self.kills):
                name = f"Payer {number}"
                await self.sim.user(name).say("/start")
                await bot.settle()
                owner = await parts.services.accounts.by_chat(self.sim.user(name).id)
                assert owner is not None
                urls = []
                for _ in range(2 if number % TWICE == 0 else 1):
                    asked = await parts.services.desk.ask(owner, "checkout", price.id)
                    await bot.settle()
                    found = await BillingRequest.get(id=asked.id)
                    urls.append(str(found.answer))
                    self.sim.stripe.store.objects[str(found.external_id)]["kept"] = True
                self.pages.append(urls)
        # A page that was closed for a newer one is paid all the same, as if in the same instant.
        for urls in self.pages:
            for url in urls:
                self.sim.stripe.store.objects[url.rpartition("/")[2]]["status"] = "open"

    async def cycle(self, urls: list[str], point: str | None) -> None:
        """One life of the bot, while one person pays."""
        # Whoever kills the process whenever it runs is set aside, on purpose: what an earlier kill left is innocent.
        if point is not None:
            await acquitted(self.place, lambda: self.fork(None))
        after = "jobs.recovered" if self.place.kind == "sqlite" else ""
        trap = Trap(point, after=after) if point is not None else None
        polls = self.sim.world.updates._poll
        bot = self.fork(trap)
        end = time.monotonic() + 30
        while self.sim.world.updates._poll == polls and bot.status is None and time.monotonic() < end:
            await asyncio.sleep(0.003)
        for url in urls:
            self.sim.stripe.pay(url)
        await bot.ended((4.0 if "surplus" in point else 2.0) if point is not None else self.chance.uniform(0.0, 0.4))
        own = bot.status is not None
        await bot.end()
        self.reached[point if own and point is not None else "a random moment"] += 1

    async def run(self) -> list[Row]:
        """Kill, let a bot that lives finish, and count."""
        await self.open()
        telling = self.sim.stripe.telling
        telling.addresses[f"http://127.0.0.1:{self.port}/webhooks/stripe"] = SECRET
        telling.troubles.duplicates = 1
        telling.troubles.pauses = (0.1, 0.2, 0.4, *([0.8] * 900))
        points = payment_points()
        # What is given back is passed by those alone who paid twice.
        usual = itertools.cycle(point for point in points if "surplus" not in point)
        surplus = itertools.cycle(point for point in points if "surplus" in point)
        for number, urls in enumerate(self.pages):
            named = next(surplus if len(urls) == 2 else usual)
            await self.cycle(urls, named if number % 2 or len(urls) == 2 else None)
        async with self.bot() as bot:
            for _ in range(5):
                await self.sim.stripe.told(120)
                await bot.settle()
            return await self.rows(points)

    async def rows(self, points: tuple[str, ...]) -> list[Row]:
        """What became of every payment."""
        held = Counter([row.owner_id for row in await Subscription.filter(holder_id__not_isnull=True)])
        started = Counter([row.owner_id for row in await BillingNotice.filter(kind="started")])
        refunded = await BillingNotice.filter(kind="surplus_refunded").count()
        twice = sum(len(urls) == 2 for urls in self.pages)
        alive = Counter(one["customer"] for one in self.sim.stripe.store.all("subscription", status="active"))
        given_back = sum(one["refunded"] for one in self.sim.stripe.store.all("charge"))
        payments, open_events = await Payment.all().count(), await BillingEvent.exclude(state="handled").count()
        said, repeats, unmarked = self._said()
        missed = [point for point in points if not self.reached[point]]
        untouched = len(missed) if self.kills >= 2 * len(points) else 0
        self.setting.note(reached=dict(self.reached), payments=payments, twice=twice)
        wrong_money = abs(payments - self.kills - twice) + abs(given_back - twice) + abs(refunded - twice)
        return [
            Row("kills while people pay", self.kills, None, "", f"{twice} of them paid two pages at once"),
            Row("named points where it was never killed", untouched, 0, "errors", ", ".join(missed)),
            Row("people who paid and have no plan", self.kills - len(held), 0, "lost"),
            Row("people who paid and were not told", self.kills - said, 0, "lost"),
            Row("plans opened twice", sum(n - 1 for n in started.values()), 0, "doubled"),
            Row("people with more than one subscription, here or at the service",
                sum(n > 1 for n in held.values()) + sum(n > 1 for n in alive.values()), 0, "doubled"),
            Row("payments and refunds missing or too many", wrong_money, 0, "errors"),
            Row("notices that were not handled", open_events, 0, "lost"),
            Row("messages repeated a kill", repeats / self.kills, 1, "repeated", f"{repeats} in all"),
            Row("repeats that do not say so", unmarked, 0, "errors"),
        ]  # fmt: skip

    def _said(self) -> tuple[int, int, int]:
        """How many were told that their plan is open, and how often that was said again, and without saying so."""
        t = translator("fr")
        words = plain(t("billing.started", plan=t.plain("plan_name.standard")))[:24]
        told, repeats, unmarked = 0, 0, 0
        for number in range(self.kills):
            texts = [one.text for one in self.sim.user(f"Payer {number}").messages if words in one.text]
            told += bool(texts)
            repeats += max(0, len(texts) - 1)
            unmarked += max(0, sum(text.startswith(words) for text in texts) - 1)
        return told, repeats, unmarked


async def till(kind: str, setting: Setting) -> list[Row]:
    """Run the part on one kind of database."""
    kills = setting.scaled(KILLS)
    with tempfile.TemporaryDirectory(prefix="autotrack-faults-") as folder:
        async with Simulator.running() as sim, PLACES[kind](Path(folder)) as place:
            return await Till(sim, place, setting, kills, random.Random(setting.seed)).run()
