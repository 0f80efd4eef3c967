"""Drivvo: sections with English or Spanish markers, headers in the phone's language and sometimes broken."""

from collections.abc import Sequence
from typing import Final

from core.domain.entry.word_sets import set_of
from core.domain.imports.import_columns import column_of, consumption_in, hints_of, plain_header
from core.domain.imports.import_rows import ImportedCar, ImportFormat, RawFile, RawRow, RowKind, SkipReason
from core.domain.imports.import_sections import Section
from core.domain.imports.import_text import Line

REFUELLING: Final = set_of(
    "refuelling refueling refuel reabastecimiento abastecimento abastecimiento reabastecimento repostaje rifornimento"
    " betankung tankvorgang ravitaillement plein pleins tanken carburant"
)
EXPENSE: Final = set_of("expense expenses gasto gastos despesa despesas depense depenses ausgabe ausgaben spesa spese")
SERVICE: Final = set_of(
    "service services servicio servicios servico servicos servizio servizi entretien entretiens wartung maintenance"
    " mantenimiento manutencao manutenzione"
)
INCOME: Final = set_of(
    "income incomes ingreso ingresos receita receitas revenu revenus einnahme einnahmen entrata entrate"
)
ROUTE: Final = set_of("route routes ruta rutas rota rotas percurso percursos trajet trajets strecke percorso viaje")
VEHICLE: Final = set_of("vehicle vehicles vehiculo vehiculos veiculo veiculos vehicule vehicules fahrzeug veicolo")
REMINDER: Final = set_of("reminder reminders recordatorio lembrete lembretes rappel rappels erinnerung promemoria")
SECTIONS: Final = REFUELLING | EXPENSE | SERVICE | INCOME | ROUTE

# The first columns keep their places in every layout.
_FUEL_PLACES: Final = ("odometer", "date", "energy", "price", "total", "quantity", "full")
_FUEL_COLUMNS: Final = len(_FUEL_PLACES)
_SECOND, _THIRD = 7, 12
_COST_PLACES: Final = ("odometer", "date", "total", "description")
_LATER: Final = frozenset({"station", "note", "consumption", "vehicle", "place", "garage", "missed", "distance"})


def read(sections: Sequence[Section], file: RawFile) -> RawFile:
    """The rows of every section."""
    file.format = ImportFormat.DRIVVO
    only = ""
    for section in sections:
        if section.name in VEHICLE:
            for line in section.rows:
                only = _vehicle(section, line, file)
    only = only if len(file.cars) == 1 else ""
    for section in sections:
        _section(section, file, only)
    if not file.cars:
        file.car(only)
    return file


def _section(section: Section, file: RawFile, car: str) -> None:
    name = section.name
    places = _FUEL_PLACES if name in REFUELLING else _cost_places(section.header)
    names = _names(section.header, places)
    if name in REFUELLING | EXPENSE | SERVICE:
        _note_units(section.header, names, file)
    for line in section.rows:
        if name in REFUELLING:
            _fills(section, names, line, file, car)
        elif name in EXPENSE | SERVICE:
            _paid(RowKind.COST if name in EXPENSE else RowKind.WORK, names, line, file, car)
        elif name not in VEHICLE:
            file.skip(line.number, _reason(name))


def _reason(name: str) -> SkipReason:
    if name in INCOME:
        return SkipReason.INCOME
    return SkipReason.TRIP if name in ROUTE else SkipReason.NOT_UNDERSTOOD


def _cost_places(header: Sequence[str]) -> tuple[str, ...]:
    """Where a cost's columns are: by the header where it is in a language of ours, else where they have always been."""
    known = [column_of(cell) for cell in header[:4]]
    if known[:1] == ["odometer"] and "date" in known and "total" in known:
        return tuple(name if name in {"odometer", "date", "total"} else "description" for name in known if name)[:4]
    return _COST_PLACES


def _names(header: Sequence[str], places: Sequence[str]) -> list[str | None]:
    names: list[str | None] = list(places)
    for cell in header[len(places) :]:
        name = column_of(cell) if not plain_header(cell).endswith((" 2", " 3")) else None
        names.append(name if name in _LATER and name not in names else None)
    return names


def _note_units(header: Sequence[str], names: Sequence[str | None], file: RawFile) -> None:
    found, hints = hints_of(header, names), file.hints
    hints.distance = hints.distance or found.distance
    hints.volume = hints.volume or found.volume
    hints.currency = hints.currency or found.currency
    hints.consumption = hints.consumption or found.consumption


def _fills(section: Section, names: Sequence[str | None], line: Line, file: RawFile, car: str) -> None:
    cells = [cell.strip() for cell in line.cells]
    if len(cells) < _FUEL_COLUMNS - 1:
        file.skip(line.number, SkipReason.CELLS_MISSING)
        return
    values = _values(names, cells)
    for cell in cells[_FUEL_COLUMNS:]:
        # The consumption of a row says its unit in words of its own.
        shown = consumption_in(cell.lower()) if any(char.isdigit() for char in cell) and len(cell) < 25 else None
        if shown is not None:
            values["consumption"] = cell
            file.hints.consumption = file.hints.consumption or shown
    owner = _owner(values, file, car)
    file.rows.append(RawRow(RowKind.FUEL, line.number, values, owner))
    for start in (_SECOND, _THIRD):
        more = cells[start : start + 5]
        if len(section.header) >= start + 5 and len(more) == 5 and _says_something(more[3]):
            second = {**values, "energy": more[0], "price": more[1], "total": more[2], "quantity": more[3]}
            second |= {"full": more[4], "consumption": ""}
            file.rows.append(RawRow(RowKind.FUEL, line.number, {k: v for k, v in second.items() if v}, owner))


def _paid(kind: RowKind, names: Sequence[str | None], line: Line, file: RawFile, car: str) -> None:
    values = _values(names, [cell.strip() for cell in line.cells])
    if len(line.cells) < 3:
        file.skip(line.number, SkipReason.CELLS_MISSING)
        return
    if "place" in values:
        values.setdefault("station", values.pop("place"))
    # One row an item: the same second at the same mileage is one visit.
    visit = f"{values.get('date')}|{values.get('odometer')}" if kind is RowKind.WORK else ""
    owner = _owner(values, file, car)
    file.rows.append(RawRow(kind, line.number, values, owner, visit))


def _values(names: Sequence[str | None], cells: Sequence[str]) -> dict[str, str]:
    pairs = zip(names, cells, strict=False)
    return {name: cell for name, cell in pairs if name is not None and cell}


def _owner(values: dict[str, str], file: RawFile, car: str) -> str:
    name = values.pop("vehicle", None)
    owner = name if name is not None else car
    file.car(owner)
    return owner


def _vehicle(section: Section, line: Line, file: RawFile) -> str:
    cells = [*(cell.strip() for cell in line.cells), "", "", ""]
    known = {column_of(cell): place for place, cell in enumerate(section.header)}
    plate = cells[known["plate"]] if "plate" in known and known["plate"] < len(cells) else cells[2]
    name = cells[0] or cells[1]
    file.cars[name] = ImportedCar(name, name or None, None, cells[1] or None, plate or None)
    return name


def _says_something(text: str) -> bool:
    return any(char in "123456789" for char in text)
