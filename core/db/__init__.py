"""The database: opening it, transactions that know what to do after the commit, raw statements.

The message path (inbox, chat state, outbox) speaks raw SQL on Tortoise's connection, because the ORM costs two to
four times as much per statement; business rows go through the ORM.
"""

import functools
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tortoise import Tortoise
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.exceptions import BaseORMException, DBConnectionError, OperationalError
from tortoise.migrations.api.migrate import migrate as tortoise_migrate
from tortoise.transactions import in_transaction

# What the database itself may raise.
DatabaseError = BaseORMException
# What another try may mend.
TRANSIENT = (OperationalError, DBConnectionError, OSError, TimeoutError)

Value = str | int | float | bytes | date | None
AfterCommit = Callable[[], None]

_after_commit: ContextVar[list[AfterCommit] | None] = ContextVar("after_commit", default=None)


def config(url: str) -> dict[str, Any]:
    """Tortoise's configuration for `sqlite:///path` or `postgres://user:password@host:port/name?maxsize=10`."""
    return {
        "connections": {"default": _connection(url)},
        "apps": {"models": {"models": ["core.models"], "migrations": "core.migrations"}},
        "use_tz": True,
        "timezone": "UTC",
    }


def _connection(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        # The path after the two slashes: sqlite:///relative.db and sqlite:////absolute.db
        path = unquote(parts.path[1:]) or ":memory:"
        credentials = {"file_path": path, "busy_timeout": 5000, "synchronous": "NORMAL"}
        return {"engine": "core.db.sqlite_immediate", "credentials": credentials}
    options: dict[str, Any] = {"minsize": 1, "maxsize": 10}
    options.update({key: int(value) for key, value in parse_qsl(parts.query) if value.isdigit()})
    return {
        "engine": "tortoise.backends.asyncpg",
        "credentials": {
            "host": parts.hostname or "127.0.0.1",
            "port": parts.port or 5432,
            "user": unquote(parts.username or ""),
            "password": unquote(parts.password) if parts.password else None,
            "database": parts.path.lstrip("/"),
            **options,
        },
    }


async def connect(url: str) -> None:
    """Open the database; the schema must be there (`migrate`)."""
    await Tortoise.init(config=config(url))


async def disconnect() -> None:
    """Close every connection."""
    await Tortoise.close_connections()


async def migrate(url: str) -> None:
    """Bring the schema up to this code's version; each migration is one transaction."""
    connection = _connection(url)
    if "file_path" in connection["credentials"]:
        Path(connection["credentials"]["file_path"]).parent.mkdir(parents=True, exist_ok=True)
    await tortoise_migrate(config=config(url))
    await Tortoise.close_connections()


@asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """One transaction; inside another it joins that one, so that all of a step commits together or not at all."""
    if _after_commit.get() is not None:
        yield
        return
    hooks: list[AfterCommit] = []
    token = _after_commit.set(hooks)
    try:
        async with in_transaction():
            yield
    finally:
        _after_commit.reset(token)
    for hook in hooks:
        hook()


@asynccontextmanager
async def savepoint() -> AsyncIterator[None]:
    """A part that may fail alone: put it around what may violate a constraint (PostgreSQL aborts the rest else)."""
    async with in_transaction():
        yield


def after_commit(hook: AfterCommit) -> None:
    """Call `hook` once the surrounding transaction has committed, or now when there is none. It must not raise."""
    hooks = _after_commit.get()
    if hooks is None:
        hook()
    else:
        hooks.append(hook)


def stamp() -> int:
    """The instant of a row of the message path: milliseconds since the epoch, by the machine's clock."""
    # Not the product's clock: moving that one must not skip a back-off or forget what was seen.
    return time.time_ns() // 1_000_000


def client() -> BaseDBAsyncClient:
    """The connection of the surrounding transaction, or the pool."""
    return Tortoise.get_connection("default")


def is_sqlite() -> bool:
    """Whether the database is the embedded one, which serves a single process."""
    return client().capabilities.dialect == "sqlite"


@functools.lru_cache(maxsize=256)
def _numbered(sql: str) -> str:
    pieces = sql.split("?")
    return "".join(f"{piece}${n}" for n, piece in enumerate(pieces[:-1], start=1)) + pieces[-1]


def _dialect(connection: BaseDBAsyncClient, sql: str) -> str:
    return sql if connection.capabilities.dialect == "sqlite" else _numbered(sql)


def _bound(connection: BaseDBAsyncClient, values: Sequence[Value]) -> list[Value]:
    """Values as the driver takes them: SQLite keeps days as text."""
    if connection.capabilities.dialect != "sqlite":
        return list(values)
    return [value.isoformat() if isinstance(value, date) else value for value in values]


async def fetch(sql: str, *values: Value) -> Sequence[dict[str, Any]]:
    """Rows of a raw query with `?` marks, by column name; also for INSERT … RETURNING."""
    connection = client()
    return await connection.execute_query_dict(_dialect(connection, sql), _bound(connection, values))


async def execute(sql: str, *values: Value) -> int:
    """Run a raw UPDATE or DELETE with `?` marks and say how many rows it changed (for INSERT use RETURNING)."""
    connection = client()
    count, _ = await connection.execute_query(_dialect(connection, sql), _bound(connection, values))
    return count
