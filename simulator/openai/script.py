"""What the stand-in does with the next call: answer well, or fail in one of the ways that services fail."""

from collections import deque
from dataclasses import dataclass, field
from typing import Literal

from simulator.wire import Raw

Way = Literal[
    "answer", "slow", "drip", "hang", "cut", "reset", "garbage", "fenced", "violating", "empty", "refusal", "length",
    "filtered", "busy", "quota", "error", "denied", "page", "obey", "huge", "stream_error",
]  # fmt: skip

# Every way to fail that there is, for tests that go through all of them.
FAULTS: tuple[Way, ...] = (
    *("hang", "cut", "reset", "garbage", "empty", "refusal", "length", "filtered"),
    *("busy", "quota", "error", "denied", "page", "huge", "stream_error"),
)


@dataclass(frozen=True, slots=True)
class Act:
    """One behaviour; `text` is what is said or the JSON of a form, `delay` is in seconds."""

    way: Way = "answer"
    text: str | None = None
    delay: float = 0.0
    pieces: int = 0


@dataclass(slots=True)
class Script:
    """Acts for the calls to come, then the usual one; and every call that came."""

    usual: Act = field(default_factory=Act)
    coming: deque[Act] = field(default_factory=deque)
    calls: list[Raw] = field(default_factory=list)

    def will(self, *acts: Act) -> None:
        """Do these with the next calls."""
        self.coming.extend(acts)

    def next(self) -> Act:
        """What to do now."""
        return self.coming.popleft() if self.coming else self.usual
