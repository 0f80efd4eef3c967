"""Stored values as people read them."""

from core.domain.document_fields import FieldKind, ShownField
from core.domain.energy import Energy, energy_name, energy_of
from core.domain.money import Money
from core.domain.plates import displayed_plate
from core.domain.stored_values import as_date, as_decimal, as_integer
from core.i18n import Translator


def shown_value(t: Translator, field: ShownField, value: str | None, currency: str | None = None) -> str | None:
    """A field's value in words of the person's language; None when there is none."""
    if not value:
        return None
    match field.kind:
        case FieldKind.DATE:
            day = as_date(value)
            return t.plain("value.date", day=day) if day is not None else None
        case FieldKind.AMOUNT:
            amount = as_decimal(value)
            return t.plain("value.money", amount=Money.of(amount, currency or "EUR")) if amount is not None else None
        case FieldKind.KILOMETRES:
            kilometres = as_integer(value)
            return t.plain("value.kilometres", kilometres=kilometres) if kilometres is not None else None
        case FieldKind.PLATE:
            return displayed_plate(value)
        case FieldKind.ENERGY:
            energy = Energy(value) if value in set(Energy) else energy_of(value)
            return t.plain(energy_name(energy)) if energy is not None else value
        case FieldKind.VIN | FieldKind.TEXT:
            return value
