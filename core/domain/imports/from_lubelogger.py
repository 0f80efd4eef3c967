"""LubeLogger: one CSV a vehicle and a kind of record, told by its header alone."""

from collections.abc import Sequence
from typing import Final

from core.domain.energy import Energy
from core.domain.imports.import_columns import consumption_in
from core.domain.imports.import_rows import ImportFormat, RawFile, RawRow, RowKind, SkipReason
from core.domain.imports.import_text import Line, mapped
from core.domain.recurring import CostType

_FUELS: Final = frozenset(energy.value for energy in Energy)
_COSTS: Final = frozenset(kind.value for kind in CostType)
_SERVICE: Final = frozenset({"date", "description", "cost", "notes", "odometer", "tags"})
_TAX: Final = frozenset({"date", "description", "cost", "notes", "tags"})
_COLUMNS: Final = {
    "date": "date",
    "odometer": "odometer",
    "fuelconsumed": "quantity",
    "cost": "total",
    "fueleconomy": "consumption",
    "isfilltofull": "full",
    "missedfuelup": "missed",
    "notes": "note",
    "description": "description",
    "partsupplier": "garage",
    "tags": "tags",
}


def kind_of(header: Sequence[str]) -> RowKind | SkipReason | None:
    """What the rows under a header are, or why they are not imported; None when it is not LubeLogger's."""
    names = {name for cell in header if not (name := _plain(cell)).startswith("extrafield")}
    if "fuelconsumed" in names and names & {"isfilltofull", "missedfuelup", "fueleconomy"}:
        return RowKind.FUEL
    if "initialodometer" in names:
        return RowKind.ODOMETER
    if {"datecreated", "progress"} <= names:
        return SkipReason.PLAN
    if "isequipped" in names:
        return SkipReason.EQUIPMENT
    if names == _SERVICE:
        return RowKind.WORK
    return RowKind.COST if names == _TAX or {"partnumber", "partsupplier"} <= names else None


def read(lines: Sequence[Line], file: RawFile) -> RawFile:
    """The rows of one table."""
    file.format = ImportFormat.LUBELOGGER
    header, rows = lines[0], lines[1:]
    kind = kind_of(header.cells)
    names = [_COLUMNS.get(_plain(cell)) for cell in header.cells]
    for cell in header.cells:
        if _plain(cell).startswith("fueleconomy"):
            file.hints.consumption = consumption_in(cell.lower())
    tax = "partnumber" not in {_plain(cell) for cell in header.cells}
    file.car("")
    for line in rows:
        if not isinstance(kind, RowKind):
            file.skip(line.number, kind or SkipReason.NOT_UNDERSTOOD)
            continue
        values = mapped(names, line)
        _note_tags(kind, values)
        if kind is RowKind.COST:
            # A road tax or an insurance is named by its description; supplies are some other cost.
            values.setdefault("cost_type", "" if tax else "other")
            if tax:
                values["category"] = "tax"
        file.rows.append(RawRow(kind, line.number, values))
    return file


def _note_tags(kind: RowKind, values: dict[str, str]) -> None:
    """Tags of our own export say what the columns cannot."""
    tags = values.pop("tags", "").split()
    fuels, costs = [tag for tag in tags if tag in _FUELS], [tag for tag in tags if tag in _COSTS]
    if kind is RowKind.WORK:
        values["services"] = " ".join(tags)
    elif kind is RowKind.FUEL and fuels:
        values["energy"] = fuels[0]
    elif kind is RowKind.COST and costs:
        values["cost_type"] = costs[0]


def _plain(cell: str) -> str:
    return cell.strip().lower().replace(" ", "").replace("_", "")
