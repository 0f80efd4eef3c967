"""One process per SQLite file: the second is refused with a clear message."""

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path
from typing import IO


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
