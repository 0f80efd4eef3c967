"""A person's logbook whole, as it is exported: read by thousands of rows."""

from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

from core import db
from core.domain.cost_categories import CostCategory
from core.domain.energy import Energy
from core.domain.fuel import FuelUnit
from core.domain.imports.import_rows import (
    Found,
    ImportedCar,
    ImportedCost,
    ImportedFill,
    ImportedLine,
    ImportedReading,
    ImportedRecord,
    ImportedReminder,
    ImportFormat,
    Json,
)
from core.domain.record_status import RecordStatus
from core.domain.recurring import CostType
from core.domain.service_types import ServiceType
from core.models import Account, Vehicle
from core.services.reminder_lists import OPEN

_PIECE = 1_000
_FILLS = "SELECT * FROM fill_up WHERE vehicle_id = ? AND deleted_at IS NULL"
_RECORDS = "SELECT * FROM maintenance_record WHERE vehicle_id = ?"
_COSTS = "SELECT * FROM cost WHERE vehicle_id = ? AND deleted_at IS NULL"
_READINGS = "SELECT * FROM odometer_reading WHERE vehicle_id = ?"
_SERVICES = """
    SELECT done.id, record_id, service FROM service_done AS done
      JOIN maintenance_record AS record ON record.id = done.record_id WHERE vehicle_id = ?
"""
_LINES = """
    SELECT line.id, record_id, position, description, quantity, unit_price, line.total_cents, kind
      FROM maintenance_line AS line
      JOIN maintenance_record AS record ON record.id = line.record_id WHERE vehicle_id = ?
"""


async def read_logbook(owner: Account, vehicles: list[Vehicle]) -> Found:
    """All that hangs on some of the owner's vehicles, and their reminders that belong to none."""
    found = Found(ImportFormat.OWN, whole=True)
    for number, vehicle in enumerate(vehicles):
        key = f"{number}"
        found.cars[key] = _car(key, vehicle)
        found.extras[key] = await _extras(vehicle)
        await _readings(found, key, vehicle)
        await _fills(found, key, vehicle)
        await _records(found, key, vehicle)
        await _costs(found, key, vehicle)
        await _reminders(found, key, owner, vehicle.id)
    await _reminders(found, "", owner, None)
    return found


async def count_rows(owner: Account) -> int:
    """How many rows an export of everything has."""
    total = 0
    for table in ("fill_up", "maintenance_record", "cost", "odometer_reading"):
        counted = await db.fetch(
            f"SELECT count(*) AS n FROM {table} AS row JOIN vehicle ON vehicle.id = row.vehicle_id"  # noqa: S608  # names of ours
            " WHERE vehicle.owner_id = ? AND vehicle.deleted_at IS NULL",
            owner.id,
        )
        total += int(counted[0]["n"])
    return total


async def _pieces(sql: str, vehicle_id: int, column: str = "id") -> AsyncIterator[dict[str, Any]]:
    """The rows of a vehicle in the order of their ids, so many at a time."""
    last = 0
    while True:
        rows = await db.fetch(f"{sql} AND {column} > ? ORDER BY {column} LIMIT ?", vehicle_id, last, _PIECE)
        for row in rows:
            yield row
        if len(rows) < _PIECE:
            return
        last = rows[-1]["id"]


def _car(key: str, vehicle: Vehicle) -> ImportedCar:
    return ImportedCar(
        key,
        vehicle.nickname,
        vehicle.make,
        vehicle.model,
        vehicle.plate_written or vehicle.plate,
        vehicle.vin,
        Energy(vehicle.energy) if vehicle.energy else None,
        vehicle.country,
        vehicle.category,
        vehicle.first_registered_on,
    )


async def _extras(vehicle: Vehicle) -> Json:
    own: Json = {
        "inspection_due_on": _day(vehicle.inspection_due_on),
        "inspection_class": vehicle.inspection_class,
        "asks_odometer": vehicle.asks_odometer,
        "kilometres": vehicle.kilometres,
        "odometer_offset": vehicle.odometer_offset,
        "purchased_on": _day(vehicle.purchased_on),
        "purchase": _money(vehicle.purchase_cents, vehicle.purchase_currency),
        "disposed_on": _day(vehicle.disposed_on),
        "sale": _money(vehicle.sale_cents, vehicle.sale_currency),
        "archive_reason": vehicle.archive_reason.value if vehicle.archived_at is not None else None,
    }
    tables = {
        "intervals": ("service_interval", "service months kilometres active fixed anchor_on anchor_kilometres"),
        "dates": ("vehicle_date", "kind due_on repeat"),
        "inspections": ("inspection", "done_on result valid_until"),
        "replacements": ("cluster_replacement", "replaced_on old_kilometres new_kilometres"),
    }
    extras: Json = {"vehicle": own}
    for name, (table, columns) in tables.items():
        rows = [row async for row in _pieces(f"SELECT * FROM {table} WHERE vehicle_id = ?", vehicle.id)]  # noqa: S608  # names of ours
        extras[name] = [{column: _json(column, row[column]) for column in columns.split()} for row in rows]
    return extras


def _json(column: str, value: Any) -> object:
    if column in {"active", "fixed"}:
        return bool(value)
    return _day(value) if column.endswith("_on") or column == "valid_until" else value


async def _readings(found: Found, key: str, vehicle: Vehicle) -> None:
    async for row in _pieces(_READINGS, vehicle.id):
        found.rows.append(
            ImportedReading(
                row["id"], key, db.as_day(row["read_on"]), row["kilometres"], row["source"], row["cluster_offset"]
            )
        )


async def _fills(found: Found, key: str, vehicle: Vehicle) -> None:
    async for row in _pieces(_FILLS, vehicle.id):
        full = row["full"]
        found.rows.append(
            ImportedFill(
                row["id"],
                key,
                db.as_day(row["filled_on"]),
                None,
                Energy(row["energy"]),
                FuelUnit(row["unit"]),
                row["quantity_milli"],
                row["total_cents"],
                _decimal(row["unit_price"]),
                row["currency"],
                None if full is None else bool(full),
                bool(row["missed"]),
                row["kilometres"],
                row["station"],
                row["place"],
                row["note"],
            )
        )


async def _records(found: Found, key: str, vehicle: Vehicle) -> None:
    services: dict[int, list[ServiceType]] = {}
    async for row in _pieces(_SERVICES, vehicle.id, "done.id"):
        services.setdefault(row["record_id"], []).append(ServiceType(row["service"]))
    lines: dict[int, list[tuple[int, ImportedLine]]] = {}
    async for row in _pieces(_LINES, vehicle.id, "line.id"):
        line = ImportedLine(
            row["description"], _decimal(row["quantity"]), _decimal(row["unit_price"]), row["total_cents"], row["kind"]
        )
        lines.setdefault(row["record_id"], []).append((row["position"], line))
    async for row in _pieces(_RECORDS, vehicle.id):
        warranty = row["warranty_until"]
        ordered = sorted(lines.get(row["id"], ()), key=lambda line: line[0])
        found.rows.append(
            ImportedRecord(
                row["id"],
                key,
                db.as_day(row["done_on"]),
                tuple(services.get(row["id"], ())) or (ServiceType.OTHER_REPAIR,),
                row["kilometres"],
                row["total_cents"],
                row["currency"],
                row["garage"],
                row["note"],
                RecordStatus(row["status"]),
                CostCategory(row["category"]) if row["category_chosen"] else None,
                db.as_day(warranty) if warranty else None,
                row["invoice_number"],
                row["garage_siret"],
                tuple(line for _, line in ordered),
            )
        )


async def _costs(found: Found, key: str, vehicle: Vehicle) -> None:
    async for row in _pieces(_COSTS, vehicle.id):
        ends = row["ends_on"]
        found.rows.append(
            ImportedCost(
                row["id"],
                key,
                db.as_day(row["paid_on"]),
                CostType(row["kind"]),
                row["amount_cents"],
                row["currency"],
                row["label"],
                row["period_months"],
                db.as_day(ends) if ends else None,
            )
        )


async def _reminders(found: Found, key: str, owner: Account, vehicle_id: int | None) -> None:
    whose = "vehicle_id IS NULL" if vehicle_id is None else "vehicle_id = ?"
    states = ", ".join(f"'{state.value}'" for state in OPEN)
    sql = f"SELECT * FROM reminder WHERE owner_id = ? AND {whose} AND state IN ({states}) ORDER BY id"  # noqa: S608  # names of ours
    values = (owner.id,) if vehicle_id is None else (owner.id, vehicle_id)
    for row in await db.fetch(sql, *values):
        due = row["due_on"]
        if due is None and row["due_kilometres"] is None:
            continue
        found.rows.append(
            ImportedReminder(
                row["id"],
                key,
                row["subject"],
                db.as_day(due) if due else None,
                row["due_kilometres"],
                row["repeat"],
                row["service"],
                row["at_minute"],
                row["topic"],
            )
        )


def _day(value: Any) -> str | None:
    return str(value)[:10] if value else None


def _money(cents: int | None, currency: str | None) -> Json | None:
    return None if cents is None else {"amount": f"{Decimal(cents).scaleb(-2):f}", "currency": currency or "EUR"}


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))
