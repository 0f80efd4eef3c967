"""One process per SQLite file, since the embedded job engine is the only worker of its table: the second is refused."""

import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import unquote, urlsplit


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
            raise AlreadyRunning(
                f"process {holder} already uses {self.path.with_suffix('')}: stop it first (Ctrl-C where it runs), or "
                "give this one a DATA_DIR of its own; several processes on one database need PostgreSQL"
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._file = file

    def release(self) -> None:
        """Give the lock back."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _lock_of(url: str) -> InstanceLock:
    path = Path(unquote(urlsplit(url).path[1:]))
    return InstanceLock(path.with_name(path.name + ".lock"))


def refuse_a_second(url: str) -> None:
    """Raise `AlreadyRunning` where `sole_user` would, before anything else is started."""
    lock = _lock_of(url)
    lock.acquire()
    lock.release()


@asynccontextmanager
async def sole_user(url: str) -> AsyncIterator[None]:
    """Be the only process on this SQLite file within the block, or raise `AlreadyRunning`."""
    lock = _lock_of(url)
    lock.acquire()
    try:
        yield
    finally:
        lock.release()
