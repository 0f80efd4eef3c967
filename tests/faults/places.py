"""Where a bot keeps its rows in a fault run, and a bot in this event loop to begin and to end with."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from app.runtime import running
from app.wiring import build
from bot.rate import Pace
from core import db
from core.gateways.clock import MovableClock
from core.ports import Clock
from core.settings import Settings
from simulator.testing import Simulator
from tests.conftest import Bot
from tests.postgres.server import PostgresServer, started_server

_AUDIT = {
    "sqlite": (
        "CREATE TABLE audit(chat_id BIGINT, payload TEXT)",
        "CREATE TRIGGER audited AFTER INSERT ON outgoing BEGIN INSERT INTO audit VALUES(new.chat_id, new.payload); END",
    ),
    "postgres": (
        "CREATE TABLE audit(chat_id BIGINT, payload TEXT)",
        (
            "CREATE FUNCTION audit_it() RETURNS trigger AS 'BEGIN INSERT INTO audit VALUES(new.chat_id, new.payload);"
            " RETURN new; END' LANGUAGE plpgsql"
        ),
        "CREATE TRIGGER audited AFTER INSERT ON outgoing FOR EACH ROW EXECUTE FUNCTION audit_it()",
    ),
}


@dataclass(slots=True)
class Place:
    """A database with its folder."""

    folder: Path
    url: str
    server: PostgresServer | None = None

    @property
    def kind(self) -> str:
        return "postgres" if self.server is not None else "sqlite"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "bot.log"

    @property
    def environment(self) -> dict[str, str]:
        return {"DATABASE_URL": self.url} if self.server is not None else {}

    @asynccontextmanager
    async def bot(
        self,
        sim: Simulator,
        *,
        pace: Pace | None = None,
        warm: bool = False,
        clock: Clock | None = None,
        **more: object,
    ) -> AsyncIterator[Bot]:
        """A bot in this event loop; `more` are settings."""
        settings = Settings(
            _env_file=None,  # type: ignore[call-arg]  # pydantic-settings takes it at construction
            bot_token=SecretStr(sim.token),
            telegram_api_url=sim.api_url,
            data_dir=self.data,
            database_url=self.url,
            http_port=0,
        ).model_copy(update=more)
        movable = MovableClock()
        parts = build(settings, clock or movable)
        if pace is not None:
            parts.messenger.pace = pace
        async with running(parts, warm=warm) as runtime:
            yield Bot(sim, runtime, movable)

    @asynccontextmanager
    async def rows(self) -> AsyncIterator[None]:
        """The database alone, while no bot of this event loop is on it."""
        await db.connect(self.url)
        try:
            yield
        finally:
            await db.disconnect()


@asynccontextmanager
async def sqlite_place(folder: Path) -> AsyncIterator[Place]:
    """The default database in the data folder."""
    yield Place(folder, Settings(_env_file=None, data_dir=folder / "data").database)  # type: ignore[call-arg]


@asynccontextmanager
async def postgres_place(folder: Path) -> AsyncIterator[Place]:
    """A fresh database on a server of its own."""
    with started_server() as server:
        async with server.database() as url:
            yield Place(folder, url, server)


PLACES = {"sqlite": sqlite_place, "postgres": postgres_place}


async def watch_replies() -> None:
    """Keep a copy of every message that is stored, to see later whether an update had its effect twice."""
    for statement in _AUDIT["sqlite" if db.is_sqlite() else "postgres"]:
        await db.client().execute_script(statement)


async def replies(chat_id: int) -> list[dict[str, object]]:
    """Every message that was ever stored for a chat, oldest first."""
    order = "rowid" if db.is_sqlite() else "ctid"
    rows = await db.fetch(f"SELECT payload FROM audit WHERE chat_id = ? ORDER BY {order}", chat_id)
    return [json.loads(row["payload"]) for row in rows]
