"""A logbook as LubeLogger takes it: one CSV a vehicle and a kind of record, in a ZIP.

What LubeLogger has no column for (which services, which fuel, which kind of cost) stands in the tags, by our own ids.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from core.domain.consumption import Fill, Tank, legs_of, tank_of
from core.domain.energy import Energy
from core.domain.exports.export_tables import names_of, neutral, scaled
from core.domain.fuel import FuelUnit
from core.domain.imports.import_rows import (
    Found,
    ImportedCost,
    ImportedFill,
    ImportedReading,
    ImportedRecord,
    Row,
)
from core.domain.record_status import RecordStatus
from core.domain.recurring import Schedule, payments

# Names a service id or a kind of cost in words.
Say = Callable[[str], str]
_FUEL: Final = (
    "Date", "Odometer", "FuelConsumed", "Cost", "FuelEconomy", "IsFillToFull", "MissedFuelUp", "Notes", "Tags",
)  # fmt: skip
_SERVICE: Final = ("Date", "Description", "Cost", "Notes", "Odometer", "Tags")
_ODOMETER: Final = ("Date", "InitialOdometer", "Odometer", "Notes", "Tags")
_TAX: Final = ("Date", "Description", "Cost", "Notes", "Tags")


def lubelogger_export(logbook: Found, say: Say, today: date) -> bytes:
    """The ZIP."""
    buffer = io.BytesIO()
    names = names_of(logbook)
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for key in logbook.cars:
            rows = [row for row in logbook.rows if row.car == key]
            for kind, table in _tables(rows, say, today).items():
                if len(table) > 1:
                    archive.writestr(f"{_file_name(names[key])}/{kind}.csv", _csv(table))
    return buffer.getvalue()


def _tables(rows: Iterable[Row], say: Say, today: date) -> Mapping[str, list[tuple[str, ...]]]:
    tables: dict[str, list[tuple[str, ...]]] = {
        "fuel": [_FUEL], "service": [_SERVICE], "odometer": [_ODOMETER], "tax": [_TAX],
    }  # fmt: skip
    kept = list(rows)
    used = _consumptions([row for row in kept if isinstance(row, ImportedFill)])
    for row in kept:
        match row:
            case ImportedFill() if row.quantity_milli:
                tables["fuel"].append(_fuel(row, used.get(id(row))))
            case ImportedRecord() if row.status is RecordStatus.COMPLETED:
                tables["service"].append(_service(row, say))
            case ImportedReading():
                tables["odometer"].append((row.day.isoformat(), "0", str(row.kilometres), "", ""))
            case ImportedCost():
                tables["tax"] += _taxes(row, say, today)
            case _:
                continue
    return tables


def _fuel(row: ImportedFill, per_100: Decimal | None) -> tuple[str, ...]:
    return (
        row.day.isoformat(),
        str(row.kilometres or 0),
        scaled(row.quantity_milli, 3),
        scaled(row.total_cents or 0, 2),
        f"{per_100:f}" if per_100 is not None else "0",
        str(bool(row.full)),
        str(row.missed),
        neutral(" · ".join(part for part in (row.station, row.note) if part)),
        row.energy or "",
    )


def _service(row: ImportedRecord, say: Say) -> tuple[str, ...]:
    described = ", ".join(say(service) for service in row.services)
    note = " · ".join(part for part in (row.garage, row.note) if part)
    cost, shown = scaled(row.total_cents or 0, 2), str(row.kilometres or 0)
    return row.day.isoformat(), neutral(described), cost, neutral(note), shown, " ".join(row.services)


def _taxes(row: ImportedCost, say: Say, today: date) -> list[tuple[str, ...]]:
    """Each payment made so far: LubeLogger knows no rhythm of costs."""
    days = payments(Schedule(row.day, row.period_months, row.ends_on), row.day, max(today, row.day))
    described, cost = neutral(row.label or say(row.kind)), scaled(row.amount_cents, 2)
    return [(day.isoformat(), described, cost, "", row.kind) for day in days]


def _consumptions(fills: list[ImportedFill]) -> dict[int, Decimal]:
    """What was used per 100 km up to each full tank."""
    found: dict[int, Decimal] = {}
    tanks: dict[tuple[Tank, FuelUnit], list[ImportedFill]] = {}
    for fill in fills:
        tanks.setdefault((tank_of(fill.energy or Energy.OTHER), fill.unit), []).append(fill)
    for tank in tanks.values():
        legs = legs_of([_fill(fill, number) for number, fill in enumerate(tank)])
        found |= {id(tank[leg.ends_with]): leg.per_100_km.quantize(Decimal("0.01"), ROUND_HALF_UP) for leg in legs}
    return found


def _fill(row: ImportedFill, number: int) -> Fill:
    energy = row.energy or Energy.OTHER
    return Fill(row.day, energy, row.unit, row.quantity_milli, row.kilometres, bool(row.full), row.missed, id=number)


def _csv(table: Iterable[tuple[str, ...]]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerows(table)
    return buffer.getvalue().encode()


def _file_name(name: str) -> str:
    return re.sub(r"[^\w\- ]+", "_", name).strip()[:60] or "vehicle"
