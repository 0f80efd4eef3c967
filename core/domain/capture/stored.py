"""A reading as JSON, as the database keeps it and the command line prints it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from core.domain.capture.types import Box, DocumentType, Field, FieldState, FieldValue, InvoiceLine, Reading, Remark


def reading_to_json(reading: Reading) -> dict[str, Any]:
    """A plain form that survives JSON without loss."""
    return {
        "document_type": reading.document_type.value,
        "fields": {name: _field_to_json(field) for name, field in reading.fields.items()},
        "lines": [line_to_json(line) for line in reading.lines],
        "pages": reading.pages,
        "text": list(reading.text),
        "remarks": [remark.value for remark in reading.remarks],
    }


def reading_from_json(stored: Mapping[str, Any]) -> Reading:
    """The reading of its plain form."""
    return Reading(
        DocumentType(stored["document_type"]),
        {str(name): _field_from_json(field) for name, field in stored["fields"].items()},
        tuple(_line_from_json(line) for line in stored["lines"]),
        int(stored["pages"]),
        tuple(str(text) for text in stored["text"]),
        # Readings were stored before there were remarks.
        tuple(Remark(remark) for remark in stored.get("remarks", ())),
    )


def plain_value(value: FieldValue) -> str | int | None:
    """A value as it is printed: amounts as decimal strings, days as ISO dates."""
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def line_to_json(line: InvoiceLine) -> dict[str, str | None]:
    """A line of an invoice with its numbers as decimal strings."""
    numbers = {"quantity": line.quantity, "unit_price": line.unit_price, "total": line.total}
    plain = {name: None if number is None else str(number) for name, number in numbers.items()}
    return {"description": line.description, **plain}


def _field_to_json(field: Field) -> dict[str, Any]:
    kinds = {Decimal: "amount", date: "day", int: "number", str: "text"}
    seen = field.seen
    return {
        "value": plain_value(field.value),
        "kind": None if field.value is None else kinds[type(field.value)],
        "confidence": field.confidence,
        "state": field.state.value,
        "seen": None if seen is None else [seen.page, seen.x0, seen.y0, seen.x1, seen.y1],
    }


def _field_from_json(stored: Mapping[str, Any]) -> Field:
    raw, kind, seen = stored["value"], stored["kind"], stored["seen"]
    value: FieldValue = raw
    if kind == "amount":
        value = Decimal(raw)
    elif kind == "day":
        value = date.fromisoformat(raw)
    box = None if seen is None else Box(int(seen[0]), *(float(edge) for edge in seen[1:]))
    return Field(value, float(stored["confidence"]), FieldState(stored["state"]), box)


def _line_from_json(stored: Mapping[str, Any]) -> InvoiceLine:
    numbers = (None if stored[name] is None else Decimal(stored[name]) for name in ("quantity", "unit_price", "total"))
    return InvoiceLine(str(stored["description"]), *numbers)
