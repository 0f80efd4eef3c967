import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.domain.plans import Level
from core.domain.service_types import ServiceType
from core.gateways.breaker import Breaker
from core.gateways.openai_assistant import OpenAIAssistant
from core.i18n import translator
from core.models import AiSpend, AskExchange, AskThread, MaintenanceRecord
from simulator.openai.script import FAULTS, Act
from simulator.testing import Simulator
from tests.assisting import QUICK, assisted_bot
from tests.conftest import Bot, Chat
from tests.making import account, ai_uses, record, subscriber, vehicle
from tests.postgres.databases import sqlite_url

PRESSURE = {"fr": "quelle pression pour les pneus de ma voiture ?", "en": "what tyre pressure for my car?"}
OIL = {"fr": "combien de temps depuis la dernière vidange ?", "en": "how long since the last oil change?"}
ODD = {"fr": "combien j'ai dépensé l'hiver dernier ?", "en": "how much did I spend last winter?"}
# The deadline of the tests, a second try, and a busy machine.
ENOUGH = 8.0
ONE_LANGUAGE = pytest.mark.parametrize("language", ["fr"])


@pytest.fixture
async def bot(sim: Simulator, migrated_file: Path, tmp_path: Path) -> AsyncIterator[Bot]:
    sqlite_url(migrated_file, tmp_path)
    async with assisted_bot(sim, tmp_path) as bot:
        yield bot


async def agree(chat: Chat) -> None:
    """Say yes to the service."""
    owner = await account(chat)
    owner.ai_consent = "yes"
    await owner.save()


async def test_a_question_about_the_logbook_is_answered_from_rows_with_its_record_linked_and_asks_no_model(chat: Chat):
    car = await vehicle(chat, plate="AB123CD", kilometres=84_000)
    done = await record(chat, car, ServiceType.OIL_CHANGE, kilometres=84_000)
    await chat.say(OIL[chat.t.language])
    assert chat.says("own.at_km", kilometres=84_000) in chat.last
    assert chat.says("ask.from_rows") in chat.last
    await chat.tap(chat.t.plain("ask.open_record"))
    assert await MaintenanceRecord.filter(id=done.id).exists()
    await chat.say("/ask")
    assert chat.last == chat.says("ask.prompt")
    await chat.say(ODD[chat.t.language])
    assert chat.sees(chat.says("ask.consent"))
    await chat.tap(chat.t.plain("ask.consent_no"))
    assert chat.sees(chat.says("ask.unclear"))
    assert chat.bot.sim.model.script.calls == []
    assert await ai_uses(chat) == 0


async def test_a_question_is_asked_after_a_yes_streamed_into_one_message_kept_and_gone_on_with(chat: Chat):
    owner = await subscriber(chat, Level.STANDARD)
    await vehicle(chat, plate="AB123CD", kilometres=84_000)
    script = chat.bot.sim.model.script
    script.will(Act("drip", "Entre 2,2 et 2,5 bar. **Voir** [ici](https://evil.example).", 0.02), Act(text="Oui."))
    await chat.say(f"/ask {PRESSURE[chat.t.language]}")
    assert chat.last == chat.says("ask.consent")
    assert script.calls == []
    await chat.tap(chat.t.plain("ask.consent_yes"))
    assert "Entre 2,2 et 2,5 bar. Voir ici." in chat.last
    assert chat.says("ask.from_model") in chat.last
    assert "evil" not in str([message.text for message in chat.person.messages])
    shown = chat.person.drafts
    assert shown[0] == chat.says("ask.thinking")
    assert len(shown) > 1
    assert await ai_uses(chat) == 1
    await chat.say("/ask et à chaud ?" if chat.t.language == "fr" else "/ask and when warm?")
    assert "Entre 2,2 et 2,5 bar" in str(script.calls[-1]["input"])
    assert await AskThread.filter(owner_id=owner.id).count() == 1
    assert await AskExchange.all().count() == 2
    spent = await AiSpend.get(owner_id=owner.id)
    assert (spent.calls, spent.failed) == (2, 0)
    assert spent.micros > 0


@ONE_LANGUAGE
async def test_whatever_a_service_does_there_is_an_answer_and_nothing_is_counted(chat: Chat):
    await subscriber(chat, Level.STANDARD)
    await agree(chat)
    script, assistant = chat.bot.sim.model.script, chat.bot.runtime.parts.services.assistance.assistant
    assert isinstance(assistant, OpenAIAssistant)
    assistant.deadlines = QUICK
    for way in FAULTS:
        # One failing service after another, each for somebody who did not see the ones before.
        assistant.breaker = Breaker()
        script.usual, asked, began = Act(way), len(script.calls), time.monotonic()
        await chat.say(f"/ask {PRESSURE['fr']}")
        assert len(script.calls) > asked, way
        assert time.monotonic() - began < ENOUGH, way
        assert chat.last == chat.shown.text, way
        assert chat.says("ask.from_knowledge") in chat.last, way
        assert chat.says("ask.model_failed") in chat.last, way
        assert await ai_uses(chat) == 0, way
    assert await AskExchange.filter(counted=True).count() == 0


@ONE_LANGUAGE
async def test_whatever_a_service_does_when_it_is_to_choose_a_query_nothing_is_made_up(chat: Chat):
    await subscriber(chat, Level.STANDARD)
    await agree(chat)
    await vehicle(chat, plate="AB123CD", kilometres=84_000)
    script, assistant = chat.bot.sim.model.script, chat.bot.runtime.parts.services.assistance.assistant
    assert isinstance(assistant, OpenAIAssistant)
    assistant.deadlines = QUICK
    for way in (*FAULTS, "violating", "fenced"):
        assistant.breaker = Breaker()
        script.usual, asked = Act(way), len(script.calls)
        await chat.say(f"/ask {ODD['fr']}")
        assert len(script.calls) > asked, way
        assert chat.last == chat.says("ask.unclear"), way
        assert await ai_uses(chat) == 0, way


@ONE_LANGUAGE
async def test_a_question_out_of_the_blue_asks_for_a_yes_and_sells_nothing_to_who_has_the_plan(chat: Chat):
    await subscriber(chat, Level.STANDARD)
    await vehicle(chat, plate="AB123CD")
    odd = "que penses-tu du covoiturage ?"
    await chat.say(odd)
    assert chat.last == chat.says("ask.consent")
    await chat.tap(chat.t.plain("ask.consent_no"))
    await chat.say(odd)
    assert chat.last == chat.says("chat.hint")


async def test_talks_are_listed_named_counted_and_deleted(chat: Chat):
    owner = await subscriber(chat, Level.STANDARD)
    await agree(chat)
    await chat.say(f"/ask {PRESSURE[chat.t.language]}")
    await chat.tap(chat.t.plain("ask.threads"))
    talk = await AskThread.get(owner_id=owner.id)
    await chat.tap(next(label for label in chat.labels if label.startswith(talk.title)))
    assert PRESSURE[chat.t.language] in chat.last
    await chat.tap(chat.t.plain("ask.rename"))
    await chat.say("Pneus 🛞 <b>")
    assert "Pneus 🛞 <b>" in chat.last
    await chat.tap(chat.t.plain("ask.threads"))
    await chat.tap(chat.t.plain("ask.stats"))
    assert chat.says("ask.stats_left", used=1, limit=100) in chat.last
    await chat.tap(chat.t.plain("ask.threads"))
    await chat.tap(next(label for label in chat.labels if label.startswith("Pneus")))
    await chat.tap(chat.t.plain("ask.delete"))
    await chat.tap(chat.t.plain("ask.delete_yes"))
    assert chat.sees(chat.says("ask.deleted"))
    assert await AskThread.all().count() == await AskExchange.all().count() == 0


@ONE_LANGUAGE
async def test_a_danger_is_told_first_whatever_the_model_says(chat: Chat):
    await subscriber(chat, Level.STANDARD)
    await agree(chat)
    chat.bot.sim.model.script.usual = Act(text="Tout va bien, roulez tranquille.")
    await chat.say("/ask la pédale de frein s'enfonce jusqu'au plancher, c'est grave ?")
    assert chat.last.startswith(chat.says("ask.danger"))
    assert chat.last.index(chat.says("ask.danger")) < chat.last.index("Tout va bien")


@ONE_LANGUAGE
async def test_drafts_that_are_refused_become_edits_of_one_message(chat: Chat):
    await subscriber(chat, Level.STANDARD)
    await agree(chat)
    chat.bot.sim.fault(
        kind="400", times=None, method="sendMessageDraft", description="Bad Request: method is not allowed"
    )
    chat.bot.sim.model.script.will(Act("drip", "Un. Deux. Trois.", 0.05))
    before = len(chat.person.messages)
    await chat.say(PRESSURE["fr"])
    assert chat.last.startswith("Un. Deux. Trois.")
    assert len(chat.person.messages) == before + 1
    assert translator("fr")("ask.thinking") not in [message.text for message in chat.person.messages]


@ONE_LANGUAGE
async def test_the_service_is_switched_off_and_on_in_the_settings(chat: Chat):
    await subscriber(chat, Level.STANDARD)
    await agree(chat)
    await chat.say("/settings")
    assert chat.says("settings.assistant_yes") in chat.last
    await chat.tap(chat.t.plain("settings.open_assistant"))
    await chat.tap(chat.t.plain("ask.consent_no"))
    await chat.say(PRESSURE["fr"])
    assert chat.says("ask.from_knowledge") in chat.last
    assert chat.bot.sim.model.script.calls == []


async def test_a_model_may_choose_the_query_and_rows_answer_it_or_nothing_does(chat: Chat):
    await subscriber(chat, Level.STANDARD)
    await agree(chat)
    car = await vehicle(chat, plate="AB123CD", kilometres=84_000)
    await record(chat, car, ServiceType.OIL_CHANGE, kilometres=84_000)
    script = chat.bot.sim.model.script
    form = '{{"query": "{}", "vehicle": {}, "service": "{}", "category": "all", "first_day": "{}", "last_day": ""}}'
    good, days = form.format("last", 1, "oil_change", ""), form.format("spent", 1, "", "in winter")
    script.will(Act(text=good), Act(text=days), Act(text=form.format("last", 7, "oil_change", "")), Act("garbage"))
    await chat.say(f"/ask {ODD[chat.t.language]}")
    assert chat.last.startswith(chat.says("ask.understood"))
    assert chat.says("own.at_km", kilometres=84_000) in chat.last
    assert await ai_uses(chat) == 1
    for _ in range(3):
        await chat.say(f"/ask {ODD[chat.t.language]}")
        assert chat.last == chat.says("ask.unclear")
    assert await ai_uses(chat) == 1
