"""Rows that everything asks for and administrators seldom change: read once, kept until somebody says they changed.

Whoever changes them calls `changed` within the transaction: this process reads them anew at once, and on PostgreSQL the
others hear of it when the transaction commits (`CHANNEL`). Where nothing can be heard, after a minute at the latest.
"""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

from core import db

T = TypeVar("T")

# What processes tell each other of changed rows on.
CHANNEL: Final = "autotrack_changed"
# Seconds: so long something is kept that nobody said had changed, and while nothing can be heard.
KEPT: Final = 60.0
KEPT_DEAF: Final = 2.0
# Seconds in which a change of ours may still be rolled back: nothing is kept meanwhile.
UNDECIDED: Final = 60.0


@dataclass(slots=True)
class Remembered(Generic[T]):
    """What was read, under the name by which others hear that it changed."""

    name: str
    read: Callable[[], Awaitable[T]]
    span: float = KEPT
    _kept: tuple[float, T] | None = field(default=None, init=False)
    _doubtful_until: float = field(default=0.0, init=False)
    # Grows with every change heard of: what was read before it is not kept.
    _age: int = field(default=0, init=False)

    async def get(self) -> T:
        """As it is now, or was when somebody last said that it changed."""
        now = time.monotonic()
        if self._kept is not None and now - self._kept[0] < self.span:
            return self._kept[1]
        age = self._age
        read = await self.read()
        if now >= self._doubtful_until and age == self._age:
            self._kept = (now, read)
        return read

    def forget(self) -> None:
        """Read it anew when it is asked for."""
        self._kept, self._age = None, self._age + 1

    def deaf(self) -> None:
        """Nothing can be heard of others now: keep nothing for long."""
        self.span = KEPT_DEAF

    def hears(self) -> None:
        """Others are heard (again); what they said meanwhile was missed."""
        self.span = KEPT
        self.forget()

    def doubt(self) -> None:
        """Read it anew, now and once the surrounding transaction has committed."""
        self.forget()
        self._doubtful_until = time.monotonic() + UNDECIDED
        db.after_commit(self._decided)

    async def changed(self) -> None:
        """Say that it changed, here and to other processes, within the transaction that changes it."""
        self.doubt()
        if not db.is_sqlite():
            await db.fetch("SELECT pg_notify(?, ?)", CHANNEL, self.name)

    def _decided(self) -> None:
        self._doubtful_until = 0.0
        self.forget()
