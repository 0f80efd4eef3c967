"""Which fields of a document a person is shown, in which order, and how each is corrected."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from core.domain.capture.types import DocumentType
from core.domain.distance import parse_kilometres
from core.domain.energy import Energy
from core.domain.fuel import FuelUnit
from core.domain.money import Money
from core.domain.plate_countries import read_plate
from core.domain.technical_inspection import InspectionResult
from core.domain.typed_dates import AmbiguousDate, Lean, parse_date
from core.domain.typed_fill import FillNotUnderstood, parse_fill, parse_unit_price
from core.domain.typed_text import clean, clean_line
from core.domain.vin import parse_vin
from core.errors import Refusal

LONGEST_LIST: Final = 2_000


class FieldKind(StrEnum):
    """How a field is written, shown and corrected."""

    TEXT = "text"
    DATE = "date"
    AMOUNT = "amount"
    KILOMETRES = "kilometres"
    PLATE = "plate"
    VIN = "vin"
    ENERGY = "energy"
    QUANTITY = "quantity"
    UNIT_PRICE = "unit_price"
    RESULT = "result"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field of a card.

    `private`: shown once, deleted when the card is settled unless the person asks to keep it. `optional`: not asked
    for where the paper has none. `to_come`: a day that may be in the future.
    """

    name: str
    kind: FieldKind
    private: bool = False
    optional: bool = False
    to_come: bool = False


_INVOICE: Final = (
    ShownField("vendor_name", FieldKind.TEXT),
    ShownField("invoice_date", FieldKind.DATE),
    ShownField("total_incl_tax", FieldKind.AMOUNT),
    ShownField("mileage_km", FieldKind.KILOMETRES),
    ShownField("plate", FieldKind.PLATE),
    ShownField("invoice_number", FieldKind.TEXT),
    ShownField("warranty_until", FieldKind.DATE, optional=True, to_come=True),
)
_QUOTE: Final = (
    ShownField("vendor_name", FieldKind.TEXT),
    ShownField("quote_date", FieldKind.DATE),
    ShownField("total_incl_tax", FieldKind.AMOUNT),
    ShownField("valid_until", FieldKind.DATE, optional=True, to_come=True),
    ShownField("plate", FieldKind.PLATE),
    ShownField("quote_number", FieldKind.TEXT, optional=True),
)
_REGISTRATION: Final = (
    ShownField("plate", FieldKind.PLATE),
    ShownField("make", FieldKind.TEXT),
    ShownField("model", FieldKind.TEXT),
    ShownField("vin", FieldKind.VIN),
    ShownField("first_registration_date", FieldKind.DATE),
    ShownField("fuel", FieldKind.ENERGY),
    ShownField("next_inspection", FieldKind.DATE, to_come=True),
    ShownField("holder_name", FieldKind.TEXT, private=True),
    ShownField("holder_address", FieldKind.TEXT, private=True, optional=True),
)
_INSURANCE: Final = (
    ShownField("insurer", FieldKind.TEXT),
    ShownField("policy_number", FieldKind.TEXT),
    ShownField("plate", FieldKind.PLATE),
    ShownField("valid_from", FieldKind.DATE, optional=True, to_come=True),
    ShownField("valid_until", FieldKind.DATE, to_come=True),
)
_INSPECTION: Final = (
    ShownField("inspection_date", FieldKind.DATE),
    ShownField("result", FieldKind.RESULT),
    ShownField("next_inspection", FieldKind.DATE, optional=True, to_come=True),
    ShownField("mileage_km", FieldKind.KILOMETRES),
    ShownField("plate", FieldKind.PLATE),
    ShownField("defects", FieldKind.LIST, optional=True),
    ShownField("total_incl_tax", FieldKind.AMOUNT, optional=True),
)
_FUEL_RECEIPT: Final = (
    ShownField("date", FieldKind.DATE),
    ShownField("quantity", FieldKind.QUANTITY),
    ShownField("total", FieldKind.AMOUNT),
    ShownField("unit_price", FieldKind.UNIT_PRICE, optional=True),
    ShownField("station", FieldKind.TEXT, optional=True),
    ShownField("mileage_km", FieldKind.KILOMETRES, optional=True),
)
_ODOMETER: Final = (ShownField("odometer_km", FieldKind.KILOMETRES),)
_OTHER: Final = (ShownField("label", FieldKind.TEXT),)
# Read and never kept once the card is settled, unless the person asks for it, though not all of it is shown.
# How a foreign plate was typed; it is shown with the plate.
PLATE_WRITTEN: Final = "plate_written"
PRIVATE: Final = frozenset({"holder_name", "holder_address", "mrz"})
_SHOWN: Final[Mapping[DocumentType, tuple[ShownField, ...]]] = {
    DocumentType.INVOICE: _INVOICE,
    DocumentType.QUOTE: _QUOTE,
    DocumentType.REGISTRATION: _REGISTRATION,
    DocumentType.INSURANCE: _INSURANCE,
    DocumentType.INSPECTION: _INSPECTION,
    DocumentType.FUEL_RECEIPT: _FUEL_RECEIPT,
    DocumentType.ODOMETER: _ODOMETER,
    DocumentType.OTHER: _OTHER,
}
# Of each kind: the day it was made, what it is called in a list, and the last day on which it is good for something.
_DAYS: Final[Mapping[DocumentType, str]] = {
    DocumentType.INVOICE: "invoice_date",
    DocumentType.QUOTE: "quote_date",
    DocumentType.REGISTRATION: "registration_date",
    DocumentType.INSURANCE: "valid_from",
    DocumentType.INSPECTION: "inspection_date",
    DocumentType.FUEL_RECEIPT: "date",
}
_TITLES: Final[Mapping[DocumentType, str]] = {
    DocumentType.INVOICE: "vendor_name",
    DocumentType.QUOTE: "vendor_name",
    DocumentType.REGISTRATION: "plate",
    DocumentType.INSURANCE: "insurer",
    DocumentType.INSPECTION: "plate",
    DocumentType.FUEL_RECEIPT: "station",
    DocumentType.OTHER: "label",
}
_LAST_DAYS: Final[Mapping[DocumentType, str]] = {
    DocumentType.QUOTE: "valid_until",
    DocumentType.INSURANCE: "valid_until",
    DocumentType.INSPECTION: "next_inspection",
}


def shown_fields(kind: DocumentType) -> tuple[ShownField, ...]:
    """The fields of a card of this type, in the order they are shown."""
    return _SHOWN[kind]


def day_field(kind: DocumentType) -> str | None:
    """The field that says of which day a document is."""
    return _DAYS.get(kind)


def title_field(kind: DocumentType) -> str | None:
    """The field by which a document is found in a list."""
    return _TITLES.get(kind)


def last_day_field(kind: DocumentType) -> str | None:
    """The field that says until when a document is good for something."""
    return _LAST_DAYS.get(kind)


# Fields that say the same of papers of different kinds.
_ALIKE: Final = (
    ("vendor_name", "insurer", "station"),
    ("total_incl_tax", "total"),
    ("mileage_km", "odometer_km"),
    ("invoice_number", "quote_number", "policy_number"),
)


def carried(was: DocumentType, now: DocumentType, values: Mapping[str, str | None]) -> dict[str, str]:
    """What a paper that turns out to be of another kind already says under that kind's names."""
    wanted = {field.name for field in shown_fields(now)}
    pairs = [(day_field(was), day_field(now)), (last_day_field(was), last_day_field(now))]
    pairs += [(one, other) for group in _ALIKE for one in group for other in group]
    found: dict[str, str] = {}
    for one, other in pairs:
        value = values.get(one or "")
        if value and other is not None and other in wanted and not values.get(other):
            found[other] = value
    return found


def field_of(kind: DocumentType, name: str) -> ShownField | None:
    """A shown field by name."""
    return next((field for field in shown_fields(kind) if field.name == name), None)


def corrected(field: ShownField, typed: str, today: date, language: str) -> str:
    """What a person typed for a field, in the form it is stored; raises the refusal that says what is expected."""
    readers: dict[FieldKind, Callable[[], str]] = {
        FieldKind.DATE: lambda: _date(typed, today, language, may_be_future=field.to_come),
        FieldKind.AMOUNT: lambda: f"{Money.parse(typed, language).amount:.2f}",
        FieldKind.KILOMETRES: lambda: str(parse_kilometres(typed)),
        FieldKind.PLATE: lambda: read_plate(typed).plate.value,
        FieldKind.VIN: lambda: parse_vin(typed).value,
        FieldKind.ENERGY: lambda: _energy(typed),
        FieldKind.TEXT: lambda: _text(typed),
        FieldKind.QUANTITY: lambda: _quantity(typed),
        FieldKind.UNIT_PRICE: lambda: f"{parse_unit_price(typed):f}",
        FieldKind.RESULT: lambda: _result(typed),
        FieldKind.LIST: lambda: _list(typed),
    }
    return readers[field.kind]()


def _energy(typed: str) -> str:
    if typed not in set(Energy):
        raise Refusal("error.choose_energy")
    return typed


def _quantity(typed: str) -> str:
    """A quantity alone; its unit is a field of its own."""
    quantity = parse_fill(typed, FuelUnit.LITRE).quantity_milli
    if quantity is None:
        raise FillNotUnderstood
    return f"{Decimal(quantity).scaleb(-3).normalize():f}"


def _result(typed: str) -> str:
    if typed not in set(InspectionResult):
        raise Refusal("error.choose_result")
    return typed


def _list(typed: str) -> str:
    lines = [line for line in (clean_line(part) for part in clean(typed).splitlines()) if line]
    if not lines:
        raise Refusal("error.text_expected")
    return "\n".join(lines)[:LONGEST_LIST]


def _text(typed: str) -> str:
    text = clean_line(typed)
    if not text:
        raise Refusal("error.text_expected")
    return text


def _date(typed: str, today: date, language: str, *, may_be_future: bool) -> str:
    lean = Lean.FUTURE if may_be_future else Lean.PAST
    read = parse_date(typed, today, language, lean=lean, allow_future=may_be_future)
    if isinstance(read, AmbiguousDate):
        raise Refusal("error.date_ambiguous", first=read.first, second=read.second)
    return read.isoformat()
