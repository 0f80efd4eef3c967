"""A logbook as tables: one CSV, or a sheet for each kind; `from_plain` reads both back."""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from core.domain.imports.from_plain import MARK
from core.domain.imports.import_preview import kind_of
from core.domain.imports.import_rows import (
    Found,
    ImportedCar,
    ImportedCost,
    ImportedFill,
    ImportedReading,
    ImportedRecord,
    ImportedReminder,
    Row,
    RowKind,
)
from core.domain.record_status import RecordStatus

Cells = dict[str, str]
COLUMNS: Final = (
    *("kind", "date", "vehicle", "plate", "vin", "make", "model", "odometer_km", "quantity", "unit", "unit_price"),
    *("total", "currency", "full", "missed", "energy", "station", "charge_place", "garage", "services", "cost_type"),
    *("description", "note", "period_months", "ends_on", "due_date", "due_km", "repeat", "due_service", MARK),
)
_CAR: Final = ("kind", "date", "vehicle", "plate")
SHEETS: Final[dict[RowKind, tuple[str, ...]]] = {
    RowKind.FUEL: (
        *_CAR, "odometer_km", "quantity", "unit", "unit_price", "total", "currency", "full", "missed", "energy",
        "station", "charge_place", "note", MARK,
    ),
    RowKind.WORK: (*_CAR, "odometer_km", "services", "total", "currency", "garage", "note", MARK),
    RowKind.COST: (*_CAR, "cost_type", "total", "currency", "description", "period_months", "ends_on", MARK),
    RowKind.ODOMETER: (*_CAR, "odometer_km", MARK),
    RowKind.REMINDER: (*_CAR, "due_date", "due_km", "description", "repeat", "due_service", MARK),
}  # fmt: skip
# What a spreadsheet takes for the beginning of a formula, and the sign that says it is text.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "'", "|", "%")
VERSION: Final = "1"


def neutral(text: str) -> str:
    """A cell that no spreadsheet runs."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def csv_export(logbook: Found) -> bytes:
    """All rows in one table, with a mark that spreadsheets need to see its UTF-8."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for _, cells in rows_of(logbook):
        writer.writerow([cells.get(name, "") for name in COLUMNS])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def xlsx_export(logbook: Found) -> bytes:
    """A sheet for each kind of row."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheets = {}
    for kind, columns in SHEETS.items():
        sheet = sheets[kind] = book.create_sheet(kind.value)
        sheet.freeze_panes = "A2"
        for place, name in enumerate(columns):
            width = 32 if name in {"note", "description", "services", "station", "garage"} else 14
            sheet.column_dimensions[chr(ord("A") + place)].width = width
        titles = [WriteOnlyCell(sheet, name) for name in columns]
        for title in titles:
            title.font = Font(bold=True)
        sheet.append(titles)
    for kind, cells in rows_of(logbook):
        sheets[kind].append([_typed(name, cells.get(name, "")) for name in SHEETS[kind]])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


_NUMBERS: Final = frozenset({"odometer_km", "quantity", "unit_price", "total", "period_months", "due_km"})


def _typed(name: str, text: str) -> object:
    """A number as a number, so that a spreadsheet adds it up; a Decimal, never a float."""
    return Decimal(text) if name in _NUMBERS and text else text or None


def rows_of(logbook: Found) -> Iterator[tuple[RowKind, Cells]]:
    """Each row as cells; work that is still planned is no row of a table."""
    names = names_of(logbook)
    for row in logbook.rows:
        if isinstance(row, ImportedRecord) and row.status is not RecordStatus.COMPLETED:
            continue
        car = logbook.cars.get(row.car)
        known = {"vehicle": names.get(row.car, ""), **(_numbers(car) if car is not None else {})}
        cells = {"kind": kind_of(row).value, **known, **_cells(row), MARK: VERSION}
        text = {name: neutral(cell) if name not in _NUMBERS else cell for name, cell in cells.items() if cell}
        yield kind_of(row), text


def names_of(logbook: Found) -> dict[str, str]:
    """A name for each vehicle that no other has."""
    found: dict[str, str] = {}
    for number, (key, car) in enumerate(logbook.cars.items(), start=1):
        name = car.name or " ".join(part for part in (car.make, car.model) if part) or car.plate or f"{number}"
        found[key] = name if name not in found.values() else f"{name} ({number})"
    return found


def _numbers(car: ImportedCar) -> Cells:
    return {"plate": car.plate or "", "vin": car.vin or "", "make": car.make or "", "model": car.model or ""}


def _cells(row: Row) -> Cells:
    match row:
        case ImportedFill():
            return _fill(row)
        case ImportedRecord():
            return {
                "date": row.day.isoformat(),
                "odometer_km": _whole(row.kilometres),
                "services": " ".join(row.services),
                "total": scaled(row.total_cents, 2),
                "currency": row.currency,
                "garage": row.garage or "",
                "note": row.note or "",
            }
        case ImportedReading():
            return {"date": row.day.isoformat(), "odometer_km": _whole(row.kilometres)}
        case ImportedCost():
            return {
                "date": row.day.isoformat(),
                "cost_type": row.kind,
                "total": scaled(row.amount_cents, 2),
                "currency": row.currency,
                "description": row.label or "",
                "period_months": _whole(row.period_months),
                "ends_on": row.ends_on.isoformat() if row.ends_on else "",
            }
        case ImportedReminder():
            return {
                "description": row.subject or "",
                "due_date": row.due_on.isoformat() if row.due_on else "",
                "due_km": _whole(row.due_kilometres),
                "repeat": row.repeat or "",
                "due_service": row.service or row.topic or "",
            }


def _fill(row: ImportedFill) -> Cells:
    return {
        "date": row.day.isoformat(),
        "odometer_km": _whole(row.kilometres),
        "quantity": scaled(row.quantity_milli, 3),
        "unit": row.unit,
        "unit_price": f"{row.unit_price:f}" if row.unit_price is not None else "",
        "total": scaled(row.total_cents, 2),
        "currency": row.currency,
        "full": "" if row.full is None else "1" if row.full else "0",
        "missed": "1" if row.missed else "",
        "energy": row.energy or "",
        "station": row.station or "",
        "charge_place": row.place or "",
        "note": row.note or "",
    }


def scaled(whole: int | None, places: int) -> str:
    """A whole number of hundredths or thousandths as a decimal; nothing for nothing."""
    return "" if whole is None else f"{Decimal(whole).scaleb(-places):f}"


def _whole(number: int | None) -> str:
    return "" if number is None else str(number)
