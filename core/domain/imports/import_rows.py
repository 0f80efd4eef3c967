"""What an importer finds: rows as written, and rows as they will be kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum, unique
from typing import Final

from core.domain.cost_categories import CostCategory
from core.domain.energy import Energy
from core.domain.fuel import FuelUnit
from core.domain.record_status import RecordStatus
from core.domain.recurring import CostType
from core.domain.service_types import ServiceType

Json = dict[str, object]


@unique
class ImportFormat(StrEnum):
    """Where a file comes from; values are stored and part of the command line's answers."""

    LUBELOGGER = "lubelogger"
    FUELIO = "fuelio"
    DRIVVO = "drivvo"
    SIMPLY_AUTO = "simply_auto"
    ACAR = "acar"
    FUELLY = "fuelly"
    SPRITMONITOR = "spritmonitor"
    OWN = "autotrack"
    CSV = "csv"


@unique
class RowKind(StrEnum):
    """What a row is about."""

    FUEL = "fuel"
    WORK = "maintenance"
    ODOMETER = "odometer"
    COST = "cost"
    REMINDER = "reminder"


@unique
class SkipReason(StrEnum):
    """Why a row is not imported; values are part of the command line's answers."""

    DATE_MISSING = "date_missing"
    DATE_UNREADABLE = "date_unreadable"
    DATE_IN_FUTURE = "date_in_future"
    NUMBER_UNREADABLE = "number_unreadable"
    NEGATIVE = "negative"
    AMOUNT_MISSING = "amount_missing"
    QUANTITY_OUT_OF_RANGE = "quantity_out_of_range"
    AMOUNT_OUT_OF_RANGE = "amount_out_of_range"
    ODOMETER_OUT_OF_RANGE = "odometer_out_of_range"
    ODOMETER_MISSING = "odometer_missing"
    DUPLICATE = "duplicate"
    INCOME = "income"
    TRIP = "trip"
    TEMPLATE = "template"
    PLAN = "plan"
    EQUIPMENT = "equipment"
    NOTHING_TO_REMIND = "nothing_to_remind"
    CELLS_MISSING = "cells_missing"
    NOT_UNDERSTOOD = "not_understood"


@unique
class About(StrEnum):
    """What only the person can say of a file; values are part of the command line's answers."""

    DATE_ORDER = "date_order"
    DECIMAL = "decimal"
    DISTANCE = "distance_unit"
    VOLUME = "volume_unit"


DAY_MONTH, MONTH_DAY = "day_month", "month_day"
LITRE, GALLON_US, GALLON_UK = "l", "gal_us", "gal_uk"
CHOICES: Final[Mapping[About, tuple[str, ...]]] = {
    About.DATE_ORDER: (DAY_MONTH, MONTH_DAY),
    About.DECIMAL: (",", "."),
    About.DISTANCE: ("km", "mi"),
    About.VOLUME: (LITRE, GALLON_US, GALLON_UK),
}


class ImportRefused(Exception):
    """A file that nothing can be made of: the end of a catalogue key says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is not imported, by its line in the file, and by the file where there are several."""

    line: int
    reason: SkipReason
    file: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What has to be asked, with the choices the file leaves."""

    about: About
    choices: tuple[str, ...]


@dataclass(slots=True)
class RawRow:
    """A row as written: texts under our names for the columns."""

    kind: RowKind
    line: int
    values: dict[str, str]
    car: str = ""
    # Rows of one visit to the garage carry the same words here.
    visit: str = ""


@dataclass(frozen=True, slots=True)
class ImportedCar:
    """A vehicle that a file speaks of, under the name the file has for it."""

    key: str
    name: str | None = None
    make: str | None = None
    model: str | None = None
    plate: str | None = None
    vin: str | None = None
    energy: Energy | None = None
    country: str | None = None
    category: str | None = None
    first_registered_on: date | None = None


@dataclass(slots=True)
class Hints:
    """What a file says about itself; None where it says nothing."""

    distance: str | None = None
    volume: str | None = None
    decimal: str | None = None
    date_order: str | None = None
    currency: str | None = None
    consumption: str | None = None


@dataclass(slots=True)
class RawFile:
    """One file, or one table of it, as written."""

    format: ImportFormat
    rows: list[RawRow] = field(default_factory=list)
    cars: dict[str, ImportedCar] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    hints: Hints = field(default_factory=Hints)
    name: str = ""

    def skip(self, line: int, reason: SkipReason) -> None:
        """Note a row that is not imported."""
        self.skipped.append(Skipped(line, reason, self.name))

    def car(self, key: str) -> None:
        """Note that there is a vehicle of this name."""
        self.cars.setdefault(key, ImportedCar(key, key or None))


@dataclass(frozen=True, slots=True)
class ImportedFill:
    """A fill-up or charge; `at` is the minute of the day, which tells twins of one day apart."""

    line: int
    car: str
    day: date
    at: int | None
    energy: Energy | None
    unit: FuelUnit
    quantity_milli: int | None
    total_cents: int | None
    unit_price: Decimal | None
    currency: str
    full: bool | None
    missed: bool = False
    kilometres: int | None = None
    station: str | None = None
    place: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ImportedLine:
    """A part or labour line of a record."""

    description: str
    quantity: Decimal | None
    unit_price: Decimal | None
    total_cents: int | None
    kind: str


@dataclass(frozen=True, slots=True)
class ImportedRecord:
    """Work done; several rows of one visit are one record."""

    line: int
    car: str
    day: date
    services: tuple[ServiceType, ...]
    kilometres: int | None
    total_cents: int | None
    currency: str
    garage: str | None = None
    note: str | None = None
    status: RecordStatus = RecordStatus.COMPLETED
    category: CostCategory | None = None
    warranty_until: date | None = None
    invoice_number: str | None = None
    garage_siret: str | None = None
    lines: tuple[ImportedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportedReading:
    """What the odometer showed."""

    line: int
    car: str
    day: date
    kilometres: int
    source: str = "typed"
    cluster_offset: int = 0


@dataclass(frozen=True, slots=True)
class ImportedCost:
    """A cost paid once, or again and again."""

    line: int
    car: str
    day: date
    kind: CostType
    amount_cents: int
    currency: str
    label: str | None = None
    period_months: int | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class ImportedReminder:
    """Something to be told on a day or at a mileage."""

    line: int
    car: str
    subject: str | None
    due_on: date | None
    due_kilometres: int | None = None
    repeat: str | None = None
    service: str | None = None
    at_minute: int | None = None
    topic: str | None = None


Row = ImportedFill | ImportedRecord | ImportedReading | ImportedCost | ImportedReminder


@dataclass(slots=True)
class Found:
    """All that a file holds, ready to be kept once no question is open.

    `extras` is what only our own export carries, by vehicle: plan, dates, inspections, and the vehicle's own fields.
    """

    format: ImportFormat | None
    cars: dict[str, ImportedCar] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    extras: dict[str, Json] = field(default_factory=dict)
    # Whether each vehicle had its readings with it, so that none has to be made of fills and records.
    whole: bool = False
