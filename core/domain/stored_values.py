"""Field values as text, the form in which they are stored, and back."""

from datetime import date
from decimal import Decimal, InvalidOperation

from core.domain.capture.types import FieldValue


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
