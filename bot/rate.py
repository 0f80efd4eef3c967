"""How fast pushes may go: Telegram's published limits, and what it asks for when it says "too many requests"."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

# Bots FAQ: about 30 messages a second in bulk; some of that is left to people who wait.
PUSHES_PER_SECOND = 25.0
PER_CHAT_SECONDS = 1.0
CHATS_REMEMBERED = 10_000


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
    """Gives each push its moment: in all, in the order they came; and per chat."""

    per_second: float = PUSHES_PER_SECOND
    per_chat_seconds: float = PER_CHAT_SECONDS
    tempo: Tempo = field(default_factory=RealTime)
    _free_at: float = 0.0
    _chat_free_at: OrderedDict[int, float] = field(default_factory=OrderedDict)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _stopped: asyncio.Event = field(default_factory=asyncio.Event)

    async def push(self, chat_id: int) -> None:
        """Wait until one more push may go to this chat, or until `stop`."""
        await self._until(lambda: self._chat_free_at.get(chat_id, 0.0))
        async with self._turn:
            await self._until(lambda: self._free_at)
            now = self.tempo.seconds()
            self._free_at = now + 1 / self.per_second
        self._chat_free_at[chat_id] = now + self.per_chat_seconds
        self._chat_free_at.move_to_end(chat_id)
        while len(self._chat_free_at) > CHATS_REMEMBERED:
            self._chat_free_at.popitem(last=False)

    def slow_down(self, seconds: float) -> None:
        """Telegram asked to wait: no push goes before."""
        self._free_at = max(self._free_at, self.tempo.seconds() + seconds)

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

    async def _until(self, moment: Callable[[], float]) -> None:
        """Wait for a moment that may be put off meanwhile."""
        while not self._stopped.is_set() and (wait := moment() - self.tempo.seconds()) > 0:
            await self.sleep(wait)
