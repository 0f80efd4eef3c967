"""Which fields of a document a person is shown, in which order, and how each is corrected."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from core.domain.capture.types import DocumentType
from core.domain.distance import parse_kilometres
from core.domain.energy import Energy
from core.domain.money import Money
from core.domain.plates import parse_plate
from core.domain.typed_dates import AmbiguousDate, Lean, parse_date
from core.domain.typed_text import clean_line
from core.domain.vin import parse_vin
from core.errors import Refusal


class FieldKind(StrEnum):
    """How a field is written, shown and corrected."""

    TEXT = "text"
    DATE = "date"
    AMOUNT = "amount"
    KILOMETRES = "kilometres"
    PLATE = "plate"
    VIN = "vin"
    ENERGY = "energy"


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field of a card. `private`: shown once, deleted when the card is settled."""

    name: str
    kind: FieldKind
    private: bool = False


_INVOICE: Final = (
    ShownField("vendor_name", FieldKind.TEXT),
    ShownField("invoice_date", FieldKind.DATE),
    ShownField("total_incl_tax", FieldKind.AMOUNT),
    ShownField("mileage_km", FieldKind.KILOMETRES),
    ShownField("plate", FieldKind.PLATE),
    ShownField("invoice_number", FieldKind.TEXT),
)
_REGISTRATION: Final = (
    ShownField("plate", FieldKind.PLATE),
    ShownField("make", FieldKind.TEXT),
    ShownField("model", FieldKind.TEXT),
    ShownField("vin", FieldKind.VIN),
    ShownField("first_registration_date", FieldKind.DATE),
    ShownField("fuel", FieldKind.ENERGY),
    ShownField("next_inspection", FieldKind.DATE),
    ShownField("holder_name", FieldKind.TEXT, private=True),
)
# Read and never kept once the card is settled, though not all of it is shown.
PRIVATE: Final = frozenset({"holder_name", "holder_address", "mrz"})


def shown_fields(kind: DocumentType) -> tuple[ShownField, ...]:
    """The fields of a card of this type, in the order they are shown; other types show none."""
    return {DocumentType.INVOICE: _INVOICE, DocumentType.REGISTRATION: _REGISTRATION}.get(kind, ())


def field_of(kind: DocumentType, name: str) -> ShownField | None:
    """A shown field by name."""
    return next((field for field in shown_fields(kind) if field.name == name), None)


def corrected(field: ShownField, typed: str, today: date, language: str) -> str:
    """What a person typed for a field, in the form it is stored; raises the refusal that says what is expected."""
    readers: dict[FieldKind, Callable[[], str]] = {
        FieldKind.DATE: lambda: _date(typed, today, language, may_be_future=field.name == "next_inspection"),
        FieldKind.AMOUNT: lambda: f"{Money.parse(typed, language).amount:.2f}",
        FieldKind.KILOMETRES: lambda: str(parse_kilometres(typed)),
        FieldKind.PLATE: lambda: parse_plate(typed).value,
        FieldKind.VIN: lambda: parse_vin(typed).value,
        FieldKind.ENERGY: lambda: _energy(typed),
        FieldKind.TEXT: lambda: _text(typed),
    }
    return readers[field.kind]()


def _energy(typed: str) -> str:
    if typed not in set(Energy):
        raise Refusal("error.choose_energy")
    return typed


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
