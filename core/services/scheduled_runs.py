"""When each job of the schedule last came to its end: read by whoever looks after the service."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from core import db

# Seconds beyond a few rhythms after which a job that did not come to its end is missed.
PATIENCE, RHYTHMS = 300, 5
_NOTE = """
    INSERT INTO scheduled_run(name, finished_at, took_ms) VALUES(?, ?, ?)
    ON CONFLICT(name) DO UPDATE SET finished_at = excluded.finished_at, took_ms = excluded.took_ms RETURNING name
"""


class JobMissed(Exception):
    """A job of the schedule did not come to its end for much longer than its rhythm."""


@dataclass(frozen=True, slots=True)
class ScheduledRuns:
    """Notes the runs, and tells whether one is missed."""

    # A process that has just started has missed nothing yet.
    since: int = field(default_factory=db.stamp)

    async def note(self, name: str, seconds: float) -> None:
        """A job came to its end."""
        await db.fetch(_NOTE, name, db.stamp(), round(seconds * 1000))

    async def read(self, rhythms: Sequence[tuple[str, int]]) -> dict[str, float]:
        """Seconds since each job last ended and how long it took; raises `JobMissed` when one is overdue."""
        now = db.stamp()
        rows = {row["name"]: row for row in await db.fetch("SELECT name, finished_at, took_ms FROM scheduled_run")}
        found: dict[str, float] = {}
        for name, rhythm in rhythms:
            ended = int(rows[name]["finished_at"]) if name in rows else self.since
            if now - max(ended, self.since) > (rhythm * RHYTHMS + PATIENCE) * 1000:
                raise JobMissed(name)
            if name in rows:
                found[f"{name}.seconds_ago"] = round((now - ended) / 1000, 1)
                found[f"{name}.took_seconds"] = int(rows[name]["took_ms"]) / 1000
        return found
