"""Which reader runs here: PP-OCRv6 where it can be imported and memory allows, else Tesseract."""

import os
from pathlib import Path
from typing import Literal

from core.gateways.reading.guard import GuardedOpener
from core.gateways.reading.pool import ReaderPool

ReaderName = Literal["auto", "rapidocr", "tesseract"]
# A worker with both model sizes stands at about 600 MB while it reads a large page.
_MEMORY_NEEDED = 1_000 * 1024 * 1024


def build_opener(*, niceness: int = 0) -> GuardedOpener:
    """The opener of files; its children are as nice as that."""
    return GuardedOpener(niceness=niceness)


def build_reader(
    reader: ReaderName = "auto",
    tesseract_cmd: str | None = None,
    *,
    workers: int = 1,
    threads: int | None = None,
    niceness: int = 0,
) -> ReaderPool:
    """The reader by the setting, over worker processes that are not started yet."""
    name = choose_reader(reader)
    return ReaderPool(
        name, size=workers, threads=threads or _threads(workers), command=tesseract_cmd or "", niceness=niceness
    )


def choose_reader(reader: ReaderName) -> ReaderName:
    """The reader that a setting means on this machine; `auto` stays open until the worker has tried its import."""
    return "tesseract" if reader == "auto" and _available_memory() < _MEMORY_NEEDED else reader


def _threads(workers: int) -> int:
    return max(1, min(2, (os.cpu_count() or 1) // workers))


def _available_memory() -> int:
    """Bytes that may still be used, by the kernel and by the container; plenty where nobody says."""
    free = [_MEMORY_NEEDED * 4]
    meminfo = Path("/proc/meminfo")
    if meminfo.exists():
        lines = meminfo.read_text().splitlines()
        free += [int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")]
    limit, used = Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory.current")
    if limit.exists() and used.exists() and limit.read_text().strip().isdigit():
        free.append(int(limit.read_text()) - int(used.read_text()))
    return min(free)
