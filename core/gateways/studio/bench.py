"""The studio's process: takes what is to be made on stdin, answers it on stdout, one after another."""

import os
import sys
import tempfile
from typing import Any

from core.gateways.reading.frames import pack, read_frame
from core.gateways.reading.manners import step_back


def main() -> int:
    """Serve until stdin ends."""
    answers = os.fdopen(os.dup(1), "wb")
    # A library that prints must not break the answers.
    os.dup2(2, 1)
    step_back()
    # Where the drawing library keeps its list of fonts, if it has no place of its own.
    os.environ.setdefault("MPLCONFIGDIR", os.path.join(tempfile.gettempdir(), f"autotrack-fonts-{os.getuid()}"))  # noqa: PTH118
    while (frame := read_frame(sys.stdin.buffer)) is not None:
        answers.write(answered(*frame))
        answers.flush()
    return 0


def answered(header: dict[str, Any], parts: list[bytes]) -> bytes:
    """The message with what was made, or why it was not."""
    try:
        return pack({}, [made(str(header["make"]), parts[0])])
    # An edge: one piece that breaks a library must not end the process.
    except Exception as error:  # noqa: BLE001
        return pack({"failed": f"{type(error).__name__}: {error}"[:200]})


def made(what: str, spec: bytes) -> bytes:
    """A picture or a paper."""
    if what == "picture":
        from core.domain.picture import PICTURE
        from core.gateways.studio.drawing import drawn

        return drawn(PICTURE.validate_json(spec))
    if what == "paper":
        from core.domain.book import PAPER
        from core.gateways.studio.paper import written

        return written(PAPER.validate_json(spec))
    raise ValueError(what)
