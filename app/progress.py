"""A line on the terminal that says how far long work is; nothing at all where nobody looks on."""

import sys
import time
from dataclasses import dataclass, field
from typing import TextIO

_WIDTH = 24
# Seconds between two changes of the line: more often is only flicker.
_EVERY = 0.1


@dataclass(slots=True)
class Progress:
    """One piece of work; `total` 0 when nobody knows how much it is."""

    what: str
    total: int = 0
    unit: str = ""
    stream: TextIO = field(default_factory=lambda: sys.stderr)
    done: int = field(default=0, init=False)
    _shown: float = field(default=0.0, init=False)

    def more(self, count: int) -> None:
        """So much more is done."""
        self.reached(self.done + count)

    def reached(self, done: int, total: int | None = None) -> None:
        """So much is done by now."""
        self.done, self.total = done, self.total if total is None else total
        now = time.monotonic()
        if self.stream.isatty() and now - self._shown >= _EVERY:
            self._shown = now
            self.stream.write(f"\r{self.line()}\x1b[K")
            self.stream.flush()

    def line(self) -> str:
        """As it is shown."""
        if not self.total:
            return f"{self.what:<12} {self.done:,} {self.unit}".rstrip()
        part = min(1.0, self.done / self.total)
        bar = "#" * round(part * _WIDTH)
        return f"{self.what:<12} [{bar:.<{_WIDTH}}] {part:4.0%}"

    def end(self) -> None:
        """Take the line away: what follows is the result."""
        if self.stream.isatty():
            self.stream.write("\r\x1b[K")
            self.stream.flush()
