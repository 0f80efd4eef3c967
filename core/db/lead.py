"""One of many processes does what only one may do, such as sending or polling, and another takes over when it dies.

An advisory lock on the process's own connection decides who; it is free the moment that process dies. A row says when
the holder was last seen, so that one that hangs is shut out, and names it, so that what a holder writes after it was
shut out can be refused in the same transaction.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog

from core import db
from core.db.presence import Presence

log = structlog.get_logger()

# Advisory locks of this kind stand for things that one process does; the numbers are given in `app/wiring.py`.
_KIND = 0x41746D
_HOLDER = (
    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = $1"
    " AND objid = $2 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


class NotLeading(Exception):
    """Another process does this by now."""


@dataclass(slots=True)
class Lead:
    """A task that one process has at a time. `silence`: seconds after which a holder that says nothing is shut out."""

    presence: Presence
    name: str
    number: int
    silence: float = 10.0
    look: float = 1.0
    me: int = field(default_factory=lambda: secrets.randbits(62))
    leading: bool = False
    _over: asyncio.Event = field(default_factory=asyncio.Event)
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.presence.watch(lost=self._over.set)

    async def while_leading(self, begin: Callable[[], Awaitable[None]], end: Callable[[], None]) -> None:
        """Run `begin` whenever this process leads, and call `end` for it to finish; again and again until `stop`."""
        while not self._stopping.is_set():
            if not await self._try(self._take):
                await self._pause(self.look)
                continue
            log.info("lead.taken", of=self.name)
            self.leading = True
            try:
                async with asyncio.TaskGroup() as group:
                    beating = group.create_task(self._beat())
                    ending = group.create_task(self._call(end))
                    await begin()
                    beating.cancel()
                    ending.cancel()
            finally:
                self.leading = False
            await self._leave()
            log.info("lead.left", of=self.name)

    def stop(self) -> None:
        """Lead no more; what was begun is told to end."""
        self._stopping.set()
        self._over.set()

    async def confirm(self) -> None:
        """Within a transaction: nobody else leads until it ends; raises `NotLeading` when somebody does."""
        rows = await db.fetch("SELECT owner FROM lease WHERE name = ? FOR SHARE", self.name)
        if not rows or int(rows[0]["owner"]) != self.me:
            self._over.set()
            raise NotLeading(self.name)

    async def _take(self) -> bool:
        self._over.clear()
        if not await self.presence.ask("SELECT pg_try_advisory_lock($1::int, $2::int)", _KIND, self.number):
            await self._shut_out_the_silent()
            return False
        try:
            # Waits for a holder's transaction under way, and refuses those that come later.
            await db.fetch(
                "INSERT INTO lease(name, owner, seen_at) VALUES(?, ?, ?) ON CONFLICT(name) DO UPDATE"
                " SET owner = excluded.owner, seen_at = excluded.seen_at RETURNING name",
                *(self.name, self.me, db.stamp()),
            )
        except db.DatabaseError:
            await self._leave()
            raise
        return True

    async def _shut_out_the_silent(self) -> None:
        rows = await db.fetch("SELECT seen_at FROM lease WHERE name = ?", self.name)
        if rows and int(rows[0]["seen_at"]) < db.stamp() - self.silence * 1000:
            log.warning("lead.shut_out", of=self.name)
            await self.presence.ask(_HOLDER, _KIND, self.number)

    async def _leave(self) -> None:
        try:
            await self.presence.let_go(_KIND, self.number)
        except db.DatabaseError as problem:
            # The lock went with the connection.
            log.info("lead.lock_gone", of=self.name, reason=type(problem).__name__)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(self.silence / 5)
            try:
                mine = await db.execute(
                    "UPDATE lease SET seen_at = ? WHERE name = ? AND owner = ?", db.stamp(), self.name, self.me
                )
            except db.DatabaseError as problem:
                log.warning("lead.not_noted", of=self.name, reason=type(problem).__name__)
                continue
            if not mine:
                self._over.set()

    async def _call(self, end: Callable[[], None]) -> None:
        await self._over.wait()
        end()

    async def _try(self, what: Callable[[], Awaitable[bool]]) -> bool:
        """Do it, with the connection there is; False when the database is away or we stop meanwhile."""
        try:
            trying = asyncio.ensure_future(what())
            stopping = asyncio.ensure_future(self._stopping.wait())
            try:
                await asyncio.wait((trying, stopping), return_when=asyncio.FIRST_COMPLETED)
                return trying.done() and trying.result()
            finally:
                trying.cancel()
                stopping.cancel()
                await asyncio.gather(trying, stopping, return_exceptions=True)
        except db.DatabaseError as problem:
            log.warning("lead.not_taken", of=self.name, reason=type(problem).__name__)
            return False

    async def _pause(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            return
