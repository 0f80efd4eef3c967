"""Being the only one: a lock in PostgreSQL that ends with the connection that holds it."""

import asyncio
from dataclasses import dataclass, field

import asyncpg  # type: ignore[import-untyped]  # the driver has no stubs
import structlog
from tortoise.exceptions import DBConnectionError

from core import db

log = structlog.get_logger()

# Any number will do, as long as no other program takes the same one in our database.
KEY = 0x4175746F
# Seconds after which the server notices that our machine is gone, and gives the lock to another.
_KEEPALIVE = {"tcp_keepalives_idle": "20", "tcp_keepalives_interval": "5", "tcp_keepalives_count": "4"}
_WANTED = ("host", "port", "user", "password", "database", "ssl")


@dataclass(slots=True)
class AdvisoryLock:
    """An advisory lock of one database, on a connection of its own."""

    url: str
    _connection: asyncpg.Connection | None = None
    _lost: asyncio.Event = field(default_factory=asyncio.Event)

    async def acquire(self) -> bool:
        """Take the lock; False when another connection has it. Raises a database error when nobody answers."""
        given = db.credentials(self.url)
        self._lost.clear()
        try:
            connection = await asyncpg.connect(
                **{name: given[name] for name in _WANTED if name in given}, timeout=10, server_settings=_KEEPALIVE
            )
            taken = bool(await connection.fetchval("SELECT pg_try_advisory_lock($1)", KEY))
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            raise DBConnectionError(type(error).__name__) from error
        if not taken:
            await connection.close()
            return False
        connection.add_termination_listener(lambda _: self._lost.set())
        self._connection = connection
        return True

    async def keep(self) -> None:
        """Take the lock again whenever its connection broke; returns when somebody else was quicker."""
        mine = True
        while mine:
            await self._lost.wait()
            log.warning("database.lock_lost")
            mine = await self._taken_again()

    async def release(self) -> None:
        """Give the lock back."""
        connection, self._connection = self._connection, None
        if connection is not None and not connection.is_closed():
            await connection.close(timeout=5)

    async def _taken_again(self) -> bool:
        pause = 0.1
        while True:
            try:
                return await self.acquire()
            except db.DatabaseError:
                await asyncio.sleep(pause)
                pause = min(pause * 2, 2.0)
