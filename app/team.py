"""Tasks that live and end together."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


@asynccontextmanager
async def team() -> AsyncIterator[asyncio.TaskGroup]:
    """A task group whose only failure comes out as itself, so that callers can name what they handle."""
    try:
        async with asyncio.TaskGroup() as group:
            yield group
    except BaseExceptionGroup as failures:
        if len(failures.exceptions) == 1:
            raise failures.exceptions[0] from None
        raise
