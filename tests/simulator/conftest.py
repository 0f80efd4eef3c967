from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from telegram import Bot
from telegram.ext import Application, ApplicationBuilder

from simulator.person import Person
from simulator.testing import Simulator

Ask = Callable[..., Awaitable[dict[str, Any]]]
App = Application[Any, Any, Any, Any, Any, Any]


@pytest.fixture(autouse=True)
def the_librarys_durations_are_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture
async def sim() -> AsyncIterator[Simulator]:
    async with Simulator.running() as simulator:
        yield simulator


@pytest.fixture
async def bot(sim: Simulator) -> AsyncIterator[Bot]:
    bot = Bot(sim.token, base_url=f"{sim.api_url}/bot", base_file_url=f"{sim.api_url}/file/bot")
    async with bot:
        sim.api.requests.clear()
        yield bot


@pytest.fixture
async def ana(sim: Simulator) -> Person:
    person = sim.user("Ana", lang="fr")
    await person.say("/start")
    return person


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as client:
        yield client


@pytest.fixture
def ask(sim: Simulator, session: aiohttp.ClientSession) -> Ask:
    async def request(method: str, **params: object) -> dict[str, Any]:
        async with session.post(f"{sim.api_url}/bot{sim.token}/{method}", json=params) as answer:
            body: dict[str, Any] = await answer.json()
            return body | {"status": answer.status}

    return request


@pytest.fixture
def control(sim: Simulator, session: aiohttp.ClientSession) -> Ask:
    async def request(path: str, body: object = None, **options: Any) -> dict[str, Any]:
        verb = "GET" if body is None else "POST"
        async with session.request(verb, f"{sim.api_url}/sim/{path}", json=body, **options) as answer:
            read: dict[str, Any] = await answer.json()
            return read | {"status": answer.status}

    return request


@pytest.fixture
async def app(sim: Simulator) -> AsyncIterator[App]:
    builder = ApplicationBuilder().token(sim.token).base_url(f"{sim.api_url}/bot")
    application = builder.base_file_url(f"{sim.api_url}/file/bot").build()
    async with application:
        await application.start()
        yield application
        if application.updater is not None and application.updater.running:
            await application.updater.stop()
        await application.stop()


def png(width: int = 30, height: int = 40, tail: bytes = b"") -> bytes:
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + header + b"\x08\x02\0\0\0" + tail
