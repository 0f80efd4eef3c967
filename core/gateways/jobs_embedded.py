"""Jobs in a table of our own database, for one process (a second one is refused at start).

Order per key, dedupe, retry with back-off, a cap on attempts, recovery of what a crash cut: all from the rows. One
statement claims, one deletes; the handler deletes its job within its own transaction.
"""

import asyncio
import json
from collections import Counter
from dataclasses import dataclass, field

import structlog

from core import db
from core.ports import JobHandler, JobTaken, Payload, PermanentFailure, RunningJob

log = structlog.get_logger()

MAX_ATTEMPTS = 3
# Seconds without a wake-up after which the table is looked at anyway: delayed jobs become ready silently.
IDLE_LOOK = 0.5


@dataclass(frozen=True, slots=True)
class _Kind:
    handler: JobHandler
    queue: str
    buried: JobHandler | None


@dataclass(slots=True)
class EmbeddedJobs:
    """The job table and its one worker. `slots` says how many jobs of a queue run at once."""

    slots: dict[str, int]
    _kinds: dict[str, _Kind] = field(default_factory=dict)
    _running: Counter[str] = field(default_factory=Counter)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    # Jobs whose handlers deleted them within their own transactions.
    _finished: set[int] = field(default_factory=set)
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _stopping: bool = False
    _stopped: asyncio.Event = field(default_factory=asyncio.Event)

    def register(
        self, name: str, handler: JobHandler, *, queue: str = "chat", buried: JobHandler | None = None
    ) -> None:
        """Name the handler of a kind of job, and what to do when it was given up."""
        self._kinds[name] = _Kind(handler, queue, buried)

    async def enqueue(
        self, name: str, payload: Payload, *, key: str | None = None, dedupe: str | None = None, delay: float = 0
    ) -> int | None:
        """Add a job within the caller's transaction; None when its dedupe key was seen before."""
        if key is not None and delay:
            raise ValueError("a delayed job with a key would hold up the jobs behind it")
        now = db.stamp()
        async with db.transaction():
            if dedupe is not None and not await db.fetch(
                "INSERT INTO once(key, seen_at) VALUES(?, ?) ON CONFLICT DO NOTHING RETURNING key", dedupe, now
            ):
                return None
            rows = await db.fetch(
                "INSERT INTO job(queue, name, payload, key, state, attempts, run_at, created_at)"
                " VALUES(?, ?, ?, ?, 'queued', 0, ?, ?) RETURNING id",
                self._kinds[name].queue,
                name,
                json.dumps(payload, ensure_ascii=False, separators=(",", ":")),
                key,
                now + int(delay * 1000),
                now,
            )
            db.after_commit(self._wake.set)
        return int(rows[0]["id"])

    async def run(self) -> None:
        """Work until `drain`; first takes up what a crash left."""
        await self._recover()
        try:
            async with asyncio.TaskGroup() as group:
                while not self._stopping:
                    self._wake.clear()
                    claimed = await self._claim()
                    for job in claimed:
                        task = group.create_task(self._work(job))
                        self._tasks.add(task)
                        task.add_done_callback(self._tasks.discard)
                    if not claimed:
                        await self._sleep()
        finally:
            self._stopped.set()

    async def drain(self, timeout: float) -> None:
        """Take nothing new and wait for what runs; what is not done in time goes back to the queue."""
        self._stopping = True
        self._wake.set()
        try:
            await asyncio.wait_for(self._stopped.wait(), timeout)
        except TimeoutError:
            for task in tuple(self._tasks):
                task.cancel()

    async def idle(self) -> bool:
        """Whether no job is queued for now or running."""
        rows = await db.fetch(
            "SELECT count(*) AS n FROM job WHERE state = 'running' OR (state = 'queued' AND run_at <= ?)", db.stamp()
        )
        return int(rows[0]["n"]) == 0

    async def _sleep(self) -> None:
        try:
            await asyncio.wait_for(self._wake.wait(), IDLE_LOOK)
        except TimeoutError:
            return

    async def _recover(self) -> None:
        """The only worker starts: whatever is running was cut by a crash."""
        await db.execute("UPDATE job SET state = 'queued' WHERE state = 'running' AND attempts < ?", MAX_ATTEMPTS)
        rows = await db.fetch("SELECT id, name, payload, attempts FROM job WHERE state = 'running'")
        for row in rows:
            await self._bury(self._as_job(row), "the worker died while it ran")

    async def _claim(self) -> list[RunningJob]:
        """Take the oldest ready job of each key, as many as the queues have free slots."""
        free = {queue: slots - self._running[queue] for queue, slots in self.slots.items()}
        open_queues = [queue for queue, slots in free.items() if slots > 0]
        if not open_queues:
            return []
        try:
            async with db.transaction():
                return await self._take(open_queues, free)
        except Exception:
            # The database is away: the rows are still there when it is back.
            log.exception("jobs.claim_failed")
            return []

    async def _take(self, open_queues: list[str], free: dict[str, int]) -> list[RunningJob]:
        marks = ", ".join("?" for _ in open_queues)
        rows = await db.fetch(
            f"SELECT id, name, payload, attempts, queue FROM job AS j WHERE state = 'queued' AND run_at <= ?"
            f" AND queue IN ({marks}) AND (key IS NULL OR NOT EXISTS (SELECT 1 FROM job AS e WHERE e.key = j.key"
            f" AND e.id < j.id AND e.state IN ('queued', 'running'))) ORDER BY id LIMIT 64",
            db.stamp(),
            *open_queues,
        )
        claimed = []
        for row in rows:
            if free[row["queue"]] > 0 and row["name"] in self._kinds:
                free[row["queue"]] -= 1
                claimed.append(self._as_job(row, attempt=1))
        if claimed:
            marks = ", ".join("?" for _ in claimed)
            await db.execute(
                f"UPDATE job SET state = 'running', attempts = attempts + 1 WHERE id IN ({marks})",
                *(job.id for job in claimed),
            )
        for job in claimed:
            self._running[self._kinds[job.name].queue] += 1
        return claimed

    def _as_job(self, row: dict[str, object], attempt: int = 0) -> RunningJob:
        job_id, attempts = int(str(row["id"])), int(str(row["attempts"])) + attempt

        async def finish() -> None:
            done = await db.execute(
                "DELETE FROM job WHERE id = ? AND state = 'running' AND attempts = ?", job_id, attempts
            )
            if done != 1:
                raise JobTaken
            db.after_commit(lambda: self._finished.add(job_id))

        return RunningJob(job_id, str(row["name"]), json.loads(str(row["payload"])), attempts, finish)

    async def _work(self, job: RunningJob) -> None:
        """Run one job; whatever happens, the slot is given back."""
        kind = self._kinds[job.name]
        try:
            await kind.handler(job)
            if job.id not in self._finished:
                await db.execute("DELETE FROM job WHERE id = ? AND attempts = ?", job.id, job.attempts)
        except asyncio.CancelledError:
            await asyncio.shield(self._give_back(job))
            raise
        except JobTaken:
            log.warning("jobs.taken", job=job.id, name=job.name)
        except PermanentFailure as error:
            await self._bury(job, str(error))
        except Exception as error:
            log.exception("jobs.failed", job=job.id, name=job.name, attempts=job.attempts)
            await self._retry_or_bury(job, type(error).__name__)
        finally:
            self._finished.discard(job.id)
            self._running[kind.queue] -= 1
            # Under load the next ones are claimed by the half-dozen: one claim costs as much as one small job.
            if self._running[kind.queue] <= self.slots[kind.queue] // 2:
                self._wake.set()

    async def _give_back(self, job: RunningJob) -> None:
        await db.execute("UPDATE job SET state = 'queued', attempts = attempts - 1 WHERE id = ?", job.id)

    async def _retry_or_bury(self, job: RunningJob, reason: str) -> None:
        if job.attempts >= MAX_ATTEMPTS:
            await self._bury(job, reason)
            return
        run_at = db.stamp() + 500 * 2**job.attempts
        await db.execute("UPDATE job SET state = 'queued', run_at = ?, error = ? WHERE id = ?", run_at, reason, job.id)

    async def _bury(self, job: RunningJob, reason: str) -> None:
        """Give up on a job and tell its kind, in one transaction."""
        log.error("jobs.buried", job=job.id, name=job.name, attempts=job.attempts, reason=reason[:200])
        kind = self._kinds.get(job.name)
        async with db.transaction():
            await db.execute("UPDATE job SET state = 'failed', error = ? WHERE id = ?", reason[:300], job.id)
            if kind is not None and kind.buried is not None:
                await kind.buried(job)
