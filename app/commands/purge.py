"""`autotrack purge`: what has been kept as long as it may be; shown first, deleted with `--delete`.

It calls what the schedule calls every hour and knows no rule of its own.
"""

import argparse
import asyncio
import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import SecretStr

from app import logs
from app.assembled import Parts
from app.backups import keys_of
from app.commands.backup import why
from app.commands.run import refuse
from app.database import migrate, reachable
from app.instance_lock import AlreadyRunning, sole_user
from app.progress import Progress
from app.roles import Roles
from app.wiring import build
from core import db
from core.gateways.clock import SystemClock
from core.gateways.file_store import EncryptedFiles
from core.gateways.private_postgres import NoServer
from core.gateways.sqlite_copy import copy
from core.models.personal import REGISTER
from core.ports import Clock
from core.services.orphans import Orphans
from core.settings import Settings, load

# Those jobs of the schedule that only delete.
JOBS = ("mend_documents", "forget", "purge", "tidy", "forget_codes")
_NOBODY = Roles(takes_in=False, queues=(), ticks=False, sends=False)


class _Undone(Exception):
    """Takes back what was only tried."""


@dataclass(slots=True)
class _Unharmed:
    """Files that are only counted when they would be deleted."""

    store: EncryptedFiles
    deleted: list[str] = field(default_factory=list)

    async def put(self, content: bytes) -> str:
        """As the store does."""
        return await self.store.put(content)

    async def get(self, name: str) -> bytes:
        """As the store does."""
        return await self.store.get(name)

    async def delete(self, name: str) -> None:
        """Only count it."""
        self.deleted.append(name)

    async def older_than(self, seconds: float) -> list[str]:
        """As the store does."""
        return await self.store.older_than(seconds)


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `purge`."""
    parser = subparsers.add_parser("purge", help="say what has been kept as long as it may be, or delete it")
    parser.add_argument("--delete", action="store_true", help="delete it, instead of only counting")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print a line per table."""
    settings = load()
    logs.set_up("WARNING", [])
    os.umask(0o077)
    try:
        asyncio.run(_purged(settings, SystemClock(), delete=arguments.delete))
    except AlreadyRunning:
        return refuse(
            "autotrack run has the SQLite file, and deletes by itself every hour; without --delete you can look"
        )
    except (NoServer, db.SchemaUnknown) as problem:
        return refuse(str(problem))
    except (OSError, db.DatabaseError) as problem:
        return refuse(why(problem))
    return 0


async def _purged(settings: Settings, clock: Clock, *, delete: bool) -> None:
    gone, files = await purged(settings, clock, delete=delete)
    for table, count in sorted(gone.items()):
        print(f"{table:<22} {count:>8,}")
    if files:
        print(f"{'files without a row':<22} {files:>8,}")
    total = f"{sum(gone.values()):,} rows"
    print(
        f"{total} deleted" if delete else f"{total} would be deleted: --delete does it, and the running bot every hour"
    )


async def purged(settings: Settings, clock: Clock, *, delete: bool) -> tuple[dict[str, int], int]:
    """How many rows of each table go, and how many files that no row names; for good or only to see."""
    keys = keys_of(settings)
    files = _Unharmed(EncryptedFiles.open(settings.data_dir / "files", keys))
    async with reachable(settings) as found, _own_copy(found, keys, delete=delete) as place:
        parts = build(place.model_copy(update={"bot_token": place.bot_token or SecretStr("0:offline")}), clock, _NOBODY)
        async with _connected(place.database, alone=delete):
            before = await _rows()
            async with _taken_back(really=not delete):
                await _call(parts)
                after = await _rows()
                astray = 0 if delete else await Orphans(files).sweep()
    return {table: before[table] - count for table, count in after.items() if count < before[table]}, astray


async def _call(parts: Parts) -> None:
    progress = Progress("purging", len(JOBS))
    for one in parts.schedule.scheduled:
        if one.name in JOBS:
            await one.call()
            progress.more(1)
    progress.end()


@asynccontextmanager
async def _taken_back(*, really: bool) -> AsyncIterator[None]:
    """Undo whatever the block did to the rows."""
    if not really:
        yield
        return
    try:
        async with db.transaction():
            yield
            raise _Undone  # noqa: TRY301  # the way to make a transaction roll back
    except _Undone:
        return


@asynccontextmanager
async def _own_copy(settings: Settings, keys: str, *, delete: bool) -> AsyncIterator[Settings]:
    """Where only to look: a copy of an SQLite file, beside a bot that may run, and no files; else the place itself."""
    if delete:
        yield settings
        return
    with tempfile.TemporaryDirectory(prefix="autotrack-purge-") as folder:
        apart: dict[str, object] = {"data_dir": Path(folder), "data_key": SecretStr(keys)}
        if db.is_file(settings.database):
            source, target = Path(str(db.credentials(settings.database)["file_path"])), Path(folder) / "copy.sqlite3"
            await asyncio.to_thread(copy, source, target, lambda _, __: None)
            apart["database_url"] = f"sqlite:///{target}"
        yield settings.model_copy(update=apart)


@asynccontextmanager
async def _connected(url: str, *, alone: bool) -> AsyncIterator[None]:
    async with sole_user(url) if alone and db.is_file(url) else nullcontext():
        await migrate(url)
        await db.connect(url)
        try:
            yield
        finally:
            await db.disconnect()


async def _rows() -> dict[str, int]:
    found = {}
    for entry in REGISTER:
        (row,) = await db.fetch(f"SELECT count(*) AS n FROM {entry.table}")  # noqa: S608  # names of ours
        found[entry.table] = int(row["n"])
    return found
