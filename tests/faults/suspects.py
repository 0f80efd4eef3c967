# ruff: noqa: ASYNC110 - a bot is watched from outside, nothing tells that it is done
"""Jobs under which processes died too often, on PostgreSQL: they are done before a process is killed at a named point.

Whoever kills its process whenever it runs is given up, on purpose. A trap that waits for the first job to pass a point
would catch the same innocent one in every life: the oldest, which runs alone since it is a suspect.
"""

import asyncio
import signal
import time
from collections.abc import Callable

from core import db
from core.gateways.job_kinds import SUSPICIOUS
from tests.faults.forked import Forked
from tests.faults.places import Place

_SUSPECTS = (
    f"SELECT 1 FROM procrastinate_jobs WHERE (args->>'cuts')::int >= {SUSPICIOUS} AND status IN ('todo', 'doing')"
)


async def acquitted(place: Place, start: Callable[[], Forked], patience: float = 15) -> None:
    """Let suspects be done, each alone, in a life that nothing ends; on SQLite they are done at the start."""
    if place.kind != "postgres":
        return
    async with place.rows():
        if not await db.fetch(_SUSPECTS):
            return
        bot, end = start(), time.monotonic() + patience
        while await db.fetch(_SUSPECTS) and time.monotonic() < end:
            await asyncio.sleep(0.05)
    await bot.end(signal.SIGTERM)
