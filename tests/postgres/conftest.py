"""A bot on PostgreSQL."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from pydantic import SecretStr

from app.runtime import running
from app.wiring import build
from core.gateways.clock import MovableClock
from core.i18n import translator
from core.settings import Settings
from simulator.testing import Simulator
from tests.conftest import PUSH_SECONDS, Bot, Chat
from tests.postgres.databases import database, database_url, empty_database_url, migrated_file
from tests.postgres.server import PostgresServer, postgres

__all__ = ["database", "database_url", "empty_database_url", "migrated_file", "postgres"]


@pytest.fixture
async def url(postgres: PostgresServer) -> AsyncIterator[str]:
    """A fresh database of the server, with the product's schema."""
    async with postgres.database() as url:
        yield url


@asynccontextmanager
async def running_on(sim: Simulator, folder: Path, url: str) -> AsyncIterator[Bot]:
    """A bot in this event loop, on the database of this address."""
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]  # pydantic-settings takes it at construction
        bot_token=SecretStr(sim.token),
        telegram_api_url=sim.api_url,
        data_dir=folder,
        database_url=url,
        http_port=0,
    )
    clock = MovableClock()
    parts = build(settings, clock)
    parts.messenger.pace.per_chat_seconds = PUSH_SECONDS
    async with running(parts, warm=False) as runtime:
        yield Bot(sim, runtime, clock)


@pytest.fixture
async def bot(sim: Simulator, tmp_path: Path, url: str) -> AsyncIterator[Bot]:
    async with running_on(sim, tmp_path, url) as bot:
        yield bot


@pytest.fixture
def language() -> str:
    return "fr"


@pytest.fixture
def chat(bot: Bot, language: str) -> Chat:
    return Chat(bot, bot.sim.user("Camille", lang=language), translator(language))
