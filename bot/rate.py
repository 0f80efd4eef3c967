"""How fast pushes may go: Telegram's published limits, and what it asks for when it says "too many requests"."""

import asyncio
import time
from collections import OrderedDict
from dataclasses import dataclass, field

# Bots FAQ: about 30 messages a second in bulk; some of that is left to people who wait.
PUSHES_PER_SECOND = 25.0
PER_CHAT_SECONDS = 1.0
CHATS_REMEMBERED = 10_000


@dataclass(slots=True)
class Pace:
    """Gives each push its moment. One clock of free moments in all, and one per chat."""

    per_second: float = PUSHES_PER_SECOND
    _free_at: float = 0.0
    _chat_free_at: OrderedDict[int, float] = field(default_factory=OrderedDict)

    async def push(self, chat_id: int) -> None:
        """Wait until one more push may go to this chat."""
        now = time.monotonic()
        moment = max(now, self._free_at, self._chat_free_at.get(chat_id, 0.0))
        self._free_at = max(now, self._free_at) + 1 / self.per_second
        self._chat_free_at[chat_id] = moment + PER_CHAT_SECONDS
        self._chat_free_at.move_to_end(chat_id)
        while len(self._chat_free_at) > CHATS_REMEMBERED:
            self._chat_free_at.popitem(last=False)
        await asyncio.sleep(moment - now)

    def slow_down(self, seconds: float) -> None:
        """Telegram asked to wait: no push goes before."""
        self._free_at = max(self._free_at, time.monotonic() + seconds)
