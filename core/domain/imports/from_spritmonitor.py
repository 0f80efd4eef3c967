"""Spritmonitor: one table of fill-ups whose type is a number, in kilometres and litres unless it says otherwise."""

from collections.abc import Sequence
from typing import Final

from core.domain.imports.import_columns import header_of
from core.domain.imports.import_rows import LITRE, ImportFormat, RawFile, RawRow, RowKind
from core.domain.imports.import_text import Line, mapped

_NEEDED: Final = ("date", "odometer", "distance", "quantity", "category", "total", "currency")
_FULL: Final = {"1": "1", "2": "0", "3": "1", "full": "1", "partial": "0", "first": "1", "voll": "1", "teil": "0"}
_FIRST: Final = frozenset({"3", "first", "erste"})


def is_table(lines: Sequence[Line]) -> bool:
    """Whether rows are Spritmonitor's: the columns it asks for, and its numbers for the type."""
    header = header_of(lines[0].cells)
    if not header.has(*_NEEDED):
        return False
    types = {mapped(header.names, line).get("category", "1").lower() for line in lines[1:50]}
    return types <= set(_FULL) | _FIRST


def read(lines: Sequence[Line], file: RawFile) -> RawFile:
    """The fill-ups."""
    file.format = ImportFormat.SPRITMONITOR
    header = header_of(lines[0].cells)
    hints = header.hints
    file.hints = hints
    hints.distance, hints.volume = hints.distance or "km", hints.volume or LITRE
    for line in lines[1:]:
        values = mapped(header.names, line)
        kind = values.pop("category", "").lower()
        values["full"] = _FULL.get(kind, "")
        if kind in _FIRST:
            values["missed"] = "1"
        car = values.pop("vehicle", "")
        file.car(car)
        file.rows.append(RawRow(RowKind.FUEL, line.number, {name: text for name, text in values.items() if text}, car))
    return file
