"""Takes up the jobs of workers that died, and clears away what is long done. Every working process does it.

A worker is dead when it has shown no heartbeat for long, or when its lock is gone twice in a row, which is a second or
two after its process was killed. Its jobs are given to others; a worker that only slept finds, when it wants to mark a
job done, that the row names it no more, and its effect is rolled back.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog

from core import db
from core.faults import fault
from core.gateways.job_kinds import DEATHS_ALONE, SUSPICIOUS
from core.gateways.jobs_desk import WORKER_LOCK

log = structlog.get_logger()

HOUR = 3600.0
# Failed jobs hold whole messages: long enough to look into, no longer.
FAILED_DAYS = 7
# One process at a time rescues.
_RESCUE_LOCK = 0x41746B

_ABSENT = (
    "SELECT id, last_heartbeat < now() - ?::float8 * interval '1 second' AS silent FROM procrastinate_workers"
    " WHERE last_heartbeat < now() - ?::float8 * interval '1 second'"
    # After a restart of the server every lock is gone: give everybody the time to take theirs again.
    " OR (pg_postmaster_start_time() < now() - interval '5 seconds' AND NOT EXISTS (SELECT 1 FROM pg_locks"
    " WHERE locktype = 'advisory' AND classid = ? AND objid = procrastinate_workers.id::int"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())))"
)
# A job that ran alone each time its process died is its killer; of the others nobody knows.
_PROOF = SUSPICIOUS + DEATHS_ALONE - 1
_KILLERS = (
    "SELECT id FROM procrastinate_jobs WHERE status = 'doing' AND worker_id IS NULL AND args->'alone' IS NOT NULL"
    f" AND (args->>'cuts')::int >= {_PROOF}"
)
_CUT = (
    "UPDATE procrastinate_jobs SET status = 'todo',"
    " args = jsonb_set(args - 'alone', '{cuts}', to_jsonb(coalesce((args->>'cuts')::int, 0) + 1))"
    f" WHERE status = 'doing' AND worker_id IS NULL AND (args->'alone' IS NULL OR (args->>'cuts')::int < {_PROOF})"
)
_CLEAR = (
    "DELETE FROM procrastinate_jobs WHERE status NOT IN ('todo', 'doing') AND NOT EXISTS (SELECT 1 FROM"
    " procrastinate_events WHERE job_id = procrastinate_jobs.id AND at > now() - ?::float8 * interval '1 day')"
)


@dataclass(frozen=True, slots=True)
class Patience:
    """In seconds: after how long without a heartbeat a worker is dead, and how often somebody looks."""

    heartbeat: float = 10.0
    look: float = 1.0


@dataclass(slots=True)
class Rescue:
    """Looks for dead workers; `bury` gives up on a job that killed its process, `taken_up` hears of jobs to do."""

    patience: Patience
    bury: Callable[[int], Awaitable[None]]
    taken_up: Callable[[], None]
    _without_lock: set[int] = field(default_factory=set)
    _searched_at: float = float("-inf")
    _cleared_at: float = float("-inf")

    async def run(self, stopping: asyncio.Event) -> None:
        """Look regularly until told to stop."""
        while not stopping.is_set():
            try:
                await self.once()
            except db.DatabaseError as problem:
                log.warning("jobs.rescue_failed", reason=type(problem).__name__)
            try:
                async with asyncio.timeout(self.patience.look):
                    await stopping.wait()
            except TimeoutError:
                continue

    async def once(self) -> None:
        """One look."""
        silence = self.patience.heartbeat
        absent = await db.fetch(_ABSENT, silence, silence, WORKER_LOCK)
        dead = [int(row["id"]) for row in absent if row["silent"] or int(row["id"]) in self._without_lock]
        self._without_lock = {int(row["id"]) for row in absent}
        now = time.monotonic()
        # Now and then also without a dead worker: a job that a stopped one could not give back names nobody.
        if dead or now - self._searched_at >= silence / 2:
            self._searched_at = now
            await self._take_up(dead)
        if now - self._cleared_at >= HOUR:
            self._cleared_at = now
            await db.execute(_CLEAR, FAILED_DAYS)

    async def _take_up(self, dead: list[int]) -> None:
        async with db.transaction():
            turn = await db.fetch("SELECT pg_try_advisory_xact_lock(?) AS mine", _RESCUE_LOCK)
            if not turn[0]["mine"]:
                return
            if dead:
                marks = ", ".join("?" for _ in dead)
                # Their jobs name nobody from now on.
                await db.execute(f"DELETE FROM procrastinate_workers WHERE id IN ({marks})", *dead)
            killers = [int(row["id"]) for row in await db.fetch(_KILLERS)]
            cut = await db.execute(_CUT)
            for job_id in killers:
                await self.bury(job_id)
            fault("shared.rescued")
        if dead or cut or killers:
            log.warning("jobs.rescued", workers=len(dead), jobs=cut, killers=len(killers))
            self.taken_up()
