"""Readers for journeys: one that says what was written for it whatever photo comes, and the real one in a hurry."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.domain.capture.ports import DocumentReader, Effort
from core.domain.capture.types import Box, Lie, PageText
from tests.conftest import Bot


@dataclass(slots=True)
class PrintedReader:
    """Reads every page as `page`."""

    page: PageText

    async def start(self) -> None: ...

    async def read(self, picture: bytes, effort: Effort, lie: Lie | None = None) -> PageText:
        return self.page

    async def look(self, picture: bytes, effort: Effort, places: Sequence[Box]) -> list[tuple[str, float]] | None:
        return None

    async def close(self) -> None: ...


@dataclass(slots=True)
class HurriedReader:
    """The real reader, that never looks twice."""

    real: DocumentReader

    async def start(self) -> None:
        await self.real.start()

    async def read(self, picture: bytes, effort: Effort, lie: Lie | None = None) -> PageText:
        return await self.real.read(picture, Effort.QUICK)

    async def look(self, picture: bytes, effort: Effort, places: Sequence[Box]) -> list[tuple[str, float]] | None:
        return await self.real.look(picture, Effort.QUICK, places)

    async def close(self) -> None:
        await self.real.close()


def reads(bot: Bot, page: PageText) -> None:
    """Let the bot read photos by a printed page from now on; they are opened and cut as ever."""
    _swap(bot, PrintedReader(page))


def hurries(bot: Bot) -> None:
    """Let the bot's reader look at a page once only: a busy machine has no time for more."""
    _swap(bot, HurriedReader(bot.runtime.parts.services.documents.capture.reader))


def _swap(bot: Bot, reader: DocumentReader) -> None:
    # Frozen, as services are; a test may swap what no person can.
    object.__setattr__(bot.runtime.parts.services.documents.capture, "reader", reader)
