"""Readers in persistent worker processes: killed when they hang, started again when they die."""

import asyncio
import contextlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog

from core.domain.capture.ports import Effort
from core.domain.capture.refusals import CaptureReason, CaptureRefused
from core.domain.capture.types import Box, Lie, PageText
from core.gateways.reading.frames import pack
from core.gateways.reading.guard import child_environment, page_text
from core.gateways.reading.streams import receive

PAGE_SECONDS = 20.0
START_SECONDS = 30.0
IDLE_SECONDS = 600.0
_BOOT = (
    "import sys; reader, threads, command = sys.argv[1:4]; sys.path[:0] = sys.argv[4:]; "
    "from core.gateways.reading.worker import main; sys.exit(main(reader, int(threads), command))"
)

_log = structlog.get_logger(__name__)


class WorkerDied(Exception):
    """The worker's process ended in the middle of a page."""


@dataclass
class _Worker:
    """One process and its pipes; used by one page at a time."""

    arguments: tuple[str, ...]
    niceness: int = 0
    process: asyncio.subprocess.Process | None = None
    rest: asyncio.TimerHandle | None = None

    def busy(self) -> None:
        """Keep the process: a page is coming."""
        if self.rest is not None:
            self.rest.cancel()
            self.rest = None

    def idle(self, seconds: float) -> None:
        """End the process when no page comes for so long: its models are most of our memory."""
        self.busy()
        self.rest = asyncio.get_running_loop().call_later(seconds, self._kill)

    def _kill(self) -> None:
        if self.process is not None and self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self.process.kill()

    async def ensure(self) -> asyncio.subprocess.Process:
        """The running process, started now if there is none."""
        if self.process is not None and self.process.returncode is None:
            return self.process
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-I", "-B", "-c", _BOOT, *self.arguments, *[path for path in sys.path if path]),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=child_environment(self.niceness),
        )
        try:
            async with asyncio.timeout(START_SECONDS):
                await _receive(self.process)
        except BaseException:
            await self.end()
            raise
        return self.process

    async def ask(self, message: bytes) -> tuple[dict[str, Any], list[bytes]]:
        """Send one page and wait for its text."""
        process = await self.ensure()
        if process.stdin is None:
            raise WorkerDied
        with contextlib.suppress(ConnectionError):
            process.stdin.write(message)
            await process.stdin.drain()
        return await _receive(process)

    async def end(self) -> None:
        """Kill the process, if any, and wait until it is gone."""
        self.busy()
        self._kill()
        process, self.process = self.process, None
        if process is not None:
            await process.wait()


@dataclass
class ReaderPool:
    """A DocumentReader over `size` worker processes."""

    reader: str
    size: int = 1
    threads: int = 1
    command: str = ""
    niceness: int = 0
    page_seconds: float = PAGE_SECONDS
    idle_seconds: float = IDLE_SECONDS
    _idle: asyncio.Queue[_Worker] = field(default_factory=asyncio.Queue, init=False)
    _workers: list[_Worker] = field(default_factory=list, init=False)

    async def start(self) -> None:
        """Start the workers; raises CaptureRefused when the reader cannot run here."""
        self._prepare()
        try:
            await asyncio.gather(*(self._warm() for _ in self._workers))
        except (WorkerDied, TimeoutError):
            raise CaptureRefused(CaptureReason.UNAVAILABLE) from None

    async def read(self, picture: bytes, effort: Effort, lie: Lie | None = None) -> PageText:
        """The text of one page; raises CaptureRefused on a death or after `page_seconds`."""
        header, parts = await self._asked({"effort": effort.value, "lie": lie}, picture)
        if "page" not in header:
            _log.warning("reader failed on a page", error=header.get("failed"))
            raise CaptureRefused(CaptureReason.BROKEN)
        return page_text(header["page"], 0, parts[0] if parts else None)

    async def look(self, picture: bytes, effort: Effort, places: Sequence[Box]) -> list[tuple[str, float]] | None:
        """What stands at some places of a page; None when the reader reads whole pages only."""
        plain = [(place.x0, place.y0, place.x1, place.y1) for place in places]
        header, _ = await self._asked({"effort": effort.value, "places": plain}, picture)
        texts = header.get("texts")
        return None if texts is None else [(str(text), float(score)) for text, score in texts]

    async def _asked(self, question: dict[str, Any], picture: bytes) -> tuple[dict[str, Any], list[bytes]]:
        self._prepare()
        message = pack(question, [picture])
        worker = await self._idle.get()
        worker.busy()
        try:
            return await self._answer(worker, message)
        finally:
            worker.idle(self.idle_seconds)
            self._idle.put_nowait(worker)

    async def close(self) -> None:
        """End every worker."""
        workers, self._workers = self._workers, []
        self._idle = asyncio.Queue()
        for worker in workers:
            await worker.end()

    async def _warm(self) -> None:
        """Start one worker that is not at work; a page that comes meanwhile waits for it."""
        worker = await self._idle.get()
        try:
            await worker.ensure()
        finally:
            worker.idle(self.idle_seconds)
            self._idle.put_nowait(worker)

    def _prepare(self) -> None:
        if not self._workers:
            arguments = (self.reader, str(self.threads), self.command)
            self._workers = [_Worker(arguments, self.niceness) for _ in range(self.size)]
            for worker in self._workers:
                self._idle.put_nowait(worker)

    async def _answer(self, worker: _Worker, message: bytes) -> tuple[dict[str, Any], list[bytes]]:
        try:
            async with asyncio.timeout(self.page_seconds):
                return await worker.ask(message)
        except TimeoutError:
            _log.warning("reader took too long", seconds=self.page_seconds)
            await worker.end()
            raise CaptureRefused(CaptureReason.TIMEOUT) from None
        except WorkerDied:
            _log.warning("reader died")
            await worker.end()
            raise CaptureRefused(CaptureReason.BROKEN) from None
        except BaseException:
            # A cancelled page leaves its answer in the pipe, where the next page would take it.
            await worker.end()
            raise


async def _receive(process: asyncio.subprocess.Process) -> tuple[dict[str, Any], list[bytes]]:
    if process.stdout is None:
        raise WorkerDied
    try:
        return await receive(process.stdout)
    except ValueError:
        raise WorkerDied from None
