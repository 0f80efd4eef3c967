"""What importing asks of the outside world: read a stranger's file where it can hurt nobody."""

from datetime import date
from typing import Protocol

from core.domain.imports.import_manner import Answers
from core.domain.imports.import_preview import Preview
from core.domain.imports.import_wire import PackedFound


class LogbookReader(Protocol):
    """Reads files of other logbooks; raises `ImportRefused` for what is none."""

    async def preview(self, content: bytes, answers: Answers, currency: str, today: date) -> Preview:
        """What the file would bring."""
        ...

    async def rows(self, content: bytes, answers: Answers, currency: str, today: date) -> PackedFound:
        """All that the file holds."""
        ...
