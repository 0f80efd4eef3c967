"""Questions to the assistant: how many are answered right from rows, and how long everything takes.

A whole bot on the simulator; the model is the stand-in, whose every step is known to the millisecond.
"""

import asyncio
import itertools
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from pydantic import SecretStr

from app.runtime import Runtime, running
from app.wiring import build
from benchmarks.bots import bench_settings
from benchmarks.rows import Row
from core import db
from core.assistant_port import Prompt, Said, Spent
from core.domain.plans import Interval, Level
from core.domain.subscription_states import Status
from core.gateways.clock import MovableClock
from core.models import Account, Subscription
from core.services.assistance import Assistance
from simulator.openai.model_server import KEY, MODEL
from simulator.openai.script import Act
from simulator.testing import Person, Simulator

NAME = "assistant"
_ROUNDS = 60
_PRESSURE, _OWN = "quelle pression pour mes pneus ?", "combien ai-je dépensé cette année ?"


def run() -> list[Row]:
    """Ask the tables, then time single questions."""
    return [*asyncio.run(_tables()), *asyncio.run(_times())]


async def _tables() -> list[Row]:
    from tests.services.own_world import built, own_world
    from tests.services.test_own_answers import FRESH, TABLE, World, marks

    rows = []
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/autotrack.sqlite3"
        await db.migrate(url)
        await db.connect(url)
        try:
            services = built(Path(folder))
            world = World(services, *await own_world(services))
            for name, table in (("first table", TABLE), ("second table", FRESH)):
                missed, wrong, total = await marks(world, table)
                right = 100 * (total - len(missed)) / total
                rows.append(Row(f"own data answered right, {name}", right, 95, "%", f"{total} questions"))
                rows.append(Row(f"wrong answers, {name}", len(wrong), 0, "errors"))
        finally:
            await db.disconnect()
    return rows


async def _times() -> list[Row]:
    async with _asked() as (sim, runtime, person):
        offline = [await _answered(sim, runtime, person, _PRESSURE) for _ in range(_ROUNDS)]
        own = [await _answered(sim, runtime, person, _OWN) for _ in range(_ROUNDS)]
        owner = await Account.get(telegram_id=person.id)
        owner.ai_consent = "yes"
        await owner.save()
        firsts, wholes = [], []
        for _ in range(_ROUNDS // 2):
            sim.model.script.will(Act("answer", "Oui. Tout va bien, mais contrôlez la pression à froid."))
            first, whole = await _streamed(sim, runtime, person)
            firsts.append(first)
            wholes.append(whole)
        overhead = await _overhead(sim, runtime, owner)
    return [
        Row("an answer of the built-in knowledge, p95", _p95(offline), 50, "ms", "from the update to the message"),
        Row("an answer from rows, p95", _p95(own), 50, "ms", "the same"),
        Row("first streamed text after the model's first token, p95", _p95(firsts), 300, "ms"),
        Row("what masking, accounts and ceilings add to a call, p50", overhead, 20, "ms"),
        Row(
            "from the update to the whole answer, p50",
            statistics.median(wholes),
            None,
            "ms",
            "a model that takes none",
        ),
    ]


@asynccontextmanager
async def _asked() -> AsyncIterator[tuple[Simulator, Runtime, Person]]:
    with tempfile.TemporaryDirectory() as folder:
        async with Simulator.running() as sim:
            known = {
                "openai_api_key": SecretStr(KEY),
                "openai_base_url": f"{sim.api_url}/openai/v1",
                "openai_model": MODEL,
                "openai_mode": "responses",
                "openai_price_in": 0.0,
                "openai_price_out": 0.0,
            }
            settings = bench_settings(sim.api_url, sim.token, Path(folder)).model_copy(update=known)
            clock = MovableClock()
            async with running(build(settings, clock), warm=False) as runtime:
                person = sim.user("Ana")
                await person.say("/start")
                await _quiet(sim, runtime)
                await _subscribe(person.id, clock)
                yield sim, runtime, person


async def _subscribe(chat_id: int, clock: MovableClock) -> None:
    from datetime import timedelta

    owner, now = await Account.get(telegram_id=chat_id), clock.now()
    owner.ai_consent, owner.consent_version = "no", 99
    await owner.save()
    await Subscription.create(
        owner_id=owner.id,
        provider="stripe",
        external_id="sub_bench",
        level=Level.PREMIUM,
        interval=Interval.MONTH,
        amount_cents=19_99,
        currency="EUR",
        status=Status.ACTIVE,
        live=False,
        period_end=now + timedelta(days=30),
        holder_id=owner.id,
        created_at=now,
        updated_at=now,
    )


async def _answered(sim: Simulator, runtime: Runtime, person: Person, text: str) -> float:
    """Milliseconds from the question to its answer."""
    asked, began = len(sim.api.requests), time.perf_counter()
    await person.say(f"/ask {text}")
    while not await _called(sim, asked, "sendMessage"):
        pass
    took = (time.perf_counter() - began) * 1000
    await _quiet(sim, runtime)
    return took


async def _streamed(sim: Simulator, runtime: Runtime, person: Person) -> tuple[float, float]:
    """Milliseconds from the model's call, which answers at once, to the first words; and from the question to all."""
    calls, asked, began = len(sim.model.script.calls), len(sim.api.requests), time.perf_counter()
    await person.say(f"/ask {_PRESSURE}")
    called = shown = 0.0
    while not await _called(sim, asked, "sendMessage"):
        now = time.perf_counter()
        called = called or (now if len(sim.model.script.calls) > calls else 0.0)
        shown = shown or (now if called and await _called(sim, asked, "sendMessageDraft", 2) else 0.0)
    ended = time.perf_counter()
    await _quiet(sim, runtime)
    return ((shown or ended) - called) * 1000, (ended - began) * 1000


async def _overhead(sim: Simulator, runtime: Runtime, owner: Account) -> float:
    """Milliseconds that our own steps add to the bare call of the library."""
    assistance = runtime.parts.services.assistance
    prompt = Prompt("Rules.", (Said("person", _PRESSURE),), 300, "p")
    bare: list[float] = []
    whole: list[float] = []
    for _ in range(_ROUNDS // 2):
        for kept, call in ((bare, _bare(assistance, prompt)), (whole, assistance.stream(owner, prompt))):
            began = time.perf_counter()
            async for _piece in call:
                pass
            kept.append((time.perf_counter() - began) * 1000)
    return statistics.median(whole) - statistics.median(bare)


def _bare(assistance: Assistance, prompt: Prompt) -> AsyncIterator[str | Spent]:
    if assistance.assistant is None:
        raise RuntimeError("the bench needs its model")
    return assistance.assistant.stream(prompt)


async def _called(sim: Simulator, since: int, method: str, times: int = 1) -> bool:
    """Whether the bot has made this call so often since then; looked at every half millisecond."""
    await asyncio.sleep(0.0005)
    made = itertools.islice(sim.api.requests, since, None)
    return sum(one.method == method for one in made) >= times


async def _quiet(sim: Simulator, runtime: Runtime) -> None:
    while sim.unconfirmed or not await runtime.idle():
        await asyncio.sleep(0.01)


def _p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]
