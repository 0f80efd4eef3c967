"""Whose turn it is on a connection that all tasks share: short urgent work goes before what waits."""

import asyncio
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_urgent: ContextVar[bool] = ContextVar("urgent", default=False)


@contextmanager
def urgent() -> Iterator[None]:
    """Within the block this task takes the connection before tasks in no such block."""
    token = _urgent.set(True)
    try:
        yield
    finally:
        _urgent.reset(token)


class TurnLock:
    """An `asyncio.Lock` with two queues, each in order; the urgent one is served first."""

    def __init__(self) -> None:
        self._taken = False
        self._first: deque[asyncio.Future[None]] = deque()
        self._then: deque[asyncio.Future[None]] = deque()

    def locked(self) -> bool:
        """Whether somebody holds it."""
        return self._taken

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return len(self._first) + len(self._then)

    async def acquire(self) -> bool:
        """Wait for the turn."""
        if not self._taken:
            self._taken = True
            return True
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        queue = self._first if _urgent.get() else self._then
        queue.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.release()  # the turn had just come: pass it on
            raise
        return True

    def release(self) -> None:
        """Give the turn to the next one."""
        while queue := self._first or self._then:
            turn = queue.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._taken = False

    async def __aenter__(self) -> None:
        await self.acquire()

    async def __aexit__(self, *_: object) -> None:
        self.release()
