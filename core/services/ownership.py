"""The cost of ownership of a vehicle, from everything that was logged about it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from core import db
from core.domain.money import Money
from core.domain.ownership import Expense, Ownership, Period, Reading, ownership, span_of
from core.models import Account, Vehicle
from core.ports import Clock
from core.services.cost_rows import cost_rows
from core.services.days import today_of
from core.services.odometer import Odometer
from core.services.vehicles import Vehicles

# Raw: three thousand rows of which two columns are added up.
_FUEL = """
    SELECT filled_on AS day, total_cents AS cents, currency FROM fill_up
     WHERE vehicle_id = ? AND deleted_at IS NULL AND total_cents IS NOT NULL
"""
_MAINTENANCE = """
    SELECT done_on AS day, total_cents AS cents, currency FROM maintenance_record
     WHERE vehicle_id = ? AND total_cents IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class OwnershipData:
    """A vehicle's cost over a period."""

    vehicle: Vehicle
    period: Period
    found: Ownership


@dataclass(frozen=True, slots=True)
class OwnershipCosts:
    """Adds up what a vehicle costs."""

    clock: Clock
    vehicles: Vehicles
    odometer: Odometer

    async def of(self, owner: Account, vehicle_id: int, period: Period) -> OwnershipData:
        """The cost of one of the owner's vehicles over a period, up to today."""
        vehicle = await self.vehicles.get(owner, vehicle_id)
        today = today_of(owner, self.clock)
        readings = await self.odometer.history(vehicle.id)
        expenses = [expense for expense in await _expenses(vehicle.id, today) if expense.day <= today]
        span = span_of(period, today, _first_day(expenses, readings))
        return OwnershipData(vehicle, period, ownership(expenses, readings, span))


async def _expenses(vehicle_id: int, today: date) -> list[Expense]:
    """Everything that was paid for a vehicle until today."""
    fuel = [_expense(row, "fuel") for row in await db.fetch(_FUEL, vehicle_id)]
    maintenance = [_expense(row, "maintenance") for row in await db.fetch(_MAINTENANCE, vehicle_id)]
    costs = [expense for row in await cost_rows(vehicle_id) for expense in row.expenses(today)]
    return [*fuel, *maintenance, *costs]


def _expense(row: dict[str, Any], category: str) -> Expense:
    return Expense(db.as_day(row["day"]), category, Money(row["cents"], row["currency"]))


def _first_day(expenses: list[Expense], readings: list[Reading]) -> date | None:
    days = [expense.day for expense in expenses] + [day for day, _ in readings]
    return min(days, default=None)
