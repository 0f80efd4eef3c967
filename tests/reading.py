"""A reader for journeys that need no real one: whatever photo comes, it says what was written for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.domain.capture.ports import Effort
from core.domain.capture.types import Box, PageText
from core.services.capture import Capture
from tests.conftest import Bot


@dataclass(slots=True)
class PrintedReader:
    """Reads every page as `page`."""

    page: PageText

    async def start(self) -> None: ...

    async def read(self, picture: bytes, effort: Effort) -> PageText:
        return self.page

    async def look(self, picture: bytes, effort: Effort, places: Sequence[Box]) -> list[tuple[str, float]] | None:
        return None

    async def close(self) -> None: ...


def reads(bot: Bot, page: PageText) -> PrintedReader:
    """Let the bot read photos by a printed page from now on; they are opened and cut as ever."""
    capture = bot.runtime.parts.services.documents.capture
    assert isinstance(capture, Capture)
    reader = PrintedReader(page)
    # Frozen, as services are; a test may swap what no person can.
    object.__setattr__(capture, "reader", reader)
    return reader
