"""What takes too long ends, and what the server takes back is tried again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from core import db
from core.ports import RunningJob
from tests.gateways.engines import finished, present, procrastinate, until, working


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[None]:
    await db.connect(url)
    try:
        yield
    finally:
        await db.disconnect()


async def test_a_statement_that_takes_too_long_ends_as_a_passing_problem(url: str):
    async with connected(f"{url}&statement_timeout=100"):
        with pytest.raises(db.DatabaseError) as caught:
            await db.fetch("SELECT pg_sleep(5)")
        assert db.is_transient(caught.value)
        assert await db.fetch("SELECT 1 AS one")


async def test_a_wait_for_a_lock_that_takes_too_long_ends_as_a_passing_problem(url: str):
    async with connected(f"{url}&lock_timeout=100"):
        await db.fetch("INSERT INTO once(key, seen_at) VALUES('a', 0) RETURNING key")
        held, free = asyncio.Event(), asyncio.Event()

        async def hold() -> None:
            async with db.transaction():
                await db.execute("UPDATE once SET seen_at = 1")
                held.set()
                await free.wait()

        async with asyncio.TaskGroup() as group:
            group.create_task(hold())
            await held.wait()
            with pytest.raises(db.DatabaseError) as caught:
                await db.execute("UPDATE once SET seen_at = 2")
            free.set()
        assert db.is_transient(caught.value)


async def test_a_transaction_in_which_nothing_happens_is_ended(url: str):
    async with connected(f"{url}&idle_in_transaction_session_timeout=100"):
        with pytest.raises(db.DatabaseError) as caught:
            await idle_for(0.4)
        assert db.is_transient(caught.value)


async def idle_for(seconds: float) -> None:
    async with db.transaction():
        await db.fetch("SELECT 1 AS one")
        await asyncio.sleep(seconds)
        await db.fetch("SELECT 1 AS one")


async def test_jobs_that_get_into_each_others_way_are_all_done_once(url: str):
    async with connected(f"{url}&lock_timeout=5000"), present(url) as presence:
        for key in ("a", "b"):
            await db.fetch("INSERT INTO once(key, seen_at) VALUES(?, 0) RETURNING key", key)
        worker, met, tries = procrastinate(presence), asyncio.Barrier(2), []

        async def crossing(job: RunningJob) -> None:
            order = ("a", "b") if job.payload["n"] == 0 else ("b", "a")
            tries.append(job.payload["n"])
            async with db.transaction():
                await db.execute("UPDATE once SET seen_at = seen_at + 1 WHERE key = ?", order[0])
                if len(tries) <= 2:
                    await met.wait()  # now each has what the other wants
                await db.execute("UPDATE once SET seen_at = seen_at + 1 WHERE key = ?", order[1])
                await job.finish()

        worker.register("crossing", crossing)
        async with working(worker):
            for number in range(2):
                await worker.enqueue("crossing", {"n": number})
            await until(lambda: len(tries) == 3)
            await finished(worker)
        rows = await db.fetch("SELECT key, seen_at FROM once ORDER BY key")
        assert [(row["key"], row["seen_at"]) for row in rows] == [("a", 2), ("b", 2)]


def test_behind_a_pooler_nothing_is_kept_in_a_session_nor_asked_of_it():
    url = "postgres://u:p@pool:6432/name?pgbouncer=true&direct=db:5433"
    pooled, direct = db.credentials(url), db.credentials(url, direct=True)
    assert (pooled["host"], pooled["port"], pooled["statement_cache_size"]) == ("pool", 6432, 0)
    assert "server_settings" not in pooled
    assert (direct["host"], direct["port"]) == ("db", 5433)
