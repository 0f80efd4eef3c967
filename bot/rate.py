"""How fast messages may go: Telegram's published limits, and what it asks for when it says "too many requests".

Answers are not counted as bulk (Bots FAQ): they wait only in a group, and in a chat that Telegram has just closed for
a while. Each leaves less of the overall rate to pushes, which never get less than `LEAST_PUSHES`.
"""

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

Value = TypeVar("Value")

# Bots FAQ: about 30 messages a second over all chats, one a second in a private chat, 20 a minute in a group.
OVERALL = 30.0
PUSHES_PER_SECOND = 28.0
LEAST_PUSHES = 5.0
PER_CHAT_SECONDS = 1.0
GROUP_MESSAGES, GROUP_SECONDS = 20, 60.0
CHATS_REMEMBERED = 10_000
# Seconds for which a chat that was closed once gets one message a second, answers too.
CAREFUL = 30.0


class Tempo(Protocol):
    """Seconds that only grow, and how many of them pass in a real one."""

    speed: float

    def seconds(self) -> float:
        """Seconds since some moment."""
        ...


class RealTime:
    """Time as it passes."""

    speed = 1.0

    @staticmethod
    def seconds() -> float:
        """Seconds since some moment."""
        return time.monotonic()


@dataclass(slots=True)
class Pace:
    """Gives each message its moment: pushes in all, in the order they came; and per chat."""

    per_second: float = PUSHES_PER_SECOND
    per_chat_seconds: float = PER_CHAT_SECONDS
    tempo: Tempo = field(default_factory=RealTime)
    group_seconds: float = GROUP_SECONDS
    _free_at: float = 0.0
    _chat_free_at: OrderedDict[int, float] = field(default_factory=OrderedDict)
    _careful_until: OrderedDict[int, float] = field(default_factory=OrderedDict)
    _groups: OrderedDict[int, deque[float]] = field(default_factory=OrderedDict)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _stopped: asyncio.Event = field(default_factory=asyncio.Event)

    async def push(self, chat_id: int) -> None:
        """Wait until one more push may go to this chat, or until `stop`."""
        await self._until(lambda: self._chat_moment(chat_id))
        async with self._turn:
            await self._until(lambda: self._free_at)
            self._free_at = self.tempo.seconds() + 1 / self.per_second
        self._take(chat_id)

    async def answer(self, chat_id: int) -> None:
        """Wait where an answer must, and leave less to pushes."""
        now = self.tempo.seconds()
        latest = now + 1 / LEAST_PUSHES
        if self._free_at < latest:  # else Telegram asked for a longer pause
            self._free_at = min(max(self._free_at, now) + 1 / OVERALL, latest)
        if chat_id < 0 or self._careful_until.get(chat_id, 0.0) > now:
            await self._until(lambda: self._chat_moment(chat_id))
            self._take(chat_id)

    def slow_down(self, chat_id: int, seconds: float) -> None:
        """Telegram asked to wait: no push goes before, and this chat is treated with care after that."""
        now = self.tempo.seconds()
        self._free_at = max(self._free_at, now + seconds)
        _remember(self._careful_until, chat_id, now + seconds + CAREFUL)

    def stop(self) -> None:
        """Let everybody who waits go, to see that we stop."""
        self._stopped.set()

    def begin_again(self) -> None:
        """Hold people up once more, after a stop."""
        self._stopped.clear()

    async def sleep(self, seconds: float) -> None:
        """Wait so long, or until `stop`."""
        if seconds <= 0:
            return
        try:
            async with asyncio.timeout(seconds / self.tempo.speed):
                await self._stopped.wait()
        except TimeoutError:
            return

    def _chat_moment(self, chat_id: int) -> float:
        """From when on this chat may get one more message."""
        if chat_id > 0:
            return self._chat_free_at.get(chat_id, 0.0)
        sent = self._groups.get(chat_id)
        return sent[0] + self.group_seconds if sent is not None and len(sent) == GROUP_MESSAGES else 0.0

    def _take(self, chat_id: int) -> None:
        now = self.tempo.seconds()
        if chat_id > 0:
            _remember(self._chat_free_at, chat_id, now + self.per_chat_seconds)
            return
        sent = self._groups.get(chat_id) or deque(maxlen=GROUP_MESSAGES)
        sent.append(now)
        _remember(self._groups, chat_id, sent)

    async def _until(self, moment: Callable[[], float]) -> None:
        """Wait for a moment that may be put off meanwhile."""
        while not self._stopped.is_set() and (wait := moment() - self.tempo.seconds()) > 0:
            await self.sleep(wait)


def _remember(known: OrderedDict[int, Value], chat_id: int, value: Value) -> None:
    """Note something of a chat, and forget those that were noted longest ago."""
    known[chat_id] = value
    known.move_to_end(chat_id)
    while len(known) > CHATS_REMEMBERED:
        known.popitem(last=False)
