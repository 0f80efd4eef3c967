"""How the queues stand: read from the rows when somebody asks, whichever engine runs the jobs."""

from collections import Counter
from dataclasses import dataclass

from core import db
from core.db.pool_use import pool_use
from core.meters import Key
from core.services.outbox import Lane
from core.services.reading_line import ReadingLine

_EMBEDDED = (
    "SELECT queue, state, run_at > ? AS later, count(*) AS n,"
    # A job for now has no time of its own.
    " min(CASE WHEN run_at > created_at THEN run_at ELSE created_at END) AS oldest FROM job GROUP BY queue, state, 3"
)
_PROCRASTINATE = (
    "SELECT queue_name AS queue, CASE status WHEN 'doing' THEN 'running' WHEN 'todo' THEN 'queued' ELSE 'failed' END"
    " AS state, coalesce(scheduled_at > now(), false) AS later, count(*) AS n,"
    " (extract(epoch FROM min(coalesce(scheduled_at, (SELECT min(at) FROM procrastinate_events AS e"
    " WHERE e.job_id = j.id)))) * 1000)::bigint AS oldest FROM procrastinate_jobs AS j"
    " WHERE status IN ('todo', 'doing', 'failed') GROUP BY 1, 2, 3"
)
_OUTGOING = "SELECT lane, count(*) AS n, min(created_at) AS oldest FROM outgoing GROUP BY lane"


@dataclass(frozen=True, slots=True)
class Soundings:
    """Reads depths and ages."""

    line: ReadingLine

    async def read(self) -> dict[Key, float]:
        """Every level by name and labels."""
        return {**await self.jobs(), **await self.outgoing(), **await self.documents(), **self.database()}

    async def jobs(self) -> dict[Key, float]:
        """Jobs by queue and state, and how old the oldest one is that could run."""
        now = db.stamp()
        rows = [*await db.fetch(_EMBEDDED, now)]
        if not db.is_sqlite():
            there = await db.fetch("SELECT to_regclass('procrastinate_jobs') IS NOT NULL AS there")
            rows += await db.fetch(_PROCRASTINATE) if there[0]["there"] else []
        levels: Counter[Key] = Counter()
        ages: dict[Key, float] = {}
        for row in rows:
            queue, state = str(row["queue"]), str(row["state"])
            if state == "queued":
                state = "later" if row["later"] else "waiting"
            levels["jobs", queue, state] += int(row["n"])
            if state == "waiting":
                ages["jobs_oldest_seconds", queue] = (now - int(row["oldest"] or now)) / 1000
        return {**levels, **ages}

    async def outgoing(self) -> dict[Key, float]:
        """Messages to be sent by lane, and how old the oldest one is."""
        found: dict[Key, float] = {}
        for row in await db.fetch(_OUTGOING):
            lane = Lane(int(row["lane"])).name.lower()
            found["outgoing", lane] = float(row["n"])
            found["outgoing_oldest_seconds", lane] = (db.stamp() - int(row["oldest"])) / 1000
        return found

    async def documents(self) -> dict[Key, float]:
        """The line of documents."""
        depth = await self.line.depth()
        states = {"waiting": depth.waiting, "taken": depth.taken, "aside": depth.aside}
        levels: dict[Key, float] = {("reading_line", state): float(n) for state, n in states.items()}
        return {**levels, ("reading_line_oldest_seconds",): depth.oldest}

    def database(self) -> dict[Key, float]:
        """Connections of this process."""
        use = pool_use()
        states = {"busy": use.busy, "idle": use.idle, "waiting": use.waiting}
        return {("database_connections", state): float(n) for state, n in states.items()}
