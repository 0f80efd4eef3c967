"""What the logbook of a vehicle holds already, so that no row comes in twice."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from core import db
from core.domain.imports.import_rows import RowKind
from core.models import Account

# A kind of row, then what makes two rows of it the same: never its notes.
Key = tuple[object, ...]

_FILLS = """
    SELECT filled_on, kilometres, quantity_milli, total_cents FROM fill_up WHERE vehicle_id = ? AND deleted_at IS NULL
"""
_RECORDS = """
    SELECT record.id, done_on, kilometres, total_cents, service FROM maintenance_record AS record
      LEFT JOIN service_done ON service_done.record_id = record.id WHERE vehicle_id = ?
"""
_COSTS = """
    SELECT paid_on, amount_cents, kind, period_months FROM cost WHERE vehicle_id = ? AND deleted_at IS NULL
"""
_REMINDERS = """
    SELECT topic, service, subject, due_on, due_kilometres FROM reminder WHERE owner_id = ? AND vehicle_id = ?
"""


async def known_keys(owner: Account, vehicle_id: int) -> Counter[Key]:
    """The keys of all that hangs on a vehicle, with how often each is there."""
    keys: Counter[Key] = Counter()
    for row in await db.fetch(_FILLS, vehicle_id):
        day = db.as_day(row["filled_on"])
        keys[RowKind.FUEL, day, row["kilometres"], row["quantity_milli"], row["total_cents"]] += 1
    for row in await db.fetch(_COSTS, vehicle_id):
        day = db.as_day(row["paid_on"])
        keys[RowKind.COST, day, row["amount_cents"], row["kind"], row["period_months"]] += 1
    readings = "SELECT read_on, kilometres FROM odometer_reading WHERE vehicle_id = ?"
    for row in await db.fetch(readings, vehicle_id):
        keys[reading_key(db.as_day(row["read_on"]), row["kilometres"])] += 1
    for row in await db.fetch(_REMINDERS, owner.id, vehicle_id):
        about, due = row["topic"] or row["service"] or row["subject"], row["due_on"]
        keys[RowKind.REMINDER, about, db.as_day(due) if due else None, row["due_kilometres"]] += 1
    return keys + await _records(vehicle_id)


async def _records(vehicle_id: int) -> Counter[Key]:
    heads: dict[int, tuple[date, int | None, int | None]] = {}
    services: dict[int, list[str]] = {}
    for row in await db.fetch(_RECORDS, vehicle_id):
        heads[row["id"]] = (db.as_day(row["done_on"]), row["kilometres"], row["total_cents"])
        if row["service"] is not None:
            services.setdefault(row["id"], []).append(row["service"])
    return Counter(
        (RowKind.WORK, *head, tuple(sorted(services.get(record_id, ())))) for record_id, head in heads.items()
    )


def reading_key(day: date, kilometres: int) -> Key:
    """What makes two readings of a vehicle the same."""
    return RowKind.ODOMETER, day, kilometres


def readings_in(keys: Iterable[Key]) -> list[tuple[date, int]]:
    """The days and kilometres of the readings among some keys."""
    found = []
    for kind, *rest in keys:
        match rest:
            case [date() as day, int() as kilometres] if kind is RowKind.ODOMETER:
                found.append((day, kilometres))
            case _:
                continue
    return found
