# ruff: noqa: ASYNC110 - an engine is watched from outside, nothing tells that it is done
import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import pytest

from core import db
from core.db.presence import Presence
from core.gateways.jobs_embedded import EmbeddedJobs
from core.gateways.jobs_procrastinate import ProcrastinateJobs
from core.gateways.jobs_rescue import Patience
from core.ports import JobHandler, Jobs, RunningJob

ROOT = Path(__file__).parents[2]


class Worker(Jobs, Protocol):
    """An engine as a process has it: the port, and what `app/wiring.py` asks of it."""

    def register(
        self, name: str, handler: JobHandler, *, queue: str = "chat", buried: JobHandler | None = None
    ) -> None: ...

    async def idle(self) -> bool: ...


@dataclass(slots=True)
class Store:
    """Where an engine keeps its jobs. A second engine adds another one of these to the fixture below."""

    name: str
    build: Callable[[dict[str, int]], Worker]
    # Leaves jobs as a process leaves them that is killed while they run.
    cut: Callable[[], Awaitable[None]]

    def worker(self, **slots: int) -> Worker:
        return self.build({"chat": 8, "slow": 2} | slots)


async def cut_embedded() -> None:
    await db.execute("UPDATE job SET state = 'running', attempts = attempts + 1 WHERE state = 'queued'")


async def cut_procrastinate() -> None:
    await db.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE status = 'todo'")


# In the tests a worker is dead after so many seconds.
HASTE = Patience(heartbeat=1.5, look=0.1)


@pytest.fixture(params=["embedded", "procrastinate"])
async def store(database: str, request: pytest.FixtureRequest) -> AsyncIterator[Store]:
    if request.param == "embedded":
        yield Store("embedded", lambda slots: EmbeddedJobs(slots, backoff=0.02), cut_embedded)
        return
    if db.is_sqlite():
        pytest.skip("this engine needs PostgreSQL")
    presence = Presence(database)
    running = asyncio.create_task(presence.run())
    yield Store(
        "procrastinate",
        lambda slots: ProcrastinateJobs(slots, presence, backoff=0.02, patience=HASTE),
        cut_procrastinate,
    )
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


@asynccontextmanager
async def working(worker: Worker) -> AsyncIterator[None]:
    task = asyncio.create_task(worker.run())
    try:
        yield
    finally:
        await worker.drain(5)
        async with asyncio.timeout(5):
            await task


async def until(condition: Callable[[], bool], seconds: float = 5) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.005)


async def finished(worker: Worker) -> None:
    async with asyncio.timeout(10):
        while not await worker.idle():
            await asyncio.sleep(0.005)


@dataclass(slots=True)
class Seen:
    """A handler that notes what it was given."""

    numbers: list[int] = field(default_factory=list)
    running: int = 0
    most: int = 0
    hold: float = 0.0

    async def __call__(self, job: RunningJob) -> None:
        self.running += 1
        self.most = max(self.most, self.running)
        await asyncio.sleep(self.hold)
        self.numbers.append(int(str(job.payload["n"])))
        self.running -= 1
