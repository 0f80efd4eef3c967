# ruff: noqa: ASYNC110 - engines are watched from outside, nothing tells that they are done
"""Several processes on one queue, each with an engine and a connection of its own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from urllib.parse import urlsplit

import asyncpg  # type: ignore[import-untyped]  # the driver has no stubs
import pytest

from core import db
from core.gateways.jobs_desk import LOOK
from core.gateways.jobs_procrastinate import ProcrastinateJobs
from core.gateways.jobs_rescue import Patience
from core.ports import RunningJob
from tests.gateways.engines import HASTE, Seen, finished, present, procrastinate, until, working
from tests.postgres.server import PostgresServer

SLEEPY = Patience(heartbeat=300, look=300)


@pytest.fixture
async def url(postgres: PostgresServer) -> AsyncIterator[str]:
    async with postgres.database() as url:
        await db.connect(url)
        try:
            yield url
        finally:
            await db.disconnect()


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as stack:
        yield stack


async def engine(stack: AsyncExitStack, url: str, patience: Patience = HASTE) -> ProcrastinateJobs:
    return procrastinate(await stack.enter_async_context(present(url)), patience)


async def taken_for_dead() -> None:
    """As others see workers whose process has said nothing for long."""
    await db.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")


async def effects() -> list[str]:
    return [row["key"] for row in await db.fetch("SELECT key FROM once WHERE key LIKE 'effect:%' ORDER BY key")]


async def test_each_job_is_done_by_one_of_them_and_those_of_a_key_in_order(stack: AsyncExitStack, url: str):
    workers, seen = [await engine(stack, url) for _ in range(3)], Seen(hold=0.002)
    per_key: dict[str, list[int]] = {}
    running: set[str] = set()

    async def note(job: RunningJob) -> None:
        key, number = str(job.payload["key"]), int(str(job.payload["n"]))
        assert key not in running
        running.add(key)
        await seen(job)
        per_key.setdefault(key, []).append(number)
        running.discard(key)

    for worker in workers:
        worker.register("note", note)
        await stack.enter_async_context(working(worker))
    for number in range(150):
        key = f"chat:{number % 7}"
        await workers[number % 3].enqueue("note", {"n": number, "key": key}, key=key)
    await finished(workers[0])
    assert sorted(seen.numbers) == list(range(150))
    assert all(numbers == sorted(numbers) for numbers in per_key.values())


async def test_of_many_that_tick_one_is_heard_for_each_slot(stack: AsyncExitStack, url: str):
    workers, seen = [await engine(stack, url) for _ in range(4)], Seen()
    for worker in workers:
        worker.register("tick", seen)
        await stack.enter_async_context(working(worker))
    for slot in range(5):
        await asyncio.gather(*(worker.enqueue("tick", {"n": slot}, dedupe=f"tick:{slot}") for worker in workers * 3))
    await finished(workers[0])
    assert sorted(seen.numbers) == [0, 1, 2, 3, 4]


async def test_a_worker_that_slept_while_others_did_its_job_has_no_effect(stack: AsyncExitStack, url: str):
    sleeper, other = await engine(stack, url, SLEEPY), await engine(stack, url)
    asleep, woken, outcome = asyncio.Event(), asyncio.Event(), []

    async def slow(job: RunningJob) -> None:
        try:
            async with db.transaction():
                await db.fetch("INSERT INTO once(key, seen_at) VALUES(?, 0) RETURNING key", "effect:sleeper")
                asleep.set()
                await woken.wait()
                await job.finish()
        except BaseException as error:
            outcome.append(type(error).__name__)
            raise

    async def quick(job: RunningJob) -> None:
        async with db.transaction():
            await db.fetch("INSERT INTO once(key, seen_at) VALUES(?, 0) RETURNING key", "effect:other")
            await job.finish()

    sleeper.register("note", slow)
    other.register("note", quick)
    await sleeper.enqueue("note", {"n": 1}, key="chat:1")
    async with working(sleeper):
        await asleep.wait()
        await taken_for_dead()
        async with working(other):
            await effects_are(["effect:other"])
        woken.set()
        await until(lambda: bool(outcome))
    assert (outcome, await effects()) == (["JobTaken"], ["effect:other"])


async def effects_are(wanted: list[str]) -> None:
    async with asyncio.timeout(5):
        while await effects() != wanted:
            await asyncio.sleep(0.01)


async def test_a_worker_that_was_taken_for_dead_lets_go_and_begins_anew(stack: AsyncExitStack, url: str):
    worker, seen, tries = await engine(stack, url), Seen(), []

    async def slow(job: RunningJob) -> None:
        tries.append(job.attempts)
        if len(tries) == 1:
            await asyncio.sleep(60)

    worker.register("slow", slow)
    worker.register("note", seen)
    await worker.enqueue("slow", {})
    async with working(worker):
        await until(lambda: len(tries) == 1)
        await db.execute("DELETE FROM procrastinate_workers")
        await until(lambda: len(tries) == 2)
        await worker.enqueue("note", {"n": 1})
        await until(lambda: seen.numbers == [1])
    assert tries == [1, 1]


async def test_a_live_worker_is_left_alone_however_long_its_job_takes(stack: AsyncExitStack, url: str):
    first, second, seen = await engine(stack, url), await engine(stack, url), Seen(hold=2.5)
    for worker in (first, second):
        worker.register("slow", seen)
        await stack.enter_async_context(working(worker))
    await first.enqueue("slow", {"n": 1})
    await finished(first)
    assert (seen.numbers, seen.most) == ([1], 1)


async def test_failed_jobs_are_kept_for_a_week_and_then_cleared_away(stack: AsyncExitStack, url: str):
    worker = await engine(stack, url)
    worker.register("note", Seen())
    for _ in range(2):
        await worker.enqueue("note", {"n": 1})
    await db.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    await db.execute(
        "UPDATE procrastinate_events SET at = now() - interval '8 days'"
        " WHERE job_id = (SELECT min(id) FROM procrastinate_jobs)"
    )
    async with working(worker):
        async with asyncio.timeout(5):
            while len(await db.fetch("SELECT id FROM procrastinate_jobs")) != 1:
                await asyncio.sleep(0.01)
    rows = await db.fetch("SELECT status FROM procrastinate_jobs")
    assert [row["status"] for row in rows] == ["failed"]


async def a_claim_is_cut(server: PostgresServer, url: str) -> None:
    """Let claims wait for the table, and end their connections."""
    connection = await asyncpg.connect(host=str(server.folder), user="postgres", database=urlsplit(url).path[1:])
    try:
        async with connection.transaction():
            await connection.execute("LOCK TABLE procrastinate_jobs")
            await asyncio.sleep(2 * LOOK)
            await connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE relation = 'procrastinate_jobs'::regclass"
                " AND NOT granted"
            )
    finally:
        await connection.close()


async def test_a_job_whose_claim_was_not_answered_is_found_again(
    stack: AsyncExitStack, postgres: PostgresServer, url: str
):
    worker, seen = await engine(stack, url, SLEEPY), Seen()
    worker.register("note", seen)
    await worker.enqueue("note", {"n": 1}, delay=3600)
    async with working(worker):
        async with asyncio.timeout(5):
            while not await db.fetch("SELECT id FROM procrastinate_workers"):
                await asyncio.sleep(0.01)
        # What a claim leaves behind when the connection ends between its commit and its answer.
        await db.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', scheduled_at = NULL,"
            " lock = 'chat:1', worker_id = (SELECT id FROM procrastinate_workers)"
        )
        await worker.enqueue("note", {"n": 2}, key="chat:1")
        await a_claim_is_cut(postgres, url)
        await until(lambda: seen.numbers == [1, 2])
