"""The rows behind questions about one's own logbook: each statement names its owner, and a vehicle only within that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core import db
from core.domain.money import Money
from core.domain.ownership import Span
from core.domain.recurring import Schedule, payments
from core.domain.service_types import ServiceType

# One vehicle of theirs (?, ?: the same id) or, with 0, all of them; a deleted one never.
_THEIRS = "SELECT id FROM vehicle WHERE owner_id = ? AND deleted_at IS NULL AND (? = 0 OR id = ?)"
_WORK = f"""
    SELECT record.id, record.vehicle_id, record.done_on, record.kilometres, record.total_cents, record.currency,
           record.garage, done.service
      FROM maintenance_record record JOIN service_done done ON done.record_id = record.id
     WHERE record.vehicle_id IN ({_THEIRS}) AND record.status = 'completed' AND record.done_on <= ?
     ORDER BY record.done_on DESC, record.id DESC
"""  # noqa: S608  # our own words
_VISITS = f"""
    SELECT id, vehicle_id, done_on, kilometres, total_cents, currency, garage, '' AS service
      FROM maintenance_record
     WHERE vehicle_id IN ({_THEIRS}) AND status = 'completed' AND done_on BETWEEN ? AND ?
"""  # noqa: S608  # our own words
_FILLS = f"""
    SELECT id, vehicle_id, filled_on, quantity_milli, unit, total_cents, currency, kilometres, station
      FROM fill_up WHERE vehicle_id IN ({_THEIRS}) AND deleted_at IS NULL AND filled_on BETWEEN ? AND ?
     ORDER BY filled_on DESC, id DESC
"""  # noqa: S608  # our own words
_COSTS = f"""
    SELECT kind, paid_on, amount_cents, currency, period_months, ends_on FROM cost
     WHERE vehicle_id IN ({_THEIRS}) AND deleted_at IS NULL
"""  # noqa: S608  # our own words
_GARAGES = f"""
    SELECT DISTINCT garage FROM maintenance_record WHERE garage IS NOT NULL AND vehicle_id IN ({_THEIRS}) LIMIT 200
"""  # noqa: S608  # our own words


@dataclass(frozen=True, slots=True)
class Rows:
    """Reads the rows of one owner, of one of their vehicles or of all (0)."""

    owner_id: int
    vehicle_id: int

    @property
    def _theirs(self) -> tuple[int, int, int]:
        return self.owner_id, self.vehicle_id, self.vehicle_id

    async def work(self, services: Sequence[ServiceType], until: date) -> list[dict[str, Any]]:
        """The visits that had one of these services, newest first."""
        wanted = {service.value for service in services}
        rows = await db.fetch(_WORK, *self._theirs, until)
        seen: dict[int, dict[str, Any]] = {}
        for row in rows:
            if row["service"] in wanted:
                seen.setdefault(int(row["id"]), {**row, "done_on": db.as_day(row["done_on"])})
        return list(seen.values())

    async def visits(self, span: Span) -> list[dict[str, Any]]:
        """The visits of a span, with or without a price."""
        rows = await db.fetch(_VISITS, *self._theirs, span.start, span.end)
        return [{**row, "done_on": db.as_day(row["done_on"])} for row in rows]

    async def fills(self, span: Span) -> list[dict[str, Any]]:
        """The fill-ups of a span, newest first."""
        rows = await db.fetch(_FILLS, *self._theirs, span.start, span.end)
        return [{**row, "filled_on": db.as_day(row["filled_on"])} for row in rows]

    async def costs(self, span: Span, kind: str = "") -> list[Money]:
        """Each payment of other costs within a span."""
        paid: list[Money] = []
        for row in await db.fetch(_COSTS, *self._theirs):
            if kind and row["kind"] != kind:
                continue
            ends = db.as_day(row["ends_on"]) if row["ends_on"] is not None else None
            schedule = Schedule(db.as_day(row["paid_on"]), row["period_months"], ends)
            paid += [Money(int(row["amount_cents"]), row["currency"]) for _ in payments(schedule, span.start, span.end)]
        return paid

    async def garages(self) -> list[str]:
        """The garages that their records name, the longest names first."""
        names = [str(row["garage"]) for row in await db.fetch(_GARAGES, *self._theirs)]
        return sorted(names, key=len, reverse=True)


def summed(amounts: Sequence[Money]) -> tuple[Money, ...]:
    """One sum for each currency, the largest first: two currencies are never added together."""
    sums: dict[str, int] = {}
    for amount in amounts:
        sums[amount.currency] = sums.get(amount.currency, 0) + amount.cents
    ordered = sorted(sums.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Money(cents, currency) for currency, cents in ordered)
