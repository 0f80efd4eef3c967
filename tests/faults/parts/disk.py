"""The disk is full for seconds, over and over, while updates and papers arrive; then there is room again.

As root on a small file system of its own; otherwise the sizes of the process's files are limited instead.
"""

import asyncio
import os
import random
import resource
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.rows import Row
from simulator.testing import Simulator
from tests.faults.crowd import Crowd, given_up
from tests.faults.forked import Forked, fork
from tests.faults.places import Place, sqlite_place
from tests.faults.setting import Setting

TIMES, UPDATES, MEGABYTES = 12, 1_200, 24


async def run(setting: Setting) -> list[Row]:
    times, updates = setting.scaled(TIMES), setting.scaled(UPDATES)
    with tempfile.TemporaryDirectory(prefix="autotrack-faults-") as folder, small_disk(Path(folder)) as mounted:
        async with sqlite_place(Path(folder)) as place, Simulator.running() as sim:
            crowd = Crowd(sim, random.Random(setting.seed))
            async with place.bot(sim) as bot:
                await crowd.arrive(bot)
            process = fork(sim, place)
            async with crowd.writing(), asyncio.TaskGroup() as group:
                feeding = group.create_task(crowd.feed(updates, times * 4.0))
                for _ in range(times):
                    await asyncio.sleep(1.5)
                    with full(place, process, mounted=mounted):
                        await asyncio.sleep(2.5)
                await feeding
            status = await process.end(signal.SIGTERM)
            async with place.bot(sim) as bot:
                await crowd.finish(bot)
                setting.note(strange=list(crowd.total.strange[:5]))
                return [
                    Row("times the disk was full", times, None, "", "tmpfs" if mounted else "limit on file sizes"),
                    *crowd.rows(repeats=times),
                    Row("jobs given up, answers out of place", await given_up() + len(crowd.total.strange), 0,
                        "errors"),
                    Row("the bot's process ended by it", status != 0, 0, "errors"),
                ]  # fmt: skip


@contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """A file system of a few megabytes under `data`, if we may; whether we might."""
    data = folder / "data"
    data.mkdir()
    size = f"size={MEGABYTES}m"
    mounted = (
        os.geteuid() == 0
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", size, "tmpfs", data], check=False, capture_output=True
        ).returncode
    )
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "-l", data], check=True)


@contextmanager
def full(place: Place, process: Forked, *, mounted: bool) -> Iterator[None]:
    """No room within the block."""
    filler = place.data / "filler"
    if mounted:
        with filler.open("wb", buffering=0) as file:
            try:
                while file.write(b"\0" * 65_536):
                    continue
            except OSError:
                pass
    else:
        grown = max(one.stat().st_size for one in place.data.glob("*.sqlite3*"))
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (grown, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        if mounted:
            filler.unlink()
        else:
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
