"""What capture read, as rows."""

import json

from core.domain.capture.types import Field, InvoiceLine
from core.domain.stored_values import text_of
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
