"""What capture asks of the outside world: open files safely, and read text on pictures."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from core.domain.capture.types import Box, Lie, Normalised, PageText


class Effort(StrEnum):
    """How hard a reader tries: a quick first pass, or the best it can do."""

    QUICK = "quick"
    THOROUGH = "thorough"


class DocumentOpener(Protocol):
    """Turns bytes from strangers into re-encoded page pictures."""

    async def open(self, content: bytes) -> Normalised:
        """Open a file; raises CaptureRefused when it is not a document we can read."""
        ...


class DocumentReader(Protocol):
    """Reads the text of one page picture."""

    async def start(self) -> None:
        """Get ready, so that the first page does not wait."""
        ...

    async def read(self, picture: bytes, effort: Effort, lie: Lie | None = None) -> PageText:
        """Read a page picture; raises CaptureRefused when the reader fails or takes too long.

        `lie` is what an earlier reading of the same picture said: it need not be found out again.
        """
        ...

    async def look(self, picture: bytes, effort: Effort, places: Sequence[Box]) -> list[tuple[str, float]] | None:
        """What stands at each of some places of a page, with its score; None when the reader reads whole pages only."""
        ...

    async def close(self) -> None:
        """End every process that was started."""
        ...
