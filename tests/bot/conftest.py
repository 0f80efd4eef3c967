"""The sender alone, on its own database, with the simulator as Telegram."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import structlog
from cryptography.fernet import Fernet

from bot.messenger import Messenger
from bot.rate import Pace
from bot.transport import AiohttpRequest, TelegramApi
from core import db
from core.gateways.file_store import EncryptedFiles
from core.services.outbox import Lane, Outbox
from simulator.testing import Person, Simulator
from tests.postgres.databases import migrated_file, sqlite_url

__all__ = ["migrated_file"]


@dataclass(slots=True)
class Sender:
    """A messenger at work."""

    messenger: Messenger
    outbox: Outbox
    files: EncryptedFiles
    unreachable: list[int] = field(default_factory=list)

    async def put(
        self,
        person: Person,
        *texts: str,
        push: bool = False,
        live: str | None = None,
        method: str = "sendMessage",
        **more: object,
    ) -> None:
        """Store messages in one transaction, as a step does."""
        async with db.transaction():
            for text in texts:
                payload = {"text": text, "parse_mode": "HTML", **more}
                lane = Lane.PUSH if push else Lane.ANSWER
                await self.outbox.put(person.id, method, payload, language="fr", lane=lane, live=live)

    async def all_sent(self, seconds: float = 10) -> None:
        """Wait until nothing is left to be sent."""
        async with asyncio.timeout(seconds):
            while not await self.outbox.idle():  # noqa: ASYNC110
                await asyncio.sleep(0.01)


@dataclass(slots=True)
class Desk:
    """Where senders are started, one after the other, on one database."""

    sim: Simulator
    folder: Path
    server: str
    pace: Callable[[], Pace] = Pace

    @asynccontextmanager
    async def sender(self) -> AsyncIterator[Sender]:
        """Run a sender until the block ends."""
        request = AiohttpRequest()
        await request.initialize()
        api = TelegramApi(request, self.server, self.sim.token, patience=0.5)
        files = EncryptedFiles.open(self.folder / "files", Fernet.generate_key().decode())
        gone: list[int] = []

        async def unreachable(chat_id: int) -> None:
            gone.append(chat_id)

        outbox = Outbox()
        messenger = Messenger(api, outbox, files, unreachable, self.pace())
        sender = Sender(messenger, outbox, files, gone)
        task = asyncio.create_task(messenger.run())
        try:
            yield sender
        finally:
            messenger.stop()
            async with asyncio.timeout(3):
                await task
            await request.shutdown()

    def person(self, name: str = "Camille") -> Person:
        """Somebody who pressed START once."""
        person = self.sim.user(name)
        self.sim.world.chats[person.id].started = True
        return person


@pytest.fixture(autouse=True)
def plain_tracebacks() -> None:
    """Faults are caused here on purpose; drawing each with all its variables would take seconds."""
    structlog.configure(processors=[structlog.stdlib.add_log_level, structlog.processors.JSONRenderer(default=str)])


@pytest.fixture
def language() -> str:
    """The journeys speak every language; what is proved here does not depend on it."""
    return "fr"


@pytest.fixture
async def desk(sim: Simulator, migrated_file: Path, tmp_path: Path) -> AsyncIterator[Desk]:
    await db.connect(sqlite_url(migrated_file, tmp_path) + "?busy_timeout=50")
    try:
        yield Desk(sim, tmp_path, sim.api_url)
    finally:
        await db.disconnect()
