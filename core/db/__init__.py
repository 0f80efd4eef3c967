"""The database: opening it, transactions that know what to do after the commit, raw statements.

The message path (inbox, chat state, outbox) speaks raw SQL on Tortoise's connection, because the ORM costs two to
four times as much per statement; business rows go through the ORM.
"""

import functools
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

from tortoise import Tortoise
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.backends.base.executor import EXECUTOR_CACHE
from tortoise.context import require_context
from tortoise.exceptions import BaseORMException, DBConnectionError, IntegrityError, OperationalError
from tortoise.fields import DatetimeField
from tortoise.migrations.api.migrate import migrate as tortoise_migrate
from tortoise.models import Model
from tortoise.transactions import in_transaction

from core.db.fresh import lay
from core.db.turns import urgent

__all__ = [
    "AfterCommit",
    "DatabaseError",
    "IntegrityError",
    "SchemaUnknown",
    "Value",
    "after_commit",
    "as_day",
    "client",
    "config",
    "connect",
    "credentials",
    "disconnect",
    "execute",
    "fetch",
    "is_file",
    "is_sqlite",
    "is_transient",
    "load",
    "migrate",
    "savepoint",
    "stamp",
    "transaction",
    "urgent",
    "with_instants",
]

# What the database itself may raise.
DatabaseError = BaseORMException
# SQLite's result codes for a database that is busy, locked, out of memory, not readable now, full or not there now.
_PASSING_CODES = frozenset({5, 6, 7, 10, 13, 14, 15})

# In milliseconds, each to be changed by an option of the address: how long a statement may take, a wait for a lock, a
# transaction in which nothing happens.
TIMEOUTS = {"statement_timeout": "30000", "lock_timeout": "10000", "idle_in_transaction_session_timeout": "60000"}
MIGRATIONS = Path(__file__).parents[1] / "migrations"
ModelT = TypeVar("ModelT", bound=Model)

Value = str | int | float | bytes | date | None
AfterCommit = Callable[[], None]


class SchemaUnknown(Exception):
    """The database was brought up to a version that this code does not know: a newer one wrote it."""


_after_commit: ContextVar[list[AfterCommit] | None] = ContextVar("after_commit", default=None)


def config(url: str) -> dict[str, Any]:
    """Tortoise's configuration for `sqlite:///path` or `postgres://user:password@host:port/name?maxsize=10`."""
    return {
        "connections": {"default": _connection(url)},
        "apps": {"models": {"models": ["core.models"], "migrations": "core.migrations"}},
        "use_tz": True,
        "timezone": "UTC",
    }


def credentials(url: str, *, direct: bool = False) -> dict[str, Any]:
    """What the database's driver needs to connect; `direct`: around a pooler, where the address names a way."""
    found: dict[str, Any] = _connection(url)["credentials"]
    way = dict(parse_qsl(urlsplit(url).query)).get("direct", "") if direct else ""
    if way:
        host, _, port = way.partition(":")
        found |= {"host": host, "port": int(port or 5432)}
    return found


def is_file(url: str) -> bool:
    """Whether the address is that of an SQLite file, which serves a single process."""
    return url.startswith("sqlite:")


def _connection(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    if parts.scheme == "sqlite":
        # The path after the two slashes: sqlite:///relative.db and sqlite:////absolute.db
        path = unquote(parts.path[1:]) or ":memory:"
        patience = int(options.get("busy_timeout", 5000))
        credentials = {"file_path": path, "busy_timeout": patience, "synchronous": "NORMAL"}
        return {"engine": "core.db.sqlite_immediate", "credentials": credentials}
    secure = {"ssl": options["sslmode"]} if "sslmode" in options else {}
    return {
        "engine": "core.db.postgres",
        "credentials": {
            # A host in the options is the folder of the server's socket.
            "host": parts.hostname or options.get("host", "127.0.0.1"),
            "port": parts.port or 5432,
            "user": unquote(parts.username or ""),
            "password": unquote(parts.password) if parts.password else None,
            "database": parts.path.lstrip("/"),
            "minsize": int(options.get("minsize", 1)),
            "maxsize": int(options.get("maxsize", 10)),
            # Seconds: whatever the server does, nobody waits longer for a statement.
            "command_timeout": 35.0,
            **_session(options),
            **secure,
        },
    }


def _session(options: dict[str, str]) -> dict[str, Any]:
    """What each session is told: limits, in milliseconds, after which a statement ends and is tried again."""
    if options.get("pgbouncer") == "true":
        # A pooler hands a session from one client to the next: nothing may be kept in it, nor asked of it at its start.
        return {"statement_cache_size": 0}
    limits = {name: options.get(name, usual) for name, usual in TIMEOUTS.items()}
    return {"server_settings": {"application_name": "autotrack", **limits}}


async def connect(url: str) -> None:
    """Open the database; the schema must be there (`migrate`)."""
    # Statements are remembered by table alone: those of another kind of database opened before would be taken.
    EXECUTOR_CACHE.clear()
    await Tortoise.init(config=config(url))
    # Opened now rather than by whoever comes first, so that a database that is not there stops the start.
    await fetch("SELECT 1 AS one")


async def disconnect() -> None:
    """Close every connection."""
    await Tortoise.close_connections()


async def migrate(url: str, target: str | None = None, *, fresh: bool = True) -> None:
    """Bring the schema up to this code's version, or to `models.<name>`; each migration is one transaction.

    A new SQLite file gets the whole schema at once, unless not `fresh`. Raises `SchemaUnknown` when the database is
    ahead of this code.
    """
    file = credentials(url).get("file_path")
    if file is not None:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
        if fresh and target is None and file != ":memory:":
            lay(Path(file))
    await Tortoise.init(config=config(url), init_connections=False)
    try:
        await _refuse_unknown()
        await tortoise_migrate(config=config(url), target=target)
    finally:
        await Tortoise.close_connections()


async def _refuse_unknown() -> None:
    known = {path.stem for path in MIGRATIONS.glob("[0-9]*.py")}
    try:
        rows = await fetch("SELECT name FROM tortoise_migrations WHERE app = 'models'")
    except OperationalError:
        return  # nothing was ever applied
    unknown = sorted({str(row["name"]) for row in rows} - known)
    if unknown:
        raise SchemaUnknown(f"it holds {unknown[-1]}, which a newer version wrote; this one ends at {max(known)}")


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
    hooks = _after_commit.get()
    if hooks is None:
        async with transaction():
            yield
        return
    before = len(hooks)
    try:
        async with in_transaction():
            yield
    except BaseException:
        # What was rolled back has no "after".
        del hooks[before:]
        raise


def after_commit(hook: AfterCommit) -> None:
    """Call `hook` once the surrounding transaction has committed, or now when there is none. It must not raise."""
    hooks = _after_commit.get()
    if hooks is None:
        hook()
    else:
        hooks.append(hook)


def is_transient(error: BaseException) -> bool:
    """Whether another try may mend it: a database that is away, busy or full, a file or a time limit."""
    if isinstance(error, OperationalError):
        code = getattr(error.args[0] if error.args else None, "sqlite_errorcode", None)
        # The extended codes carry the kind in their lowest byte.
        return isinstance(error, IntegrityError) or (code is not None and code & 0xFF in _PASSING_CODES)
    return isinstance(error, DBConnectionError | OSError | TimeoutError)


def stamp() -> int:
    """The instant of a row of the message path: milliseconds since the epoch, by the machine's clock."""
    # Not the product's clock: moving that one must not skip a back-off or forget what was seen.
    return time.time_ns() // 1_000_000


def client() -> BaseDBAsyncClient:
    """The connection of the surrounding transaction, or the pool."""
    # The ORM's own way asks each time whether the event loop is still the same, which costs a call of the system.
    found = require_context().connections._get_storage().get("default")  # noqa: SLF001
    return found or Tortoise.get_connection("default")


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
    """Values as the driver takes them: SQLite keeps days and instants as text, as the ORM writes them."""
    if connection.capabilities.dialect != "sqlite":
        return list(values)
    return [_text(value) if isinstance(value, date) else value for value in values]


def _text(value: date) -> str:
    return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()


def as_day(value: date | str) -> date:
    """A day of a raw row: SQLite answers with the text it stores."""
    return value if isinstance(value, date) else date.fromisoformat(value)


async def fetch(sql: str, *values: Value) -> Sequence[dict[str, Any]]:
    """Rows of a raw query with `?` marks, by column name; also for INSERT … RETURNING."""
    connection = client()
    return await connection.execute_query_dict(_dialect(connection, sql), _bound(connection, values))


async def load(model: type[ModelT], rest: str, *values: Value) -> list[ModelT]:
    """Rows of a table as the ORM's objects, by what follows `FROM table`, with `?` marks.

    For what every message asks: building a query costs the ORM several times what SQLite takes to answer it.
    """
    rows = await fetch(f"SELECT {_columns(model)} FROM {model._meta.db_table} {rest}", *values)  # noqa: S608, SLF001  # our own names
    return [model._init_from_db(**with_instants(model, row)) for row in rows]  # noqa: SLF001  # how the ORM itself builds them


async def load_beside(
    model: type[ModelT], beside: Sequence[str], rest: str, *values: Value
) -> list[tuple[ModelT, dict[str, Any]]]:
    """Like `load`, with columns of a table that `rest` joins, which the model's own table does not have."""
    joined = ", ".join(beside)
    rows = await fetch(f"SELECT {_columns(model)}, {joined} FROM {model._meta.db_table} {rest}", *values)  # noqa: S608, SLF001  # our own names
    found = []
    for row in rows:
        other = {name: row.pop(name) for name in beside}
        found.append((model._init_from_db(**with_instants(model, row)), other))  # noqa: SLF001
    return found


def with_instants(model: type[Model], row: dict[str, Any]) -> dict[str, Any]:
    """The row with instants for what SQLite keeps as text: the ORM's own parser takes ten times as long."""
    for name in _instants(model):
        if isinstance(text := row[name], str):
            row[name] = datetime.fromisoformat(text)
    return row


@functools.cache
def _instants(model: type[Model]) -> tuple[str, ...]:
    fields = model._meta.fields_map  # noqa: SLF001
    return tuple(name for name in model._meta.fields_db_projection if isinstance(fields[name], DatetimeField))  # noqa: SLF001


@functools.cache
def _columns(model: type[Model]) -> str:
    """A table's columns under the names of the model's fields."""
    pairs = model._meta.fields_db_projection.items()  # noqa: SLF001  # the ORM names its columns nowhere else
    return ", ".join(f'"{column}" AS "{field}"' for field, column in pairs)


async def execute(sql: str, *values: Value) -> int:
    """Run a raw UPDATE or DELETE with `?` marks and say how many rows it changed (for INSERT use RETURNING)."""
    connection = client()
    count, _ = await connection.execute_query(_dialect(connection, sql), _bound(connection, values))
    return count
