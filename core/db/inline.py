"""SQLite on the event loop itself: a statement of ours takes some 10 µs, and handing it to a thread five times that.

The connection speaks the part of aiosqlite's interface that the ORM uses. What would block the loop is kept off it:
waiting for a lock that another process holds is done with pauses, and the disk is synchronised by checkpoints that run
in a thread with a connection of their own.
"""

import asyncio
import contextlib
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

FIRST_PAUSE, LONGEST_PAUSE = 0.002, 0.05
# Statements in a row after which other tasks of the loop get a turn.
BREATH = 8


@dataclass(frozen=True, slots=True)
class LogLimits:
    """When the write-ahead log is copied back: a look every so many transactions, and sizes in bytes.

    From `thread` on a thread does most of it while work goes on; the log begins anew only when all of it was copied,
    which under load no thread catches: from `now` on the loop waits for the little that is left.
    """

    every: int = 128
    thread: int = 4 * 2**20
    now: int = 16 * 2**20


class InlineConnection:
    """One connection, used by one task at a time (the client's lock sees to that). `patience` is in seconds."""

    def __init__(self, path: str, patience: float, limits: LogLimits | None = None) -> None:
        # A checkpoint's thread has its own connection, but closing may come from wherever the loop ends.
        self._connection = sqlite3.connect(path, isolation_level=None, timeout=0, check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        self._log = None if path == ":memory:" else Path(f"{path}-wal")
        self._path, self._patience = path, patience
        self._limits = limits or LogLimits()
        self._begun = self._statements = 0
        self._checkpoint: asyncio.Future[None] | None = None

    @property
    def total_changes(self) -> int:
        """Rows changed since the connection was opened."""
        return self._connection.total_changes

    async def execute(self, sql: str, values: Sequence[Any] = ()) -> None:
        """Run a statement whose rows nobody wants."""
        await self._run(lambda: self._connection.execute(sql, values))

    async def begin(self) -> None:
        """Take the write lock; now and then see to the log first, since who is cancelled there has done nothing."""
        self._begun += 1
        if self._begun % self._limits.every == 0:
            await self._tend()
        await self.execute("BEGIN IMMEDIATE")

    async def execute_fetchall(self, sql: str, values: Sequence[Any] | None = None) -> list[sqlite3.Row]:
        """Every row of a statement."""
        return await self._run(lambda: self._connection.execute(sql, values or ()).fetchall())

    async def execute_insert(self, sql: str, values: Sequence[Any] | None = None) -> tuple[int]:
        """The id of the row that the statement inserted."""
        cursor = await self._run(lambda: self._connection.execute(sql, values or ()))
        return (cursor.lastrowid or 0,)

    async def executemany(self, sql: str, values: Iterable[Sequence[Any]]) -> None:
        """Run a statement once per row of values."""
        rows = list(values)
        await self._run(lambda: self._connection.executemany(sql, rows))

    async def executescript(self, sql: str) -> None:
        """Run several statements."""
        await self._run(lambda: self._connection.executescript(sql))

    async def commit(self) -> None:
        """Commit what is open."""
        if self._connection.in_transaction:
            await self._run(self._connection.commit)

    async def rollback(self) -> None:
        """Roll back what is open."""
        self._connection.rollback()

    async def close(self) -> None:
        """Wait for a checkpoint under way and close; the last connection copies the log back."""
        if self._checkpoint is not None:
            await asyncio.wait([self._checkpoint])
        self._connection.close()

    async def _run(self, work: Callable[[], T]) -> T:
        """Do it now; while another process holds the file, try again, for as long as the patience lasts.

        It waits before the work, never after: who is cancelled here has done nothing.
        """
        self._statements += 1
        if self._statements % BREATH == 0:
            await asyncio.sleep(0)
        try:
            return work()
        except sqlite3.OperationalError as error:
            if not _may_pass(error):
                raise
        deadline, pause = time.monotonic() + self._patience, FIRST_PAUSE
        while True:
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
            try:
                return work()
            except sqlite3.OperationalError as error:
                if not _may_pass(error) or time.monotonic() > deadline:
                    raise

    async def _tend(self) -> None:
        try:
            size = self._log.stat().st_size if self._log is not None else 0
        except OSError:
            return
        if size >= self._limits.now and self._checkpoint is not None:
            await asyncio.wait([self._checkpoint])
        if self._checkpoint is not None and not self._checkpoint.done():
            return
        if size >= self._limits.now:
            with contextlib.suppress(sqlite3.OperationalError):
                self._connection.execute("PRAGMA wal_checkpoint(RESTART)")
        elif size >= self._limits.thread:
            self._checkpoint = asyncio.get_running_loop().run_in_executor(None, _checkpoint, self._path)


def _may_pass(error: sqlite3.OperationalError) -> bool:
    # The extended codes carry the kind in their lowest byte.
    return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY


def _checkpoint(path: str) -> None:
    """Copy the log back into the database; what is busy is left for the next time."""
    with contextlib.suppress(sqlite3.OperationalError), contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
