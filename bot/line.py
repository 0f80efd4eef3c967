"""Whether Telegram can be reached: while it cannot, one message at a time tries, and all others wait."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import structlog

from bot.rate import Pace

log = structlog.get_logger()

# Failures in a row, of whatever chats, after which we take Telegram for gone.
PATIENCE = 3
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 5.0


@dataclass(slots=True)
class Line:
    """Tells senders when to try. Thousands of chats that try on their own would be a flood when Telegram is back."""

    pace: Pace
    _failures: int = 0
    _pause: float = FIRST_PAUSE
    _probe: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def down(self) -> bool:
        """Whether we take Telegram for gone."""
        return self._failures >= PATIENCE

    @asynccontextmanager
    async def turn(self, chat_id: int) -> AsyncIterator[None]:
        """Wait until a message of this chat may try, in the block; after an outage, at the pace of a broadcast."""
        if self.down:
            async with self._probe:
                if await self._still_down():
                    yield  # the others wait to see what comes of it
                    return
            await self.pace.push(chat_id)
        yield

    async def _still_down(self) -> bool:
        """Whether it is this one's turn to try, after a pause; others may have found Telegram back meanwhile."""
        if self.down:
            pause, self._pause = self._pause, min(self._pause * 2, LONGEST_PAUSE)
            await self.pace.sleep(pause)
            return True
        return False

    def failed(self) -> None:
        """A call got no answer of Telegram's."""
        self._failures += 1
        if self._failures == PATIENCE and self._pause == FIRST_PAUSE:
            log.warning("telegram.gone")

    def answered(self) -> None:
        """Telegram answered a call, be it with a refusal."""
        if self._pause != FIRST_PAUSE:
            log.info("telegram.back")
        self._failures, self._pause = 0, FIRST_PAUSE
