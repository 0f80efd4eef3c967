"""What capture read, as rows, and back."""

import json
from datetime import date
from decimal import Decimal, InvalidOperation

from core.domain.capture.types import Field, FieldValue, InvoiceLine
from core.models import ExtractedField, ExtractedLine


def field_row(document_id: int, name: str, field: Field) -> ExtractedField:
    """A row for one field."""
    seen = field.seen
    place = (
        json.dumps([seen.page, *(round(side, 4) for side in (seen.x0, seen.y0, seen.x1, seen.y1))]) if seen else None
    )
    return ExtractedField(
        document_id=document_id,
        name=name,
        value=text_of(field.value),
        confidence=field.confidence,
        state=field.state.value,
        seen=place,
    )


def line_row(document_id: int, position: int, line: InvoiceLine) -> ExtractedLine:
    """A row for one line of an invoice."""
    return ExtractedLine(
        document_id=document_id,
        position=position,
        description=line.description[:300],
        quantity=line.quantity,
        unit_price=line.unit_price,
        total=line.total,
    )


def text_of(value: FieldValue) -> str | None:
    """A value as stored: ISO dates, decimal points, integers in figures."""
    return value.isoformat() if isinstance(value, date) else None if value is None else str(value)


def as_date(value: str | None) -> date | None:
    """A stored day."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None


def as_decimal(value: str | None) -> Decimal | None:
    """A stored amount."""
    try:
        return Decimal(value) if value else None
    except InvalidOperation:
        return None


def as_integer(value: str | None) -> int | None:
    """A stored whole number."""
    number = as_decimal(value)
    return int(number) if number is not None else None
