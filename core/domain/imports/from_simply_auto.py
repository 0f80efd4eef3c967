"""Simply Auto: Vehicles, Fuel_Log, Services and Trip_Log, often unquoted."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from core.domain.imports.fuel_names import fuel_named
from core.domain.imports.import_columns import plain_header
from core.domain.imports.import_rows import ImportedCar, ImportFormat, RawFile, RawRow, RowKind, SkipReason
from core.domain.imports.import_text import Line, mapped

_COLUMNS: Final = {
    "odometer": "odometer",
    "qty": "quantity",
    "partial tank": "partial",
    "missed fill up": "missed",
    "total cost": "total",
    "distance travelled": "distance",
    "distance traveled": "distance",
    "eff": "consumption",
    "octane": "octane",
    "fuel brand": "brand",
    "filling station": "station",
    "notes": "note",
    "record desc": "description",
    "record type": "record_type",
    "vehicle id": "vehicle",
}
_KINDS: Final = {"0": RowKind.FUEL, "1": RowKind.WORK, "2": RowKind.COST, "4": RowKind.WORK}
_TRIP_PURPOSE: Final = "3"


def table_of(header: Sequence[str]) -> str | None:
    """Which of the four tables a header is, or None."""
    names = {plain_header(cell) for cell in header}
    if "row id" not in names:
        return None
    for table, needed in (
        ("fuel", {"vehicle id", "record type", "qty"}),
        ("trips", {"vehicle id", "departure odo"}),
        ("services", {"vehicle id", "service name"}),
        ("vehicles", {"make", "model"}),
    ):
        if needed <= names:
            return table
    return None


def read(lines: Sequence[Line], file: RawFile) -> RawFile:
    """The rows of one table."""
    file.format = ImportFormat.SIMPLY_AUTO
    header, rows = lines[0], lines[1:]
    names = [plain_header(cell) for cell in header.cells]
    match table_of(header.cells):
        case "fuel":
            _log(names, rows, file)
        case "vehicles":
            for line in rows:
                _vehicle(mapped(names, line), file)
        case "services":
            for line in rows:
                _reminder(mapped(names, line), line.number, file)
        case _:
            for line in rows:
                file.skip(line.number, SkipReason.TRIP)
    return file


def _log(names: Sequence[str], rows: Sequence[Line], file: RawFile) -> None:
    months = [mapped(names, line).get("month", "") for line in rows]
    # Some versions count months from 0: one January tells.
    shift = 1 if "0" in months else 0
    for line in rows:
        cells = mapped(names, _with_whole_description(names, line))
        values = {_COLUMNS[name]: text for name, text in cells.items() if name in _COLUMNS}
        day, month, year = (cells.get(name, "") for name in ("day", "month", "year"))
        if day and month.isdigit() and year:
            values["date"] = f"{year}-{int(month) + shift:02d}-{day.zfill(2)}"
        car, record_type = values.pop("vehicle", ""), values.pop("record_type", "0")
        file.car(car)
        kind = _KINDS.get(record_type)
        if kind is None:
            file.skip(line.number, SkipReason.TRIP if record_type == _TRIP_PURPOSE else SkipReason.NOT_UNDERSTOOD)
            continue
        if kind is RowKind.FUEL:
            values.pop("description", None)
            values["station"] = values.get("station") or values.get("brand") or ""
        file.rows.append(RawRow(kind, line.number, {name: text for name, text in values.items() if text}, car))


def _with_whole_description(names: Sequence[str], line: Line) -> Line:
    """Unquoted services of old files: what stands past the last column belongs to it."""
    if len(line.cells) <= len(names):
        return line
    last = len(names) - 1
    return Line(
        line.number, (*line.cells[:last], ", ".join(cell.strip() for cell in line.cells[last:] if cell.strip()))
    )


def _vehicle(cells: Mapping[str, str], file: RawFile) -> None:
    key = cells.get("vehicle id") or " ".join(filter(None, (cells.get("make"), cells.get("model"))))
    file.cars[key] = ImportedCar(
        key,
        key or None,
        cells.get("make"),
        cells.get("model"),
        cells.get("lic") or cells.get("lic #"),
        cells.get("vin"),
        fuel_named(cells.get("fuel type", "")),
    )


def _reminder(cells: Mapping[str, str], number: int, file: RawFile) -> None:
    """Due so many days or miles after the last time; without either it is only the name of a service."""
    if cells.get("record type") == _TRIP_PURPOSE:
        return
    due_miles, due_days = _count(cells.get("due miles")), _count(cells.get("due days"))
    last_odometer, last_date = _count(cells.get("last odo")), _count(cells.get("last date"))
    values = {"description": cells.get("service name", "")}
    if due_days and last_date:
        due = datetime.fromtimestamp(last_date // 1000, UTC) + timedelta(days=min(due_days, 36_500))
        values["due_date"] = due.date().isoformat()
    if due_miles and last_odometer:
        values["due_odometer"] = str(last_odometer + due_miles)
    if len(values) == 1:
        return
    car = cells.get("vehicle id", "")
    file.car(car)
    file.rows.append(RawRow(RowKind.REMINDER, number, values, car))


def _count(text: str | None) -> int:
    whole = (text or "").split(".")[0].strip()
    return int(whole) if whole.isdigit() and len(whole) < 15 else 0
