"""Jobs by procrastinate in PostgreSQL, for any number of processes on any number of machines.

The library's tables, functions and workers; around them what the product asks of both engines: a job is added and
ended on the connection of the caller's transaction, so that the effect and the mark are one; the row names the worker
that holds it, so that a worker which was taken for dead and wakes up ends nothing; a job that saw two processes die
runs alone, so that four more tell whose fault it was: once alone is no proof where processes are killed often.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import structlog
from procrastinate import App, JobContext
from procrastinate.worker import Worker

from core import db
from core.db.presence import Presence
from core.faults import fault
from core.gateways.job_kinds import SUSPICIOUS, TIME_LIMITS, USUAL_LIMIT, Kind, about_chat, pause_after, was_last
from core.gateways.jobs_desk import LOOK, Desk, Held
from core.gateways.jobs_failed import failed_job, failed_jobs, requeue_failed
from core.gateways.jobs_gate import Gate
from core.gateways.jobs_rescue import Patience, Rescue
from core.ports import FailedJob, JobHandler, JobTaken, Payload, PermanentFailure, RunningJob

log = structlog.get_logger()

# Seconds between tries to note what became of a job while the database is away.
LONGEST_PAUSE = 5.0
# Seconds that workers get to say goodbye to the database.
FAREWELL = 1.0
# The library's own idea of when a worker is stalled: never, since `Rescue` decides it.
NEVER = 1e8

_DEFER = (
    "SELECT unnest(procrastinate_defer_jobs_v1(ARRAY[ROW(?::varchar, ?::varchar, 0, ?::text, NULL, ?::jsonb,"
    " now() + ?::float8 * interval '1 second')::procrastinate_job_to_defer_v1])) AS id"
)
_ROW = "ROW(?::varchar, ?::varchar, 0, ?::text, NULL, ?::jsonb, NULL)::procrastinate_job_to_defer_v1"
_DEFER_NOW = _DEFER.replace("now() + ?::float8 * interval '1 second'", "NULL")
_ONCE = "WITH new AS (INSERT INTO once(key, seen_at) VALUES(?, ?) ON CONFLICT DO NOTHING RETURNING key) "
_MINE = " WHERE id = ? AND status = 'doing' AND worker_id = ?"
_NOBODYS = " WHERE id = ? AND status = 'doing' AND worker_id IS NULL"
_BUSY = (
    "SELECT EXISTS (SELECT 1 FROM procrastinate_jobs WHERE status = 'doing'"
    " OR (status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now()))) AS busy"
)
# A condition and its values.
_Row = tuple[str, int] | tuple[str, int, int]


@dataclass(slots=True)
class ProcrastinateJobs:
    """The queue in PostgreSQL. `slots` says how many jobs of a queue run at once in this process."""

    slots: dict[str, int]
    presence: Presence
    # Seconds before the second attempt; each further one waits twice as long.
    backoff: float = 1.0
    limits: dict[str, float] = field(default_factory=lambda: dict(TIME_LIMITS))
    patience: Patience = field(default_factory=Patience)
    _kinds: dict[str, Kind] = field(default_factory=dict)
    _gate: Gate = field(default_factory=Gate)
    _workers: set[Any] = field(default_factory=set)
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _serving: list[asyncio.Task[None]] = field(default_factory=list)
    _stopped: asyncio.Event | None = None
    _desk: Desk = field(init=False)
    _app: App = field(init=False)

    def __post_init__(self) -> None:
        self._desk = Desk(self.presence, self._kinds.__contains__)
        self._desk.when_gone = self._abandon
        self._app = App(connector=self._desk.connector)
        self._app.job_manager = self._desk
        for queue in self.slots:
            self.presence.listen(f"procrastinate_queue_v1#{queue}", partial(self._heard, queue))

    def register(
        self, name: str, handler: JobHandler, *, queue: str = "chat", buried: JobHandler | None = None
    ) -> None:
        """Name the handler of a kind of job, and what to do when it was given up."""
        self._kinds[name] = Kind(handler, queue, buried)

        async def work(context: JobContext) -> None:
            with self._desk.handing_out(context.job.id or 0) as held:
                await self._work(held)

        self._app.task(name=name, queue=queue, pass_context=True)(work)

    async def enqueue(
        self, name: str, payload: Payload, *, key: str | None = None, dedupe: str | None = None, delay: float = 0
    ) -> int | None:
        """Add a job within the caller's transaction; None when its dedupe key was seen before."""
        if key is not None and delay:
            raise ValueError("a delayed job with a key would hold up the jobs behind it")
        queue = self._kinds[name].queue
        values: list[db.Value] = [queue, name, key, _args(payload)]
        sql = _DEFER_NOW
        if delay:
            sql, values = _DEFER, [*values, float(delay)]
        if dedupe is not None:
            sql, values = f"{_ONCE}{sql} FROM new", [dedupe, db.stamp(), *values]
        rows = await db.fetch(sql, *values)
        if not rows:
            return None
        db.after_commit(lambda: self._wake_in(delay, queue) if delay else self._desk.wake(queue))
        return int(rows[0]["id"])

    async def enqueue_all(self, name: str, jobs: Sequence[tuple[str, Payload]]) -> None:
        """Add many jobs of one kind, each with its key, by one statement within the caller's transaction."""
        if not jobs:
            return
        queue = self._kinds[name].queue
        values = [value for key, payload in jobs for value in (queue, name, key, _args(payload))]
        rows = ", ".join([_ROW] * len(jobs))
        await db.fetch(f"SELECT count(*) FROM unnest(procrastinate_defer_jobs_v1(ARRAY[{rows}]))", *values)
        db.after_commit(lambda: self._desk.wake(queue))

    async def forget(self, chat_id: int) -> None:
        """Delete the jobs that hold what a chat said or is told, waiting or given up."""
        marks, values = about_chat("args->>'payload'", chat_id)
        await db.execute(f"DELETE FROM procrastinate_jobs WHERE status <> 'doing' AND ({marks})", *values)

    async def failed(self, position: int, size: int) -> tuple[int, Sequence[FailedJob]]:
        """How many jobs were given up, and some of them, newest first."""
        return await failed_jobs(position, size)

    async def failed_one(self, job_id: int) -> FailedJob | None:
        """A job that was given up."""
        return await failed_job(job_id)

    async def retry(self, job_id: int) -> bool:
        """Queue a job again that was given up, before those of its key that came after it."""
        queue = await requeue_failed(job_id)
        if queue is not None:
            db.after_commit(lambda: self._desk.wake(queue))
        return queue is not None

    async def run(self) -> None:
        """Work until `drain`; what dead processes left is taken up meanwhile."""
        self._stopped = asyncio.Event()
        rescue = Rescue(self.patience, self._bury_killer, self._desk.wake)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(rescue.run(self._stopping))
                self._serving = [group.create_task(self._serve(*queue)) for queue in self.slots.items()]
        finally:
            self._stopped.set()

    async def drain(self, timeout: float) -> None:
        """Take nothing new and wait for what runs; what is not done in time goes back to the queue."""
        self._stopping.set()
        self._desk.stop()
        for worker in self._workers:
            worker.shutdown_graceful_timeout = timeout
            worker.stop()
        if self._stopped is None:
            return
        try:
            await asyncio.wait_for(self._stopped.wait(), timeout + FAREWELL)
        except TimeoutError:
            # The database is away and a worker waits for it: nothing of ours depends on that.
            for serving in self._serving:
                serving.cancel()
            await self._stopped.wait()

    async def idle(self) -> bool:
        """Whether no job is queued for now or running, in any process."""
        rows = await db.fetch(_BUSY)
        return not rows[0]["busy"]

    async def _serve(self, queue: str, slots: int) -> None:
        """One worker of the library after the other: one that was taken for dead cannot go on."""
        pause = 0.1
        while not self._stopping.is_set():
            worker: Any = Worker(
                self._app,
                queues=[queue],
                name=queue,
                concurrency=slots,
                fetch_job_polling_interval=LOOK,
                listen_notify=False,
                install_signal_handlers=False,
                update_heartbeat_interval=self.patience.heartbeat / 3,
                stalled_worker_timeout=NEVER,
            )
            self._workers.add(worker)
            try:
                await worker.run()
            except Exception as problem:
                log.warning("jobs.worker_ended", queue=queue, reason=type(problem).__name__)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            finally:
                self._workers.discard(worker)

    def _heard(self, queue: str, _: str) -> None:
        self._desk.wake(queue)

    def _abandon(self, number: int) -> None:
        """Others have this worker's jobs: let go of them."""
        for worker in self._workers:
            if worker.worker_id == number:
                worker.shutdown_graceful_timeout = 0
                worker.stop()

    async def _work(self, held: Held) -> None:
        """Run one job; whatever happens, its queue is looked at again."""
        try:
            if held.cuts < SUSPICIOUS:
                async with self._gate.beside():
                    await self._try(held)
            else:
                async with self._gate.alone():
                    await self._mark_alone(held)
                    await self._try(held)
        except asyncio.CancelledError:
            await asyncio.shield(self._give_back(held))
            raise
        finally:
            self._desk.wake(self._kinds[held.name].queue)

    async def _try(self, held: Held) -> None:
        job, kind = self._as_job(held), self._kinds[held.name]
        try:
            fault("shared.claimed")
            async with asyncio.timeout(self.limits.get(kind.queue, USUAL_LIMIT)):
                await kind.handler(job)
            fault("shared.handled")
        except JobTaken:
            log.warning("jobs.taken", job=job.id, name=job.name)
            await self._note(self._bury if was_last(job) else self._requeue, held, "taken by somebody else")
        except PermanentFailure as error:
            await self._note(self._bury, held, str(error))
        except Exception as error:
            self._tell(job, error)
            await self._note(self._bury if was_last(job, error) else self._requeue, held, type(error).__name__)
        else:
            await self._note(self._remove, held, "")

    def _as_job(self, held: Held) -> RunningJob:
        async def finish() -> None:
            if await db.execute(f"DELETE FROM procrastinate_jobs{_MINE}", held.id, held.worker) != 1:
                raise JobTaken

        return RunningJob(held.id, held.name, held.payload, held.attempts, finish)

    def _tell(self, job: RunningJob, error: Exception) -> None:
        if db.is_transient(error):
            log.warning("jobs.failed", job=job.id, name=job.name, attempts=job.attempts, reason=type(error).__name__)
        else:
            log.error("jobs.failed", job=job.id, name=job.name, attempts=job.attempts, exc_info=error)

    async def _note(self, write: Callable[[Held, str], Awaitable[None]], held: Held, reason: str) -> None:
        """Write what became of a job, however long the database is away; at a stop others find it unfinished."""
        pause = 0.1
        while True:
            try:
                await write(held, reason)
            except Exception as error:
                log.warning("jobs.not_noted", job=held.id, reason=type(error).__name__)
                if self._stopping.is_set():
                    return
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                return

    async def _remove(self, held: Held, _: str) -> None:
        """A handler that finished within its transaction has deleted the row already."""
        await db.execute(f"DELETE FROM procrastinate_jobs{_MINE}", held.id, held.worker)

    async def _give_back(self, held: Held) -> None:
        await db.execute(
            f"UPDATE procrastinate_jobs SET status = 'todo', worker_id = NULL, args = args - 'alone'{_MINE}",
            *(held.id, held.worker),
        )

    async def _mark_alone(self, held: Held) -> None:
        await db.execute(
            f"""UPDATE procrastinate_jobs SET args = args || '{{"alone": true}}'{_MINE}""", held.id, held.worker
        )

    async def _requeue(self, held: Held, reason: str) -> None:
        """Try again later, before the jobs of its key behind it; a row that is somebody else's is left alone."""
        delay = pause_after(held.attempts, self.backoff)
        await db.execute(
            "UPDATE procrastinate_jobs SET status = 'todo', worker_id = NULL, attempts = attempts + 1,"
            " scheduled_at = now() + ?::float8 * interval '1 second',"
            f" args = (args - 'alone') || jsonb_build_object('error', ?::text){_MINE}",
            *(delay, reason, held.id, held.worker),
        )
        self._wake_in(delay, self._kinds[held.name].queue)

    def _wake_in(self, seconds: float, queue: str) -> None:
        asyncio.get_running_loop().call_later(seconds + 0.001, self._desk.wake, queue)

    async def _bury(self, held: Held, reason: str) -> None:
        """Give up on a job and tell its kind, in one transaction; the jobs behind it go on."""
        await self._inter(self._as_job(held), (_MINE, held.id, held.worker), reason)

    async def _bury_killer(self, job_id: int) -> None:
        """Give up on a job that killed its process while it ran alone."""
        for row in await db.fetch("SELECT task_name, args, attempts FROM procrastinate_jobs WHERE id = ?", job_id):
            payload = json.loads(json.loads(row["args"])["payload"])
            held = Held(job_id, row["task_name"], payload, row["attempts"] + 1, 0, SUSPICIOUS)
            await self._inter(self._as_job(held), (_NOBODYS, job_id), "its process died whenever it ran")

    async def _inter(self, job: RunningJob, which: _Row, reason: str) -> None:
        kind = self._kinds.get(job.name)
        try:
            async with db.savepoint():
                if await self._set_aside(job, which, reason) and kind is not None and kind.buried is not None:
                    await kind.buried(job)
        except Exception as error:
            if db.is_transient(error):
                raise
            log.exception("jobs.burial_failed", job=job.id, name=job.name)
            await self._set_aside(job, which, reason)

    async def _set_aside(self, job: RunningJob, which: _Row, reason: str) -> bool:
        """Whether the row was still there, and ours."""
        where, values = which[0], which[1:]
        changed = await db.execute(
            # Its key is kept beside it: what is tried again takes its place among the others.
            "UPDATE procrastinate_jobs SET status = 'failed', lock = NULL, worker_id = NULL,"
            f" args = (args - 'alone') || jsonb_build_object('error', ?::text, 'lock', lock){where}",
            *(reason[:300].encode("ascii", "replace").decode(), *values),
        )
        if changed:
            log.error("jobs.buried", job=job.id, name=job.name, attempts=job.attempts, reason=reason[:200])
        return changed == 1


def _args(payload: Payload) -> str:
    """As text within the JSON: its binary form takes neither NUL nor half a surrogate pair."""
    return json.dumps({"payload": json.dumps(payload, separators=(",", ":"))})
