"""What capture read, as rows, and back."""

import json
from collections.abc import Sequence

from core.domain.capture.types import Box, DocumentType, Field, FieldState, FieldValue, InvoiceLine, Reading
from core.domain.stored_values import as_date, as_decimal, as_integer, text_of
from core.models import ExtractedField, ExtractedLine

_DAYS = ("_date", "_until", "_from", "next_inspection")
_AMOUNTS = ("total", "tax_amount", "unit_price", "quantity")
_NUMBERS = ("mileage_km", "odometer_km", "seats", "fiscal_power", "power_kw", "co2")


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


def box_of(row: ExtractedField | None) -> Box | None:
    """Where a field was seen, if it was."""
    if row is None or not row.seen:
        return None
    page, *edges = json.loads(row.seen)
    return Box(int(page), *(float(edge) for edge in edges))


def reading_of(
    kind: DocumentType,
    rows: Sequence[ExtractedField],
    lines: Sequence[ExtractedLine],
    pages: int,
    text: Sequence[str],
) -> Reading:
    """A reading as its rows tell it."""
    fields = {row.name: Field(_value(row), row.confidence, FieldState(row.state), box_of(row)) for row in rows}
    told = tuple(InvoiceLine(line.description, line.quantity, line.unit_price, line.total) for line in lines)
    return Reading(kind, fields, told, pages, tuple(text))


def _value(row: ExtractedField) -> FieldValue:
    """A stored value as it was read: days, amounts and numbers by the names of their fields."""
    if row.name == "date" or row.name.endswith(_DAYS):
        return as_date(row.value) or row.value
    if row.name in _NUMBERS:
        return as_integer(row.value) if row.value else None
    if row.name.startswith(_AMOUNTS) and row.name != "quantity_unit":
        return as_decimal(row.value) or row.value
    return row.value
