"""A trivial update through Flow: routing and steps alone, then with the whole durable path on SQLite."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any

from telegram import Update

from app.assembled import Parts
from app.roles import SLOTS
from app.wiring import build
from benchmarks.bots import bench_settings, update_of
from benchmarks.rows import Row
from bot.context import BotContext
from bot.flow import Flow, Next, flow
from bot.inbox import Inbox
from bot.routing import command, typed
from bot.turn import Turn, current_turn
from bot.updates import accept
from core import db
from core.gateways.clock import SystemClock
from core.gateways.jobs_embedded import EmbeddedJobs
from core.models import Account
from core.services.conversations import Conversation
from simulator.testing import Simulator

NAME = "flow"

UPDATES, CHATS = 2000, 50


async def begin(_: Update, __: BotContext) -> Next:
    """Start counting."""
    return Count.ON


async def count(_: Update, context: BotContext) -> Next:
    """Count one more message in the draft."""
    context.place.draft["n"] = int(str(context.place.draft.get("n", 0))) + 1
    return Count.ON


class Count(StrEnum):
    """The one step."""

    ON = "on"


def _flow() -> Flow:
    return flow("bench", entry=[command("go", begin)], steps={Count.ON: [typed(count)]})


@asynccontextmanager
async def _bot() -> AsyncIterator[Parts]:
    with tempfile.TemporaryDirectory() as folder:
        async with Simulator.running() as sim:
            settings = bench_settings(sim.api_url, sim.token, Path(folder))
            parts = build(settings, SystemClock())
            for group in list(parts.application.handlers.values()):
                for handler in list(group):
                    parts.application.remove_handler(handler)
            parts.application.add_handler(_flow())
            await db.migrate(settings.database)
            await db.connect(settings.database)
            await parts.api.request.initialize()
            await parts.application.initialize()
            try:
                yield parts
            finally:
                await parts.api.request.shutdown()
                await db.disconnect()


async def _in_memory() -> float:
    async with _bot() as parts:
        places = {chat: Conversation(chat, "bench", "on") for chat in range(1, CHATS + 1)}
        accounts = {chat: Account(id=chat, telegram_id=chat, language="fr") for chat in places}
        raws = [update_of(n, n % CHATS + 1, "x") for n in range(1, UPDATES + 1)]
        started = time.perf_counter()
        for raw in raws:
            update = Update.de_json(raw, parts.application.bot)
            chat = raw["message"]["chat"]["id"]
            token = current_turn.set(Turn(update, accounts[chat], places[chat]))
            await parts.application.process_update(update)
            current_turn.reset(token)
        seconds = time.perf_counter() - started
        assert sum(int(str(place.draft["n"])) for place in places.values()) == UPDATES
        return UPDATES / seconds


async def _on_sqlite() -> float:
    async with _bot() as parts:
        async with db.transaction():
            for n in range(1, CHATS + 1):
                await accept(parts.jobs, update_of(n, n, "/go"))
        await _work_off(parts)
        async with db.transaction():
            for n in range(1, UPDATES + 1):
                await accept(parts.jobs, update_of(CHATS + n, n % CHATS + 1, "x"))
        started = time.perf_counter()
        await _work_off(parts)
        seconds = time.perf_counter() - started
        rows: list[Any] = list(await db.fetch("SELECT draft FROM chat_state"))
        assert sum(int(row["draft"].split(":")[1].rstrip("}")) for row in rows) == UPDATES
        return UPDATES / seconds


async def _work_off(parts: Parts) -> None:
    """Run a worker on what is queued; each pass has a worker of its own, since a drained one takes nothing new."""
    jobs = EmbeddedJobs(SLOTS)
    jobs.register("update", Inbox(parts.application, parts.services, parts.api, parts.background).update)
    async with asyncio.TaskGroup() as group:
        group.create_task(jobs.run())
        while not await jobs.idle():
            await asyncio.sleep(0.005)
        await jobs.drain(5)


def run() -> list[Row]:
    """Updates a second, one process."""
    memory, sqlite = asyncio.run(_in_memory()), asyncio.run(_on_sqlite())
    return [
        Row("trivial update through Flow, state in memory", memory, 4000, "/s", f"{UPDATES} updates, {CHATS} chats"),
        Row(
            "trivial update through Flow, durable on SQLite", sqlite, 1500, "/s", "inbox row, account, place, done mark"
        ),
    ]
