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


class Stranger(StrEnum):
    """Files that we do not open, by what the person can send instead: `capture.unsupported_<stranger>`."""

    OFFICE = "office"
    ARCHIVE = "archive"
    EMAIL = "email"
    WEB = "web"
    PROGRAM = "program"
    SOUND = "sound"
    ELECTRONIC = "electronic"
    DRAWING = "drawing"
    TEXT = "text"
    PORTFOLIO = "portfolio"
    FORM = "form"


class CaptureRefused(Refusal):
    """A file that cannot be read; the reason says what the person can do instead, a detail says it more exactly."""

    def __init__(self, reason: CaptureReason, detail: str | None = None) -> None:
        super().__init__(f"capture.{reason.value}" if detail is None else f"capture.{reason.value}_{detail}")
        self.reason = reason
        self.detail = detail
