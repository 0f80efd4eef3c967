"""Everything of a logbook as JSON, version 1 (`docs/export.md`); `from_own` reads it back."""

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal

from core.domain.imports.from_own import EXTRAS, FORMAT, VERSION
from core.domain.imports.import_rows import (
    Found,
    ImportedCar,
    ImportedCost,
    ImportedFill,
    ImportedLine,
    ImportedReading,
    ImportedRecord,
    ImportedReminder,
    Json,
    Row,
)


def json_export(logbook: Found, exported_at: str) -> bytes:
    """The export, row by row, so that no step of it holds up anybody for long."""
    return b"".join(_pieces(logbook, exported_at))


def _pieces(logbook: Found, exported_at: str) -> Iterator[bytes]:
    head = json.dumps({"format": FORMAT, "version": VERSION, "exported_at": exported_at})
    yield head[:-1].encode() + b', "vehicles": ['
    by_car: dict[str, list[Row]] = {key: [] for key in logbook.cars}
    for row in logbook.rows:
        by_car.setdefault(row.car, []).append(row)
    for number, (key, car) in enumerate(logbook.cars.items()):
        yield b",\n" if number else b"\n"
        yield from _vehicle(car, logbook.extras.get(key, {}), by_car[key])
    yield b'], "reminders": ['
    yield from _listed(_reminder(row) for row in by_car.get("", ()) if isinstance(row, ImportedReminder))
    yield b"]}\n"


def _vehicle(car: ImportedCar, extras: Json, rows: Iterable[Row]) -> Iterator[bytes]:
    own = extras.get("vehicle")
    day = car.first_registered_on
    fields = {
        **(own if isinstance(own, dict) else {}),
        "nickname": car.name,
        "make": car.make,
        "model": car.model,
        "plate": car.plate,
        "country": car.country,
        "vin": car.vin,
        "energy": car.energy,
        "category": car.category,
        "first_registered_on": day.isoformat() if day else None,
    }
    yield json.dumps(fields, ensure_ascii=False)[:-1].encode()
    for name in EXTRAS:
        yield f', "{name}": '.encode() + json.dumps(extras.get(name) or [], ensure_ascii=False).encode()
    kept = list(rows)
    for name, made in (
        ("fills", (_fill(row) for row in kept if isinstance(row, ImportedFill))),
        ("records", (_record(row) for row in kept if isinstance(row, ImportedRecord))),
        ("costs", (_cost(row) for row in kept if isinstance(row, ImportedCost))),
        ("readings", (_reading(row) for row in kept if isinstance(row, ImportedReading))),
        ("reminders", (_reminder(row) for row in kept if isinstance(row, ImportedReminder))),
    ):
        yield f',\n"{name}": ['.encode()
        yield from _listed(made)
        yield b"]"
    yield b"}"


def _listed(rows: Iterable[Json]) -> Iterator[bytes]:
    for number, row in enumerate(rows):
        yield b",\n" if number else b"\n"
        yield json.dumps(row, ensure_ascii=False).encode()


def _fill(row: ImportedFill) -> Json:
    return {
        "date": row.day.isoformat(),
        "energy": row.energy,
        "unit": row.unit,
        "quantity": _scaled(row.quantity_milli, 3),
        "total": _scaled(row.total_cents, 2),
        "currency": row.currency,
        "unit_price": _plain(row.unit_price),
        "full": row.full,
        "missed": row.missed,
        "kilometres": row.kilometres,
        "station": row.station,
        "place": row.place,
        "note": row.note,
    }


def _record(row: ImportedRecord) -> Json:
    return {
        "date": row.day.isoformat(),
        "status": row.status,
        "services": list(row.services),
        "kilometres": row.kilometres,
        "total": _scaled(row.total_cents, 2),
        "currency": row.currency,
        "garage": row.garage,
        "garage_siret": row.garage_siret,
        "invoice_number": row.invoice_number,
        "note": row.note,
        "warranty_until": row.warranty_until.isoformat() if row.warranty_until else None,
        "category": row.category,
        "category_chosen": row.category is not None,
        "lines": [_line(line) for line in row.lines],
    }


def _line(line: ImportedLine) -> Json:
    return {
        "description": line.description,
        "quantity": _plain(line.quantity),
        "unit_price": _plain(line.unit_price),
        "total": _scaled(line.total_cents, 2),
        "kind": line.kind,
    }


def _cost(row: ImportedCost) -> Json:
    return {
        "date": row.day.isoformat(),
        "kind": row.kind,
        "label": row.label,
        "amount": _scaled(row.amount_cents, 2),
        "currency": row.currency,
        "period_months": row.period_months,
        "ends_on": row.ends_on.isoformat() if row.ends_on else None,
    }


def _reading(row: ImportedReading) -> Json:
    day = row.day.isoformat()
    return {"date": day, "kilometres": row.kilometres, "source": row.source, "cluster_offset": row.cluster_offset}


def _reminder(row: ImportedReminder) -> Json:
    return {
        "subject": row.subject,
        "service": row.service,
        "topic": row.topic,
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "due_kilometres": row.due_kilometres,
        "repeat": row.repeat,
        "at_minute": row.at_minute,
    }


def _scaled(whole: int | None, places: int) -> str | None:
    return None if whole is None else f"{Decimal(whole).scaleb(-places):f}"


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"
