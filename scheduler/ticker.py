"""The only clock of the product: it ticks in UTC and asks the database what is due; it never owns a due time."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

log = structlog.get_logger()

SECONDS = 30

Tick = Callable[[], Awaitable[None]]


@dataclass(slots=True)
class Ticker:
    """Calls `tick` every `seconds`; a late or skipped tick is harmless, since rows say what is due."""

    tick: Tick
    seconds: float = SECONDS
    _scheduler: AsyncIOScheduler | None = field(default=None, init=False)

    def start(self) -> None:
        """Begin to tick, at once and then regularly."""
        # Late ticks run (no misfire grace) and several late ones run as one (coalesce).
        defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)
        self._scheduler.add_job(self.once, IntervalTrigger(seconds=self.seconds, timezone=UTC))
        self._scheduler.start()

    def stop(self) -> None:
        """Tick no more."""
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)

    async def once(self) -> None:
        """One tick; what goes wrong is logged and tried again at the next."""
        try:
            await self.tick()
        except Exception:
            log.exception("tick.failed")
