"""How long the event loop was held up at most."""

import asyncio
import time
from types import TracebackType

from app.event_loop import spare_what_stays
from core.i18n import LANGUAGES, translator

STEP = 0.002


class Stalls:
    """Feels the loop's pulse while a block runs."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Stalls":
        """Begin as the product is after its start: texts are read, and what stays is out of the collector's sight."""
        for language in LANGUAGES:
            translator(language)
        spare_what_stays()
        self._task = asyncio.create_task(self._feel())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End."""
        if self._task is not None:
            self._task.cancel()

    async def _feel(self) -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(STEP)
            self.longest = max(self.longest, time.perf_counter() - before - STEP)
