from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from simulator.testing import Simulator
from tests.conftest import Bot, Chat
from tests.webhooks.inside import INSIDE, open_bot, read

PARTS = ("db", "telegram", "queue", "schedule", "stripe")


@pytest.fixture
async def bot(sim: Simulator, tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(sim, tmp_path) as bot:
        yield bot


@pytest.fixture
def language() -> str:
    return "fr"


async def test_a_running_bot_is_alive_and_ready(bot: Bot):
    assert await read(bot, "/health") == (200, {"status": "ok"})
    status, body = await read(bot, "/health/ready", INSIDE)
    assert status == 200
    parts = body["parts"]
    assert isinstance(parts, dict)
    assert {name: part["status"] for name, part in parts.items()} == dict.fromkeys(PARTS, "ok")


async def test_each_part_tells_how_long_it_took(bot: Bot):
    for part in PARTS:
        status, body = await read(bot, f"/health/{part}", INSIDE)
        assert status == 200
        assert float(str(body["milliseconds"])) >= 0


async def test_the_queue_tells_how_much_waits_and_for_how_long(chat: Chat):
    await chat.say("/start")
    chat.bot.sim.fault(kind="429", retry_after=20, times=None)
    await chat.person.say("/help")
    while True:
        _, body = await read(chat.bot, "/health/queue", INSIDE)
        if body.get("outgoing.answer") == 1.0:
            break
    assert float(str(body["outgoing_oldest_seconds.answer"])) >= 0
    assert body["reading_line.waiting"] == 0


async def test_without_the_token_health_says_ok_or_failing_and_no_more(bot: Bot):
    for path in ("/health", "/health/ready", "/health/db", "/health/telegram", "/health/queue"):
        for token in (None, "", "wrong", INSIDE[:-1], INSIDE + "1", "é"):
            assert await read(bot, path, token) == (200, {"status": "ok"})


async def test_without_telegram_it_is_alive_but_not_ready_and_names_only_the_kind_of_problem(sim: Simulator, bot: Bot):
    for token in (INSIDE, None):
        sim.fault(kind="500", method="getMe", times=1)
        status, body = await read(bot, "/health/ready", token)
        assert status == 503
        assert body["status"] == ("degraded" if token else "failing")
        assert ("parts" in body) == (token is not None)
        assert sim.token not in str(body)
    assert (await read(bot, "/health"))[0] == 200


async def test_unknown_paths_are_not_found(bot: Bot):
    async with aiohttp.ClientSession() as session:
        for path in ("/", "/admin", "/telegram"):
            async with session.get(f"{bot.runtime.sidecar.address}{path}") as response:
                assert response.status == 404
