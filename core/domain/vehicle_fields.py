"""The fields of a vehicle that a person may change one by one, and how each is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, TypeAlias

from core.domain.energy import Energy
from core.domain.money import Money
from core.domain.plate_countries import COUNTRIES, country_code, read_plate
from core.domain.typed_dates import AmbiguousDate, Lean, parse_date
from core.domain.typed_text import clean_line
from core.domain.vin import checked_vin
from core.errors import Refusal

# Of numbers given before 1981 there is no standard: they may be shorter.
VIN_SINCE: Final = date(1981, 1, 1)

Values: TypeAlias = Mapping[str, str | int | date | None]


class Category(StrEnum):
    """The kinds of vehicle that rules tell apart, by the category of the registration card (J)."""

    CAR = "M1"
    VAN = "N1"
    MOTORCYCLE = "L3e"
    MOPED = "L1e"
    QUADRICYCLE = "L6e"


class VehicleFieldKind(StrEnum):
    """How a field is asked, read and shown."""

    TEXT = "text"
    DATE = "date"
    AMOUNT = "amount"
    PLATE = "plate"
    COUNTRY = "country"
    VIN = "vin"
    ENERGY = "energy"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class VehicleField:
    """A field by the name of its column; an amount's columns are `<name>_cents` and `<name>_currency`."""

    name: str
    kind: VehicleFieldKind
    longest: int = 0
    may_be_future: bool = False
    only_archived: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that hold it."""
        return (f"{self.name}_cents", f"{self.name}_currency") if self.kind is VehicleFieldKind.AMOUNT else (self.name,)


FIELDS: Final = (
    VehicleField("nickname", VehicleFieldKind.TEXT, longest=40),
    VehicleField("make", VehicleFieldKind.TEXT, longest=60),
    VehicleField("model", VehicleFieldKind.TEXT, longest=80),
    VehicleField("plate", VehicleFieldKind.PLATE),
    VehicleField("country", VehicleFieldKind.COUNTRY),
    VehicleField("vin", VehicleFieldKind.VIN),
    VehicleField("energy", VehicleFieldKind.ENERGY),
    VehicleField("category", VehicleFieldKind.CATEGORY),
    VehicleField("first_registered_on", VehicleFieldKind.DATE),
    VehicleField("inspection_due_on", VehicleFieldKind.DATE, may_be_future=True),
    VehicleField("purchased_on", VehicleFieldKind.DATE),
    VehicleField("purchase", VehicleFieldKind.AMOUNT),
    VehicleField("disposed_on", VehicleFieldKind.DATE, only_archived=True),
    VehicleField("sale", VehicleFieldKind.AMOUNT, only_archived=True),
)


def vehicle_field(name: str) -> VehicleField | None:
    """A field by name."""
    return next((field for field in FIELDS if field.name == name), None)


def read_value(field: VehicleField, typed: str, today: date, language: str, *, old: bool = False) -> Values:
    """What a person typed for a field, by column; raises the refusal that says what is expected.

    `old` is for a vehicle of before 1981, whose VIN may be shorter.
    """
    readers: Mapping[VehicleFieldKind, Callable[[], Values]] = {
        VehicleFieldKind.TEXT: lambda: {field.name: _text(typed, field.longest)},
        VehicleFieldKind.DATE: lambda: {
            field.name: read_day(typed, today, language, may_be_future=field.may_be_future)
        },
        VehicleFieldKind.AMOUNT: lambda: _amount(field, Money.parse(typed, language)),
        VehicleFieldKind.PLATE: lambda: _plate(typed),
        VehicleFieldKind.COUNTRY: lambda: {field.name: read_country(typed)},
        VehicleFieldKind.VIN: lambda: {field.name: checked_vin(typed, today.year, old=old).value},
        VehicleFieldKind.ENERGY: lambda: {
            field.name: _one_of(typed, {str(one) for one in Energy}, "error.choose_energy")
        },
        VehicleFieldKind.CATEGORY: lambda: {
            field.name: _one_of(typed, {str(one) for one in Category}, "error.choose_category")
        },
    }
    return readers[field.kind]()


def read_day(typed: str, today: date, language: str, *, may_be_future: bool = False) -> date:
    """A day as typed; one that reads two ways is refused with both."""
    lean = Lean.FUTURE if may_be_future else Lean.PAST
    read = parse_date(typed, today, language, lean=lean, allow_future=may_be_future)
    if isinstance(read, AmbiguousDate):
        raise Refusal("error.date_ambiguous", first=read.first, second=read.second)
    return read


def read_country(typed: str) -> str:
    """A country by name or code."""
    code = country_code(typed)
    if code is None or code not in COUNTRIES:
        raise Refusal("error.country_not_understood")
    return code


def _text(typed: str, longest: int) -> str:
    text = clean_line(typed, longest)
    if not text:
        raise Refusal("error.text_expected")
    return text


def _plate(typed: str) -> Values:
    read = read_plate(typed)
    return {"plate": read.value, "country": read.country, "plate_written": read.written}


def _amount(field: VehicleField, money: Money) -> Values:
    cents, currency = field.columns
    return {cents: money.cents, currency: money.currency}


def _one_of(typed: str, known: set[str], key: str) -> str:
    if typed not in known:
        raise Refusal(key)
    return typed
