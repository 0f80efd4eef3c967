"""A process's own connection to PostgreSQL, beside the pool.

Others see by the locks it holds that the process lives: the server gives them back the moment the process dies. And it
hears at once what other processes announce. Through a pooler that shares connections neither works, and all falls
back on heartbeats and regular looks; `?direct=host:port` in the address leads this connection around the pooler.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import structlog
from tortoise.exceptions import DBConnectionError

from core import db

log = structlog.get_logger()

# Seconds after which the server notices that our machine is gone, and gives its locks to others.
_KEEPALIVE = {"tcp_keepalives_idle": "20", "tcp_keepalives_interval": "5", "tcp_keepalives_count": "4"}
_WANTED = ("host", "port", "user", "password", "database", "ssl")
LONGEST_PAUSE = 2.0

Heard = Callable[[str], None]
# The driver has no types.
Connection = Any


def _driver() -> Any:
    # Imported when a server is spoken to: it costs a tenth of a second at the start.
    import asyncpg  # type: ignore[import-untyped]  # the driver has no stubs

    return asyncpg


def _away() -> tuple[type[Exception], ...]:
    """What the driver raises when nobody answers, or not as asked."""
    driver = _driver()
    # The last is said of a connection that broke in the midst of a statement and is asked once more.
    return (OSError, TimeoutError, driver.PostgresError, driver.InterfaceError, driver.InternalClientError)


async def own_connection(url: str) -> Connection:
    """A connection outside the pool; raises a database error when nobody answers."""
    given = db.credentials(url, direct=True)
    try:
        return await _driver().connect(
            **{name: given[name] for name in _WANTED if name in given},
            timeout=10,
            command_timeout=30,
            server_settings={"application_name": "autotrack presence", **_KEEPALIVE},
        )
    except _away() as error:
        raise DBConnectionError(type(error).__name__) from error


@asynccontextmanager
async def in_turn(url: str, number: int) -> AsyncIterator[Connection]:
    """Within the block no other process is in a block of the same number; yields the connection that says so."""
    connection = await own_connection(url)
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", number)
        yield connection
    except _driver().PostgresError as error:
        raise DBConnectionError(f"{type(error).__name__}: {error}") from error
    finally:
        await connection.close()


@dataclass(slots=True)
class Presence:
    """Keeps the connection, and what it holds and listens to, as long as `run` runs."""

    url: str
    _connection: Connection | None = None
    _open: asyncio.Event = field(default_factory=asyncio.Event)
    _lost: asyncio.Event = field(default_factory=asyncio.Event)
    _busy: asyncio.Lock = field(default_factory=asyncio.Lock)
    _held: set[tuple[int, int]] = field(default_factory=set)
    _ears: dict[str, Heard] = field(default_factory=dict)
    _when_open: list[Callable[[], None]] = field(default_factory=list)
    _when_lost: list[Callable[[], None]] = field(default_factory=list)

    async def run(self) -> None:
        """Be connected, again and again, until cancelled."""
        pause = 0.1
        try:
            while True:
                try:
                    await self._connect()
                except db.DatabaseError as problem:
                    log.warning("presence.away", reason=str(problem), pause=pause)
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, LONGEST_PAUSE)
                    continue
                pause = 0.1
                await self._lost.wait()
                self._forget()
                log.warning("presence.lost")
        finally:
            connection, self._connection = self._connection, None
            self._open.clear()
            if connection is not None and not connection.is_closed():
                connection.terminate()

    def listen(self, channel: str, heard: Heard) -> None:
        """Call `heard` with what is announced on the channel; to be said before `run`."""
        self._ears[channel] = heard

    def watch(self, *, opened: Callable[[], None] | None = None, lost: Callable[[], None] | None = None) -> None:
        """Tell when the connection is there (again) and when it broke."""
        if opened is not None:
            self._when_open.append(opened)
        if lost is not None:
            self._when_lost.append(lost)

    async def ask(self, sql: str, *values: object) -> object:
        """One value from a statement on this connection, once it is open; raises a database error when it breaks."""
        await self._open.wait()
        async with self._busy:
            if self._connection is None:
                raise DBConnectionError("presence lost")
            try:
                return await self._connection.fetchval(sql, *values)
            except _away() as error:
                raise DBConnectionError(type(error).__name__) from error

    def keep(self, kind: int, number: int) -> None:
        """Take this lock again by ourselves whenever the connection had to be made again."""
        self._held.add((kind, number))

    async def let_go(self, kind: int, number: int) -> None:
        """Give the lock back; one that went with its connection is gone already."""
        self._held.discard((kind, number))
        if self._open.is_set():
            await self.ask("SELECT pg_advisory_unlock($1::int, $2::int)", kind, number)

    async def _connect(self) -> None:
        connection = await own_connection(self.url)
        self._lost.clear()
        connection.add_termination_listener(lambda _: self._lost.set())
        try:
            for kind, number in self._held:
                await connection.execute("SELECT pg_try_advisory_lock($1::int, $2::int)", kind, number)
            for channel in self._ears:
                await connection.add_listener(channel, self._hear)
        except _away() as error:
            connection.terminate()
            raise DBConnectionError(type(error).__name__) from error
        except BaseException:
            connection.terminate()
            raise
        self._connection = connection
        self._open.set()
        for tell in self._when_open:
            tell()

    def _hear(self, _: object, __: int, channel: str, words: str) -> None:
        self._ears[channel](words)

    def _forget(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.terminate()
        self._open.clear()
        for tell in self._when_lost:
            tell()
