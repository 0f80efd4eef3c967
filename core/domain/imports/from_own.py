"""Our own export as JSON (`docs/export.md`): everything of each vehicle, in version 1."""

import json
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final, TypeVar

from core.domain.cost_categories import CostCategory
from core.domain.energy import Energy
from core.domain.fuel import HIGHEST_MILLI, FuelUnit, milli_of
from core.domain.imports.import_rows import (
    Found,
    ImportedCar,
    ImportedCost,
    ImportedFill,
    ImportedLine,
    ImportedReading,
    ImportedRecord,
    ImportedReminder,
    ImportFormat,
    ImportRefused,
    Json,
    Row,
    Skipped,
    SkipReason,
)
from core.domain.money import HIGHEST_CENTS, Money
from core.domain.record_status import RecordStatus
from core.domain.recurring import CostType
from core.domain.service_types import ServiceType
from core.domain.typed_text import clean, clean_line

FORMAT: Final = "autotrack"
VERSION: Final = 1
# What a vehicle has beside its rows, and what belongs to nobody's logbook format but ours.
EXTRAS: Final = ("intervals", "dates", "inspections", "replacements")
_HIGHEST_KILOMETRES: Final = 2_000_000
_MOST_ROWS: Final = 400_000
T = TypeVar("T")


class _Wrong(Exception):
    """A value that this schema does not have."""


def read(text: str) -> Found:
    """The export's vehicles with all that hangs on them; `ImportRefused` when it is no export of ours."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise ImportRefused("broken_table") from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise ImportRefused("unsupported")
    version = content.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise ImportRefused("newer_version")
    found = Found(ImportFormat.OWN, whole=True)
    for place, vehicle in enumerate(_list(content, "vehicles")):
        _vehicle(found, vehicle, str(place))
    for reminder in _list(content, "reminders"):
        _take(found, _reminder, "", reminder)
    if len(found.rows) > _MOST_ROWS:
        raise ImportRefused("too_large")
    return found


def _vehicle(found: Found, raw: Json, key: str) -> None:
    found.cars[key] = ImportedCar(
        key,
        _text(raw, "nickname", 40),
        _text(raw, "make", 60),
        _text(raw, "model", 80),
        _text(raw, "plate", 16),
        _text(raw, "vin", 17),
        _enum(Energy, raw.get("energy")),
        _text(raw, "country", 2),
        _text(raw, "category", 8),
        _optional_day(raw, "first_registered_on"),
    )
    own: Json = {name: value for name, value in raw.items() if isinstance(value, str | int | bool | dict)}
    found.extras[key] = {"vehicle": own, **{name: list(_list(raw, name)) for name in EXTRAS}}
    makers: tuple[tuple[str, Callable[[int, str, Json], Row]], ...] = (
        ("readings", _reading), ("fills", _fill), ("records", _record), ("costs", _cost), ("reminders", _reminder),
    )  # fmt: skip
    for name, make in makers:
        for row in _list(raw, name):
            _take(found, make, key, row)


def _take(found: Found, make: Callable[[int, str, Json], Row], key: str, raw: Json) -> None:
    """Add a row, or note why it cannot be one; in JSON a row's place stands for its line."""
    line = len(found.rows) + len(found.skipped) + 1
    try:
        found.rows.append(make(line, key, raw))
    except (_Wrong, KeyError, TypeError, ValueError, InvalidOperation):
        found.skipped.append(Skipped(line, SkipReason.NOT_UNDERSTOOD))


def _fill(line: int, car: str, raw: Json) -> ImportedFill:
    unit = FuelUnit(str(raw["unit"]))
    quantity = _decimal(raw, "quantity")
    milli = None if quantity is None else milli_of(quantity)
    if milli is not None and not 0 < milli <= HIGHEST_MILLI[unit]:
        raise _Wrong
    full = raw.get("full")
    return ImportedFill(
        line,
        car,
        _day(raw, "date"),
        None,
        Energy(str(raw["energy"])),
        unit,
        milli,
        _cents(raw, "total"),
        _decimal(raw, "unit_price"),
        _currency(raw),
        full if isinstance(full, bool) else None,
        raw.get("missed") is True,
        _kilometres(raw, "kilometres"),
        _text(raw, "station", 120),
        _text(raw, "place", 8),
        _text(raw, "note", 2_000),
    )


def _record(line: int, car: str, raw: Json) -> ImportedRecord:
    services = tuple(ServiceType(str(one)) for one in _items(raw, "services"))
    lines = tuple(
        ImportedLine(
            _text(one, "description", 300) or "-",
            _decimal(one, "quantity"),
            _decimal(one, "unit_price"),
            _cents(one, "total"),
            _text(one, "kind", 8) or "part",
        )
        for one in _list(raw, "lines")
    )
    return ImportedRecord(
        line,
        car,
        _day(raw, "date"),
        services or (ServiceType.OTHER_REPAIR,),
        _kilometres(raw, "kilometres"),
        _cents(raw, "total"),
        _currency(raw),
        _text(raw, "garage", 200),
        _note(raw),
        RecordStatus(str(raw.get("status", "completed"))),
        _enum(CostCategory, raw.get("category")) if raw.get("category_chosen") is True else None,
        _optional_day(raw, "warranty_until"),
        _text(raw, "invoice_number", 60),
        _text(raw, "garage_siret", 14),
        lines,
    )


def _reading(line: int, car: str, raw: Json) -> ImportedReading:
    kilometres = _kilometres(raw, "kilometres")
    offset = raw.get("cluster_offset", 0)
    if kilometres is None or not isinstance(offset, int):
        raise _Wrong
    return ImportedReading(line, car, _day(raw, "date"), kilometres, _text(raw, "source", 12) or "typed", offset)


def _cost(line: int, car: str, raw: Json) -> ImportedCost:
    cents, period = _cents(raw, "amount"), raw.get("period_months")
    if not cents or not (period is None or (isinstance(period, int) and 1 <= period <= 120)):
        raise _Wrong
    return ImportedCost(
        line,
        car,
        _day(raw, "date"),
        CostType(str(raw["kind"])),
        cents,
        _currency(raw),
        _text(raw, "label", 120),
        period,
        _optional_day(raw, "ends_on"),
    )


def _reminder(line: int, car: str, raw: Json) -> ImportedReminder:
    due, kilometres = _optional_day(raw, "due_on"), _kilometres(raw, "due_kilometres")
    minute = raw.get("at_minute")
    if due is None and kilometres is None:
        raise _Wrong
    return ImportedReminder(
        line,
        car,
        _text(raw, "subject", 200),
        due,
        kilometres,
        _text(raw, "repeat", 8),
        _text(raw, "service", 40),
        minute if isinstance(minute, int) and 0 <= minute < 1_440 else None,
        _text(raw, "topic", 20),
    )


def _list(raw: Json, name: str) -> Iterable[Json]:
    return [one for one in _items(raw, name) if isinstance(one, dict)]


def _items(raw: Json, name: str) -> list[object]:
    value = raw.get(name)
    return value if isinstance(value, list) else []


def _day(raw: Json, name: str) -> date:
    return date.fromisoformat(str(raw[name]))


def _optional_day(raw: Json, name: str) -> date | None:
    try:
        return _day(raw, name) if raw.get(name) else None
    except ValueError:
        return None


def _decimal(raw: Json, name: str) -> Decimal | None:
    value = raw.get(name)
    if value is None:
        return None
    number = Decimal(str(value))
    if not number.is_finite() or number < 0 or number > HIGHEST_CENTS:
        raise _Wrong
    return number


def _cents(raw: Json, name: str) -> int | None:
    number = _decimal(raw, name)
    return None if number is None else Money.of(number).cents


def _kilometres(raw: Json, name: str) -> int | None:
    value = raw.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or not 0 <= value <= _HIGHEST_KILOMETRES:
        raise _Wrong
    return value


def _currency(raw: Json) -> str:
    code = str(raw.get("currency") or "EUR")
    if not (len(code) == 3 and code.isascii() and code.isalpha()):
        raise _Wrong
    return code.upper()


def _text(raw: Json, name: str, highest: int) -> str | None:
    value = raw.get(name)
    return clean_line(value, highest) or None if isinstance(value, str) else None


def _note(raw: Json) -> str | None:
    value = raw.get("note")
    return clean(value)[:2_000].strip() or None if isinstance(value, str) else None


def _enum(kind: Callable[[str], T], value: object) -> T | None:
    try:
        return kind(str(value)) if value is not None else None
    except ValueError:
        return None
