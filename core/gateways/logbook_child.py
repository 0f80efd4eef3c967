"""The child that reads one file of another logbook: limits on memory and time, no network, no other program."""

import os
import sys
from datetime import date
from typing import Any

from core.domain.imports.import_file import find
from core.domain.imports.import_preview import preview_of
from core.domain.imports.import_rows import ImportRefused
from core.domain.imports.import_wire import found_parts, preview_bytes
from core.gateways.reading.child import confine
from core.gateways.reading.frames import pack, read_frame
from core.gateways.reading.manners import step_back

CPU_SECONDS = 40


def main() -> int:
    """Answer one file and end."""
    step_back()
    frame = read_frame(sys.stdin.buffer)
    answer = os.fdopen(os.dup(1), "wb")
    # A library that prints must not break the answer.
    os.dup2(2, 1)
    confine(CPU_SECONDS)
    if frame is not None:
        answer.write(answered(frame[0], frame[1][0]))
        answer.flush()
    return 0


def answered(asked: dict[str, Any], content: bytes) -> bytes:
    """The message for one file: its preview or its rows, or the reason of refusal."""
    try:
        found = find(content, asked["answers"], asked["currency"], date.fromisoformat(asked["today"]))
        parts = found_parts(found) if asked["want"] == "rows" else [preview_bytes(preview_of(found))]
        return pack({"found": True}, parts)
    except ImportRefused as refused:
        return pack({"refused": refused.reason})
    except MemoryError:
        return pack({"refused": "too_large"})
    # An edge: a file made to hurt may break a parser in any way.
    except Exception as error:  # noqa: BLE001
        print(type(error).__name__, file=sys.stderr)  # noqa: T201
        return pack({"refused": "broken_table"})
