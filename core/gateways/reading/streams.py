"""Messages of children as they come over a pipe; apart, since a child needs no event loop, whose import takes time."""

import asyncio
from typing import Any

from core.gateways.reading.frames import FRAME_LIMIT, LENGTH, header_of


async def receive(stream: asyncio.StreamReader) -> tuple[dict[str, Any], list[bytes]]:
    """The next message of a stream; ValueError at its end or when it is malformed."""
    try:
        (length,) = LENGTH.unpack(await stream.readexactly(LENGTH.size))
        if length > FRAME_LIMIT:
            raise ValueError("message too long")
        header = header_of(await stream.readexactly(length), length)
        return header, [await stream.readexactly(size) for size in header["sizes"]]
    except asyncio.IncompleteReadError:
        raise ValueError("message cut") from None
