from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.runtime import running
from app.wiring import build
from core.gateways.clock import MovableClock
from core.i18n import translator
from core.models import OdometerReading
from simulator.testing import Simulator
from tests.conftest import Bot, Chat, settings_for
from tests.journeys.test_webhook import free_port
from tests.making import vehicle


@pytest.fixture
async def chat(sim: Simulator, tmp_path: Path) -> AsyncIterator[Chat]:
    """A chat whose updates come by webhook."""
    port, clock = free_port(), MovableClock()
    update = {"public_url": f"http://127.0.0.1:{port}", "http_port": port}
    settings = settings_for(sim, tmp_path).model_copy(update=update)
    async with running(build(settings, clock), warm=False) as runtime:
        yield Chat(Bot(sim, runtime, clock), sim.user("Camille", lang="fr"), translator("fr"))


async def test_an_update_delivered_many_times_has_one_effect_and_one_answer(sim: Simulator, chat: Chat):
    await vehicle(chat, plate="AB123CD")
    sim.updates(duplicates=4)
    said = len(chat.person.messages)
    for number in range(3):
        await chat.say(f"{42_000 + number} km")
    assert await OdometerReading.all().count() == 3
    assert len(chat.person.messages) - said == 3


async def test_updates_in_the_wrong_order_are_each_answered(sim: Simulator, chat: Chat):
    await chat.say("/start")
    sim.updates(reorder=True)
    said = len(chat.person.messages)
    for _ in range(10):
        await chat.person.say("/help")
    await chat.bot.settle()
    assert len(chat.person.messages) - said == 10


async def test_the_simulated_telegram_was_given_the_secret(sim: Simulator, chat: Chat):
    await chat.say("/start")
    assert sim.api.webhook.secret == chat.bot.runtime.parts.settings.webhook_secret
    assert len(sim.api.webhook.secret) >= 32
