"""The two-lane sender: messages leave in order per chat, people waiting first, pushes with what is left.

Answers to people are not counted as bulk by Telegram (Bots FAQ), so they go at once and obey `retry_after`; pushes
keep to 25 a second in all and one a second per chat. A row is marked before its call and deleted after it, so that a
crash repeats at most what was in flight, and says that it is a repeat.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

import structlog
from telegram import error

from bot.ledger import Ledger
from bot.rate import Pace
from bot.transport import TelegramApi, Upload
from core.i18n import translator
from core.ports import FileStore
from core.services.outbox import Lane, Outbox, OutgoingMessage

log = structlog.get_logger()

# Sends in flight at once over all chats.
IN_FLIGHT = 64
LONGEST_WAIT = 30.0
_HARMLESS = ("message is not modified", "query is too old")
_EDIT_LOST = ("message to edit not found", "message can't be edited", "message_id_invalid", "message identifier")

Unreachable = Callable[[int], Awaitable[None]]


class _LiveMessageUnknown(Exception):
    """A message to be replaced was never delivered: send it anew."""


@dataclass(slots=True)
class _Lanes:
    """What waits for one chat."""

    answers: deque[OutgoingMessage] = field(default_factory=deque)
    pushes: deque[OutgoingMessage] = field(default_factory=deque)

    def next(self) -> OutgoingMessage | None:
        """The oldest answer, or else the oldest push."""
        if self.answers:
            return self.answers.popleft()
        return self.pushes.popleft() if self.pushes else None


@dataclass(slots=True)
class Messenger:
    """Sends what the outbox holds. One task per chat that has something to send; `run` owns them."""

    api: TelegramApi
    outbox: Outbox
    files: FileStore
    unreachable: Unreachable
    pace: Pace = field(default_factory=Pace)
    _chats: dict[int, _Lanes] = field(default_factory=dict)
    _ready: asyncio.Queue[int | None] = field(default_factory=asyncio.Queue)
    _gate: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(IN_FLIGHT))
    _ledger: Ledger = field(init=False)
    _stopping: bool = False

    def __post_init__(self) -> None:
        self._ledger = Ledger(self.outbox)
        self.outbox.listener = self.offer

    def offer(self, message: OutgoingMessage) -> None:
        """Take a message whose transaction has committed."""
        lanes = self._chats.get(message.chat_id)
        if lanes is None:
            lanes = self._chats[message.chat_id] = _Lanes()
            self._ready.put_nowait(message.chat_id)
        (lanes.answers if message.lane is Lane.ANSWER else lanes.pushes).append(message)

    async def run(self) -> None:
        """Send until `stop`; first what an earlier run left."""
        for message in await self.outbox.unsent():
            self.offer(message)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._ledger.run())
            async with asyncio.TaskGroup() as chats:
                while (chat_id := await self._ready.get()) is not None:
                    chats.create_task(self._serve(chat_id))
            self._ledger.stop()

    def stop(self) -> None:
        """Finish the messages in flight; the rest stays in the outbox."""
        self._stopping = True
        self._ready.put_nowait(None)

    async def _serve(self, chat_id: int) -> None:
        """Send what waits for one chat, in order, until nothing does."""
        lanes = self._chats[chat_id]
        while not self._stopping and (message := lanes.next()) is not None:
            if message.lane is Lane.PUSH:
                await self.pace.push(chat_id)
                if lanes.answers:  # somebody began to wait meanwhile: they come first
                    lanes.pushes.appendleft(message)
                    message = lanes.answers.popleft()
            try:
                await self._deliver(message)
            except Exception:
                # The database or the file store is away: the row stays and is taken up at the next start.
                log.exception("send.failed", outgoing=message.id)
                await asyncio.sleep(1)
        del self._chats[chat_id]

    async def _deliver(self, message: OutgoingMessage) -> None:
        """Send one message, however long it takes, unless it can never be sent."""
        wait = 0.5
        while not self._stopping:
            try:
                async with self._gate:
                    await self._ledger.start(message)
                    message_id = await self._send(message)
            except error.RetryAfter as flood:
                seconds = _seconds(flood)
                self.pace.slow_down(seconds)
                await asyncio.sleep(seconds)
            except error.Forbidden:
                await self._give_up_on(message.chat_id)
                return
            except error.ChatMigrated:
                await self._ledger.done(message, None)
                return
            except error.BadRequest as refusal:
                await self._refused(message, str(refusal))
                return
            except (error.InvalidToken, error.NetworkError) as problem:
                # A time-out may have been delivered: what is sent again says so.
                message = replace(message, interrupted=message.interrupted or isinstance(problem, error.TimedOut))
                log.warning("send.retry", outgoing=message.id, reason=type(problem).__name__, wait=wait)
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT)
            else:
                await self._ledger.done(message, message_id)
                return

    async def _send(self, message: OutgoingMessage) -> int | None:
        payload = dict(message.payload)
        files = payload.pop("files", None)
        method = message.method
        if method == "editMessageText" and "message_id" not in payload:
            try:
                payload["message_id"] = await self._live_id(message)
            except _LiveMessageUnknown:
                method = "sendMessage"
        if message.interrupted and method.startswith("send"):
            _mark_as_repeat(payload, message.language)
        result = await self.api.call(method, {"chat_id": message.chat_id, **payload}, await self._uploads(files))
        return int(result["message_id"]) if isinstance(result, dict) and "message_id" in result else None

    async def _live_id(self, message: OutgoingMessage) -> int:
        found = await self.outbox.live_message(message.chat_id, message.live or "")
        if found is None:
            raise _LiveMessageUnknown
        return found

    async def _uploads(self, files: object) -> dict[str, Upload] | None:
        if not isinstance(files, dict):
            return None
        return {
            name: Upload(await self.files.get(file["stored"]), file["file_name"], file["mime_type"])
            for name, file in files.items()
        }

    async def _refused(self, message: OutgoingMessage, reason: str) -> None:
        """Telegram will never take this call: make the best of it, so that nobody waits in silence."""
        lowered = reason.lower()
        if any(words in lowered for words in _HARMLESS):
            await self._ledger.done(message, None)
        elif message.method == "editMessageText" and any(words in lowered for words in _EDIT_LOST):
            payload = {name: value for name, value in message.payload.items() if name != "message_id"}
            await self._deliver(replace(message, method="sendMessage", payload=payload, interrupted=False))
        elif "chat not found" in lowered:
            await self._give_up_on(message.chat_id)
        else:
            log.error("send.refused", outgoing=message.id, method=message.method, reason=reason[:200])
            words = translator(message.language)("error.unexpected", reference=f"m{message.id}")
            apology = {"text": words, "parse_mode": "HTML"}
            if message.payload == apology:
                await self._ledger.done(message, None)
            else:
                await self._deliver(replace(message, method="sendMessage", payload=apology, live=None))

    async def _give_up_on(self, chat_id: int) -> None:
        """The person blocked the bot: drop what waits, and push nothing until they write again."""
        lanes = self._chats[chat_id]
        lanes.answers.clear()
        lanes.pushes.clear()
        await self.outbox.forget_chat(chat_id)
        await self.unreachable(chat_id)


def _seconds(flood: error.RetryAfter) -> float:
    after = flood.retry_after
    return float(after) if isinstance(after, int | float) else after.total_seconds()


def _mark_as_repeat(payload: dict[str, object], language: str) -> None:
    key = "text" if "text" in payload else "caption"
    text, highest = str(payload.get(key, "")), 4096 if key == "text" else 1024
    marked = f"{translator(language)('chat.repeat')}\n{text}"
    if len(marked) <= highest:
        payload[key] = marked
