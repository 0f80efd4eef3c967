"""Bots as processes of their own, forked in a hundredth of a second from a parent that has imported everything."""

import asyncio
import importlib
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from core.faults import set_trap
from simulator.testing import Simulator
from tests.faults.places import Place
from tests.faults.processes import environment

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.faults.forked", "tests.faults.preloaded"])


@dataclass(slots=True)
class Trap:
    """What happens when the process passes the point for the nth time: it dies, stops, or is held up."""

    point: str
    nth: int = 1
    deed: str = "kill"
    seconds: float = 0.0
    # The point that must be passed first.
    after: str = ""

    def __call__(self, name: str) -> None:
        if name == self.after:
            self.after = ""
        if name != self.point or self.after:
            return
        self.nth -= 1
        if self.nth:
            return
        if self.deed == "block":
            time.sleep(self.seconds)
        else:
            os.kill(os.getpid(), signal.SIGSTOP if self.deed == "stop" else signal.SIGKILL)


@dataclass(frozen=True, slots=True)
class Order:
    """How to run a bot."""

    command: tuple[str, ...]
    environment: dict[str, str]
    log: str
    trap: Trap | None = None
    # A module of the tests and its function, called before the start: limits, another clock.
    before: str = ""
    folder: str = ""


def obey(order: Order) -> None:
    """In the fork: become `autotrack`."""
    log = os.open(order.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.environ.clear()
    os.environ.update(order.environment)
    time.tzset()
    set_trap(order.trap)
    if order.folder:
        os.chdir(order.folder)
    if order.before:
        module, _, name = order.before.partition(":")
        getattr(importlib.import_module(module), name)()
    sys.argv = ["autotrack", *order.command]
    importlib.import_module("app.cli").main()


@dataclass(slots=True)
class Forked:
    """A bot that runs, or did."""

    process: multiprocessing.process.BaseProcess
    log: Path
    began: float = field(default_factory=time.monotonic)

    @property
    def pid(self) -> int:
        assert self.process.pid is not None
        return self.process.pid

    @property
    def status(self) -> int | None:
        """The exit status; the signal below zero; None while it runs."""
        return self.process.exitcode

    async def ended(self, seconds: float) -> bool:
        """Wait so long at most for its end."""
        end = time.monotonic() + seconds
        while self.process.exitcode is None:
            if time.monotonic() >= end:
                return False
            await asyncio.sleep(0.003)
        return True

    async def listening(self, seconds: float = 20) -> None:
        """Wait until it would stop in order: before, a SIGTERM just ends it. The kernel tells what it takes."""
        end = time.monotonic() + seconds
        while not _takes(self.pid, signal.SIGTERM):
            assert time.monotonic() < end, self.words[-2000:]
            await asyncio.sleep(0.01)

    def tell(self, number: int) -> None:
        if self.process.exitcode is None:
            os.kill(self.pid, number)

    async def end(self, number: int = signal.SIGKILL) -> int:
        """Send a signal and wait for the end."""
        self.tell(number)
        if number == signal.SIGTERM:
            self.tell(signal.SIGCONT)
        assert await self.ended(30), "it does not end"
        status = self.process.exitcode
        assert status is not None
        return status

    async def over(self, seconds: float = 20) -> int:
        """Wait for its end, which comes by itself; the exit status."""
        assert await self.ended(seconds), self.words
        return await self.end()

    @property
    def said(self) -> bytes:
        return self.log.read_bytes()

    @property
    def words(self) -> str:
        return self.log.read_text("utf-8", "replace")


def _takes(pid: int, number: int) -> bool:
    told = Path(f"/proc/{pid}/status").read_text("ascii")
    taken = next(line.split()[1] for line in told.splitlines() if line.startswith("SigCgt:"))
    return bool(int(taken, 16) >> (number - 1) & 1)


def fork(
    sim: Simulator,
    place: Place,
    *,
    command: tuple[str, ...] = ("run",),
    trap: Trap | None = None,
    before: str = "",
    **more: str,
) -> Forked:
    """Start a bot."""
    known = environment(sim, place.data, **place.environment) | more
    return begun(Order(command, known, str(place.log), trap, before))


def begun(order: Order) -> Forked:
    process, log = FORKS.Process(target=obey, args=(order,), daemon=True), Path(order.log)
    log.touch()
    process.start()
    return Forked(process, log)


@asynccontextmanager
async def forked_bot(sim: Simulator, folder: Path, log: Path, *command: str, **more: str) -> AsyncIterator[Forked]:
    """Run the bot, or one command of it, on the simulator; whatever is left is killed at the end of the block."""
    known = environment(sim, folder, **more)
    order = Order(command or ("run",), known, str(log), folder=str(log.parent))
    bot = begun(order)
    try:
        yield bot
    finally:
        await bot.end()
