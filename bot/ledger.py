"""Group commit for the outbox: marks and deletions that come together are written in one transaction."""

import asyncio
from dataclasses import dataclass, field

import structlog

from core.services.outbox import Delivered, Outbox, OutgoingMessage

log = structlog.get_logger()


@dataclass(slots=True)
class Ledger:
    """Writes down which messages are about to be sent and which are done with; a caller waits for its commit."""

    outbox: Outbox
    _starting: list[OutgoingMessage] = field(default_factory=list)
    _delivered: list[Delivered] = field(default_factory=list)
    _waiters: list[asyncio.Future[None]] = field(default_factory=list)
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _stopping: bool = False

    async def start(self, message: OutgoingMessage) -> None:
        """Note that the message is about to be sent; returns when that is committed."""
        self._starting.append(message)
        await self._committed()

    async def done(self, message: OutgoingMessage, message_id: int | None) -> None:
        """Note that the message was delivered under an id, or dropped; returns when that is committed."""
        self._delivered.append(Delivered(message, message_id))
        await self._committed()

    async def run(self) -> None:
        """Write what comes, until `stop`."""
        while not (self._stopping and not self._waiters):
            await self._wake.wait()
            self._wake.clear()
            await self._flush()

    def stop(self) -> None:
        """Write what is left and end."""
        self._stopping = True
        self._wake.set()

    async def _committed(self) -> None:
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters.append(waiter)
        self._wake.set()
        await waiter

    async def _flush(self) -> None:
        starting, self._starting = self._starting, []
        delivered, self._delivered = self._delivered, []
        waiters, self._waiters = self._waiters, []
        if not waiters:
            return
        problem: Exception | None = None
        try:
            await self.outbox.settle(starting, delivered)
        except Exception as error:
            # Told to every caller: each of them decides what its message needs.
            log.exception("ledger.failed")
            problem = error
        for waiter in waiters:
            if waiter.done():
                continue
            if problem is None:
                waiter.set_result(None)
            else:
                waiter.set_exception(problem)
