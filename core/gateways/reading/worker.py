"""A reader's worker process: takes page pictures on stdin, answers their text on stdout, one after another."""

import os
import sys
from collections.abc import Sequence
from typing import Any, Protocol

from core.domain.capture.ports import Effort
from core.domain.capture.types import Lie, PageText
from core.gateways.reading.frames import pack, read_frame
from core.gateways.reading.manners import give_back, step_back
from core.gateways.reading.seal import end_with_parent, leave_network

Place = tuple[float, float, float, float]
MEMORY_LIMIT = 3 * 1024 * 1024 * 1024


class PageReader(Protocol):
    """What a worker runs: a reader of one page picture."""

    def warm(self) -> None:
        """Load what the first page would wait for."""
        ...

    def read(self, picture: bytes, effort: Effort, lie: Lie | None = None) -> PageText:
        """The text of one page picture."""
        ...

    def look(self, picture: bytes, effort: Effort, places: Sequence[Place]) -> list[tuple[str, float]] | None:
        """What stands at some places of it, given in fractions of its width and height; None if it cannot say."""
        ...


def main(reader_name: str, threads: int, command: str) -> int:
    """Serve until stdin ends."""
    answers = os.fdopen(os.dup(1), "wb")
    # A library that prints must not break the answers.
    os.dup2(2, 1)
    end_with_parent()
    step_back()
    # Pages are read here and nowhere else, whatever a library would like to tell its makers.
    leave_network()
    _bound_memory()
    reader = _reader(reader_name, threads, command)
    reader.warm()
    answers.write(pack({"ready": True}))
    answers.flush()
    while (frame := read_frame(sys.stdin.buffer)) is not None:
        answers.write(_answer(reader, *frame))
        answers.flush()
        give_back()
    return 0


def _answer(reader: PageReader, header: dict[str, Any], parts: list[bytes]) -> bytes:
    try:
        if "places" in header:
            return pack({"texts": reader.look(parts[0], Effort(header["effort"]), header["places"])})
        lie = header.get("lie")
        page = reader.read(parts[0], Effort(header["effort"]), Lie(*lie) if lie else None)
    # An edge: one page that breaks the reader must not end the worker.
    except Exception as error:  # noqa: BLE001
        return pack({"failed": type(error).__name__})
    segments = [[segment.text, segment.score, segment.quad] for segment in page.segments]
    plain = {"width": page.width, "height": page.height, "segments": segments, "lie": page.lie}
    return pack({"page": plain}, [page.upright] if page.upright else [])


def _reader(name: str, threads: int, command: str) -> PageReader:
    if name in {"auto", "rapidocr"}:
        try:
            from core.gateways.reading.rapid import RapidReader

            return RapidReader(threads)
        except (ImportError, OSError):
            # A wheel that does not fit this machine; only `auto` may read with something else.
            if name == "rapidocr":
                raise
    if name in {"auto", "tesseract"}:
        from core.gateways.reading.tesseract import TesseractReader

        return TesseractReader(command)
    message = f"no reader is called {name}"
    raise ValueError(message)


def _bound_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
