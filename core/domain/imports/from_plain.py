"""Any table with a header in one of six languages; our own CSV is one of them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from statistics import median
from typing import Final

from core.domain.entry.work_words import services_in
from core.domain.imports.cost_names import cost_type_named
from core.domain.imports.fuel_names import fuel_named
from core.domain.imports.import_columns import Header, header_of, plain_header
from core.domain.imports.import_rows import ImportedCar, ImportFormat, RawFile, RawRow, RowKind, SkipReason
from core.domain.imports.import_text import Line, mapped
from core.domain.imports.import_values import number_in
from core.domain.typed_text import folded

MARK: Final = "autotrack"
_WORTH_KEEPING: Final = (
    "odometer", "quantity", "total", "some_fuel", "some_price", "description", "due_odometer",
)  # fmt: skip
# How far down a header may stand: some apps put a title above it.
_TITLES: Final = 6
_MOST_PRICE: Final = Decimal(8)
_KINDS: Final[Mapping[RowKind, str]] = {
    RowKind.FUEL: "fuel fill fillup fill-up refuel refuelling refueling gas plein pleins carburant ravitaillement"
    " tanken betankung tankung repostaje combustible abastecimento"
    " abastecimiento reabastecimiento combustivel rifornimento"
    " carburante charge recharge charging refueled essence",
    RowKind.WORK: "maintenance service repair upgrade entretien reparation revision wartung reparatur inspektion"
    " mantenimiento reparacion servicio manutencao servico reparo manutenzione riparazione servizio tagliando work",
    RowKind.ODOMETER: "odometer reading kilometrage releve compteur kilometerstand odometro cuentakilometros"
    " quilometragem chilometraggio mileage",
    RowKind.COST: "cost expense depense frais kosten ausgabe gasto coste despesa custo spesa costo",
    RowKind.REMINDER: "reminder rappel echeance erinnerung recordatorio lembrete promemoria",
}
_BY_WORD: Final = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_SKIPPED: Final = {
    "income": SkipReason.INCOME, "revenu": SkipReason.INCOME, "einnahme": SkipReason.INCOME,
    "ingreso": SkipReason.INCOME, "receita": SkipReason.INCOME, "trip": SkipReason.TRIP, "trajet": SkipReason.TRIP,
    "fahrt": SkipReason.TRIP, "viaje": SkipReason.TRIP, "viagem": SkipReason.TRIP, "viaggio": SkipReason.TRIP,
}  # fmt: skip
# The columns of our own export, under the names that rows have here where these differ.
_OWN: Final = {
    "kind": "row_kind", "odometer_km": "odometer", "unit_price": "price", "period_months": "period",
    "due_km": "due_odometer",
}  # fmt: skip


def header_place(lines: Sequence[Line]) -> int | None:
    """Where the header stands: the first row that names a date and something to keep."""
    for place, line in enumerate(lines[:_TITLES]):
        header = header_of(line.cells)
        dated = header.has("date") or header.has("day", "month", "year")
        if dated and header.any(*_WORTH_KEEPING):
            return place
    return None


def read(lines: Sequence[Line], file: RawFile) -> RawFile:
    """The rows under a header."""
    cells = lines[0].cells
    header = header_of(cells)
    file.hints = header.hints
    own = any(plain_header(cell) == MARK for cell in cells)
    file.format = ImportFormat.OWN if own else ImportFormat.CSV
    names = _own_names(cells) if own else _names(header, lines[1:])
    if own:
        file.hints.distance, file.hints.decimal, file.hints.volume = "km", ".", "l"
    for line in lines[1:]:
        values = mapped(names, line)
        _row({name: _as_meant(text) for name, text in values.items()} if own else values, line.number, file, names)
    return file


def _as_meant(text: str) -> str:
    """A cell of our own export without the sign that keeps spreadsheets from running it."""
    return text[1:] if text.startswith("'") else text


def _own_names(cells: Sequence[str]) -> list[str | None]:
    return [_OWN.get(cell.strip(), cell.strip()) for cell in cells]


def _names(header: Header, rows: Sequence[Line]) -> list[str | None]:
    """Give a meaning to columns that have two, once for the whole file, by what they hold."""
    names = list(header.names)
    for place, name in enumerate(names):
        numbers = _numbers(rows, place)
        if name == "some_fuel":
            names[place] = "quantity" if len(numbers) * 2 > min(len(rows), 200) else "energy"
        elif name == "some_price":
            cheap = bool(numbers) and median(numbers) <= _MOST_PRICE and "quantity" in names
            names[place] = "price" if cheap else "total"
    return names


def _numbers(rows: Sequence[Line], place: int) -> list[Decimal]:
    cells = (line.cells[place] for line in rows[:200] if place < len(line.cells))
    return [number for cell in cells if (number := number_in(cell, None)) is not None]


def _row(values: dict[str, str], number: int, file: RawFile, names: Sequence[str | None]) -> None:
    car = _car(values, file)
    if "date" not in values and {"day", "month", "year"} <= set(values):
        values["date"] = f"{values['year']}-{values['month'].zfill(2)}-{values['day'].zfill(2)}"
    kind = _kind(values)
    if isinstance(kind, SkipReason):
        file.skip(number, kind)
        return
    if kind is RowKind.FUEL:
        # What a fuel table has to say of a row that is not its fuel is a note.
        described = values.pop("description", None)
        if described and "note" not in values:
            values["note"] = described
        if "energy" not in values and fuel_named(values.get("category", "")) is not None:
            values["energy"] = values["category"]
        values.setdefault("station", values.get("garage") or values.get("brand") or values.get("place") or "")
        if ("partial" in names and "partial" not in values) or (
            "partial" not in names and "full" in names and "full" not in values
        ):
            values["full_if_silent"] = "1" if "partial" in names else ""
    else:
        values.setdefault("garage", values.get("place", ""))
    file.rows.append(RawRow(kind, number, {name: text for name, text in values.items() if text}, car))


def _car(values: dict[str, str], file: RawFile) -> str:
    plate, name = values.pop("plate", ""), values.pop("vehicle", "")
    key = name or plate
    known = file.cars.get(key)
    if known is None:
        energy = None if values.get("row_kind") else fuel_named(values.get("energy", ""))
        file.cars[key] = ImportedCar(
            key, name or None, values.get("make"), values.get("model"), plate or None, values.get("vin"), energy
        )
    return key


def _kind(values: Mapping[str, str]) -> RowKind | SkipReason:
    """What a row is: what it says of itself, else by which cells it fills."""
    stated = values.get("row_kind") or values.get("category", "")
    said = _stated(stated)
    if said is not None:
        return said
    if values.get("quantity") or values.get("price"):
        return RowKind.FUEL
    words = (values.get("description", ""), stated)
    if any(cost_type_named(text) is not None for text in (stated, words[0]) if text) and values.get("total"):
        return RowKind.COST
    if any(services_in(text[:300]) for text in words if text):
        return RowKind.WORK
    if values.get("due_date") or values.get("due_odometer"):
        return RowKind.REMINDER
    if values.get("total"):
        return RowKind.WORK if values.get("odometer") and values.get("description") else RowKind.COST
    return RowKind.ODOMETER if values.get("odometer") and not values.get("description") else RowKind.WORK


def _stated(text: str) -> RowKind | SkipReason | None:
    plain = folded(text[:60])
    words = [plain, *plain.replace("/", " ").split()]
    for word in words:
        if word in _SKIPPED:
            return _SKIPPED[word]
        if word in _BY_WORD:
            return _BY_WORD[word]
    return None
