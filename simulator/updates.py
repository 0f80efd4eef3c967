"""The queue of updates: who fetches them, what is confirmed, and long polling as Telegram does it."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from simulator.clock import Clock
from simulator.pulse import Pulse
from simulator.wire import ApiError, Raw, dump

FIRST_UPDATE = 100_000_001
LONGEST_POLL = 50
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})

Key = tuple[str, int]


@dataclass(slots=True)
class Update:
    """One update, kept as the bytes that go out."""

    id: int
    kind: str
    key: Key
    body: bytes
    at: float


class Updates:
    """Updates that the bot has not confirmed yet."""

    def __init__(self, clock: Clock, after: int = 0) -> None:
        self._clock = clock
        self._next = FIRST_UPDATE + after
        self._arrived = Pulse()
        self._poll = 0
        self.pending: OrderedDict[int, Update] = OrderedDict()
        self.allowed: list[str] = []
        self.duplicates = 0
        self.reorder = False
        self.offer: Callable[[Update], None] | None = None

    def add(self, kind: str, payload: Raw, key: Key) -> int:
        """Queue an update and return its id; 0 when the bot did not ask for its kind."""
        if kind not in self.allowed if self.allowed else kind in NOT_BY_DEFAULT:
            return 0
        update_id = self._next
        self._next += 1
        body = dump({"update_id": update_id, kind: payload})
        update = Update(update_id, kind, key, body, self._clock.unix())
        self.pending[update_id] = update
        if self.offer is not None:
            self.offer(update)
        else:
            self._arrived.fire()
        return update_id

    def clear(self) -> None:
        """Drop what is pending."""
        self.pending.clear()

    def confirm(self, before: int) -> None:
        """Forget the updates with a lower id."""
        while self.pending and next(iter(self.pending)) < before:
            self.pending.popitem(last=False)

    def done(self, update: Update) -> None:
        """Forget one update that a webhook took."""
        self.pending.pop(update.id, None)

    def interrupt(self) -> None:
        """End the poll that waits now."""
        self._poll += 1
        self._arrived.fire()

    async def poll(self, offset: int, limit: int, seconds: float, words: Callable[[], str]) -> bytes:
        """Answer getUpdates; `words` says why a poll was ended by another request."""
        self.interrupt()
        mine = self._poll
        if offset > 0:
            self.confirm(offset)
        elif offset < 0:
            while len(self.pending) > -offset:
                self.pending.popitem(last=False)
        if not self.pending and seconds > 0:
            await self._wait(mine, min(seconds, LONGEST_POLL))
        if self._poll != mine:
            raise ApiError(409, words())
        return self._batch(limit)

    async def _wait(self, mine: int, seconds: float) -> None:
        end = self._clock.monotonic() + seconds
        while not self.pending and self._poll == mine:
            left = end - self._clock.monotonic()
            if left <= 0 or not await self._arrived.wait(left):
                return

    def _batch(self, limit: int) -> bytes:
        batch = [update.body for update in islice(self.pending.values(), limit)]
        if self.reorder:
            batch.reverse()
        if self.duplicates:
            batch = [body for body in batch for _ in range(1 + self.duplicates)]
        return b'{"ok":true,"result":[' + b",".join(batch) + b"]}"
