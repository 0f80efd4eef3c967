"""Reading the logbook: pages of records by filter and words, years, sums."""

from dataclasses import dataclass
from datetime import date

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from core import db
from core.domain.cost_categories import CostCategory
from core.domain.money import Money
from core.domain.record_status import TO_COME, RecordStatus
from core.domain.service_types import ServiceType
from core.models import PRESENT, Account, MaintenanceRecord, Vehicle
from core.services.records import RecordData, record_data
from core.services.vehicles import Vehicles, page_start

PAGE = 6
# Enough to choose from; older years are found by a search or by paging.
YEARS_SHOWN, GARAGES_SHOWN = 12, 6
# SQLite keeps days as text and PostgreSQL does not: as text both begin with the year.
_YEARS = """
    SELECT DISTINCT substr(CAST(done_on AS VARCHAR(10)), 1, 4) AS year FROM maintenance_record
     WHERE vehicle_id IN (SELECT id FROM vehicle WHERE owner_id = ? AND deleted_at IS NULL) ORDER BY 1 DESC LIMIT ?
"""
_SUMS = """
    SELECT substr(CAST(done_on AS VARCHAR(10)), 1, 4) AS year, category, currency,
           count(*) AS n, count(total_cents) AS priced, coalesce(sum(total_cents), 0) AS cents
      FROM maintenance_record
     WHERE vehicle_id = ? AND status = 'completed'
     GROUP BY 1, 2, 3 ORDER BY 1 DESC, 6 DESC, 2
"""
_GARAGES = """
    SELECT garage, max(done_on) AS last_on FROM maintenance_record
     WHERE garage IS NOT NULL AND vehicle_id IN (SELECT id FROM vehicle WHERE owner_id = ? AND deleted_at IS NULL)
     GROUP BY garage ORDER BY 2 DESC LIMIT ?
"""
_USUAL = """
    SELECT service, count(*) AS n FROM service_done
     WHERE record_id IN (SELECT id FROM maintenance_record WHERE vehicle_id = ?)
     GROUP BY service ORDER BY 2 DESC, 1
"""


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """What to show of the logbook; what is not set is not asked for."""

    vehicle: int = 0
    status: RecordStatus | None = None
    category: CostCategory | None = None
    year: int = 0
    words: tuple[str, ...] = ()

    @property
    def is_set(self) -> bool:
        """Whether anything but the vehicle is asked for."""
        return bool(self.status or self.category or self.year or self.words)


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A page of records, newest first; `vehicle` when it is one vehicle's history."""

    records: tuple[RecordData, ...]
    position: int
    total: int
    asked: HistoryFilter
    vehicle: Vehicle | None = None


@dataclass(frozen=True, slots=True)
class CostSum:
    """Completed records of one year, category and currency: how many, how many with an amount, and its sum."""

    year: int
    category: CostCategory
    records: int
    priced: int
    total: Money


@dataclass(frozen=True, slots=True)
class Summary:
    """What was done on a vehicle, newest year first."""

    vehicle: Vehicle
    sums: tuple[CostSum, ...]


@dataclass(frozen=True, slots=True)
class History:
    """Shows the logbook of its owner."""

    vehicles: Vehicles

    async def page(self, owner: Account, asked: HistoryFilter, position: int = 0) -> HistoryPage:
        """A page of the records that are asked for; a position past the end shows the last page."""
        vehicle = await self.vehicles.get(owner, asked.vehicle) if asked.vehicle else None
        found = _matching(owner, asked)
        total = await found.count()
        start = page_start(position, total, PAGE)
        rows = await (
            found.order_by("-done_on", "-id").offset(start).limit(PAGE).select_related("vehicle")
        ).prefetch_related("services")
        return HistoryPage(tuple(record_data(row) for row in rows), start, total, asked, vehicle)

    async def to_come(self, owner: Account, until: date) -> list[RecordData]:
        """What is planned or at the garage up to a day, soonest first, what is late included."""
        mine = MaintenanceRecord.filter(
            PRESENT, vehicle__owner_id=owner.id, status__in=list(TO_COME), done_on__lte=until
        )
        rows = await mine.order_by("done_on", "id").limit(100).select_related("vehicle").prefetch_related("services")
        return [record_data(row) for row in rows]

    async def years(self, owner: Account) -> list[int]:
        """The years that have records, newest first."""
        rows = await db.fetch(_YEARS, owner.id, YEARS_SHOWN)
        return [int(row["year"]) for row in rows]

    async def summary(self, owner: Account, vehicle_id: int) -> Summary:
        """What was done on a vehicle and what it cost, by year and category."""
        vehicle = await self.vehicles.get(owner, vehicle_id)
        rows = await db.fetch(_SUMS, vehicle.id)
        sums = [
            CostSum(
                int(row["year"]),
                CostCategory(row["category"]),
                int(row["n"]),
                int(row["priced"]),
                Money(int(row["cents"]), row["currency"]),
            )
            for row in rows
        ]
        return Summary(vehicle, tuple(sums))

    async def garages(self, owner: Account) -> list[str]:
        """The garages of the owner's records, the one visited last first."""
        rows = await db.fetch(_GARAGES, owner.id, GARAGES_SHOWN)
        return [str(row["garage"]) for row in rows]

    async def usual_services(self, owner: Account, vehicle_id: int) -> list[ServiceType]:
        """What was done on a vehicle before, the most frequent first."""
        vehicle = await self.vehicles.get(owner, vehicle_id)
        return [ServiceType(row["service"]) for row in await db.fetch(_USUAL, vehicle.id)]


def _matching(owner: Account, asked: HistoryFilter) -> QuerySet[MaintenanceRecord]:
    wanted = PRESENT & Q(vehicle__owner_id=owner.id)
    if asked.vehicle:
        wanted &= Q(vehicle_id=asked.vehicle)
    if asked.status is not None:
        wanted &= Q(status=asked.status)
    if asked.category is not None:
        wanted &= Q(category=asked.category)
    if asked.year:
        wanted &= Q(done_on__gte=date(asked.year, 1, 1), done_on__lte=date(asked.year, 12, 31))
    for word in asked.words:
        wanted &= Q(search__contains=word)
    return MaintenanceRecord.filter(wanted)
