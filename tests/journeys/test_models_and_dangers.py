"""A model that finds everything fine, and one that talks garbage, beside what is dangerous.

Each run asks a seeded seventh of the table with either; `EVERY_DANGER=1` asks all of it.
"""

import os
import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.domain.plans import Level
from core.i18n import translator
from simulator.openai.script import Act
from simulator.testing import Simulator
from tests.assisting import assisted_bot
from tests.conftest import Bot, Chat
from tests.domain.symptom_tables import phrases
from tests.making import subscriber, vehicle
from tests.postgres.databases import sqlite_url

DANGERS = [one for one in phrases("symptom_phrases.txt") if one.flags and one.language in {"fr", "en"}]
MODELS = {"fine": Act(text="Tout va bien, roulez tranquille. Everything is fine, drive on."), "garbage": Act("garbage")}


@pytest.fixture
async def bot(sim: Simulator, migrated_file: Path, tmp_path: Path) -> AsyncIterator[Bot]:
    sqlite_url(migrated_file, tmp_path)
    async with assisted_bot(sim, tmp_path, openai_price_in=0, openai_price_out=0) as bot:
        yield bot


@pytest.mark.parametrize("model", MODELS)
async def test_no_danger_is_played_down_whatever_a_model_says(bot: Bot, model: str):
    bot.sim.model.script.usual = MODELS[model]
    people = {one: Chat(bot, bot.sim.user(f"From {one}", lang=one), translator(one)) for one in ("fr", "en")}
    for chat in people.values():
        owner = await subscriber(chat, Level.PREMIUM)
        owner.ai_consent = "yes"
        await owner.save()
        await vehicle(chat, plate="AB123CD", kilometres=84_000)
    assert len(DANGERS) >= 40
    tried = DANGERS if "EVERY_DANGER" in os.environ else random.Random(20261126).sample(DANGERS, len(DANGERS) // 7)
    silent = []
    for one in tried:
        chat = people[one.language]
        await chat.say(f"/ask {one.text}")
        heads = [chat.says("ask.danger")] + [chat.says("ask.urgent")] * (not one.stop)
        if not chat.last.startswith(tuple(heads)):
            silent.append(one.text)
    assert silent == []
