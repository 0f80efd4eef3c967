"""What becomes of messages: noted at once in the journal, in the outbox's rows many at a time.

The journal knows at any kill which calls were begun and which Telegram answered, so a row that was delivered is
deleted when there is time. Where other processes may take over our rows (`marks`), the beginning is in the row too.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import structlog

from core import db
from core.db.lead import NotLeading
from core.ports import Noted, SendJournal
from core.services.outbox import Delivered, Outbox, OutgoingMessage

log = structlog.get_logger()

# Seconds between tries while the database is away.
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0


@dataclass(slots=True)
class Ledger:
    """Writes down which messages are about to be sent and which are done with."""

    outbox: Outbox
    journal: SendJournal
    marks: bool
    _starting: list[OutgoingMessage] = field(default_factory=list)
    _delivered: list[Delivered] = field(default_factory=list)
    _waiters: list[asyncio.Future[None]] = field(default_factory=list)
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _stop: asyncio.Event = field(default_factory=asyncio.Event)

    async def start(self, message: OutgoingMessage) -> None:
        """Note that the message is about to be sent."""
        if self.marks and not message.interrupted:
            self._starting.append(message)
            await self._committed()
        self.journal.begun(message.id, message.created_at)

    async def done(self, message: OutgoingMessage, message_id: int | None) -> None:
        """Note that the message was delivered under an id, or dropped; its row goes later."""
        self.journal.delivered(message.id, message.created_at, message_id)
        self._delivered.append(Delivered(message, message_id))
        if self.marks or message.live is not None:
            # Another process looks at the rows; or the next message of this name edits this one, and looks for it.
            await self._committed()
        else:
            self._wake.set()

    async def spare(self, message: OutgoingMessage) -> None:
        """Note that the message was begun and certainly not delivered: sent again, it is no repeat."""
        if self.marks:
            await self.outbox.release(message)
        self.journal.spared(message.id)

    def taken(self, message: OutgoingMessage) -> Noted | None:
        """What an earlier process noted of a message whose sending was cut, if Telegram has it after all."""
        noted = self.journal.left.get(message.id) if message.interrupted else None
        same = noted is not None and noted.created_at == message.created_at
        return noted if same and noted is not None and noted.delivered else None

    def left(self, stored: Iterable[OutgoingMessage]) -> list[OutgoingMessage]:
        """Of the rows that are there at the start those still to be sent, with what the journal knows of them."""
        open_messages, rows = [], set[int]()
        for message in stored:
            rows.add(message.id)
            noted = self.journal.left.get(message.id)
            if noted is None or noted.created_at != message.created_at:
                open_messages.append(message)
            elif noted.delivered:
                self._delivered.append(Delivered(message, noted.telegram_id))
            else:
                open_messages.append(replace(message, interrupted=True))
        self.journal.forget([message_id for message_id in self.journal.left if message_id not in rows])
        self._wake.set()
        return open_messages

    async def run(self) -> None:
        """Write what comes, until `stop`; while the database is away, patiently."""
        pause = FIRST_PAUSE
        while not (self._stop.is_set() and not self._waiters):
            await self._wake.wait()
            self._wake.clear()
            if await self._flush():
                pause = FIRST_PAUSE
            elif not self._stop.is_set():
                await self._sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
                self._wake.set()
        await self._flush()

    def stop(self) -> None:
        """Write what is left and end; what cannot be written now is in the journal."""
        self._stop.set()
        self._wake.set()

    async def _committed(self) -> None:
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters.append(waiter)
        self._wake.set()
        await waiter

    async def _flush(self) -> bool:
        starting, self._starting = self._starting, []
        delivered, self._delivered = self._delivered, []
        waiters, self._waiters = self._waiters, []
        if not (starting or delivered):
            return True
        try:
            await self.outbox.settle(starting, delivered)
        except Exception as error:
            # Told to every caller: each of them decides what its message needs. What was delivered stays to be noted.
            if _passes(error):
                log.warning("ledger.waits", reason=type(error).__name__)
            else:
                log.exception("ledger.failed")
            self._delivered = delivered + self._delivered
            for waiter in waiters:
                if not waiter.done():
                    waiter.set_exception(error)
            return False
        self.journal.forget([one.message.id for one in delivered])
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)
        return True

    async def _sleep(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._stop.wait()
        except TimeoutError:
            return


def _passes(error: Exception) -> bool:
    """That another process sends by now is news to whoever slept, and no fault; nor is a database that is away."""
    return isinstance(error, NotLeading) or db.is_transient(error)
