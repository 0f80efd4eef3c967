"""Telegram's limits on sending: overall, in one private chat, in one group."""

import math
from collections import deque

from simulator.clock import Clock

COUNTED = ("send", "copy", "forward", "edit")
UNCOUNTED = frozenset({"sendChatAction", "sendMessageDraft"})


class _Bucket:
    """Tokens that grow back at a steady rate up to a burst."""

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self.rate, self.burst, self.tokens = rate, burst, burst
        self.at = now

    def missing(self, now: float) -> float:
        """Return the seconds until a token is there."""
        self.tokens = min(self.burst, self.tokens + (now - self.at) * self.rate)
        self.at = now
        return 0.0 if self.tokens >= 1 else (1 - self.tokens) / self.rate


class Flood:
    """Says for how many seconds a request must wait; off until it is switched on."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.switch(on=False)

    def switch(
        self, *, on: bool, overall: float = 30, per_chat: float = 1, burst: int = 5, per_minute: int = 20
    ) -> None:
        """Turn the limits on or off, with other figures if wanted."""
        self.on = on
        self._per_chat, self._burst, self._per_minute = per_chat, burst, per_minute
        self._overall = _Bucket(overall, overall, self._clock.seconds())
        self._private: dict[int, _Bucket] = {}
        self._groups: dict[int, deque[float]] = {}
        self._closed: dict[int, float] = {}

    def wait(self, method: str, chat_id: object) -> int:
        """Count a request; 0 when it may pass, else whole seconds to come back after."""
        if not self.on or not isinstance(chat_id, int):
            return 0
        if not method.startswith(COUNTED) or method in UNCOUNTED:
            return 0
        now = self._clock.seconds()
        missing = max(
            self._closed.get(chat_id, 0.0) - now, self._overall.missing(now), self._chat_missing(chat_id, now)
        )
        if missing > 0:
            seconds = max(1, math.ceil(missing))
            self._closed[chat_id] = max(self._closed.get(chat_id, 0.0), now + missing)
            return seconds
        self._take(chat_id, now)
        return 0

    def _chat_missing(self, chat_id: int, now: float) -> float:
        if chat_id > 0:
            bucket = self._private.setdefault(chat_id, _Bucket(self._per_chat, self._burst, now))
            return bucket.missing(now)
        sent = self._groups.setdefault(chat_id, deque())
        while sent and sent[0] <= now - 60:
            sent.popleft()
        return 0.0 if len(sent) < self._per_minute else sent[0] + 60 - now

    def _take(self, chat_id: int, now: float) -> None:
        self._overall.tokens -= 1
        if chat_id > 0:
            self._private[chat_id].tokens -= 1
        else:
            self._groups[chat_id].append(now)
