"""Why a file cannot be read, in words the person can act on."""

from enum import StrEnum

from core.errors import Refusal


class CaptureReason(StrEnum):
    """Reasons of refusal; each has its message `capture.<reason>` in the catalogues."""

    EMPTY = "empty"
    TOO_BIG = "too_big"
    UNSUPPORTED = "unsupported"
    BROKEN = "broken"
    ENCRYPTED = "encrypted"
    TOO_MANY_PIXELS = "too_many_pixels"
    TIMEOUT = "timeout"
    NOTHING_READ = "nothing_read"
    UNAVAILABLE = "unavailable"
    NOT_FOUND = "not_found"
    NOT_FETCHED = "not_fetched"


class CaptureRefused(Refusal):
    """A file that cannot be read; the reason says what the person can do instead."""

    def __init__(self, reason: CaptureReason) -> None:
        super().__init__(f"capture.{reason.value}")
        self.reason = reason
