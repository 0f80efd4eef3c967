"""Stored values as people read them."""

from dataclasses import dataclass

from core.domain.document_fields import FieldKind, ShownField
from core.domain.energy import Energy, energy_name, energy_of
from core.domain.fuel import FuelUnit
from core.domain.money import Money, UnitPrice
from core.domain.plates import displayed_plate, normalised_plate
from core.domain.stored_values import as_date, as_decimal, as_integer
from core.domain.technical_inspection import InspectionResult
from core.i18n import Translator


@dataclass(frozen=True, slots=True)
class Measured:
    """In what the amounts and quantities of a paper are measured, and how its plate is written, where it says so."""

    currency: str | None = None
    unit: str | None = None
    plate: str | None = None


PLAIN = Measured()


def shown_value(t: Translator, field: ShownField, value: str | None, by: Measured = PLAIN) -> str | None:
    """A field's value in words of the person's language; None when there is none."""
    if not value:
        return None
    currency, unit = by.currency or "EUR", by.unit or FuelUnit.LITRE.value
    number = as_decimal(value)
    match field.kind:
        case FieldKind.PLATE:
            return by.plate if by.plate and normalised_plate(by.plate) == value else displayed_plate(value)
        case FieldKind.QUANTITY:
            return t.plain("value.quantity", quantity=number, unit=unit) if number is not None else None
        case FieldKind.UNIT_PRICE:
            price = UnitPrice(number, currency) if number is not None else None
            return t.plain("value.unit_price", price=price, unit=unit) if price is not None else None
        case FieldKind.RESULT:
            return t.plain(f"inspection.{value}") if value in set(InspectionResult) else None
        case _:
            return _plain_value(t, field, value, currency)


def _plain_value(t: Translator, field: ShownField, value: str, currency: str) -> str | None:
    match field.kind:
        case FieldKind.DATE:
            day = as_date(value)
            return t.plain("value.date", day=day) if day is not None else None
        case FieldKind.AMOUNT:
            amount = as_decimal(value)
            return t.plain("value.money", amount=Money.of(amount, currency)) if amount is not None else None
        case FieldKind.KILOMETRES:
            kilometres = as_integer(value)
            return t.plain("value.kilometres", kilometres=kilometres) if kilometres is not None else None
        case FieldKind.ENERGY:
            energy = Energy(value) if value in set(Energy) else energy_of(value)
            return t.plain(energy_name(energy)) if energy is not None else value
        case _:
            return value
