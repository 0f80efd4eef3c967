"""The costs of a vehicle as figures need them: every row, few columns."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core import db
from core.domain.money import Money
from core.domain.ownership import Expense
from core.domain.recurring import CostType, Schedule, payments

# Raw: the ORM takes five times as long to build three thousand rows.
_COSTS = """
    SELECT id, kind, paid_on, amount_cents, currency, period_months, ends_on FROM cost
     WHERE vehicle_id = ? AND deleted_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class CostRow:
    """A cost and when it is paid."""

    id: int
    kind: CostType
    amount: Money
    schedule: Schedule

    @property
    def paid_on(self) -> date:
        """The day of the first payment."""
        return self.schedule.first_on

    def expenses(self, start: date, end: date) -> Iterator[Expense]:
        """Each payment within [start, end]."""
        for day in payments(self.schedule, start, end):
            yield Expense(day, self.kind.value, self.amount)


async def cost_rows(vehicle_id: int) -> list[CostRow]:
    """Every cost of a vehicle that the caller owns."""
    return [
        CostRow(
            row["id"],
            CostType(row["kind"]),
            Money(row["amount_cents"], row["currency"]),
            Schedule(
                db.as_day(row["paid_on"]),
                row["period_months"],
                db.as_day(row["ends_on"]) if row["ends_on"] is not None else None,
            ),
        )
        for row in await db.fetch(_COSTS, vehicle_id)
    ]
