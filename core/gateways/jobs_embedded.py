"""Jobs in a table of our own database, for one process (a second one is refused at start).

Order per key, dedupe, retry with back-off, a cap on attempts, recovery of what a crash cut: all from the rows. One
statement claims, one deletes; the handler deletes its job within its own transaction.

A job that was running when its process died twice is run with nothing beside it, so that further deaths tell which
job it was: one that died alone four times is buried, its innocent neighbours are done. Once alone is no proof: a
process that is killed often from outside is killed at such a moment too. `error` carries how often a job was cut.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import Any

import structlog

from core import db
from core.faults import fault
from core.gateways.job_kinds import DEATHS_ALONE, TIME_LIMITS, USUAL_LIMIT, about_chat, pause_after, was_last
from core.ports import FailedJob, JobHandler, JobTaken, Payload, PermanentFailure, RunningJob

log = structlog.get_logger()

# Seconds without a wake-up after which the table is looked at anyway: jobs that an earlier process delayed.
IDLE_LOOK = 0.5
# Seconds between tries to note what became of a job while the database is away.
LONGEST_PAUSE = 5.0

CUT, CUT_TWICE = "cut", "cut twice"
# What became of a suspect, in order: each time it runs alone it goes one further.
STEPS = (CUT_TWICE, *(f"ran alone {times}" for times in range(1, DEATHS_ALONE + 1)))


@dataclass(frozen=True, slots=True)
class _Kind:
    handler: JobHandler
    queue: str
    buried: JobHandler | None


@dataclass(slots=True)
class EmbeddedJobs:
    """The job table and its one worker. `slots` says how many jobs of a queue run at once."""

    slots: dict[str, int]
    # Seconds before the second attempt; each further one waits twice as long.
    backoff: float = 1.0
    limits: dict[str, float] = field(default_factory=lambda: dict(TIME_LIMITS))
    _kinds: dict[str, _Kind] = field(default_factory=dict)
    _running: Counter[str] = field(default_factory=Counter)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _stopping: bool = False
    _stopped: asyncio.Event | None = None

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
                # In ASCII: text from outside may hold what a database cannot store (NUL, half a surrogate pair).
                json.dumps(payload, separators=(",", ":")),
                key,
                # What is not delayed is ready whatever the clock says: it may be set back meanwhile.
                now + int(delay * 1000) if delay else 0,
                now,
            )
            db.after_commit(lambda: self._wake_in(delay) if delay else self._wake.set())
        return int(rows[0]["id"])

    async def enqueue_all(self, name: str, jobs: Sequence[tuple[str, Payload]]) -> None:
        """Add many jobs of one kind, each with its key, by one statement within the caller's transaction."""
        if not jobs:
            return
        now, queue = db.stamp(), self._kinds[name].queue
        values = [
            value
            for key, payload in jobs
            for value in (queue, name, json.dumps(payload, separators=(",", ":")), key, 0, now)
        ]
        rows = ", ".join(["(?, ?, ?, ?, 'queued', 0, ?, ?)"] * len(jobs))
        await db.execute(
            f"INSERT INTO job(queue, name, payload, key, state, attempts, run_at, created_at) VALUES{rows}", *values
        )
        db.after_commit(self._wake.set)

    async def forget(self, chat_id: int) -> None:
        """Delete the jobs that hold what a chat said or is told, waiting or given up."""
        marks, values = about_chat("payload", chat_id)
        await db.execute(f"DELETE FROM job WHERE state <> 'running' AND ({marks})", *values)

    async def run(self) -> None:
        """Work until `drain`; first takes up what a crash left."""
        self._stopped = asyncio.Event()
        try:
            await self._recover()
            async with asyncio.TaskGroup() as group:
                await self._run_suspects(group)
                fault("jobs.recovered")
                while not self._stopping:
                    self._wake.clear()
                    claimed = await self._claim()
                    if claimed:
                        fault("jobs.claimed")
                    for job in claimed:
                        self._start(group, job)
                    if not claimed:
                        await self._sleep(IDLE_LOOK)
        finally:
            self._stopped.set()

    async def drain(self, timeout: float) -> None:
        """Take nothing new and wait for what runs; what is not done in time goes back to the queue."""
        self._stopping = True
        self._wake.set()
        if self._stopped is None:
            return
        try:
            await asyncio.wait_for(self._stopped.wait(), timeout)
        except TimeoutError:
            for task in tuple(self._tasks):
                task.cancel()
            await self._stopped.wait()

    async def idle(self) -> bool:
        """Whether no job is queued for now or running."""
        rows = await db.fetch(
            "SELECT count(*) AS n FROM job WHERE state = 'running' OR (state = 'queued' AND run_at <= ?)", db.stamp()
        )
        return int(rows[0]["n"]) == 0

    async def failed(self, position: int, size: int) -> tuple[int, Sequence[FailedJob]]:
        """How many jobs were given up, and some of them, newest first."""
        (count,) = await db.fetch("SELECT count(*) AS n FROM job WHERE state = 'failed'")
        rows = await db.fetch(f"{_FAILED} ORDER BY id DESC LIMIT ? OFFSET ?", size, position)
        return int(count["n"]), [_failed(row) for row in rows]

    async def failed_one(self, job_id: int) -> FailedJob | None:
        """A job that was given up."""
        rows = await db.fetch(f"{_FAILED} AND id = ?", job_id)
        return _failed(rows[0]) if rows else None

    async def retry(self, job_id: int) -> bool:
        """Queue a job again that was given up, before those of its key that came after it."""
        queued = "UPDATE job SET state = 'queued', attempts = 0, run_at = 0, error = NULL"
        changed = await db.execute(f"{queued} WHERE id = ? AND state = 'failed'", job_id)
        db.after_commit(self._wake.set)
        return changed == 1

    def _start(self, group: asyncio.TaskGroup, job: RunningJob) -> asyncio.Task[None]:
        self._running[self._kinds[job.name].queue] += 1
        task = group.create_task(self._work(job))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _sleep(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._wake.wait(), seconds)
        except TimeoutError:
            return

    async def _recover(self) -> None:
        """The only worker starts: whatever is running was cut by a crash, which is no failure of its own."""
        marks = ", ".join("?" for _ in self._kinds) or "''"
        strange = await db.execute(
            f"UPDATE job SET state = 'failed', error = 'nobody knows this kind of job'"
            f" WHERE state <> 'failed' AND name NOT IN ({marks})",
            *self._kinds,
        )
        if strange:
            log.error("jobs.unknown_kind", count=strange)
        for row in await db.fetch(
            "SELECT id, name, payload, attempts FROM job WHERE state = 'running' AND error = ?", STEPS[-1]
        ):
            await self._note(self._bury, self._as_job(row), "its process died whenever it ran")
        await db.execute(
            "UPDATE job SET state = 'queued', attempts = attempts - 1,"
            f" error = CASE WHEN error IN ({_marks(STEPS)}) THEN error WHEN error = ? THEN ? ELSE ? END"
            " WHERE state = 'running'",
            *(*STEPS, CUT, CUT_TWICE, CUT),
        )

    async def _run_suspects(self, group: asyncio.TaskGroup) -> None:
        """One of the jobs that saw two crashes may be their cause: run each with nothing beside it."""
        while not self._stopping:
            rows = await db.fetch(
                "UPDATE job SET state = 'running', attempts = attempts + 1,"
                f" error = CASE error {'WHEN ? THEN ? ' * DEATHS_ALONE}END WHERE id ="
                f" (SELECT min(id) FROM job WHERE state = 'queued' AND error IN ({_marks(STEPS[:-1])}))"
                " RETURNING id, name, payload, attempts",
                *(*chain.from_iterable(pairwise(STEPS)), *STEPS[:-1]),
            )
            if not rows:
                return
            await asyncio.wait([self._start(group, self._as_job(rows[0]))])

    async def _claim(self) -> list[RunningJob]:
        """Take the oldest ready job of each key, as many as the queues have free slots."""
        free = {queue: slots - self._running[queue] for queue, slots in self.slots.items()}
        free = {queue: slots for queue, slots in free.items() if slots > 0}
        if not free:
            return []
        try:
            async with db.transaction():
                return await self._take(free)
        except Exception as error:
            # The database is away: the rows are still there when it is back.
            log.warning("jobs.claim_failed", reason=type(error).__name__)
            return []

    async def _take(self, free: dict[str, int]) -> list[RunningJob]:
        now, values = db.stamp(), list[db.Value]()
        for queue, slots in free.items():
            values += [now, queue, slots]
        rows = await db.fetch(_ready(len(free)), *values)
        claimed = [self._as_job(row, attempt=1) for row in sorted(rows, key=lambda row: int(row["id"]))]
        if claimed:
            marks = ", ".join("?" for _ in claimed)
            await db.execute(
                f"UPDATE job SET state = 'running', attempts = attempts + 1 WHERE id IN ({marks})",
                *(job.id for job in claimed),
            )
        return claimed

    def _as_job(self, row: dict[str, object], attempt: int = 0) -> RunningJob:
        job_id, attempts = int(str(row["id"])), int(str(row["attempts"])) + attempt

        async def finish() -> None:
            done = await db.execute(
                "DELETE FROM job WHERE id = ? AND state = 'running' AND attempts = ?", job_id, attempts
            )
            if done != 1:
                raise JobTaken

        return RunningJob(job_id, str(row["name"]), json.loads(str(row["payload"])), attempts, finish)

    async def _work(self, job: RunningJob) -> None:
        """Run one job; whatever happens, the slot is given back."""
        kind = self._kinds[job.name]
        try:
            async with asyncio.timeout(self.limits.get(kind.queue, USUAL_LIMIT)):
                await kind.handler(job)
            fault("job.handled")
        except asyncio.CancelledError:
            await asyncio.shield(self._give_back(job))
            raise
        except JobTaken:
            log.warning("jobs.taken", job=job.id, name=job.name)
            await self._note(self._bury if was_last(job) else self._requeue, job, "taken by somebody else")
        except PermanentFailure as error:
            await self._note(self._bury, job, str(error))
        except Exception as error:
            self._tell(job, error)
            await self._note(self._bury if was_last(job, error) else self._requeue, job, type(error).__name__)
        else:
            await self._note(self._remove, job, "")
        finally:
            self._running[kind.queue] -= 1
            self._wake.set()

    def _tell(self, job: RunningJob, error: Exception) -> None:
        if db.is_transient(error):
            log.warning("jobs.failed", job=job.id, name=job.name, attempts=job.attempts, reason=type(error).__name__)
        else:
            log.error("jobs.failed", job=job.id, name=job.name, attempts=job.attempts, exc_info=error)

    async def _note(self, write: Callable[[RunningJob, str], Awaitable[None]], job: RunningJob, reason: str) -> None:
        """Write what became of a job, however long the database is away; at a stop the next start finds it running."""
        pause = 0.1
        while True:
            try:
                await write(job, reason)
            except Exception as error:
                log.warning("jobs.not_noted", job=job.id, reason=type(error).__name__)
                if self._stopping:
                    return
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                return

    async def _remove(self, job: RunningJob, _: str) -> None:
        """A handler that finished within its transaction has deleted the row already."""
        await db.execute("DELETE FROM job WHERE id = ? AND attempts = ?", job.id, job.attempts)

    async def _give_back(self, job: RunningJob) -> None:
        await db.execute(
            "UPDATE job SET state = 'queued', attempts = attempts - 1 WHERE id = ? AND state = 'running'", job.id
        )

    async def _requeue(self, job: RunningJob, reason: str) -> None:
        """Try again later; a row that is gone, or somebody else's, is left alone."""
        delay = pause_after(job.attempts, self.backoff)
        await db.execute(
            "UPDATE job SET state = 'queued', run_at = ?, error = ?"
            " WHERE id = ? AND state = 'running' AND attempts = ?",
            *(db.stamp() + int(delay * 1000), reason, job.id, job.attempts),
        )
        self._wake_in(delay)

    def _wake_in(self, seconds: float) -> None:
        asyncio.get_running_loop().call_later(seconds + 0.001, self._wake.set)

    async def _bury(self, job: RunningJob, reason: str) -> None:
        """Give up on a job and tell its kind, in one transaction; the jobs behind it go on."""
        kind = self._kinds.get(job.name)
        try:
            async with db.transaction():
                if await self._set_aside(job, reason) and kind is not None and kind.buried is not None:
                    await kind.buried(job)
        except Exception as error:
            if db.is_transient(error):
                raise
            log.exception("jobs.burial_failed", job=job.id, name=job.name)
            await self._set_aside(job, reason)

    async def _set_aside(self, job: RunningJob, reason: str) -> bool:
        """Whether the row was still there, and ours."""
        changed = await db.execute(
            "UPDATE job SET state = 'failed', error = ? WHERE id = ? AND state = 'running'",
            *(reason[:300], job.id),
        )
        if changed:
            log.error("jobs.buried", job=job.id, name=job.name, attempts=job.attempts, reason=reason[:200])
        return changed == 1


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" for _ in values)


_FAILED = "SELECT id, name, queue, payload, attempts, error, created_at FROM job WHERE state = 'failed'"


def _failed(row: Mapping[str, Any]) -> FailedJob:
    found = json.loads(row["payload"]), int(row["attempts"]), str(row["error"] or ""), int(row["created_at"])
    return FailedJob(int(row["id"]), str(row["name"]), str(row["queue"]), *found)


def _ready(queues: int) -> str:
    """The query for the oldest ready jobs of so many queues, each with its own limit."""
    one = (
        "SELECT * FROM (SELECT id, name, payload, attempts FROM job AS j WHERE state = 'queued' AND run_at <= ?"
        " AND queue = ? AND (key IS NULL OR NOT EXISTS (SELECT 1 FROM job AS e WHERE e.key = j.key"
        " AND e.id < j.id AND e.state IN ('queued', 'running'))) ORDER BY id LIMIT ?) AS ready"
    )
    return " UNION ALL ".join([one] * queues)
