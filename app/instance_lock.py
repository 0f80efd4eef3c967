"""One process per database, since the embedded job engine is the only worker of its table: the second is refused."""

import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import unquote, urlsplit

from app.team import team


class AlreadyRunning(Exception):
    """Another process holds the database."""


@dataclass(slots=True)
class InstanceLock:
    """An exclusive lock on a file beside the database; the system gives it back when the process ends, however."""

    path: Path
    _file: IO[str] | None = None

    def acquire(self) -> None:
        """Take the lock or raise `AlreadyRunning` with the holder's process id."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = self.path.open("a+", encoding="ascii")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            holder = file.read().strip() or "?"
            file.close()
            raise AlreadyRunning(f"process {holder} already uses {self.path.with_suffix('')}") from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._file = file

    def release(self) -> None:
        """Give the lock back."""
        if self._file is not None:
            self._file.close()
            self._file = None


@asynccontextmanager
async def sole_user(url: str) -> AsyncIterator[None]:
    """Be the only process on this database within the block, or raise `AlreadyRunning`."""
    async with _sole_user_of_file(url) if url.startswith("sqlite:") else _sole_user_of_server(url):
        yield


@asynccontextmanager
async def _sole_user_of_file(url: str) -> AsyncIterator[None]:
    path = Path(unquote(urlsplit(url).path[1:]))
    lock = InstanceLock(path.with_name(path.name + ".lock"))
    lock.acquire()
    try:
        yield
    finally:
        lock.release()


@asynccontextmanager
async def _sole_user_of_server(url: str) -> AsyncIterator[None]:
    # Imported for PostgreSQL alone: its driver costs a tenth of a second at the start.
    from core.db.advisory import AdvisoryLock

    held = AdvisoryLock(url)
    refusal = AlreadyRunning(f"another process already uses the database {urlsplit(url).path.lstrip('/')}")
    if not await held.acquire():
        raise refusal

    async def keep() -> None:
        await held.keep()
        raise refusal

    try:
        async with team() as group:
            keeping = group.create_task(keep())
            try:
                yield
            finally:
                keeping.cancel()
    finally:
        await held.release()
