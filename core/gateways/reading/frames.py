"""Messages between this process and its children: a JSON header, then binary parts."""

import json
import struct
from collections.abc import Sequence
from typing import Any, BinaryIO

LENGTH = struct.Struct(">I")
FRAME_LIMIT = 64 * 1024 * 1024


def pack(header: dict[str, Any], parts: Sequence[bytes] = ()) -> bytes:
    """One message: header length, header with the sizes of the parts, parts."""
    head = json.dumps({**header, "sizes": [len(part) for part in parts]}).encode()
    return b"".join([LENGTH.pack(len(head)), head, *parts])


def unpack(message: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """Header and parts of a whole message; ValueError when it was cut or is malformed."""
    if len(message) < LENGTH.size:
        raise ValueError("message cut")
    (length,) = LENGTH.unpack_from(message)
    header = header_of(message[LENGTH.size : LENGTH.size + length], length)
    parts, at = [], LENGTH.size + length
    for size in header["sizes"]:
        parts.append(message[at : at + size])
        at += size
    if at != len(message):
        raise ValueError("message cut")
    return header, parts


def read_frame(stream: BinaryIO) -> tuple[dict[str, Any], list[bytes]] | None:
    """The next message of a blocking stream, or None at its end."""
    prefix = stream.read(LENGTH.size)
    if len(prefix) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(prefix)
    header = header_of(stream.read(length), length)
    return header, [stream.read(size) for size in header["sizes"]]


def header_of(raw: bytes, length: int) -> dict[str, Any]:
    """The header of a message from its JSON; ValueError when it was cut or is malformed."""
    if len(raw) != length:
        raise ValueError("message cut")
    header = json.loads(raw)
    if not isinstance(header, dict):
        raise ValueError("not a message header")  # noqa: TRY004  # the peer's fault, not a caller's
    sizes = header.get("sizes")
    if not isinstance(sizes, list) or sum(sizes) > FRAME_LIMIT:
        raise ValueError("not a message header")  # the peer's fault, not a caller's
    return header
