"""Messages between this process and its children: a JSON header, then binary parts."""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    # A child has no event loop, and importing one is a sixth of its time.
    import asyncio

_LENGTH = struct.Struct(">I")
FRAME_LIMIT = 64 * 1024 * 1024


def pack(header: dict[str, Any], parts: Sequence[bytes] = ()) -> bytes:
    """One message: header length, header with the sizes of the parts, parts."""
    head = json.dumps({**header, "sizes": [len(part) for part in parts]}).encode()
    return b"".join([_LENGTH.pack(len(head)), head, *parts])


def unpack(message: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """Header and parts of a whole message; ValueError when it was cut or is malformed."""
    if len(message) < _LENGTH.size:
        raise ValueError("message cut")
    (length,) = _LENGTH.unpack_from(message)
    header = _header(message[_LENGTH.size : _LENGTH.size + length], length)
    parts, at = [], _LENGTH.size + length
    for size in header["sizes"]:
        parts.append(message[at : at + size])
        at += size
    if at != len(message):
        raise ValueError("message cut")
    return header, parts


async def receive(stream: asyncio.StreamReader) -> tuple[dict[str, Any], list[bytes]]:
    """The next message of a stream; ValueError at its end or when it is malformed."""
    try:
        (length,) = _LENGTH.unpack(await stream.readexactly(_LENGTH.size))
        if length > FRAME_LIMIT:
            raise ValueError("message too long")
        header = _header(await stream.readexactly(length), length)
        return header, [await stream.readexactly(size) for size in header["sizes"]]
    except EOFError:  # asyncio.IncompleteReadError among others
        raise ValueError("message cut") from None


def read_frame(stream: BinaryIO) -> tuple[dict[str, Any], list[bytes]] | None:
    """The next message of a blocking stream, or None at its end."""
    prefix = stream.read(_LENGTH.size)
    if len(prefix) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(prefix)
    header = _header(stream.read(length), length)
    return header, [stream.read(size) for size in header["sizes"]]


def _header(raw: bytes, length: int) -> dict[str, Any]:
    if len(raw) != length:
        raise ValueError("message cut")
    header = json.loads(raw)
    if not isinstance(header, dict):
        raise ValueError("not a message header")  # noqa: TRY004  # the peer's fault, not a caller's
    sizes = header.get("sizes")
    if not isinstance(sizes, list) or sum(sizes) > FRAME_LIMIT:
        raise ValueError("not a message header")  # the peer's fault, not a caller's
    return header
