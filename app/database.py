"""The database from the product's side: its schema, who may use it, and this process's presence in it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.instance_lock import InstanceLock, sole_user
from app.team import team
from core import db
from core.db.presence import Presence, in_turn
from core.settings import EMBEDDED, Settings

# Processes that start at once bring the schema up one after the other.
_SCHEMA_TURN = 0x41746E


async def migrate(url: str) -> None:
    """Bring the whole schema up to this version; raises `SchemaUnknown` when a newer one wrote the database."""
    if db.is_file(url):
        await db.migrate(url)
        return
    # Imported for PostgreSQL alone: the job engine costs a tenth of a second at the start.
    from core.gateways.jobs_schema import migrate_jobs

    async with in_turn(url, _SCHEMA_TURN):
        await db.migrate(url)
        await migrate_jobs(url)


@asynccontextmanager
async def opened(url: str, presence: Presence | None) -> AsyncIterator[None]:
    """The database, with its schema, ours alone if it is a file; present in it otherwise."""
    if presence is None:
        async with sole_user(url), _connected(url):
            yield
        return
    async with _connected(url), team() as group:
        present = group.create_task(presence.run())
        try:
            yield
        finally:
            present.cancel()


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[None]:
    await migrate(url)
    await db.connect(url)
    try:
        yield
    finally:
        await db.disconnect()


@asynccontextmanager
async def reachable(settings: Settings) -> AsyncIterator[Settings]:
    """The settings with the address of a database that is there: `embedded` starts a server of our own."""
    if settings.database != EMBEDDED:
        yield settings
        return
    from core.gateways.private_postgres import private_server

    folder = settings.data_dir.absolute()
    lock = InstanceLock(folder / "postgres.lock")
    lock.acquire()
    try:
        async with private_server(folder) as url:
            yield settings.model_copy(update={"database_url": url})
    finally:
        lock.release()
