"""Files of this machine that somebody names on the command line: whatever they are, opening them never hangs."""

import os
import stat
from pathlib import Path

from core.domain.capture.refusals import CaptureReason, CaptureRefused
from core.gateways.reading.guard import SIZE_CAP


def content_of(path: Path) -> bytes:
    """The content of an ordinary file, one byte more than is allowed at most; raises CaptureRefused."""
    try:
        # A named pipe without a writer would keep us waiting for ever.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError):
        raise CaptureRefused(CaptureReason.NOT_FOUND) from None
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise CaptureRefused(CaptureReason.NOT_FOUND)
        if found.st_size > SIZE_CAP:
            raise CaptureRefused(CaptureReason.TOO_BIG)
        return _read(descriptor)
    except OSError:
        raise CaptureRefused(CaptureReason.NOT_FOUND) from None
    finally:
        os.close(descriptor)


def _read(descriptor: int) -> bytes:
    with os.fdopen(descriptor, "rb", closefd=False) as file:
        return file.read(SIZE_CAP + 1)


def printable(path: Path) -> str:
    """A path as text that can always be written: bytes that are no UTF-8 are shown as such."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
