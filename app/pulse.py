"""How late the event loop runs what is due: the first thing to look at when answers are slow."""

import asyncio
import time

from core.meters import Meters

SECONDS = 0.5


async def feel_pulse(meters: Meters, stopping: asyncio.Event) -> None:
    """Measure it twice a second, until the stop."""
    while not stopping.is_set():
        due = time.monotonic() + SECONDS
        try:
            await asyncio.wait_for(stopping.wait(), SECONDS)
        except TimeoutError:
            meters.took(time.monotonic() - due, "loop_lag_seconds")
