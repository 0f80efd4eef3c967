import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from simulator.person import Person
from simulator.testing import Simulator
from tests.simulator.conftest import Ask


@dataclass
class Receiver:
    url: str = ""
    failing: int = 0
    secrets: list[str | None] = field(default_factory=list)
    updates: list[dict[str, Any]] = field(default_factory=list)
    answer: dict[str, Any] | None = None
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, request: web.Request) -> web.Response:
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if self.failing:
            self.failing -= 1
            return web.Response(status=500)
        self.updates.append(await request.json())
        self.arrived.set()
        return web.json_response(self.answer) if self.answer else web.Response()

    async def got(self, count: int) -> list[dict[str, Any]]:
        async with asyncio.timeout(5):
            while len(self.updates) < count:
                self.arrived.clear()
                await self.arrived.wait()
        return self.updates


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield receiver
    await runner.cleanup()


async def test_updates_are_posted_with_the_secret(sim: Simulator, ask: Ask, receiver: Receiver, ana: Person) -> None:
    assert (await ask("setWebhook", url=receiver.url, secret_token="s3cret_-"))["ok"]
    await ana.say("bonjour")
    updates = await receiver.got(2)
    assert [one["message"]["text"] for one in updates] == ["/start", "bonjour"]
    assert set(receiver.secrets) == {"s3cret_-"}
    await sim.quiet()
    info = (await ask("getWebhookInfo"))["result"]
    assert (info["url"], info["pending_update_count"]) == (receiver.url, 0)


async def test_a_failed_post_is_repeated_and_keeps_its_chat_in_order(
    sim: Simulator, ask: Ask, receiver: Receiver, ana: Person
) -> None:
    sim.api.webhook.first_pause = 0.02
    receiver.failing = 3
    await ask("setWebhook", url=receiver.url)
    for number in range(5):
        await ana.say(str(number))
    updates = await receiver.got(6)
    assert [one["message"]["text"] for one in updates] == ["/start", "0", "1", "2", "3", "4"]
    info = (await ask("getWebhookInfo"))["result"]
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"


async def test_what_was_not_taken_is_left_for_polling(
    sim: Simulator, ask: Ask, receiver: Receiver, ana: Person
) -> None:
    receiver.failing = 1000
    sim.api.webhook.first_pause = 0.02
    await ask("setWebhook", url=receiver.url)
    await asyncio.sleep(0.05)
    await ask("deleteWebhook")
    assert [one["message"]["text"] for one in (await ask("getUpdates"))["result"]] == ["/start"]


async def test_a_webhook_may_answer_with_a_method(sim: Simulator, ask: Ask, receiver: Receiver, ana: Person) -> None:
    receiver.answer = {"method": "sendMessage", "chat_id": ana.id, "text": "par la réponse"}
    await ask("setWebhook", url=receiver.url)
    assert (await ana.wait_for("par la réponse")).from_bot


async def test_an_update_may_be_posted_twice(sim: Simulator, ask: Ask, receiver: Receiver, ana: Person) -> None:
    sim.updates(duplicates=1)
    await ask("setWebhook", url=receiver.url)
    first, second = await receiver.got(2)
    assert first["update_id"] == second["update_id"]


async def test_a_public_address_without_tls_is_refused(ask: Ask) -> None:
    refused = await ask("setWebhook", url="http://bot.example.fr/hook")
    assert refused["description"] == "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
    refused = await ask("setWebhook", url="https://bot.example.fr", secret_token="é")
    assert refused["description"] == "Bad Request: secret token contains unallowed characters"
