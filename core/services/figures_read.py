"""Everything a picture of a vehicle is drawn from, read in a few statements."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core import db
from core.domain.consumption import Consumption, consumption
from core.domain.money import Money
from core.domain.ownership import Expense, Ownership, Period, Reading, Span, ownership, span_of
from core.models import Vehicle
from core.services.cost_rows import CostRow, cost_rows
from core.services.fuel_figures import as_fill, fill_rows

_WORK = """
    SELECT done_on, category, total_cents, currency FROM maintenance_record
     WHERE vehicle_id = ? AND status = 'completed' AND total_cents IS NOT NULL
"""
_READINGS = "SELECT read_on, kilometres + cluster_offset AS kilometres FROM odometer_reading WHERE vehicle_id = ?"


@dataclass(frozen=True, slots=True)
class PricePoint:
    """What a unit of fuel cost on a day."""

    day: date
    price: Decimal
    unit: str
    currency: str
    fuel: str


@dataclass(frozen=True, slots=True)
class VehicleFigures:
    """A vehicle's figures over a span."""

    vehicle: Vehicle
    span: Span
    expenses: tuple[Expense, ...]
    found: Ownership
    readings: tuple[Reading, ...]
    used: tuple[Consumption, ...]
    prices: tuple[PricePoint, ...]


async def read_figures(vehicle: Vehicle, period: Period, today: date) -> VehicleFigures:
    """Read them; every expense of the span is there, and nothing else."""
    fills = await fill_rows(vehicle.id)
    await asyncio.sleep(0)  # others of the loop get their turn between the statements
    costs = await cost_rows(vehicle.id)
    work = await db.fetch(_WORK, vehicle.id)
    await asyncio.sleep(0)
    shown = await db.fetch(_READINGS, vehicle.id)
    # In a thread: thousands of rows are added up while others are answered.
    return await asyncio.to_thread(_figures, vehicle, period, today, (fills, costs, work, shown))


def _figures(
    vehicle: Vehicle,
    period: Period,
    today: date,
    rows: tuple[Sequence[dict[str, Any]], Sequence[CostRow], Sequence[dict[str, Any]], Sequence[dict[str, Any]]],
) -> VehicleFigures:
    filled, costs, work, shown = rows
    fills = [as_fill(row) for row in filled]
    expenses = [
        Expense(fill.filled_on, "fuel", Money(fill.total_cents, fill.currency))
        for fill in fills
        if fill.total_cents is not None
    ]
    for row in work:
        category = "other" if row["category"] == "other" else f"category.{row['category']}"
        expenses.append(Expense(db.as_day(row["done_on"]), category, Money(row["total_cents"], row["currency"])))
    readings = sorted((db.as_day(row["read_on"]), int(row["kilometres"])) for row in shown)
    end = min(vehicle.disposed_on or today, today)
    days = [one.day for one in expenses] + [cost.paid_on for cost in costs] + [day for day, _ in readings]
    span = span_of(period, end, min([day for day in days if day <= end], default=None))
    expenses += [expense for cost in costs for expense in cost.expenses(span.start, span.end)]
    spent = tuple(one for one in expenses if one.day in span)
    prices = [
        PricePoint(fill.filled_on, fill.unit_price, fill.unit.value, fill.currency, fill.energy.value)
        for fill in sorted(fills, key=lambda fill: (fill.filled_on, fill.id))
        if fill.unit_price and fill.filled_on in span
    ]
    found = ownership(spent, readings, span)
    inside = tuple(reading for reading in readings if reading[0] in span)
    return VehicleFigures(vehicle, span, spent, found, inside, consumption(fills), tuple(prices))
