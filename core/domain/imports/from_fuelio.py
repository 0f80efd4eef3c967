"""Fuelio: sections under `## Name`, reminders hidden among costs, numbers for fuels."""

from collections.abc import Mapping, Sequence
from typing import Final

from core.domain.energy import Energy
from core.domain.imports.cost_names import cost_type_named, is_work
from core.domain.imports.fuel_names import fuelio_fuel
from core.domain.imports.import_columns import consumption_in, distance_in, plain_header, volume_in
from core.domain.imports.import_rows import (
    DAY_MONTH,
    GALLON_UK,
    GALLON_US,
    LITRE,
    MONTH_DAY,
    ImportedCar,
    ImportFormat,
    RawFile,
    RawRow,
    RowKind,
    SkipReason,
)
from core.domain.imports.import_sections import Section
from core.domain.imports.import_text import Line, mapped
from core.domain.imports.import_values import number_in

SECTIONS: Final = frozenset({"log", "costs", "costcategories", "favstations", "pictures"})
_LOG: Final = (
    ("date", ("data", "date")), ("odometer", ("odo",)), ("energy_code", ("fueltype",)), ("quantity", ("fuel",)),
    ("full", ("full",)), ("price", ("volumeprice",)), ("total", ("price",)), ("station", ("city",)),
    ("note", ("notes", "note")), ("missed", ("missed",)), ("tank", ("tanknumber",)),
)  # fmt: skip
_UNITS: Final = {"0": LITRE, "1": GALLON_US, "2": GALLON_UK}
_CONSUMPTIONS: Final = {"0": "l/100km", "1": "mpg_us", "2": "mpg_uk", "3": "km/l"}
# Fuelio's own categories; those from 32 on are the person's.
_CATEGORIES: Final = {
    "4": "registration", "5": "parking", "6": "wash", "7": "toll", "8": "fine", "31": "insurance",
}  # fmt: skip
_WORK: Final = frozenset({"1", "2", "9"})
_NO_DATE: Final = frozenset({"", "0", "2011-01-01"})


def read(sections: Sequence[Section], file: RawFile) -> RawFile:
    """The rows of every section."""
    file.format = ImportFormat.FUELIO
    categories: dict[str, str] = {}
    car, tanks = "", dict[str, Energy | None]()
    for section in sections:
        if section.name == "log":
            _log(section, file, car, tanks)
        for line in section.rows:
            cells = _cells(section, line)
            match section.name:
                case "vehicle":
                    car, tanks = _vehicle(cells, file)
                case "costcategories":
                    categories[cells.get("costtypeid", "")] = cells.get("name", "")
                case "costs":
                    _cost(cells, line.number, file, car, categories)
                case "trips" | "trip" | "triplog":
                    file.skip(line.number, SkipReason.TRIP)
                case _:
                    pass
    file.car(car)
    return file


def _cells(section: Section, line: Line) -> dict[str, str]:
    return mapped([plain_header(cell).replace(" ", "") for cell in section.header], line)


def _vehicle(cells: Mapping[str, str], file: RawFile) -> tuple[str, dict[str, Energy | None]]:
    hints = file.hints
    hints.distance = hints.distance or {"0": "km", "1": "mi"}.get(cells.get("distunit", ""))
    hints.volume = hints.volume or _UNITS.get(cells.get("fuelunit", ""))
    hints.consumption = hints.consumption or _CONSUMPTIONS.get(cells.get("consumptionunit", ""))
    pattern = cells.get("importcsvdateformat", "")
    if "M" in pattern and "d" in pattern and not pattern.startswith("y"):
        hints.date_order = MONTH_DAY if pattern.index("M") < pattern.index("d") else DAY_MONTH
    hints.decimal = "."
    name = cells.get("name", "")
    tanks = {number: fuelio_fuel(cells.get(f"tank{number}type", "")) for number in ("1", "2")}
    file.cars[name] = ImportedCar(
        name,
        name or None,
        cells.get("make"),
        cells.get("model"),
        cells.get("plate"),
        cells.get("vin"),
        tanks["1"],
    )
    return name, tanks


def _log(section: Section, file: RawFile, car: str, tanks: Mapping[str, Energy | None]) -> None:
    names = _log_names(section.header, file)
    for line in section.rows:
        values = mapped(names, line)
        if len(line.cells) < 4:
            file.skip(line.number, SkipReason.CELLS_MISSING)
            continue
        tank = values.pop("tank", "1")
        fuel = fuelio_fuel(values.pop("energy_code", "")) or tanks.get(tank)
        if fuel is not None:
            values["energy"] = fuel.value
        for paid in ("total", "price"):
            if not _is_positive(values.get(paid, "")):
                values.pop(paid, None)
        file.rows.append(RawRow(RowKind.FUEL, line.number, values, car))


def _log_names(header: Sequence[str], file: RawFile) -> list[str | None]:
    names: list[str | None] = []
    for cell in header:
        plain = plain_header(cell.split("(")[0]).replace(" ", "")
        name = next((ours for ours, theirs in _LOG if plain in theirs), None)
        names.append(None if name in names else name)
        text = cell.lower()
        if name == "odometer":
            file.hints.distance = distance_in(text) or file.hints.distance
        elif name == "quantity":
            stated = volume_in(text)
            file.hints.volume = stated if stated in {LITRE, GALLON_US, GALLON_UK} else file.hints.volume or stated
        elif (shown := consumption_in(text)) is not None and name is None:
            names[-1] = None if "consumption" in names else "consumption"
            file.hints.consumption = file.hints.consumption or shown
    return names


def _cost(cells: Mapping[str, str], number: int, file: RawFile, car: str, categories: Mapping[str, str]) -> None:
    """A cost, work, a reminder, or a cost that reminds of the next one."""
    if cells.get("istemplate") == "1":
        file.skip(number, SkipReason.TEMPLATE)
        return
    if cells.get("isincome") == "1":
        file.skip(number, SkipReason.INCOME)
        return
    category = cells.get("costtypeid", "")
    title, paid = cells.get("costtitle", ""), _is_positive(cells.get("cost", ""))
    due = _due(cells)
    if due:
        values = {"description": title or categories.get(category, ""), "note": cells.get("notes", ""), **due}
        months = cells.get("repeatmonths", "")
        if months.isdigit() and 0 < int(months) <= 120:
            values["repeat"] = f"P{int(months)}M"
        file.rows.append(RawRow(RowKind.REMINDER, number, _filled(values), car))
        if not paid:
            return
    values = {
        "date": cells.get("date", ""),
        "odometer": cells.get("odo", ""),
        "description": title,
        "category": categories.get(category, ""),
        "note": cells.get("notes", ""),
        "total": cells.get("cost", "") if paid else "",
        "cost_type": _CATEGORIES.get(category, ""),
    }
    file.rows.append(RawRow(_kind(category, title, values["category"]), number, _filled(values), car))


def _kind(category: str, title: str, name: str) -> RowKind:
    if category in _WORK:
        return RowKind.WORK
    if category in _CATEGORIES or cost_type_named(name) is not None:
        return RowKind.COST
    return RowKind.WORK if is_work(name) or is_work(title) else RowKind.COST


def _due(cells: Mapping[str, str]) -> dict[str, str]:
    due = {}
    if cells.get("reminddate", "") not in _NO_DATE:
        due["due_date"] = cells["reminddate"]
    if _is_positive(cells.get("remindodo", "")):
        due["due_odometer"] = cells["remindodo"]
    return due


def _filled(values: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in values.items() if text}


def _is_positive(text: str) -> bool:
    number = number_in(text, ".") if text else None
    # What is no number is kept, to be told by its line.
    return bool(text) and number != 0
