"""The two-lane sender: messages leave in order per chat, people waiting first, pushes with what is left.

Answers to people are not counted as bulk by Telegram (Bots FAQ), so they go at once and obey `retry_after`; pushes
keep to what they leave (`bot/rate.py`). Each call is noted before it goes out and when it is answered, so that a crash
repeats at most what was in flight, and says that it is a repeat.
"""

import asyncio
import re
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace

import structlog
from telegram import error

from bot.ledger import Ledger
from bot.line import Line
from bot.rate import Pace
from bot.splitting import without_file
from bot.transport import ConnectionCut, TelegramApi, TooManyRequests, Upload
from core import db, trace
from core.faults import fault
from core.i18n import translator
from core.meters import Meters
from core.ports import FileStore, SendJournal
from core.services.outbox import ABOUT, Lane, Outbox, OutgoingMessage

log = structlog.get_logger()

# Sends in flight at once over all chats.
IN_FLIGHT = 64
FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0
_HARMLESS = ("message is not modified", "query is too old")
_EDIT_LOST = ("message to edit not found", "message can't be edited", "message_id_invalid", "message identifier")

_EDITING = frozenset({"editMessageText", "editMessageMedia"})

# What a payload says to us and not to Telegram: what it follows from, and what it is about.
_NOTES = (trace.FIELD, ABOUT)

Unreachable = Callable[[int], Awaitable[None]]
Undelivered = Callable[[int, Sequence[str]], Awaitable[None]]


async def _nobody(_: int, __: Sequence[str]) -> None:
    """Nobody wants to know."""


class _LiveMessageUnknown(Exception):
    """A message to be replaced was never delivered: send it anew."""


@dataclass(frozen=True, slots=True)
class _Delivered:
    """Nothing more to do; `message_id` when Telegram has the message."""

    message_id: int | None = None
    result: str = "sent"


@dataclass(frozen=True, slots=True)
class _Again:
    """Send it again after so many seconds, or after a while that grows."""

    message: OutgoingMessage
    seconds: float | None = None
    result: str = "failed"


@dataclass(frozen=True, slots=True)
class _Unreachable:
    """The person cannot be written to."""

    result: str = "unreachable"


_Outcome = _Delivered | _Again | _Unreachable


@dataclass(slots=True)
class _Lanes:
    """What waits for one chat, and whether one of it is on its way."""

    answers: deque[OutgoingMessage] = field(default_factory=deque)
    pushes: deque[OutgoingMessage] = field(default_factory=deque)
    answering: bool = False

    def put(self, message: OutgoingMessage) -> None:
        """Add one at the end of its lane."""
        (self.answers if message.lane is Lane.ANSWER else self.pushes).append(message)

    def next(self) -> OutgoingMessage | None:
        """The oldest answer, or else the oldest push."""
        if self.answers:
            return self.answers.popleft()
        return self.pushes.popleft() if self.pushes else None

    def clear(self) -> list[OutgoingMessage]:
        """Take out everything."""
        everything = [*self.answers, *self.pushes]
        self.answers.clear()
        self.pushes.clear()
        return everything


@dataclass(slots=True)
class Messenger:
    """Sends what the outbox holds. One task per chat that has something to send; `run` owns them."""

    api: TelegramApi
    outbox: Outbox
    files: FileStore
    unreachable: Unreachable
    journal: SendJournal
    pace: Pace = field(default_factory=Pace)
    # Whether another process may take over our rows: then they say themselves what was begun.
    marks: bool = False
    undelivered: Undelivered = _nobody
    meters: Meters = field(default_factory=Meters)
    _chats: dict[int, _Lanes] = field(default_factory=dict)
    _ready: asyncio.Queue[int | None] = field(default_factory=asyncio.Queue)
    _gate: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(IN_FLIGHT))
    _progress: asyncio.Event = field(default_factory=asyncio.Event)
    # Hears of each message that needs no more sending.
    settled: Callable[[int], None] | None = None
    _ledger: Ledger = field(init=False)
    _line: Line = field(init=False)
    _stopping: bool = False

    def __post_init__(self) -> None:
        self._ledger = Ledger(self.outbox, self.journal, self.marks)
        self.outbox.listener = self.offer

    def begin_again(self) -> None:
        """Be ready to run another time, after a stop, as if nothing had been offered yet."""
        self._chats.clear()
        self.journal.open()
        self._ready, self._ledger = asyncio.Queue(), Ledger(self.outbox, self.journal, self.marks)
        self._stopping = False
        self.pace.begin_again()

    def offer(self, message: OutgoingMessage) -> None:
        """Take a message whose transaction has committed."""
        lanes = self._chats.get(message.chat_id)
        if lanes is None:
            lanes = self._chats[message.chat_id] = _Lanes()
            self._ready.put_nowait(message.chat_id)
        lanes.put(message)

    async def run(self, *, fed: bool = False) -> None:
        """Send until `stop`; first what an earlier run left, unless somebody else feeds us."""
        self._line = Line(self.pace)
        if not fed:
            await self._take_up(self._ledger.left(await self.outbox.unsent()))
        async with asyncio.TaskGroup() as group:
            group.create_task(self._ledger.run())
            async with asyncio.TaskGroup() as chats:
                while (chat_id := await self._ready.get()) is not None:
                    chats.create_task(self._serve(chat_id))
            self._ledger.stop()

    async def drain(self, timeout: float) -> None:
        """Wait until nobody waits for an answer, so long at most."""
        try:
            async with asyncio.timeout(timeout):
                while any(lanes.answering or lanes.answers for lanes in self._chats.values()):
                    self._progress.clear()
                    await self._progress.wait()
        except TimeoutError:
            return

    def stop(self) -> None:
        """Finish the messages in flight; the rest stays in the outbox."""
        self._stopping = True
        self.pace.stop()
        self._ready.put_nowait(None)

    async def _take_up(self, stored: list[OutgoingMessage]) -> None:
        """What was committed while the rows were read is in both: each goes out once, the older ones first."""
        known = {message.id for message in stored}
        early = [message for lanes in self._chats.values() for message in lanes.clear() if message.id not in known]
        for message in (*stored, *early):
            self.offer(message)

    async def _serve(self, chat_id: int) -> None:
        """Send what waits for one chat, in order, until nothing does."""
        lanes = self._chats[chat_id]
        while not self._stopping and (message := lanes.next()) is not None:
            if message.lane is Lane.PUSH:
                await self.pace.push(chat_id)
                if lanes.answers:  # somebody began to wait meanwhile: they come first
                    lanes.pushes.appendleft(message)
                    message = lanes.answers.popleft()
            lanes.answering = message.lane is Lane.ANSWER
            if lanes.answering:
                await self.pace.answer(chat_id)
            if (noted := self._ledger.taken(message)) is not None:
                await self._noted(self._ledger.done, message, noted.telegram_id)
            else:
                await self._traced(message)
            self._tell_settled(message)
            lanes.answering = False
            self._progress.set()
        del self._chats[chat_id]

    async def _traced(self, message: OutgoingMessage) -> None:
        with trace.following(trace.of(message.payload)):
            await self._deliver(message)

    async def _deliver(self, message: OutgoingMessage) -> None:
        """Send one message, however long it takes, unless it can never be sent."""
        wait = FIRST_WAIT
        while not self._stopping:
            async with self._line.turn(message.chat_id), self._gate:
                if not await self._may_begin(message):
                    return
                fault("send.begun")
                outcome = await self._attempt(message)
                fault("send.answered")
            self.meters.count("sends", message.lane.name.lower(), outcome.result)
            if isinstance(outcome, _Again):
                message = outcome.message
                if not message.interrupted:
                    await self._noted(self._ledger.spare, message)
                if outcome.seconds is not None:
                    await self.pace.sleep(outcome.seconds)
                elif not self._line.down:  # else the line says when
                    await self.pace.sleep(wait)
                    wait = min(wait * 2, LONGEST_WAIT)
                continue
            if isinstance(outcome, _Unreachable):
                await self._give_up_on(message)
            else:
                await self._noted(self._ledger.done, message, outcome.message_id)
                fault("send.noted")
                self._measure(message)
            return

    async def _may_begin(self, message: OutgoingMessage) -> bool:
        """Note that its call goes out now; False when we stopped meanwhile."""
        return not self._stopping and await self._noted(self._ledger.start, message)

    async def _noted(self, write: Callable[..., Awaitable[None]], *arguments: object) -> bool:
        """Write it down, however long the database is away; False when we stopped before that."""
        pause = 0.1
        while True:
            try:
                await write(*arguments)
            except Exception as problem:  # noqa: BLE001  # whatever it is, the message must not be lost for it
                log.warning("send.not_noted", reason=type(problem).__name__)
                if self._stopping:
                    return False
                await self.pace.sleep(pause)
                pause = min(pause * 2, 5.0)
            else:
                return True

    async def _attempt(self, message: OutgoingMessage) -> _Outcome:
        """One call to Telegram, and what follows from its answer."""
        try:
            message_id = await self._send(message)
            self._line.answered()
            return _Delivered(message_id)
        except (TooManyRequests, error.Forbidden, error.ChatMigrated, error.BadRequest) as answer:
            self._line.answered()
            return self._answered(message, answer)
        except error.TelegramError as problem:
            self._line.failed()
            log.warning("send.retry", outgoing=message.id, reason=type(problem).__name__)
            perhaps = isinstance(problem, error.TimedOut | ConnectionCut)
            result = "perhaps_sent" if perhaps else "not_now"
            return _Again(replace(message, interrupted=message.interrupted or perhaps), result=result)
        except Exception as problem:
            if db.is_transient(problem):
                log.warning("send.retry", outgoing=message.id, reason=type(problem).__name__)
                return _Again(message, result="not_now")
            log.exception("send.failed", outgoing=message.id)
            return self._apology(message)

    def _answered(self, message: OutgoingMessage, answer: error.TelegramError) -> _Outcome:
        """What follows from a refusal of Telegram's."""
        if isinstance(answer, TooManyRequests):
            self.pace.slow_down(message.chat_id, answer.seconds)
            return _Again(message, answer.seconds, "too_many")
        if isinstance(answer, error.Forbidden):
            return _Unreachable()
        if isinstance(answer, error.ChatMigrated):
            return _Delivered(result="moved")
        return self._refused(message, str(answer))

    async def _send(self, message: OutgoingMessage) -> int | None:
        payload = dict(message.payload)
        files = payload.pop("files", None)
        for note in _NOTES:
            payload.pop(note, None)
        method = message.method
        if method in _EDITING and "message_id" not in payload:
            try:
                payload["message_id"] = await self._live_id(message)
                payload.pop("reply_parameters", None)  # what is edited stays where it is
            except _LiveMessageUnknown:
                method, payload = _anew(method, payload)
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

    def _refused(self, message: OutgoingMessage, reason: str) -> _Outcome:
        """Telegram will never take this call: make the best of it, so that nobody waits in silence."""
        lowered = reason.lower()
        if any(words in lowered for words in _HARMLESS):
            return _Delivered(result="no_change")
        if "chat not found" in lowered:
            return _Unreachable()
        if message.method in _EDITING and any(words in lowered for words in _EDIT_LOST):
            kept = {name: value for name, value in message.payload.items() if name != "message_id"}
            method, payload = _anew(message.method, kept)
            return _Again(replace(message, method=method, payload=payload, interrupted=False), 0, "edit_lost")
        if "file identifier" in lowered and (bare := without_file(message.payload)) is not None:
            return _Again(replace(message, method="sendMessage", payload=bare, interrupted=False), 0, "file_lost")
        log.error("send.refused", outgoing=message.id, method=message.method, reason=_wordless(reason))
        return self._apology(message)

    def _apology(self, message: OutgoingMessage) -> _Outcome:
        """Say that it is our fault, in place of what cannot be sent; if not even that can be, let it be."""
        words = translator(message.language)("error.unexpected", reference=f"m{message.id}")
        apology: dict[str, object] = {"text": words, "parse_mode": "HTML"}
        if message.payload.get("text") == words:
            return _Delivered(result="refused")
        apology = {name: value for name, value in message.payload.items() if name in _NOTES} | apology
        return _Again(
            replace(message, method="sendMessage", payload=apology, live=None, interrupted=False), 0, "refused"
        )

    def _measure(self, message: OutgoingMessage) -> None:
        """How long the person waited from what they did to this answer."""
        following = trace.current()
        if following is not None and following.since and message.lane is Lane.ANSWER:
            self.meters.took((db.stamp() - following.since) / 1000, "answer_seconds", following.kind)

    async def _give_up_on(self, message: OutgoingMessage) -> None:
        """The person blocked the bot: drop what waits, and push nothing until they write again.

        What a dropped push was about is told to whom it belongs: it must not count as delivered.
        """
        dropped = [message, *self._chats[message.chat_id].clear()]
        log.info("send.unreachable", outgoing=message.id, dropped=len(dropped))
        await self._noted(self.unreachable, message.chat_id)
        if about := [str(one.payload[ABOUT]) for one in dropped if ABOUT in one.payload]:
            await self._noted(self.undelivered, message.chat_id, about)
        await self._noted(self.outbox.drop, dropped)
        await self._noted(self._ledger.spare, message)
        for one in dropped[1:]:
            self._tell_settled(one)

    def _tell_settled(self, message: OutgoingMessage) -> None:
        if self.settled is not None:
            self.settled(message.id)


def _anew(method: str, payload: dict[str, object]) -> tuple[str, dict[str, object]]:
    """The call that sends as a new message what was to take the place of one."""
    media = payload.get("media")
    if method != "editMessageMedia" or not isinstance(media, dict):
        return "sendMessage", payload
    kept = {name: value for name, value in payload.items() if name != "media"}
    return "sendPhoto", {**kept, "caption": media["caption"], "parse_mode": media["parse_mode"]}


def _wordless(reason: str) -> str:
    """Telegram's reason without what it quotes of the message."""
    return re.sub(r"\".*\"|'.*'|«.*»", "…", reason, flags=re.DOTALL)[:200]


def _mark_as_repeat(payload: dict[str, object], language: str) -> None:
    if "phone_number" in payload or "latitude" in payload:
        return  # a number or a place has no words to mark
    key = "text" if "text" in payload else "caption"
    text, highest = str(payload.get(key, "")), 4096 if key == "text" else 1024
    marked = f"{translator(language)('chat.repeat')}\n{text}"
    if len(marked) <= highest:
        payload[key] = marked
