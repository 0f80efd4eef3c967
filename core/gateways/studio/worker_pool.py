"""The studio's process from outside: started when there is work, ended when there is none, killed when it hangs."""

import asyncio
import contextlib
import sys
from dataclasses import dataclass, field

import structlog

from core.gateways.reading.frames import pack
from core.gateways.reading.guard import child_environment
from core.gateways.reading.streams import receive
from core.ports import StudioFailed

log = structlog.get_logger()
START_SECONDS, WORK_SECONDS, IDLE_SECONDS = 40.0, 40.0, 300.0
_BOOT = "import sys; sys.path[:0] = sys.argv[1:]; from core.gateways.studio.bench import main; sys.exit(main())"


@dataclass
class ChildStudio:
    """One process that makes one thing at a time."""

    niceness: int = 0
    idle_seconds: float = IDLE_SECONDS
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)
    _process: asyncio.subprocess.Process | None = field(default=None, init=False)
    _rest: asyncio.TimerHandle | None = field(default=None, init=False)

    async def make(self, what: str, spec: bytes) -> bytes:
        """What was drawn or written; raises `StudioFailed`."""
        async with self._turn:
            if self._rest is not None:
                self._rest.cancel()
            try:
                async with asyncio.timeout(START_SECONDS + WORK_SECONDS):
                    header, parts = await self._asked(pack({"make": what}, [spec]))
            except (TimeoutError, ValueError, ConnectionError):
                await self._end()
                log.warning("studio.died", what=what)
                raise StudioFailed from None
            except BaseException:
                # A cancelled piece leaves its answer in the pipe, where the next one would take it.
                await self._end()
                raise
            finally:
                self._rest = asyncio.get_running_loop().call_later(self.idle_seconds, self._kill)
        if "failed" in header:
            log.warning("studio.failed", what=what, error=header["failed"])
            raise StudioFailed
        return parts[0]

    async def close(self) -> None:
        """End the process."""
        if self._rest is not None:
            self._rest.cancel()
        async with self._turn:
            await self._end()

    async def _asked(self, message: bytes) -> tuple[dict[str, object], list[bytes]]:
        process = await self._ready()
        if process.stdin is None or process.stdout is None:
            raise ConnectionError
        process.stdin.write(message)
        await process.stdin.drain()
        return await receive(process.stdout)

    async def _ready(self) -> asyncio.subprocess.Process:
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-I", "-B", "-c", _BOOT, *[path for path in sys.path if path]),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env=child_environment(self.niceness),
            )
        return self._process

    def _kill(self) -> None:
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()

    async def _end(self) -> None:
        self._kill()
        process, self._process = self._process, None
        if process is not None:
            await process.wait()
