# ruff: noqa: ASYNC110 - an engine is watched from outside, nothing tells that it is done
import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from core import db
from core.db.presence import Presence
from core.gateways.jobs_embedded import EmbeddedJobs
from core.gateways.jobs_procrastinate import ProcrastinateJobs
from core.gateways.jobs_rescue import Patience
from core.ports import JobEngine, RunningJob
from tests.postgres.databases import sqlite_url

ROOT = Path(__file__).parents[2]


@dataclass(slots=True)
class Store:
    """Where an engine keeps its jobs. A second engine adds another one of these to the fixture below."""

    name: str
    url: str
    build: Callable[[dict[str, int]], JobEngine]
    # Leaves jobs as a process leaves them that is killed while they run.
    cut: Callable[[], Awaitable[None]]

    def worker(self, **slots: int) -> JobEngine:
        return self.build({"chat": 8, "slow": 2} | slots)


async def cut_embedded() -> None:
    await db.execute("UPDATE job SET state = 'running', attempts = attempts + 1 WHERE state = 'queued'")


async def cut_procrastinate() -> None:
    await db.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE status = 'todo'")


# In the tests a worker is dead after so many seconds.
HASTE = Patience(heartbeat=1.5, look=0.1)


@asynccontextmanager
async def present(url: str) -> AsyncIterator[Presence]:
    presence = Presence(url)
    running = asyncio.create_task(presence.run())
    try:
        yield presence
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


def procrastinate(
    presence: Presence, patience: Patience = HASTE, slots: dict[str, int] | None = None
) -> ProcrastinateJobs:
    return ProcrastinateJobs(slots or {"chat": 8}, presence, backoff=0.02, patience=patience)


@pytest.fixture(params=["embedded-sqlite", "embedded-postgres", "procrastinate-postgres"])
async def store(request: pytest.FixtureRequest, migrated_file: Path, tmp_path: Path) -> AsyncIterator[Store]:
    engine, _, kind = request.param.partition("-")
    async with AsyncExitStack() as stack:
        if kind == "sqlite":
            url = sqlite_url(migrated_file, tmp_path)
        else:
            url = await stack.enter_async_context(request.getfixturevalue("postgres").database())
        await db.connect(url)
        stack.push_async_callback(db.disconnect)
        if engine == "embedded":
            yield Store(engine, url, lambda slots: EmbeddedJobs(slots, backoff=0.02), cut_embedded)
            return
        presence = await stack.enter_async_context(present(url))
        yield Store(engine, url, lambda slots: procrastinate(presence, slots=slots), cut_procrastinate)


@asynccontextmanager
async def working(worker: JobEngine) -> AsyncIterator[None]:
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


async def finished(worker: JobEngine) -> None:
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
