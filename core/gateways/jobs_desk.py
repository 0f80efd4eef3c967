"""Procrastinate's job manager on our own pool: how its workers come by jobs, and how they show that they live.

What becomes of a job is written by the engine, on the connection of the job's own transaction; the library's own
writing of it is therefore left out.
"""

import asyncio
import json
import math
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString

import structlog
from procrastinate.connector import BaseAsyncConnector
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

from core import db
from core.db.presence import Presence

log = structlog.get_logger()

# Seconds after which the table is looked at without having heard of anything: jobs whose time has come.
LOOK = 0.5
# Seconds after a claim that was not answered in which it may still take a job: longer than a statement may take.
DOUBT = 60.0
# Advisory locks of this kind stand for workers; any number will do that no other program uses in our database.
WORKER_LOCK = 0x41746A

_NAMED = re.compile(r"%\((\w+)\)s")
_FETCH = (
    "SELECT id, task_name, args, attempts, lock FROM procrastinate_fetch_job_v2(ARRAY[?]::varchar[], ?)"
    " WHERE id IS NOT NULL"
)
_GIVE_BACK = "UPDATE procrastinate_jobs SET status = 'todo', worker_id = NULL WHERE status = 'doing' AND worker_id = ?"
_REGISTER = (
    "WITH new AS (SELECT worker_id FROM procrastinate_register_worker_v1())"
    " SELECT worker_id FROM new, pg_advisory_lock($1::int, worker_id::int)"
)


class WorkerGone(Exception):
    """Others took this worker for dead and gave its jobs away: it must begin anew."""


@dataclass(frozen=True, slots=True)
class Held:
    """A job that a worker of ours holds: nobody else may end it as long as the row names that worker."""

    id: int
    name: str
    payload: Mapping[str, object]
    attempts: int
    worker: int
    # How often its process died while it ran.
    cuts: int


class PoolConnector(BaseAsyncConnector):
    """Lets the library speak through the pool of the product, within the surrounding transaction if there is one."""

    async def open_async(self, pool: object = None) -> None:
        """Nothing to do: the pool is open."""

    async def close_async(self) -> None:
        """Nothing to do: the pool is closed by its owner."""

    async def execute_query_async(self, query: LiteralString, **arguments: Any) -> None:
        """Run a statement."""
        await self.execute_query_all_async(query, **arguments)

    async def execute_query_one_async(self, query: LiteralString, **arguments: Any) -> dict[str, Any]:
        """Run a statement and return its one row."""
        return (await self.execute_query_all_async(query, **arguments))[0]

    async def execute_query_all_async(self, query: LiteralString, **arguments: Any) -> list[dict[str, Any]]:
        """Run a statement and return its rows."""
        names = _NAMED.findall(query)
        return list(await db.fetch(_NAMED.sub("?", query), *(arguments[name] for name in names)))


class Desk(JobManager):
    """Hands jobs to workers: waits until there is one rather than being asked again and again."""

    def __init__(self, presence: Presence, known: Callable[[str], bool]) -> None:
        super().__init__(PoolConnector())
        self.presence = presence
        self.known = known
        self.stopping = False
        self.when_gone: Callable[[int], None] = lambda _: None
        self._held: dict[int, Held] = {}
        # Jobs handed out and not yet ended, by their ids.
        self._out: set[int] = set()
        # Workers of which a claim was not answered: until when to look for what it took, and when next.
        self._doubts: dict[int, tuple[float, float]] = {}
        self._gone: set[int] = set()
        self._wakes: dict[str, asyncio.Event] = defaultdict(asyncio.Event)

    def wake(self, queue: str | None = None) -> None:
        """Look again: a job came, its time has come, or the one before it is done."""
        for name, event in self._wakes.items():
            if queue is None or name == queue:
                event.set()

    def stop(self) -> None:
        """Hand out nothing more."""
        self.stopping = True
        self.wake()

    @contextmanager
    def handing_out(self, job_id: int) -> Iterator[Held]:
        """A job that was claimed, while it is worked on."""
        try:
            yield self._held.pop(job_id)
        finally:
            self._out.discard(job_id)

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        """The next job of the queue, once there is one; None when we stop."""
        (queue,) = queues or ()
        wake = self._wakes[queue]
        while not self.stopping:
            wake.clear()
            job = await self._fetch(queue, worker_id)
            if job is not None:
                return job
            try:
                async with asyncio.timeout(LOOK):
                    await wake.wait()
            except TimeoutError:
                continue
        return None

    async def _fetch(self, queue: str, worker_id: int) -> Job | None:
        if worker_id in self._gone:
            raise WorkerGone
        try:
            await self._find_lost(worker_id)
            rows = await db.fetch(_FETCH, queue, worker_id)
            if not rows:
                return None
            if not self.known(rows[0]["task_name"]):
                await self._set_aside(rows[0]["id"])
                return None
        except db.IntegrityError:
            raise WorkerGone from None
        except db.DatabaseError as problem:
            if not db.is_transient(problem):
                raise
            # The database is away: the rows are still there when it is back.
            log.warning("jobs.claim_failed", reason=type(problem).__name__)
            self._doubts[worker_id] = (time.monotonic() + DOUBT, 0.0)
            return None
        return self._hold(rows[0], queue, worker_id)

    async def _find_lost(self, worker_id: int) -> None:
        """Give back what this worker holds by a claim whose answer was lost with the connection."""
        until, due = self._doubts.get(worker_id, (0.0, math.inf))
        now = time.monotonic()
        if now < due:
            return
        known = ", ".join(str(job_id) for job_id in self._out) or "0"
        lost = await db.execute(f"{_GIVE_BACK} AND id NOT IN ({known})", worker_id)
        if lost:
            log.warning("jobs.claim_found", worker=worker_id, jobs=lost)
        if now > until:
            del self._doubts[worker_id]
        else:
            self._doubts[worker_id] = (until, now + 1)

    def _hold(self, row: Mapping[str, Any], queue: str, worker_id: int) -> Job:
        args = json.loads(row["args"])
        self._out.add(row["id"])
        self._held[row["id"]] = Held(
            row["id"],
            row["task_name"],
            json.loads(args["payload"]),
            row["attempts"] + 1,
            worker_id,
            int(args.get("cuts", 0)),
        )
        # Without arguments: the library writes those into its log.
        return Job(id=row["id"], queue=queue, lock=row["lock"], queueing_lock=None, task_name=row["task_name"])

    async def _set_aside(self, job_id: int) -> None:
        log.error("jobs.unknown_kind", job=job_id)
        await db.execute("UPDATE procrastinate_jobs SET status = 'failed', lock = NULL WHERE id = ?", job_id)
        self.wake()

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:
        """Nothing: the engine has written it."""

    async def retry_job(
        self,
        job: Job,
        retry_at: datetime | None = None,
        priority: int | None = None,
        queue: str | None = None,
        lock: str | None = None,
    ) -> None:
        """Nothing: the engine has written it."""

    async def register_worker(self) -> int:
        """A new worker, whose lock tells others that it lives."""
        number = int(str(await self.presence.ask(_REGISTER, WORKER_LOCK)))
        self.presence.keep(WORKER_LOCK, number)
        return number

    async def unregister_worker(self, worker_id: int) -> None:
        """The worker is no more."""
        self._gone.discard(worker_id)
        self._doubts.pop(worker_id, None)
        await super().unregister_worker(worker_id)
        await self.presence.let_go(WORKER_LOCK, worker_id)

    async def update_heartbeat(self, worker_id: int) -> None:
        """Say that it lives; whoever was taken for dead learns it here at the latest."""
        try:
            alive = await db.execute("UPDATE procrastinate_workers SET last_heartbeat = now() WHERE id = ?", worker_id)
        except db.DatabaseError as problem:
            log.warning("jobs.no_heartbeat", reason=type(problem).__name__)
            return
        if not alive and worker_id not in self._gone:
            log.warning("jobs.taken_for_dead", worker=worker_id)
            self._gone.add(worker_id)
            self.when_gone(worker_id)
            self.wake()
