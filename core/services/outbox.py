"""Messages to be sent: stored with their effect, handed to the sender after the commit, deleted once delivered.

Where several processes work, a message is announced to the one that sends, and that one's right to send is confirmed
in the transaction that marks a message as about to be sent.
"""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from core import db, trace

# Where a payload says what it is about, for whoever must know that it could not be delivered; never sent.
ABOUT = "about"

# Where chats with new messages are announced to other processes.
CHANNEL = "autotrack_outgoing"

_INSERT = (
    "INSERT INTO outgoing(chat_id, method, payload, lane, live, language, sending, attempts, created_at)"
    " VALUES(?, ?, ?, ?, ?, ?, ?, 0, ?) RETURNING id"
)
_ANNOUNCE = f"WITH new AS ({_INSERT}, chat_id) SELECT id, pg_notify('{CHANNEL}', chat_id::text) FROM new"


class Lane(IntEnum):
    """Who waits: a person for an answer, or nobody (pushes and broadcasts, sent with what the first lane leaves)."""

    ANSWER = 0
    PUSH = 1


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """A message on its way. `interrupted`: a crash cut its sending, so it may have been delivered already."""

    id: int
    chat_id: int
    method: str
    payload: Mapping[str, object]
    lane: Lane
    live: str | None
    language: str
    interrupted: bool = False
    created_at: int = 0


@dataclass(frozen=True, slots=True)
class Delivered:
    """A message that needs no more sending, and the id under which Telegram has it (None: it was dropped)."""

    message: OutgoingMessage
    message_id: int | None


@dataclass(slots=True)
class Outbox:
    """The table of messages to be sent. `listener` hears of each message after its transaction has committed."""

    listener: Callable[[OutgoingMessage], None] | None = None
    # With several processes: announces each message to them, and confirms within a transaction that we may send.
    announces: bool = False
    permit: Callable[[], Awaitable[None]] | None = None
    _columns: str = field(default="id, chat_id, method, payload, lane, live, language, sending, created_at", init=False)

    async def put(
        self,
        chat_id: int,
        method: str,
        payload: Mapping[str, object],
        *,
        language: str,
        lane: Lane = Lane.ANSWER,
        live: str | None = None,
    ) -> None:
        """Add a message within the caller's transaction."""
        now, payload = db.stamp(), trace.stamped(payload)
        rows = await db.fetch(
            _ANNOUNCE if self.announces else _INSERT,
            chat_id,
            method,
            # In ASCII: a name may hold what a database cannot store (NUL, half a surrogate pair).
            json.dumps(payload, separators=(",", ":")),
            int(lane),
            live,
            language,
            False,
            now,
        )
        message = OutgoingMessage(int(rows[0]["id"]), chat_id, method, payload, lane, live, language, created_at=now)
        if self.listener is not None:
            listener = self.listener
            db.after_commit(lambda: listener(message))

    async def unsent(self) -> list[OutgoingMessage]:
        """What an earlier run left, oldest first."""
        return self._read(await db.fetch(f"SELECT {self._columns} FROM outgoing ORDER BY id"))

    async def unsent_of(self, chats: Sequence[int]) -> list[OutgoingMessage]:
        """What is to be sent to these chats, oldest first; with what is on its way."""
        marks = ", ".join("?" for _ in chats)
        return self._read(
            await db.fetch(f"SELECT {self._columns} FROM outgoing WHERE chat_id IN ({marks}) ORDER BY id", *chats)
        )

    async def chats(self) -> set[int]:
        """Every chat to which something is to be sent."""
        return {int(row["chat_id"]) for row in await db.fetch("SELECT DISTINCT chat_id FROM outgoing")}

    async def stored_since(self, moment: int) -> list[tuple[int, int]]:
        """What is to be sent and was put there after a moment: ids, each with its chat."""
        rows = await db.fetch("SELECT id, chat_id FROM outgoing WHERE created_at > ?", moment)
        return [(int(row["id"]), int(row["chat_id"])) for row in rows]

    def _read(self, rows: Sequence[Mapping[str, Any]]) -> list[OutgoingMessage]:
        return [
            OutgoingMessage(
                row["id"],
                row["chat_id"],
                row["method"],
                json.loads(row["payload"]),
                Lane(row["lane"]),
                row["live"],
                row["language"],
                bool(row["sending"]),
                row["created_at"],
            )
            for row in rows
        ]

    async def settle(self, starting: Sequence[OutgoingMessage], delivered: Sequence[Delivered]) -> None:
        """Note which messages are about to be sent and which are done with, in one transaction.

        Urgent: until it is written, a person waits, and a crash would repeat what was delivered.
        """
        with db.urgent():
            await self._settle(starting, delivered)

    async def _settle(self, starting: Sequence[OutgoingMessage], delivered: Sequence[Delivered]) -> None:
        async with db.transaction():
            if starting:
                if self.permit is not None:
                    await self.permit()
                marks = ", ".join("?" for _ in starting)
                await db.execute(
                    f"UPDATE outgoing SET sending = ? WHERE id IN ({marks})",
                    True,
                    *(message.id for message in starting),
                )
            if delivered:
                marks = ", ".join("?" for _ in delivered)
                await db.execute(f"DELETE FROM outgoing WHERE id IN ({marks})", *(d.message.id for d in delivered))
            for done in delivered:
                if done.message.live is not None and done.message_id is not None:
                    await self._remember(done.message.chat_id, done.message.live, done.message_id)

    async def live_message(self, chat_id: int, name: str) -> int | None:
        """The Telegram id of the message last sent under this name."""
        rows = await db.fetch("SELECT message_id FROM live_message WHERE chat_id = ? AND name = ?", chat_id, name)
        return int(rows[0]["message_id"]) if rows else None

    async def release(self, message: OutgoingMessage) -> None:
        """Note that a message was not sent after all, so that it will not be called a repeat."""
        async with db.transaction():
            if self.permit is not None:
                await self.permit()
            await db.execute("UPDATE outgoing SET sending = ? WHERE id = ?", False, message.id)

    async def drop(self, messages: Sequence[OutgoingMessage]) -> None:
        """Forget messages that will never be sent."""
        await self.settle([], [Delivered(message, None) for message in messages])

    async def idle(self) -> bool:
        """Whether nothing waits to be sent."""
        rows = await db.fetch("SELECT count(*) AS n FROM outgoing")
        return int(rows[0]["n"]) == 0

    async def _remember(self, chat_id: int, name: str, message_id: int) -> None:
        await db.fetch(
            "INSERT INTO live_message(chat_id, name, message_id) VALUES(?, ?, ?)"
            " ON CONFLICT(chat_id, name) DO UPDATE SET message_id = excluded.message_id RETURNING id",
            chat_id,
            name,
            message_id,
        )
