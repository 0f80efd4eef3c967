"""Clocks: the machine's, and one that can be moved forward for the simulator and tests."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)


@dataclass(slots=True)
class MovableClock:
    """The machine's clock plus an offset; it never goes back."""

    offset: timedelta = field(default_factory=timedelta)

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC) + self.offset

    def move_to(self, offset: timedelta) -> None:
        """Run this far ahead of the machine's clock; a smaller offset than the present one is ignored."""
        self.offset = max(self.offset, offset)
