"""A bot whose inside may be seen by whoever has the token."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
from pydantic import SecretStr

from app.runtime import running
from app.wiring import build
from core.gateways.clock import MovableClock
from simulator.testing import Simulator
from tests.conftest import Bot, settings_for

INSIDE = "canary-canary-canary"


@asynccontextmanager
async def open_bot(sim: Simulator, folder: Path) -> AsyncIterator[Bot]:
    clock = MovableClock()
    settings = settings_for(sim, folder).model_copy(update={"metrics_token": SecretStr(INSIDE)})
    async with running(build(settings, clock), warm=False) as runtime:
        yield Bot(sim, runtime, clock)


async def get(bot: Bot, path: str, token: str | None = None) -> tuple[int, str]:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{bot.runtime.sidecar.address}{path}", headers=headers) as response,
    ):
        return response.status, await response.text()


async def read(bot: Bot, path: str, token: str | None = None) -> tuple[int, dict[str, object]]:
    status, body = await get(bot, path, token)
    answer: dict[str, object] = json.loads(body)
    return status, answer
