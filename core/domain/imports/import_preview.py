"""What an import would bring, in figures: counts, totals, the consumption that comes of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from core.domain.consumption import Consumption, Fill, Tank, consumption
from core.domain.energy import Energy
from core.domain.fuel import FuelUnit, fuel_meant
from core.domain.imports.import_rows import (
    About,
    Found,
    ImportedCar,
    ImportedCost,
    ImportedFill,
    ImportedReading,
    ImportedRecord,
    ImportedReminder,
    ImportFormat,
    Question,
    Row,
    RowKind,
    Skipped,
)
from core.domain.money import Money

_HUNDREDTH: Final = Decimal("0.01")
# As many points of a curve as are told apart on a phone.
MOST_POINTS: Final = 200


@dataclass(frozen=True, slots=True)
class Preview:
    """Counts and figures; what an open question decides is None."""

    format: ImportFormat | None
    cars: tuple[ImportedCar, ...]
    counts: dict[RowKind, int]
    skipped: tuple[Skipped, ...]
    skipped_total: int
    questions: tuple[Question, ...]
    fuel_cost: Money | None
    fuel_quantity_milli: int
    fuel_unit: FuelUnit | None
    cost: Money | None
    average: Decimal | None
    first_date: date | None
    last_date: date | None
    # What is drawn of it, of the vehicle with most rows: days with kilometres, and with thousandths of l/100 km.
    drawn_of: str = ""
    mileage: tuple[tuple[int, int], ...] = ()
    used: tuple[tuple[int, int], ...] = ()
    # The stored picture of it.
    picture: str | None = None

    @property
    def rows(self) -> int:
        """How many rows would be kept."""
        return sum(self.counts.values())


def preview_of(found: Found) -> Preview:
    """The figures of what was found."""
    asked = {question.about for question in found.questions}
    fills = [row for row in found.rows if isinstance(row, ImportedFill)]
    unit = Counter(fill.unit for fill in fills).most_common(1)
    main = unit[0][0] if unit else None
    days = [row.day for row in found.rows if not isinstance(row, ImportedReminder)]
    units_known = not asked & {About.DISTANCE, About.VOLUME, About.DECIMAL, About.DATE_ORDER}
    used = {row.car for row in found.rows}
    cars = tuple(car for key, car in found.cars.items() if key in used or key or found.whole)
    return Preview(
        found.format,
        cars or ((ImportedCar(""),) if found.rows else ()),
        Counter(kind_of(row) for row in found.rows),
        tuple(sorted(found.skipped, key=lambda skipped: (skipped.file, skipped.line))),
        len(found.skipped),
        tuple(found.questions),
        _sum((fill.total_cents, fill.currency) for fill in fills),
        sum(fill.quantity_milli or 0 for fill in fills if fill.unit is main),
        None if About.VOLUME in asked else main,
        _sum(_paid(row) for row in found.rows),
        average_of(found) if units_known else None,
        None if About.DATE_ORDER in asked else min(days, default=None),
        None if About.DATE_ORDER in asked else max(days, default=None),
        *(_curves(found) if units_known else ()),
    )


def _curves(found: Found) -> tuple[str, tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
    """The vehicle with most rows, its mileage and its consumption, thinned."""
    rows = [row for row in found.rows if not isinstance(row, ImportedReminder)]
    most = Counter(row.car for row in rows).most_common(1)
    if not most:
        return "", (), ()
    car = most[0][0]
    shown: dict[int, int] = {}
    for row in rows:
        if row.car == car and not isinstance(row, ImportedCost) and row.kilometres:
            day = row.day.toordinal()
            shown[day] = max(row.kilometres, shown.get(day, 0))
    alone = Found(found.format, found.cars, [row for row in rows if row.car == car])
    tanks = [used for used in consumptions(alone) if used.tank is Tank.LIQUID]
    legs = [(leg.ended_on.toordinal(), int(leg.per_100_km * 1000)) for used in tanks for leg in used.legs]
    return car, _thinned(sorted(shown.items())), _thinned([leg for leg in legs if leg[1]])


def _thinned(points: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    step = len(points) // MOST_POINTS + 1
    return (*points[: len(points) - 1 : step], *points[-1:])


def kind_of(row: Row) -> RowKind:
    """What a row is."""
    match row:
        case ImportedFill():
            return RowKind.FUEL
        case ImportedRecord():
            return RowKind.WORK
        case ImportedReading():
            return RowKind.ODOMETER
        case ImportedCost():
            return RowKind.COST
        case ImportedReminder():
            return RowKind.REMINDER


def average_of(found: Found) -> Decimal | None:
    """Litres per 100 km over every vehicle: all that was burnt by all that was driven."""
    legs = [leg for used in consumptions(found) for leg in used.legs if used.tank is Tank.LIQUID]
    kilometres = sum(leg.kilometres for leg in legs)
    if not kilometres:
        return None
    litres = Decimal(sum(leg.quantity_milli for leg in legs))
    return (litres / (kilometres * 10)).quantize(_HUNDREDTH, ROUND_HALF_UP)


def consumptions(found: Found) -> Iterable[Consumption]:
    """What each tank of each vehicle uses."""
    by_car: dict[str, list[Fill]] = {}
    for row in found.rows:
        if isinstance(row, ImportedFill):
            car = found.cars.get(row.car)
            fuel = row.energy or fuel_meant(car.energy if car is not None else None, row.unit)
            by_car.setdefault(row.car, []).append(_fill(row, fuel))
    for fills in by_car.values():
        yield from consumption(fills)


def _fill(row: ImportedFill, fuel: Energy) -> Fill:
    return Fill(
        row.day,
        fuel,
        row.unit,
        row.quantity_milli,
        row.kilometres,
        full=bool(row.full),
        missed=row.missed,
        total_cents=row.total_cents,
        currency=row.currency,
        unit_price=row.unit_price,
        id=row.line,
    )


def _paid(row: Row) -> tuple[int | None, str]:
    match row:
        case ImportedRecord():
            return row.total_cents, row.currency
        case ImportedCost():
            return row.amount_cents, row.currency
        case _:
            return None, ""


def _sum(amounts: Iterable[tuple[int | None, str]]) -> Money | None:
    """The sum in the currency that most is paid in."""
    sums: dict[str, int] = {}
    for cents, currency in amounts:
        if cents is not None:
            sums[currency] = sums.get(currency, 0) + cents
    if not sums:
        return None
    currency = max(sums, key=lambda code: sums[code])
    return Money(sums[currency], currency)
