"""Price ranges of a garage: from kept invoices of several people, beside what is usual."""

from collections.abc import Sequence
from datetime import date

from core import db
from core.domain.garages.price_ranges import YEARS, Bill, PriceRange, asked_at, own_ranges
from core.domain.garages.specialties import read
from core.domain.months import plus_months
from core.domain.service_types import ServiceType
from core.knowledge.prices import service_prices
from core.models import ListedGarage

# Lines of invoices that are looked at, the newest first.
MOST = 3_000
_BILLS = """
    SELECT r.id AS record, g.owner_id AS person, r.total_cents AS cents, s.service AS service
      FROM garage g
      JOIN document d ON d.owner_id = g.owner_id AND d.vendor = g.vendor AND d.state = 'kept'
      JOIN maintenance_record r ON r.document_id = d.id
      JOIN vehicle v ON v.id = r.vehicle_id AND v.deleted_at IS NULL
      JOIN service_done s ON s.record_id = r.id
     WHERE g.listed_id = ? AND g.kept AND r.status = 'completed' AND r.currency = 'EUR' AND r.total_cents > 0
       AND r.done_on >= ?
     ORDER BY r.done_on DESC, r.id LIMIT ?
"""


async def prices_of(garage: ListedGarage, today: date) -> Sequence[PriceRange]:
    """What work costs there, as bills tell; then what else it is asked for, as usual elsewhere."""
    since = plus_months(today, -12 * YEARS)
    rows = await db.fetch(_BILLS, garage.id, since, MOST)
    bills: dict[int, Bill] = {}
    for row in rows:
        if row["service"] in set(ServiceType):
            number, service = int(row["record"]), ServiceType(row["service"])
            before = bills[number].services if number in bills else frozenset()
            bills[number] = Bill(int(row["person"]), int(row["cents"]), before | {service})
    own = own_ranges(bills.values())
    known = {one.service for one in own}
    return [*own, *(one for one in usual(garage) if one.service not in known)]


def usual(garage: ListedGarage) -> list[PriceRange]:
    """What such work usually costs in France, for what this garage does."""
    prices = service_prices().prices
    asked = [service for service in asked_at(read(garage.specialties)) if service.value in prices]
    return [PriceRange(service, prices[service].low, prices[service].high) for service in asked]
