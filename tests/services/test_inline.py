import asyncio
import contextlib
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from core.db.inline import InlineConnection, LogLimits

PAGE = "x" * 4000


@asynccontextmanager
async def opened(path: Path, patience: float = 5, limits: LogLimits | None = None) -> AsyncIterator[InlineConnection]:
    connection = InlineConnection(str(path), patience, limits)
    for pragma in ("journal_mode=WAL", "wal_autocheckpoint=0", "synchronous=NORMAL", "journal_size_limit=16384"):
        await connection.execute(f"PRAGMA {pragma}")
    await connection.execute("CREATE TABLE IF NOT EXISTS note(text TEXT)")
    try:
        yield connection
    finally:
        await connection.close()


async def write(connection: InlineConnection, times: int) -> None:
    for _ in range(times):
        await connection.begin()
        await connection.execute("INSERT INTO note VALUES(?)", [PAGE])
        await connection.commit()


async def count_of(connection: InlineConnection) -> int:
    rows = await connection.execute_fetchall("SELECT count(*) FROM note")
    return int(rows[0][0])


async def test_the_loop_goes_on_while_another_process_holds_the_file(tmp_path: Path):
    path = tmp_path / "a.sqlite3"
    beats: list[float] = []

    async def beat() -> None:
        while True:
            beats.append(time.monotonic())
            await asyncio.sleep(0.005)

    async with opened(path) as ours:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        beating = asyncio.create_task(beat())
        asyncio.get_running_loop().call_later(0.2, other.execute, "COMMIT")
        await write(ours, 1)
        beating.cancel()
        other.close()
        assert await count_of(ours) == 1
    assert len(beats) > 10


async def test_patience_ends_and_the_next_one_works(tmp_path: Path):
    path = tmp_path / "a.sqlite3"
    async with opened(path, patience=0.05) as ours:
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                await write(ours, 1)
            other.execute("COMMIT")
        await write(ours, 1)


async def test_a_thread_copies_the_log_back_while_work_goes_on(tmp_path: Path):
    path = tmp_path / "a.sqlite3"
    async with opened(path, limits=LogLimits(every=8, thread=2**18)) as ours:
        await write(ours, 500)
        async with asyncio.timeout(10):
            while path.stat().st_size < 2**18:  # noqa: ASYNC110  # written by a thread
                await asyncio.sleep(0.01)
        assert await count_of(ours) == 500
    assert not path.with_name("a.sqlite3-wal").exists()


async def test_the_log_does_not_grow_without_end(tmp_path: Path):
    path = tmp_path / "a.sqlite3"
    async with opened(path, limits=LogLimits(every=8, thread=2**17, now=2**18)) as ours:
        await write(ours, 1000)
        assert path.with_name("a.sqlite3-wal").stat().st_size < 2**19 < 1000 * len(PAGE)
        assert await count_of(ours) == 1000


async def test_other_tasks_get_a_turn_between_many_statements(tmp_path: Path):
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async with opened(tmp_path / "a.sqlite3") as ours:
        counting = asyncio.create_task(count())
        await write(ours, 40)
        counting.cancel()
    assert turns >= 10


async def test_what_was_committed_survives_without_a_checkpoint(tmp_path: Path):
    path = tmp_path / "a.sqlite3"
    async with opened(path) as ours:
        await write(ours, 3)
        copy = sqlite3.connect(path)
        assert copy.execute("SELECT count(*) FROM note").fetchone() == (3,)
        copy.close()
