"""Regular clean-up: what is kept only to recognise repeats, and drafts nobody came back to."""

from dataclasses import dataclass

from core import db
from core.domain.retention import Held, period
from core.services.purging import Purging

DAY = 24 * 3600 * 1000
# Telegram repeats an undelivered update for 24 hours at most.
REMEMBERED_DAYS = period(Held.REPEAT).days
DRAFT_DAYS = period(Held.DRAFT).days
# Failed jobs hold whole messages: long enough to look into, no longer.
FAILED_DAYS = period(Held.FAILED).days


@dataclass(frozen=True, slots=True)
class Tidying:
    """Deletes what has served its time."""

    purging: Purging

    async def tidy(self) -> None:
        """Forget old dedupe keys, failed jobs, conversations left alone, and what was taken off for good."""
        await self.purging.purge()
        now = db.stamp()
        await db.execute("DELETE FROM once WHERE seen_at < ?", now - REMEMBERED_DAYS * DAY)
        await db.execute("DELETE FROM job WHERE state = 'failed' AND created_at < ?", now - FAILED_DAYS * DAY)
        await db.execute(
            "UPDATE chat_state SET flow = '', step = '', draft = '{}', version = version + 1"
            " WHERE updated_at < ? AND flow <> ''",
            now - DRAFT_DAYS * DAY,
        )
