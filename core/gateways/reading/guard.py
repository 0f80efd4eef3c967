"""Opens files from strangers in a child process that may be killed at any moment."""

import asyncio
import contextlib
import os
import signal
import sys
from dataclasses import dataclass
from typing import Any

from core.domain.capture.refusals import CaptureReason, CaptureRefused
from core.domain.capture.types import Lie, Normalised, PageText, Segment
from core.gateways.reading.frames import FRAME_LIMIT, unpack
from core.gateways.reading.magic import file_kind
from core.gateways.reading.manners import VARIABLE
from core.gateways.reading.strangers import stranger

SIZE_CAP = 20 * 1024 * 1024
WALL_SECONDS = 15.0


def child_environment(niceness: int = 0) -> dict[str, str]:
    """The environment of a child: the interpreter's, and none of our secrets."""
    kept = ("PATH", "PYTHONPATH", "PYTHONHOME", "SYSTEMROOT", "LD_LIBRARY_PATH", "TMPDIR", "LANG")
    plain = {name: os.environ[name] for name in kept if name in os.environ}
    paths = [path for path in sys.path if path]
    # Unless told not to, onnxruntime reports its use to its makers, and leaves a file with our number for that.
    quiet = {"ORT_DISABLE_TELEMETRY": "1"}
    # One heap for all threads: with one for each, a reader of pages grows past a gigabyte.
    ours = {"OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1", VARIABLE: str(niceness), **quiet}
    return {**plain, "PYTHONPATH": os.pathsep.join(paths), **ours}


def page_text(plain: dict[str, Any], page: int, upright: bytes | None = None) -> PageText:
    """A page from its plain form in a message."""
    segments = tuple(
        Segment(str(text), float(score), tuple((float(x), float(y)) for x, y in quad), page)  # type: ignore[arg-type]  # four corners by contract
        for text, score, quad in plain["segments"]
    )
    lie = plain.get("lie")
    return PageText(int(plain["width"]), int(plain["height"]), segments, upright, Lie(*lie) if lie else None)


@dataclass(frozen=True, slots=True)
class GuardedOpener:
    """Opens one file per child; at most `children` at a time."""

    wall_seconds: float = WALL_SECONDS
    size_cap: int = SIZE_CAP
    niceness: int = 0

    async def open(self, content: bytes) -> Normalised:
        """Re-encoded pages of a file; raises CaptureRefused with the reason."""
        if not content:
            raise CaptureRefused(CaptureReason.EMPTY)
        if len(content) > self.size_cap:
            raise CaptureRefused(CaptureReason.TOO_BIG)
        if file_kind(content) is None:
            raise CaptureRefused(CaptureReason.UNSUPPORTED, stranger(content))
        answer = await self._answer(content)
        return _normalised(answer)

    async def _answer(self, content: bytes) -> bytes:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-I", "-B", "-c", _BOOT, *[path for path in sys.path if path]),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=child_environment(self.niceness),
        )
        try:
            async with asyncio.timeout(self.wall_seconds):
                answer = await _talk(process, content)
                status = await process.wait()
        except TimeoutError:
            raise CaptureRefused(CaptureReason.TIMEOUT) from None
        finally:
            await _end(process)
        if status in _OUT_OF_TIME:
            raise CaptureRefused(CaptureReason.TIMEOUT)
        return answer


# The child gets its module path as arguments, so that it starts from any working directory.
_BOOT = "import sys; sys.path[:0] = sys.argv[1:]; from core.gateways.reading.child import main; sys.exit(main())"


# How the kernel ends a process that takes more than it may. Windows has no such signals, and no such limits.
_OUT_OF_TIME = {-getattr(signal, name) for name in ("SIGXCPU", "SIGKILL") if hasattr(signal, name)}


async def _talk(process: asyncio.subprocess.Process, content: bytes) -> bytes:
    """Give the child its file and take its answer, of which no more is held than an honest one may be long."""
    if process.stdin is None or process.stdout is None:
        return b""
    with contextlib.suppress(ConnectionError):
        # The whole file is in before anything comes out, so neither side waits for the other.
        process.stdin.write(content)
        await process.stdin.drain()
        process.stdin.close()
    answer = bytearray()
    while len(answer) <= FRAME_LIMIT and (piece := await process.stdout.read(1 << 20)):
        answer += piece
    if len(answer) > FRAME_LIMIT:
        process.kill()
    return bytes(answer)


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def _normalised(answer: bytes) -> Normalised:
    try:
        header, parts = unpack(answer)
    except ValueError:
        # The child was killed by a limit or by a crash of its decoder.
        raise CaptureRefused(CaptureReason.BROKEN) from None
    if "refused" in header:
        raise CaptureRefused(CaptureReason(header["refused"]), header.get("detail"))
    layers = tuple(page_text(plain, number) if plain else None for number, plain in enumerate(header["layers"]))
    data = parts.pop() if header["data"] else None
    return Normalised(tuple(parts), layers, int(header["count"]), data, bool(header["hidden"]), header["side"])
