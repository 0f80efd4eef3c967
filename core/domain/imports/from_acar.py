"""aCar (later Fuelly): a CSV of titled tables, and `.abp` backups, which are XML."""

from collections.abc import Mapping, Sequence
from typing import Final

from core.domain.imports.fuel_names import fuel_named
from core.domain.imports.import_columns import (
    consumption_in,
    distance_in,
    header_of,
    plain_header,
    volume_in,
)
from core.domain.imports.import_rows import (
    DAY_MONTH,
    MONTH_DAY,
    ImportedCar,
    ImportFormat,
    ImportRefused,
    RawFile,
    RawRow,
    RowKind,
    SkipReason,
)
from core.domain.imports.import_sections import Section
from core.domain.imports.import_text import Line, mapped
from core.domain.imports.import_tree import BadTree, Element, parse

TITLES: Final = {
    "metadata": "metadata",
    "vehicles": "vehicles",
    "fill up records": "fuel",
    "fillup records": "fuel",
    "fuel up records": "fuel",
    "event records": "events",
    "service records": "services",
    "expense records": "expenses",
    "trip records": "trips",
}
_RECORD: Final = {
    "date": "date",
    "odometer-reading": "odometer",
    "volume": "quantity",
    "price-per-volume-unit": "price",
    "total-cost": "total",
    "partial": "partial",
    "previous-missed-fillups": "missed",
    "fuel-brand": "brand",
    "fueling-station-address": "station",
    "fueling-station-name": "station_name",
    "expense-center-name": "garage",
    "place-name": "garage",
    "notes": "note",
    "fuel-efficiency": "consumption",
    "odometer-unit": "odometer_unit",
    "volume-unit": "unit",
}


def title_of(line: Line) -> str | None:
    """The table that a row announces which holds nothing but a title."""
    filled = [cell for cell in line.cells if cell.strip()]
    return TITLES.get(plain_header(filled[0])) if len(filled) == 1 else None


def read(sections: Sequence[Section], file: RawFile) -> RawFile:
    """The rows of the CSV's tables."""
    file.format = ImportFormat.ACAR
    for section in sections:
        match section.name:
            case "metadata":
                _metadata(section, file)
            case "vehicles":
                for line in section.rows:
                    _vehicle(mapped([plain_header(cell) for cell in section.header], line), file)
            case "trips":
                for line in section.rows:
                    file.skip(line.number, SkipReason.TRIP)
            case _:
                _records(section, file)
    return file


def _metadata(section: Section, file: RawFile) -> None:
    """How dates are written is stated beside or below its name."""
    tables = [section.header, *(line.cells for line in section.rows)]
    for row, below in zip(tables, [*tables[1:], ()], strict=True):
        for place, cell in enumerate(row):
            name = plain_header(cell)
            beside = [row[place + 1] if place + 1 < len(row) else "", below[place] if place < len(below) else ""]
            if name == "date format":
                pattern = next((text for text in beside if "M" in text and "d" in text), "")
                _note_date_format(pattern, file)
            elif name == "distance unit":
                file.hints.distance = next((unit for text in beside if (unit := distance_in(text.lower()))), None)
            elif name == "volume unit":
                file.hints.volume = next((unit for text in beside if (unit := volume_in(text.lower()))), None)


def _note_date_format(pattern: str, file: RawFile) -> None:
    if pattern and not pattern.startswith("y"):
        file.hints.date_order = MONTH_DAY if pattern.index("M") < pattern.index("d") else DAY_MONTH


def _vehicle(cells: Mapping[str, str], file: RawFile) -> None:
    key = cells.get("name") or cells.get("vehicle") or " ".join(filter(None, (cells.get("make"), cells.get("model"))))
    plate = cells.get("license plate") or cells.get("licence plate") or cells.get("license plate number")
    fuel = fuel_named(cells.get("fuel type", "") or cells.get("fuel category", ""))
    file.cars[key] = ImportedCar(key, key or None, cells.get("make"), cells.get("model"), plate, cells.get("vin"), fuel)


def _records(section: Section, file: RawFile) -> None:
    header = header_of(section.header)
    names = list(header.names)
    hints, found = file.hints, header.hints
    hints.distance, hints.volume = hints.distance or found.distance, hints.volume or found.volume
    hints.currency = hints.currency or found.currency
    for cell in section.header:
        if plain_header(cell).startswith("fuel efficiency"):
            hints.consumption = hints.consumption or consumption_in(cell.lower())
    for line in section.rows:
        values = mapped(names, line)
        car = values.pop("vehicle", "")
        file.car(car)
        kind = _kind(section.name, values)
        if kind is None:
            file.skip(line.number, SkipReason.NOT_UNDERSTOOD)
            continue
        if kind is RowKind.FUEL:
            values["station"] = values.get("station") or values.get("brand") or values.get("place") or ""
            values.pop("description", None)
        else:
            values.setdefault("garage", values.get("place", ""))
            values.pop("category", None)
        file.rows.append(RawRow(kind, line.number, {name: text for name, text in values.items() if text}, car))


def _kind(section: str, values: Mapping[str, str]) -> RowKind | None:
    match section:
        case "fuel":
            return RowKind.FUEL
        case "services":
            return RowKind.WORK
        case "expenses":
            return RowKind.COST
        case "events":
            return event_kind(values.get("category", ""))
        case _:
            return None


def event_kind(text: str) -> RowKind | None:
    """What an event is by its type; notes, purchases and sales are neither work nor cost."""
    return {"service": RowKind.WORK, "expense": RowKind.COST}.get(text.strip().lower())


def read_backup(members: Mapping[str, bytes], file: RawFile) -> RawFile:
    """The records of an `.abp`."""
    file.format = ImportFormat.ACAR
    file.hints.date_order, file.hints.decimal = MONTH_DAY, "."
    trees = {name.rpartition("/")[2].lower(): _tree(content) for name, content in members.items() if _is_xml(name)}
    vehicles = trees.get("vehicles.xml")
    if vehicles is None:
        raise ImportRefused("nothing_found")
    if next(vehicles.iter("vehicle"), None) is None:
        raise ImportRefused("unsupported")
    _note_preferences(trees.get("preferences.xml"), file)
    fuels = _named(trees.get("fuel-types.xml"), "fuel-type")
    subtypes: dict[str, str] = {}
    for name in ("event-subtypes.xml", "services.xml", "expenses.xml"):
        for tag in ("event-subtype", "subtype", "service", "expense"):
            subtypes |= _named(trees.get(name), tag)
    number = 0
    for vehicle in vehicles.iter("vehicle"):
        car = _backup_vehicle(vehicle, fuels, file)
        for element in vehicle.iter():
            kind = _element_kind(element)
            if kind is None:
                continue
            # A backup has no lines: its records are counted.
            number += 1
            _backup_record(element, kind, number, car, file, fuels, subtypes)
    return file


def _is_xml(name: str) -> bool:
    return name.lower().endswith(".xml")


def _tree(content: bytes) -> Element:
    try:
        return parse(content)
    except BadTree:
        raise ImportRefused("broken_table") from None


def _note_preferences(tree: Element | None, file: RawFile) -> None:
    for element in tree.iter() if tree is not None else ():
        words = " ".join([element.tag, *element.attributes.values(), element.text]).lower()
        if "distance" in words and "unit" in words:
            file.hints.distance = file.hints.distance or distance_in(words.replace("unit", ""))
        elif "volume" in words and "unit" in words:
            file.hints.volume = file.hints.volume or volume_in(words.replace("unit", ""))


def _named(tree: Element | None, tag: str) -> dict[str, str]:
    """The names of a list of types by their ids."""
    found = {}
    for element in tree.iter(tag) if tree is not None else ():
        texts = _texts(element)
        name = texts.get("name") or texts.get("category") or texts.get("title") or ""
        number = texts.get("id")
        if number:
            found[number] = f"{name} {texts.get('category', '')}".strip()
    return found


def _texts(element: Element) -> dict[str, str]:
    found = {child.tag: child.text.strip() for child in element.children if child.text.strip()}
    return {**element.attributes, **found}


def _backup_vehicle(element: Element, fuels: Mapping[str, str], file: RawFile) -> str:
    texts = _texts(element)
    key = texts.get("name") or " ".join(filter(None, (texts.get("make"), texts.get("model")))) or texts.get("id", "")
    fuel = fuel_named(texts.get("fuel-type", "") or fuels.get(texts.get("fuel-type-id", ""), ""))
    plate = texts.get("license-plate")
    file.cars[key] = ImportedCar(key, key or None, texts.get("make"), texts.get("model"), plate, texts.get("vin"), fuel)
    file.hints.distance = file.hints.distance or distance_in(texts.get("distance-unit", "").lower())
    file.hints.volume = file.hints.volume or volume_in(texts.get("volume-unit", "").lower())
    return key


def _element_kind(element: Element) -> RowKind | str | None:
    match element.tag:
        case "fillup-record":
            return RowKind.FUEL
        case "service-record":
            return RowKind.WORK
        case "expense-record":
            return RowKind.COST
        case "event-record":
            return event_kind(_texts(element).get("type", "")) or "other"
        case "trip-record":
            return "trip"
        case _:
            return None


def _backup_record(
    element: Element,
    kind: RowKind | str,
    number: int,
    car: str,
    file: RawFile,
    fuels: Mapping[str, str],
    subtypes: Mapping[str, str],
) -> None:
    if not isinstance(kind, RowKind):
        file.skip(number, SkipReason.TRIP if kind == "trip" else SkipReason.NOT_UNDERSTOOD)
        return
    texts = _texts(element)
    values = {ours: texts[theirs] for theirs, ours in _RECORD.items() if texts.get(theirs)}
    if kind is RowKind.FUEL:
        values["energy"] = fuels.get(texts.get("fuel-type-id", ""), "")
        values["station"] = values.get("station_name") or values.get("brand") or values.get("station") or ""
    else:
        ids = [sub.attributes.get("id") or sub.text.strip() for sub in element.iter() if sub.tag in _SUBTYPES]
        values["description"] = ", ".join(name for one in ids if (name := subtypes.get(one)))
        values.setdefault("garage", texts.get("expense-center-address", ""))
    file.rows.append(RawRow(kind, number, {name: text for name, text in values.items() if text}, car))


_SUBTYPES: Final = frozenset({"subtype", "service", "expense", "event-subtype"})
