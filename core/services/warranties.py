"""A warranty that a paper itself promises."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from core.domain.capture.promises import promised_until
from core.domain.capture.types import DocumentType, Field, FieldState, Reading

# It is a sentence among others, read once and proved by nothing.
_CONFIDENCE = 0.75


def with_warranty(reading: Reading) -> Reading:
    """An invoice's reading with the end of the warranty that its text promises from its day on."""
    day = reading.fields.get("invoice_date")
    if reading.document_type is not DocumentType.INVOICE or day is None or not isinstance(day.value, date):
        return reading
    until = promised_until("\n".join(reading.text), day.value)
    if until is None:
        return reading
    fields: Mapping[str, Field] = {
        **reading.fields,
        "warranty_until": Field(until, _CONFIDENCE, FieldState.READ),
    }
    return replace(reading, fields=fields)
