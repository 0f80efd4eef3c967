"""A model that obeys whatever it reads, and words in every place that it might read them from.

Each run tries a seeded tenth of them; `EVERY_INJECTION=1` tries all.
"""

import os
import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core import db
from core.domain.plans import Level
from core.domain.service_types import ServiceType
from core.i18n import translator
from core.models import Account, AskExchange, AskThread, MaintenanceRecord, Vehicle
from simulator.openai.script import Act
from simulator.testing import Simulator
from tests.assisting import assisted_bot
from tests.conftest import Bot, Chat
from tests.making import account, record, subscriber, vehicle
from tests.postgres.databases import sqlite_url

TABLE = Path(__file__).parents[1] / "domain" / "injections.txt"
INJECTIONS = [line for line in TABLE.read_text("utf-8").splitlines() if line and not line.startswith("#")]
# What an answer is made of: everything else must be as it was.
OF_ANSWERS = {"ask_thread", "ask_exchange", "ai_spend", "ai_budget", "usage_count", "chat_state", "outgoing"}
OF_ANSWERS |= {"live_message", "job", "once", "sqlite_sequence", "scheduled_run"}
PLACES = ("chat", "invoice", "vehicle", "name")


@pytest.fixture
async def bot(sim: Simulator, migrated_file: Path, tmp_path: Path) -> AsyncIterator[Bot]:
    sqlite_url(migrated_file, tmp_path)
    sim.model.script.usual = Act("obey")
    async with assisted_bot(sim, tmp_path, openai_price_in=0, openai_price_out=0) as bot:
        yield bot


async def everything() -> dict[str, list[str]]:
    """All rows that no answer has to do with."""
    tables = await db.fetch("SELECT name FROM sqlite_master WHERE type = 'table'")
    names = sorted(str(row["name"]) for row in tables)
    names = [name for name in names if name not in OF_ANSWERS and not name.startswith("document_words")]
    rows = {name: await db.fetch(f'SELECT * FROM "{name}" ORDER BY 1') for name in names}
    return {name: [str(sorted(row.items())) for row in found] for name, found in rows.items()}


async def put(place: str, words: str, owner: Account, car: Vehicle, done: MaintenanceRecord) -> str:
    """Write the words where they may be read from; what is then asked."""
    if place == "chat":
        return words
    if place == "invoice":
        await MaintenanceRecord.filter(id=done.id).update(note=words, garage=words[:200])
    elif place == "vehicle":
        await Vehicle.filter(id=car.id).update(make=words[:60], model=words[:80], nickname=words[:40])
    else:
        await AskThread.filter(owner_id=owner.id).update(title=words[:80])
    return "pourquoi la vidange est-elle importante ?"


@pytest.mark.parametrize("language", ["fr"])
async def test_words_that_give_orders_change_nothing_whatever_the_model_does(chat: Chat):
    stranger = Chat(chat.bot, chat.bot.sim.user("Victim", lang="en"), translator("en"))
    await record(stranger, await vehicle(stranger, plate="QX717ZK"), ServiceType.CLUTCH, note="CANARYNOTE secret")
    owner = await subscriber(chat, Level.PREMIUM)
    owner.ai_consent = "yes"
    await owner.save()
    car = await vehicle(chat, plate="AB123CD", kilometres=84_000)
    done = await record(chat, car, ServiceType.OIL_CHANGE, kilometres=84_000)
    await chat.say("/ask quelle pression pour mes pneus ?")
    asked = len(chat.bot.sim.model.script.calls)
    every = [(place, words) for place in PLACES for words in INJECTIONS]
    assert len(every) >= 100
    tried = every if "EVERY_INJECTION" in os.environ else random.Random(20261126).sample(every, 12)
    for place, words in tried:
        question = await put(place, words, owner, car, done)
        before = await everything()
        await chat.say(f"/ask {question}")
        assert await everything() == before, (place, words)
    assert len(chat.bot.sim.model.script.calls) - asked >= len(tried) * 0.9
    await shows_nothing_of_it(chat, owner)


async def shows_nothing_of_it(chat: Chat, owner: Account) -> None:
    """No link, no key, nothing of anybody else was shown; uses were counted one by one."""
    shown = "\n".join([*[one.text for one in chat.person.messages], *chat.person.drafts])
    for bad in (
        "evil.example",
        "http",
        "evil_bot",
        "QX717ZK",
        "QX-717-ZK",
        "CANARYNOTE",
        "sk-stand-in",
        "/delete",
        "/admin",
    ):
        assert bad not in shown, bad
    sent = str([one.params for one in chat.bot.sim.requests if one.method.startswith(("send", "edit"))])
    assert "<a href" not in sent
    assert all("url" not in str(one.params.get("reply_markup", "")) for one in chat.bot.sim.requests)
    counted = await AskExchange.filter(thread__owner_id=owner.id, counted=True).count()
    used = await db.fetch("SELECT used FROM usage_count WHERE owner_id = ? AND feature = 'ai_messages'", owner.id)
    assert [row["used"] for row in used] == [counted]
    assert (await account(chat)).id == owner.id
