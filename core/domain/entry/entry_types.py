"""What one line of text may be, and what it says."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum, unique
from typing import Literal, TypeAlias

from core.domain.recurring import CostType
from core.domain.service_types import ServiceType

QuantityUnit: TypeAlias = Literal["l", "kWh", "kg", "gal"]


@unique
class EntryKind(StrEnum):
    """What a line is about."""

    MAINTENANCE = "maintenance"
    FUEL = "fuel"
    ODOMETER = "odometer"
    COST = "cost"
    REMINDER = "reminder"
    NONE = "none"


@unique
class Ask(StrEnum):
    """A field that would be asked: missing where the kind needs it, or read in two ways, or not believable."""

    SERVICES = "services"
    AMOUNT = "amount"
    QUANTITY = "quantity"
    UNIT_PRICE = "unit_price"
    ODOMETER = "odometer_km"
    DATE = "date"
    TIME = "time"
    SUBJECT = "subject"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a line says; what it does not say is None, and so is what it says in two ways (that is in `ask`).

    `days` are the two that a day to be asked may mean; `past` is one to remind of that is gone.
    """

    kind: EntryKind
    day: date | None = None
    clock: time | None = None
    amount: Decimal | None = None
    currency: str | None = None
    odometer_km: int | None = None
    quantity: Decimal | None = None
    quantity_unit: QuantityUnit | None = None
    unit_price: Decimal | None = None
    full: bool | None = None
    services: tuple[ServiceType, ...] = ()
    cost_type: CostType | None = None
    garage: str | None = None
    subject: str | None = None
    repeat: str | None = None
    ask: tuple[Ask, ...] = ()
    days: tuple[date, ...] = ()
    past: date | None = None


NOTHING = Entry(EntryKind.NONE)
