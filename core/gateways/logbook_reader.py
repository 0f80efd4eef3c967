"""Reads files of other logbooks in a child process, which may be killed at any moment."""

import asyncio
import contextlib
import sys
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.domain.imports.import_manner import Answers
from core.domain.imports.import_preview import Preview
from core.domain.imports.import_rows import ImportRefused
from core.domain.imports.import_wire import PackedFound, found_from, preview_from
from core.gateways.reading.frames import pack, unpack
from core.gateways.reading.guard import child_environment

WALL_SECONDS = 45.0
# The child gets its module path as arguments, so that it starts from any working directory.
_BOOT = "import sys; sys.path[:0] = sys.argv[1:]; from core.gateways.logbook_child import main; sys.exit(main())"


@dataclass(frozen=True, slots=True)
class ChildLogbookReader:
    """One child a file, one file at a time."""

    niceness: int = 0
    wall_seconds: float = WALL_SECONDS
    _turn: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))

    async def preview(self, content: bytes, answers: Answers, currency: str, today: date) -> Preview:
        """What the file would bring."""
        parts = await self._ask("preview", content, answers, currency, today)
        return preview_from(parts[0])

    async def rows(self, content: bytes, answers: Answers, currency: str, today: date) -> PackedFound:
        """All that the file holds."""
        return found_from(await self._ask("rows", content, answers, currency, today))

    async def _ask(self, want: str, content: bytes, answers: Answers, currency: str, today: date) -> list[bytes]:
        asked = {"want": want, "answers": dict(answers), "currency": currency, "today": today.isoformat()}
        async with self._turn:
            answer = await self._run(pack(asked, [content]))
        try:
            header, parts = unpack(answer)
        except ValueError:
            # The child was killed by a limit.
            raise ImportRefused("too_large") from None
        if "refused" in header:
            raise ImportRefused(str(header["refused"]))
        return parts

    async def _run(self, message: bytes) -> bytes:
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
                answer, _ = await process.communicate(message)
        except TimeoutError:
            raise ImportRefused("too_large") from None
        finally:
            await _end(process)
        return answer


async def _end(process: Any) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
