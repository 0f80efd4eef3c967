"""Jobs that carry on the trace of what they follow from, and are counted; in front of whichever engine runs them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from core import trace
from core.meters import Meters
from core.ports import FailedJob, JobHandler, JobRepair, Jobs, JobTaken, Payload, PermanentFailure, RunningJob
from core.trace import Trace


class Engine(Jobs, JobRepair, Protocol):
    """A job engine that is told which handlers there are."""

    def register(
        self, name: str, handler: JobHandler, *, queue: str = "chat", buried: JobHandler | None = None
    ) -> None:
        """Name the handler of a kind of job, and what to do when it was given up."""
        ...


@dataclass(frozen=True, slots=True)
class WatchedJobs:
    """A `Jobs` in front of an engine."""

    engine: Engine
    meters: Meters

    def register(
        self, name: str, handler: JobHandler, *, queue: str = "chat", buried: JobHandler | None = None
    ) -> None:
        """Have the engine run the handler, watched."""
        self.engine.register(name, self._watched(handler), queue=queue, buried=self._buried(buried))

    async def enqueue(
        self, name: str, payload: Payload, *, key: str | None = None, dedupe: str | None = None, delay: float = 0
    ) -> int | None:
        """Add a job that follows from what is being done now."""
        return await self.engine.enqueue(name, trace.stamped(payload), key=key, dedupe=dedupe, delay=delay)

    async def enqueue_all(self, name: str, jobs: Sequence[tuple[str, Payload]]) -> None:
        """Add many jobs of one kind by one statement."""
        await self.engine.enqueue_all(name, [(key, trace.stamped(payload)) for key, payload in jobs])

    async def forget(self, chat_id: int) -> None:
        """Delete the jobs that hold what a chat said or is told."""
        await self.engine.forget(chat_id)

    async def failed(self, position: int, size: int) -> tuple[int, Sequence[FailedJob]]:
        """How many jobs were given up, and some of them, newest first."""
        return await self.engine.failed(position, size)

    async def failed_one(self, job_id: int) -> FailedJob | None:
        """A job that was given up."""
        return await self.engine.failed_one(job_id)

    async def retry(self, job_id: int) -> bool:
        """Queue a job again that was given up, within the caller's transaction."""
        return await self.engine.retry(job_id)

    async def run(self) -> None:
        """Work until `drain`."""
        await self.engine.run()

    async def drain(self, timeout: float) -> None:
        """Take nothing new and wait for what runs."""
        await self.engine.drain(timeout)

    def _watched(self, handler: JobHandler) -> JobHandler:
        async def watched(job: RunningJob) -> None:
            result = "failed"
            try:
                with trace.following(_trace_of(job)), self.meters.timed("job_seconds", job.name):
                    await handler(job)
                result = "done"
            except JobTaken:
                result = "taken"
                raise
            except PermanentFailure:
                result = "given_up"
                raise
            except asyncio.CancelledError:
                result = "put_back"
                raise
            finally:
                self.meters.count("jobs", job.name, result, "1" if job.attempts <= 1 else "later")

        return watched

    def _buried(self, handler: JobHandler | None) -> JobHandler:
        async def buried(job: RunningJob) -> None:
            self.meters.count("jobs_buried", job.name)
            if handler is not None:
                with trace.following(_trace_of(job)):
                    await handler(job)

        return buried


def _trace_of(job: RunningJob) -> Trace:
    return trace.of(job.payload) or Trace(f"j{job.id}", job.name)
