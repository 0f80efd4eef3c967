import csv
import io
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.energy import Energy
from core.domain.exports.export_json import json_export
from core.domain.exports.export_lubelogger import lubelogger_export
from core.domain.exports.export_tables import csv_export, neutral, xlsx_export
from core.domain.fuel import ANY_FUEL, FuelUnit, unit_of, unit_price_of
from core.domain.imports.import_file import find
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
    Row,
)
from core.domain.recurring import CostType
from core.domain.service_types import ServiceType
from core.domain.typed_text import clean_line

TODAY = date(2026, 11, 26)
WORDS = st.text(max_size=40).map(clean_line).map(lambda text: text or None)
DAYS = st.dates(date(2000, 1, 1), TODAY)
CENTS = st.integers(1, 10_000_000)
KILOMETRES = st.integers(1, 900_000)


@st.composite
def fills(draw: st.DrawFn) -> ImportedFill:
    energy = draw(st.sampled_from(ANY_FUEL))
    quantity, total = draw(st.integers(1_000, 90_000)), draw(CENTS)
    return ImportedFill(
        1, "0", draw(DAYS), None, energy, unit_of(energy), quantity, total, unit_price_of(total, quantity), "EUR",
        draw(st.none() | st.booleans()), draw(st.booleans()), draw(st.none() | KILOMETRES), draw(WORDS),
        draw(st.sampled_from([None, "home"])) if energy is Energy.ELECTRIC else None, draw(WORDS),
    )  # fmt: skip


RECORDS = st.builds(
    ImportedRecord,
    line=st.just(1),
    car=st.just("0"),
    day=DAYS,
    services=st.lists(st.sampled_from(ServiceType), min_size=1, max_size=4, unique=True).map(tuple),
    kilometres=st.none() | KILOMETRES,
    total_cents=st.none() | CENTS,
    currency=st.just("EUR"),
    garage=WORDS,
    note=WORDS,
)
COSTS = st.builds(
    ImportedCost,
    line=st.just(1), car=st.just("0"), day=DAYS, kind=st.sampled_from(CostType), amount_cents=CENTS,
    currency=st.sampled_from(["EUR", "CHF"]), label=WORDS, period_months=st.none() | st.integers(1, 120),
)  # fmt: skip
READINGS = st.builds(ImportedReading, line=st.just(1), car=st.just("0"), day=DAYS, kilometres=KILOMETRES)
REMINDERS = st.builds(
    ImportedReminder,
    line=st.just(1), car=st.just("0"), subject=WORDS, due_on=DAYS, due_kilometres=st.none() | KILOMETRES,
    repeat=st.sampled_from([None, "P1Y"]),
)  # fmt: skip
LOGBOOKS = st.lists(st.one_of(fills(), RECORDS, COSTS, READINGS, REMINDERS), max_size=12)
LINE = ImportedLine("Plaquettes", Decimal(2), Decimal("12.500"), 2_500, "part")


def logbook(rows: list[Row]) -> Found:
    found = Found(ImportFormat.OWN, whole=True)
    found.cars["0"] = ImportedCar("0", "Clio", "Renault", "Clio", "AB123CD", None, Energy.PETROL)
    found.rows = list(rows)
    return found


def back(content: bytes, **answers: str) -> Found:
    return find(content, answers, "EUR", TODAY)


def same(rows: list[Row], **changes: object) -> Counter[Row]:
    return Counter(replace(row, line=0, car="", **changes) for row in rows)  # type: ignore[arg-type]  # fields of any row


def unique(rows: list[Row]) -> list[Row]:
    """Two fill-ups that nothing tells apart are one, whatever was written beside them."""
    seen: dict[object, Row] = {}
    for number, row in enumerate(rows):
        key: object = number
        if isinstance(row, ImportedFill):
            key = (row.day, row.kilometres, row.quantity_milli, row.total_cents, row.energy)
        seen.setdefault(key, row)
    return list(seen.values())


@settings(max_examples=40, deadline=None)
@given(LOGBOOKS)
def test_everything_comes_back_from_json(rows: list[Row]) -> None:
    rows = [replace(row, lines=(LINE,)) if isinstance(row, ImportedRecord) else row for row in rows]
    again = back(json_export(logbook(rows), "2026-11-26T12:00:00+00:00"))
    assert again.skipped == []
    assert same(again.rows) == same(rows)
    assert again.cars["0"] == logbook([]).cars["0"]


@settings(max_examples=40, deadline=None)
@given(LOGBOOKS)
def test_the_logbook_comes_back_from_one_table_and_from_sheets(rows: list[Row]) -> None:
    rows = unique(rows)
    again = back(csv_export(logbook(rows)))
    assert (again.skipped, again.questions) == ([], [])
    assert same(again.rows) == same(rows)


@settings(max_examples=6, deadline=None)
@given(LOGBOOKS)
def test_the_logbook_comes_back_from_a_workbook(rows: list[Row]) -> None:
    again = back(xlsx_export(logbook(rows))) if rows else logbook([])
    assert sum((Counter(type(row) for row in again.rows)).values()) == len(unique(rows))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.one_of(fills(), RECORDS, READINGS), max_size=12))
def test_the_logbook_comes_back_from_lubelogger(rows: list[Row]) -> None:
    rows = unique(rows)
    content = lubelogger_export(logbook(rows), str, TODAY)
    again = back(content, distance_unit="km", volume_unit="l") if rows else logbook([])
    assert lean(again.rows) == lean(rows)


def lean(rows: list[Row]) -> Counter[object]:
    """What LubeLogger has columns for."""
    found: Counter[object] = Counter()
    for row in rows:
        match row:
            case ImportedFill():
                found[row.day, row.kilometres, row.quantity_milli, row.total_cents, row.energy, bool(row.full)] += 1
            case ImportedRecord():
                found[row.day, row.kilometres, row.services, row.total_cents or 0] += 1
            case ImportedReading():
                found[row.day, row.kilometres] += 1
            case _:
                continue
    return found


def test_no_cell_is_a_formula_for_a_spreadsheet() -> None:
    evil = ImportedFill(
        1, "0", TODAY, None, Energy.PETROL, FuelUnit.LITRE, 1_000, None, None, "EUR", None,
        station='=HYPERLINK("http://x","y")', note="@SUM(1)",
    )  # fmt: skip
    written = csv_export(logbook([evil])).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(written)):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
    assert neutral("plain") == "plain"
    (again,) = back(csv_export(logbook([evil]))).rows
    assert isinstance(again, ImportedFill)
    assert (again.station, again.note) == ('=HYPERLINK("http://x","y")', "@SUM(1)")
