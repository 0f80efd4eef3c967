"""What was read on a document, how sure we are, and where it was seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]
FieldValue = str | int | Decimal | date | None


class DocumentType(StrEnum):
    """Kinds of documents; values are stored and shown by the command line."""

    INVOICE = "invoice"
    REGISTRATION = "registration"
    INSURANCE = "insurance"
    INSPECTION = "inspection"
    QUOTE = "quote"
    FUEL_RECEIPT = "fuel_receipt"
    ODOMETER = "odometer"
    OTHER = "other"


class FieldState(StrEnum):
    """How a value was come by: a check agrees, plainly read, uncertain, or not seen."""

    VERIFIED = "verified"
    READ = "read"
    DOUBTFUL = "doubtful"
    MISSING = "missing"


class Remark(StrEnum):
    """What a person should know about a reading; each has its message `capture.remark_<remark>`."""

    HIDDEN_TEXT = "hidden_text"
    PAGES_LEFT_OUT = "pages_left_out"
    SMALL_PHOTO = "small_photo"


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page, in fractions of its upright width and height."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text as a reader saw it; corners clockwise from the text's top left, in pixels."""

    text: str
    score: float
    quad: Quad
    page: int = 0


class Lie(NamedTuple):
    """How a page lies in its picture: degrees to turn it clockwise by whole quarters, and degrees of tilt."""

    turn: int
    tilt: float


@dataclass(frozen=True, slots=True)
class PageText:
    """One page as read; `upright` is the page picture turned upright, when it had to be turned.

    `lie` is how the picture lay, from a reader that is sure of it.
    """

    width: int
    height: int
    segments: tuple[Segment, ...]
    upright: bytes | None = None
    lie: Lie | None = None


@dataclass(frozen=True, slots=True)
class Normalised:
    """A safe form of a file: re-encoded page pictures, their text layers, pages in the original.

    `invoice_data` is the XML of an electronic invoice that a PDF carries, as untrusted as the rest; `hidden_text` says
    whether a PDF holds numbers that its pages do not show; `side` is the longest side of a picture as it came.
    """

    pages: tuple[bytes, ...]
    text_layers: tuple[PageText | None, ...]
    page_count: int
    invoice_data: bytes | None = None
    hidden_text: bool = False
    side: int | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One value with its confidence from 0 to 1; a missing field has no value and no place."""

    value: FieldValue
    confidence: float
    state: FieldState
    seen: Box | None = None


MISSING = Field(None, 0.0, FieldState.MISSING)


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """One line of an invoice as printed, with or without tax depending on the garage."""

    description: str
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    total: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read on one document; `text` has one entry a page."""

    document_type: DocumentType
    fields: Mapping[str, Field]
    lines: tuple[InvoiceLine, ...] = ()
    pages: int = 1
    text: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """A plain form that survives JSON without loss."""
        from core.domain.capture.stored import reading_to_json

        return reading_to_json(self)

    @staticmethod
    def from_json(stored: Mapping[str, Any]) -> "Reading":
        """The reading of its plain form."""
        from core.domain.capture.stored import reading_from_json

        return reading_from_json(stored)


@dataclass(frozen=True, slots=True)
class Captured:
    """A reading, with clean pictures of the pages that were opened, to show the document again; the first by itself."""

    reading: Reading
    preview: bytes | None
    pages: tuple[bytes, ...] = ()
