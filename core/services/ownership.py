"""The cost of ownership of a vehicle, from everything that was logged about it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from core import db
from core.domain.money import Money
from core.domain.ownership import Deal, Expense, Ownership, Period, Reading, Span, ownership, span_of
from core.models import Account, Vehicle
from core.ports import Clock
from core.services.cost_rows import CostRow, cost_rows
from core.services.days import today_of
from core.services.vehicles import Vehicles

# Added up by the database: only sums and ends are needed of what may be thousands of rows.
_FIRST_DAYS = """
    SELECT min(filled_on) AS day FROM fill_up
     WHERE vehicle_id = ? AND deleted_at IS NULL AND total_cents IS NOT NULL
    UNION ALL SELECT min(done_on) FROM maintenance_record WHERE vehicle_id = ? AND total_cents IS NOT NULL
    UNION ALL SELECT min(read_on) FROM odometer_reading WHERE vehicle_id = ?
"""
_SUMS = """
    SELECT 'fuel' AS category, currency, sum(total_cents) AS cents FROM fill_up
     WHERE vehicle_id = ? AND deleted_at IS NULL AND total_cents IS NOT NULL AND filled_on BETWEEN ? AND ?
     GROUP BY currency
    UNION ALL
    SELECT 'maintenance', currency, sum(total_cents) FROM maintenance_record
     WHERE vehicle_id = ? AND total_cents IS NOT NULL AND done_on BETWEEN ? AND ?
     GROUP BY currency
"""
# Those that decide how far it went in a span: the last before it, two at each end of it, the first after it.
_READINGS = """
    SELECT * FROM (SELECT read_on, kilometres FROM odometer_reading
                    WHERE vehicle_id = ? AND read_on < ?
                    ORDER BY read_on DESC, kilometres DESC LIMIT 1) AS before_it
    UNION
    SELECT * FROM (SELECT read_on, kilometres FROM odometer_reading
                    WHERE vehicle_id = ? AND read_on BETWEEN ? AND ?
                    ORDER BY read_on, kilometres LIMIT 2) AS its_first
    UNION
    SELECT * FROM (SELECT read_on, kilometres FROM odometer_reading
                    WHERE vehicle_id = ? AND read_on BETWEEN ? AND ?
                    ORDER BY read_on DESC, kilometres DESC LIMIT 2) AS its_last
    UNION
    SELECT * FROM (SELECT read_on, kilometres FROM odometer_reading
                    WHERE vehicle_id = ? AND read_on > ?
                    ORDER BY read_on, kilometres LIMIT 1) AS after_it
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

    async def of(self, owner: Account, vehicle_id: int, period: Period) -> OwnershipData:
        """The cost of one of the owner's vehicles over a period, up to today."""
        vehicle = await self.vehicles.get(owner, vehicle_id)
        today = today_of(owner, self.clock)
        rows = await cost_rows(vehicle.id)
        # Of a vehicle that was sold the time it was theirs is looked at.
        end = min(vehicle.disposed_on or today, today)
        first_days = [*await _first_days(vehicle.id), *(row.paid_on for row in rows)]
        span = span_of(period, end, min([*first_days, vehicle.purchased_on or today], default=None))
        expenses = [*await _sums(vehicle.id, span, today), *_paid(rows, span, today)]
        bought, sold = _deals(vehicle, period, span)
        found = ownership(expenses, await _readings(vehicle.id, span), span, bought, sold)
        return OwnershipData(vehicle, period, found)


def _paid(rows: Sequence[CostRow], span: Span, today: date) -> Iterator[Expense]:
    """The payments within a span; what comes back ends with it, single costs that arrive later belong to it too."""
    for row in rows:
        for expense in row.expenses(span.start, span.end if row.schedule.period_months is not None else today):
            yield replace(expense, day=min(expense.day, span.end))


def _deals(vehicle: Vehicle, period: Period, span: Span) -> tuple[Deal | None, Deal | None]:
    """Purchase and sale with their days; one whose day nobody said counts over the whole life only."""
    life = period is Period.LIFE
    bought_on = vehicle.purchased_on or (span.start if life else None)
    sold_on = vehicle.disposed_on or (span.end if life else None)
    bought, sold = vehicle.purchase_cents, vehicle.sale_cents
    purchase = Money(bought, vehicle.purchase_currency or "EUR") if bought is not None else None
    sale = Money(sold, vehicle.sale_currency or "EUR") if sold is not None else None
    return (
        (bought_on, purchase) if bought_on is not None and purchase is not None else None,
        (sold_on, sale) if sold_on is not None and sale is not None else None,
    )


async def _first_days(vehicle_id: int) -> list[date]:
    """The first fill-up, work and reading of a vehicle, as far as there are any."""
    rows = await db.fetch(_FIRST_DAYS, vehicle_id, vehicle_id, vehicle_id)
    return [db.as_day(row["day"]) for row in rows if row["day"] is not None]


async def _sums(vehicle_id: int, span: Span, today: date) -> list[Expense]:
    """What fuel and maintenance cost since a span began, each currency as if spent on its last day."""
    within = (vehicle_id, span.start, today)
    return [
        Expense(span.end, row["category"], Money(int(row["cents"]), row["currency"]))
        for row in await db.fetch(_SUMS, *within, *within)
    ]


async def _readings(vehicle_id: int, span: Span) -> list[Reading]:
    """The readings that tell how far a vehicle went within a span."""
    within = (vehicle_id, span.start, span.end)
    rows = await db.fetch(_READINGS, vehicle_id, span.start, *within, *within, vehicle_id, span.end)
    return [(db.as_day(row["read_on"]), row["kilometres"]) for row in rows]
