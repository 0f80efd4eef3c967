"""Who may run beside whom in one process: suspects run with nothing beside them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


def _set() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event


@dataclass(slots=True)
class Gate:
    """Lets jobs in side by side, or one alone; who wants to be alone waits for those inside, and others for it."""

    _inside: int = 0
    _open: asyncio.Event = field(default_factory=_set)
    _empty: asyncio.Event = field(default_factory=_set)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    @asynccontextmanager
    async def beside(self) -> AsyncIterator[None]:
        """Run beside others."""
        while not self._open.is_set():
            await self._open.wait()
        self._inside += 1
        self._empty.clear()
        try:
            yield
        finally:
            self._inside -= 1
            if not self._inside:
                self._empty.set()

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """Run with nothing beside it."""
        async with self._turn:
            self._open.clear()
            try:
                await self._empty.wait()
                yield
            finally:
                self._open.set()
