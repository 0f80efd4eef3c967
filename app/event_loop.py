"""The event loop that long-running commands use: uvloop, whose sockets and timers cost half, where it exists."""

import asyncio
import gc
import sys
from collections.abc import Coroutine
from typing import Any


def run(main: Coroutine[Any, Any, None]) -> None:
    """Run until the coroutine ends."""
    with asyncio.Runner(loop_factory=_loop) as runner:
        runner.run(main)


def _loop() -> asyncio.AbstractEventLoop:
    if sys.platform == "win32":
        return asyncio.new_event_loop()
    import uvloop

    return uvloop.new_event_loop()


def spare_what_stays() -> None:
    """Take what the start has made out of the garbage collector's sight.

    It stays until the end, and looking through all of it stops every answer for a tenth of a second or more.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
