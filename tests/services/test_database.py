# ruff: noqa: PT012 - what a transaction does when its block fails needs more than one statement in the block
import asyncio
import sqlite3
import threading
from pathlib import Path

import pytest
from tortoise.exceptions import OperationalError

from core import db
from tests.postgres.databases import sqlite_url
from tests.postgres.server import PostgresServer


async def put(key: str) -> None:
    await db.fetch("INSERT INTO once(key, seen_at) VALUES(?, 0) RETURNING key", key)


async def keys() -> list[str]:
    return [row["key"] for row in await db.fetch("SELECT key FROM once ORDER BY key")]


async def test_a_failed_transaction_leaves_nothing_and_tells_nobody(database: str):
    heard: list[str] = []
    with pytest.raises(ZeroDivisionError):
        async with db.transaction():
            await put("a")
            db.after_commit(lambda: heard.append("a"))
            raise ZeroDivisionError
    assert (await keys(), heard) == ([], [])


async def test_what_is_to_follow_a_commit_follows_the_outermost_one(database: str):
    heard: list[str] = []
    async with db.transaction():
        async with db.transaction():
            await put("a")
            db.after_commit(lambda: heard.append("a"))
        assert heard == []
    assert (await keys(), heard) == (["a"], ["a"])
    db.after_commit(lambda: heard.append("at once"))
    assert heard == ["a", "at once"]


async def test_a_savepoint_fails_alone_and_forgets_what_was_to_follow_it(database: str):
    heard: list[str] = []
    async with db.transaction():
        await put("a")
        with pytest.raises(db.DatabaseError):
            async with db.savepoint():
                await put("b")
                db.after_commit(lambda: heard.append("b"))
                await put("a")
        await put("c")
        db.after_commit(lambda: heard.append("c"))
    assert (await keys(), heard) == (["a", "c"], ["c"])


async def test_a_savepoint_outside_a_transaction_is_one(database: str):
    heard: list[str] = []
    async with db.savepoint():
        await put("a")
        db.after_commit(lambda: heard.append("a"))
        assert heard == []
    assert (await keys(), heard) == (["a"], ["a"])


async def test_rows_changed_are_counted(database: str):
    await put("a")
    await put("b")
    assert await db.execute("UPDATE once SET seen_at = ? WHERE key = ?", 5, "a") == 1
    assert await db.execute("DELETE FROM once WHERE seen_at < ?", -1) == 0
    assert await db.execute("DELETE FROM once") == 2


async def test_a_cancelled_transaction_is_rolled_back_and_the_next_one_works(database: str):
    entered = asyncio.Event()

    async def endless() -> None:
        async with db.transaction():
            await put("a")
            entered.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(endless())
    await entered.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with asyncio.timeout(5), db.transaction():
        await put("b")
    assert await keys() == ["b"]


async def test_cancelling_at_any_moment_never_blocks_the_database(database: str):
    async def busy(number: int) -> None:
        async with db.transaction():
            await put(f"{number}")
            await put(f"{number} again")

    for number in range(60):
        task = asyncio.create_task(busy(number))
        for _ in range(number % 12):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        async with asyncio.timeout(5), db.transaction():
            await put(f"after {number}")
    found = await keys()
    assert sum(key.startswith("after") for key in found) == 60
    whole = {key.partition(" ")[0] for key in found if not key.startswith("after")}
    assert all(f"{number}" in found and f"{number} again" in found for number in whole)


async def test_a_locked_file_is_a_passing_problem_and_the_next_transaction_works(migrated_file: Path, tmp_path: Path):
    url = sqlite_url(migrated_file, tmp_path)
    await db.connect(f"{url}?busy_timeout=50")
    other = sqlite3.connect(tmp_path / "autotrack.sqlite3", isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(db.DatabaseError) as caught:
            async with db.transaction():
                await put("a")
        assert db.is_transient(caught.value)
        other.execute("COMMIT")
        async with asyncio.timeout(5), db.transaction():
            await put("b")
        assert await keys() == ["b"]
    finally:
        other.close()
        await db.disconnect()


async def test_a_commit_that_fails_is_rolled_back_and_the_next_transaction_works(migrated_file: Path, tmp_path: Path):
    await db.connect(sqlite_url(migrated_file, tmp_path))
    try:
        with pytest.raises(db.DatabaseError):
            async with db.transaction():
                await put("a")
                await db.execute("PRAGMA defer_foreign_keys = ON")
                await db.execute("INSERT INTO vehicle(owner_id, created_at) VALUES(?, ?)", 99, "2026-01-01")
        async with asyncio.timeout(5), db.transaction():
            await put("b")
        assert await keys() == ["b"]
    finally:
        await db.disconnect()


def test_only_what_may_pass_is_called_transient():
    busy, missing = sqlite3.OperationalError("locked"), sqlite3.OperationalError("no such table")
    busy.sqlite_errorcode, missing.sqlite_errorcode = sqlite3.SQLITE_BUSY, sqlite3.SQLITE_ERROR
    assert db.is_transient(OperationalError(busy))
    assert not db.is_transient(OperationalError(missing))
    assert not db.is_transient(ValueError())
    assert db.is_transient(TimeoutError())


def terminated(server: PostgresServer) -> None:
    """Cut every connection while this event loop looks away, as a server does that goes down."""

    async def cut() -> None:
        await server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'test%'")

    thread = threading.Thread(target=lambda: asyncio.run(cut()))
    thread.start()
    thread.join()


async def test_a_task_goes_on_after_its_connection_was_cut(postgres: PostgresServer):
    async with postgres.database() as url:
        await db.connect(f"{url}&maxsize=1")
        try:
            await put("a")
            terminated(postgres)
            with pytest.raises(db.DatabaseError) as caught:
                async with db.transaction():
                    await put("b")
            assert db.is_transient(caught.value)
            async with asyncio.timeout(5), db.transaction():
                await put("c")
            assert await keys() == ["a", "c"]
        finally:
            await db.disconnect()


async def test_a_connection_cut_within_a_transaction_is_a_passing_problem(postgres: PostgresServer):
    async with postgres.database() as url:
        await db.connect(url)
        try:
            with pytest.raises(db.DatabaseError) as caught:
                async with db.transaction():
                    await put("a")
                    terminated(postgres)
                    await put("b")
            assert db.is_transient(caught.value)
            async with asyncio.timeout(5), db.transaction():
                await put("c")
            assert await keys() == ["c"]
        finally:
            await db.disconnect()


async def test_a_value_the_server_cannot_store_is_no_passing_problem(postgres: PostgresServer):
    async with postgres.database() as url:
        await db.connect(url)
        try:
            with pytest.raises(db.DatabaseError) as caught:
                await put("nul \0")
            assert not db.is_transient(caught.value)
        finally:
            await db.disconnect()
