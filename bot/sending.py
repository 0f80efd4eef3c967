"""Sending where several processes work: one of them sends for all, which keeps the order and Telegram's limits.

    any process ── row + announcement, one commit ──> the one that leads ──> its messenger ──> Telegram

Whoever leads reads what is stored when it takes over, then what is announced, and looks again every second, in case an
announcement was lost. It always reads all that waits for a chat, so that what another process committed earlier goes
first.
"""

import asyncio
from dataclasses import dataclass, field

import structlog

from bot.messenger import Messenger
from core import db
from core.db.lead import Lead
from core.services.outbox import CHANNEL, Outbox

log = structlog.get_logger()

LOOK = 1.0
# No transaction lasts as long as this: a row that is older was seen already. In milliseconds.
LATE = 120_000
# Chats read by one statement.
BATCH = 500


@dataclass(slots=True)
class Sending:
    """Runs the messenger while this process is the one that sends."""

    lead: Lead
    messenger: Messenger
    outbox: Outbox
    _chats: set[int] = field(default_factory=set)
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _looked: asyncio.Event = field(default_factory=asyncio.Event)
    # The messages that the messenger has, and those of them that it is done with since rows were last read.
    _known: set[int] = field(default_factory=set)
    _done: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.outbox.announces, self.outbox.listener, self.outbox.permit = True, None, self.lead.confirm
        self.messenger.settled = self._done.add
        self.lead.presence.listen(CHANNEL, self._heard)

    async def run(self) -> None:
        """Send whenever this process leads, until `stop`."""
        await self.lead.while_leading(self._send, self.messenger.stop)

    async def drain(self, timeout: float) -> None:
        """If we send: wait until nobody waits for an answer, so long at most."""
        if not self.lead.leading:
            return
        self._looked.clear()
        self._wake.set()
        try:
            async with asyncio.timeout(timeout):
                await self._looked.wait()
        except TimeoutError:
            return
        await self.messenger.drain(timeout)

    def stop(self) -> None:
        """Finish the messages in flight; another process sends the rest."""
        self.lead.stop()

    async def _send(self) -> None:
        self.messenger.begin_again()
        self._known.clear()
        self._done.clear()
        async with asyncio.TaskGroup() as group:
            feeding = group.create_task(self._feed())
            await self.messenger.run(fed=True)
            feeding.cancel()

    def _heard(self, chat: str) -> None:
        self._chats.add(int(chat))
        self._wake.set()

    async def _feed(self) -> None:
        """Give the messenger what is stored when we begin, then what is announced, or else found."""
        clock, looked_at, begun = asyncio.get_running_loop().time, float("-inf"), False
        while True:
            self._wake.clear()
            try:
                if not begun:
                    self._chats |= await self.outbox.chats()
                    begun = True
                if clock() - looked_at >= LOOK or not self._looked.is_set():
                    looked_at = clock()
                    await self._look()
                await self._fetch()
                self._looked.set()
            except db.DatabaseError as problem:
                log.warning("send.not_fetched", reason=type(problem).__name__)
            if not self._wake.is_set():
                await self._rest()

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(LOOK):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _look(self) -> None:
        """Find what was not announced."""
        self._forget_done()
        rows = await self.outbox.stored_since(db.stamp() - LATE)
        self._chats |= {chat for number, chat in rows if number not in self._known}

    async def _fetch(self) -> None:
        """Read all that waits for the chats that were announced."""
        while self._chats:
            chats = [self._chats.pop() for _ in range(min(BATCH, len(self._chats)))]
            self._forget_done()
            try:
                messages = await self.outbox.unsent_of(chats)
            except db.DatabaseError:
                self._chats.update(chats)
                raise
            for message in messages:
                if message.id not in self._known:
                    self._known.add(message.id)
                    self.messenger.offer(message)

    def _forget_done(self) -> None:
        """Rows of these are gone: whatever is read from now on does not hold them. Not later: it might."""
        self._known -= self._done
        self._done.clear()
