# ruff: noqa: ASYNC110 - an engine is watched from outside, nothing tells that it is done
"""A worker for a process of its own, some of whose jobs kill it."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from core import db
from core.gateways.jobs_embedded import EmbeddedJobs
from core.ports import JobEngine, RunningJob
from tests.gateways.engines import present, procrastinate


@asynccontextmanager
async def an_engine(engine: str, url: str) -> AsyncIterator[JobEngine]:
    if engine == "embedded":
        yield EmbeddedJobs({"chat": 8})
        return
    async with present(url) as presence:
        yield procrastinate(presence)


async def note(job: RunningJob) -> None:
    await asyncio.sleep(0.3)
    await done(f"done:{job.payload['n']}")


async def poison(_: RunningJob) -> None:
    # Its neighbours are at work by now.
    await asyncio.sleep(0.1)
    os.kill(os.getpid(), signal.SIGKILL)


async def buried(job: RunningJob) -> None:
    await done(f"buried:{job.payload['n']}")


async def done(key: str) -> None:
    await db.fetch("INSERT INTO once(key, seen_at) VALUES(?, 0) RETURNING key", key)


def main(engine: str, url: str) -> None:
    """Work until there is nothing left to do."""
    asyncio.run(_work(engine, url))


async def _work(engine: str, url: str) -> None:
    await db.connect(url)
    try:
        async with an_engine(engine, url) as jobs, asyncio.TaskGroup() as group:
            jobs.register("note", note)
            jobs.register("poison", poison, buried=buried)
            group.create_task(jobs.run())
            await asyncio.sleep(0.2)
            while not await jobs.idle():
                await asyncio.sleep(0.02)
            await jobs.drain(5)
    finally:
        await db.disconnect()
