"""Fuelly: the website's CSV, and the app's, whose columns are known by their places."""

from collections.abc import Sequence
from typing import Final

from core.domain.imports.import_columns import consumption_in, distance_in, plain_header, volume_in
from core.domain.imports.import_rows import ImportFormat, RawFile, RawRow, RowKind, SkipReason
from core.domain.imports.import_text import Line, mapped

_WEB: Final = {
    "car name": "vehicle", "odometer": "odometer", "price": "price", "fuelup date": "date", "notes": "note",
    "missed fuelup": "missed", "partial fuelup": "partial", "brand": "station", "tags": "tags", "litres": "quantity",
    "liters": "quantity", "gallons": "quantity", "kwh": "quantity", "total cost": "total",
}  # fmt: skip
_APP: Final = (
    "record_type", "consumption", "date", "time", "vehicle", "odometer", "full", "price", "quantity", "total", "octane",
    "brand", "station", "tags", "payment", "pressure", "note", "description",
)  # fmt: skip
_KINDS: Final = {"gas": RowKind.FUEL, "fuel": RowKind.FUEL, "service": RowKind.WORK, "expense": RowKind.COST}


def is_web(header: Sequence[str]) -> bool:
    """Whether a header is that of the website."""
    names = {plain_header(cell) for cell in header}
    return "fuelup date" in names and ("car name" in names or "missed fuelup" in names or "city percentage" in names)


def is_app(lines: Sequence[Line]) -> bool:
    """Whether rows are those of the app: their kind first, the consumption after it."""
    header = [plain_header(cell) for cell in lines[0].cells]
    typed = {cell.strip().lower() for line in lines[1:20] for cell in line.cells[:1]}
    return len(header) >= 10 and header[0] == "type" and bool(typed) and typed <= set(_KINDS)


def read(lines: Sequence[Line], file: RawFile) -> RawFile:
    """The rows of either."""
    file.format = ImportFormat.FUELLY
    header = lines[0].cells
    web = is_web(header)
    names: list[str | None] = [_WEB.get(plain_header(cell)) for cell in header] if web else list(_APP)
    for place, cell in enumerate(header):
        text = cell.strip().lower()
        shown = consumption_in(text)
        if shown is not None:
            names[place] = "consumption"
            file.hints.consumption = file.hints.consumption or shown
        elif plain_header(cell) in {"km", "miles", "kilometers", "kilometres", "mi"}:
            file.hints.distance = file.hints.distance or distance_in(text)
        elif volume_in(text) is not None:
            file.hints.volume = file.hints.volume or volume_in(text)
        elif distance_in(text) is not None:
            file.hints.distance = file.hints.distance or distance_in(text)
    for line in lines[1:]:
        _row(mapped(names, line), line.number, file, web=web)
    return file


def _row(values: dict[str, str], number: int, file: RawFile, *, web: bool) -> None:
    kind = RowKind.FUEL if web else _KINDS.get(values.pop("record_type", "").lower())
    car = values.pop("vehicle", "")
    file.car(car)
    if kind is None:
        file.skip(number, SkipReason.NOT_UNDERSTOOD)
        return
    if kind is RowKind.FUEL:
        values.pop("description", None)
        values.setdefault("station", values.get("brand", ""))
        if web and "partial" not in values:
            # A column left empty beside others that say 1 means a full tank.
            values["full_if_silent"] = "1"
    file.rows.append(RawRow(kind, number, {name: text for name, text in values.items() if text}, car))
