"""Logbooks to papers, in a person's language."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from core.domain.book import Paper, PaperTable
from core.domain.imports.import_rows import (
    Found,
    ImportedFill,
    ImportedReading,
    ImportedRecord,
    ImportedReminder,
)
from core.domain.money import Money
from core.domain.ownership import Period
from core.domain.picture import Curve
from core.domain.record_status import RecordStatus
from core.domain.recurring import is_cost_name
from core.domain.service_types import ServiceType, service_name
from core.domain.statistics import spending
from core.i18n import Translator
from core.models import Account, Vehicle
from core.services.figures_read import VehicleFigures
from core.services.manners import translator_of
from core.services.picture_making import captioned, mileage_curve
from core.services.vehicles import plate_of

_SERVICES: Final = {service.value for service in ServiceType}
MOST_LINES = 8


def service_book(
    owner: Account, vehicle: Vehicle, logbook: Found, today: date, *, code: str, check: str, masked: bool
) -> Paper:
    """The service book; for a buyer without notes, numbers of invoices and whose it is."""
    t = translator_of(owner)
    records = [row for row in logbook.rows if isinstance(row, ImportedRecord) and row.status is RecordStatus.COMPLETED]
    records.sort(key=lambda row: (row.day, row.line), reverse=True)
    subtitle = t.plain("book.subtitle", vehicle=_name(t, vehicle), day=today)
    if not masked and owner.first_name:
        subtitle = t.plain("book.subtitle_for", vehicle=_name(t, vehicle), day=today, name=owner.first_name)
    return Paper(
        t.language,
        t.plain("book.title"),
        subtitle,
        _facts(t, vehicle, logbook, records),
        (
            _history(t, records, masked=masked),
            _garages(t, records),
            _warranties(t, records, today),
            _due(t, logbook),
        ),
        t.plain("book.page", n="{n}", total="{total}"),
        t.plain("book.footer"),
        code,
        t.plain("book.code"),
        check,
        _curve(t, logbook),
    )


def cost_report(owner: Account, vehicle: Vehicle, figures: VehicleFigures, today: date) -> Paper:
    """What a vehicle cost: the picture, and the sums by category and year."""
    t = translator_of(owner)
    picture, _ = captioned(t, "costs", Period.LIFE, False, [figures], today)
    sums = spending(figures.expenses, figures.span)
    tables = []
    for found in sums:
        amounts = [(_category(t, name), _money(t, cents, found.currency)) for name, cents in found.categories]
        total = (t.plain("book.total"), _money(t, found.total, found.currency))
        head = (t.plain("book.category"), t.plain("book.amount"))
        title = t.plain("book.by_category", currency=found.currency)
        tables.append(PaperTable(title, head, (*amounts, total), (70, 30), (1,)))
        by_year: dict[int, int] = {}
        for expense in figures.expenses:
            if expense.amount.currency == found.currency:
                by_year[expense.day.year] = by_year.get(expense.day.year, 0) + expense.amount.cents
        years = tuple((str(year), _money(t, cents, found.currency)) for year, cents in sorted(by_year.items()))
        head = (t.plain("book.year"), t.plain("book.amount"))
        tables.append(
            PaperTable(t.plain("book.by_year", currency=found.currency), head, (*years, total), (70, 30), (1,))
        )
    return Paper(
        t.language,
        t.plain("book.costs_title"),
        t.plain("book.costs_subtitle", vehicle=_name(t, vehicle), start=figures.span.start, end=figures.span.end),
        tuple((figure.label, figure.value) for figure in picture.figures) if picture is not None else (),
        tuple(tables) or (PaperTable(t.plain("book.costs_title"), (), (), (), (), t.plain("book.no_costs")),),
        t.plain("book.page", n="{n}", total="{total}"),
        t.plain("book.footer"),
        picture=picture,
    )


def _facts(
    t: Translator, vehicle: Vehicle, logbook: Found, records: list[ImportedRecord]
) -> tuple[tuple[str, str], ...]:
    unknown = t.plain("book.unknown")
    model = " ".join(part for part in (vehicle.make, vehicle.model) if part)
    since = vehicle.first_registered_on
    fills = sum(1 for row in logbook.rows if isinstance(row, ImportedFill))
    return (
        (t.plain("book.model"), model or vehicle.nickname or unknown),
        (
            t.plain("book.plate"),
            plate_of(vehicle) or unknown,
        ),
        (t.plain("book.vin"), vehicle.vin or unknown),
        (t.plain("book.first_registered"), t.plain("value.date", day=since) if since else unknown),
        (t.plain("book.energy"), t.plain(f"energy.{vehicle.energy}") if vehicle.energy else unknown),
        (
            t.plain("book.odometer"),
            t.plain("value.kilometres", kilometres=vehicle.kilometres) if vehicle.kilometres else unknown,
        ),
        (t.plain("book.visits"), str(len(records))),
        (t.plain("book.fills"), str(fills)),
    )


def _history(t: Translator, records: Iterable[ImportedRecord], *, masked: bool) -> PaperTable:
    rows = tuple(
        (
            t.plain("value.date", day=row.day),
            t.plain("value.kilometres", kilometres=row.kilometres) if row.kilometres else "",
            _work(t, row, masked=masked),
            row.garage or "",
            _money(t, row.total_cents, row.currency) if row.total_cents is not None else "",
        )
        for row in records
    )
    names = ("date", "odometer", "work", "garage", "amount")
    head = tuple(t.plain(f"book.{name}") for name in names)
    return PaperTable(t.plain("book.history"), head, rows, (17, 17, 37, 18, 15), (1, 4), t.plain("book.no_history"))


def _work(t: Translator, row: ImportedRecord, *, masked: bool) -> str:
    lines = [", ".join(t.plain(service_name(service)) for service in row.services)]
    for line in row.lines[:MOST_LINES]:
        price = f" : {_money(t, line.total_cents, row.currency)}" if line.total_cents is not None else ""
        lines.append(f"· {line.description}{price}")
    if not masked:
        lines += [t.plain("book.invoice", number=row.invoice_number)] if row.invoice_number else []
        lines += [row.note[:300]] if row.note else []
    return "\n".join(lines)


def _garages(t: Translator, records: Iterable[ImportedRecord]) -> PaperTable:
    visits: dict[str, list[date]] = {}
    for row in records:
        if row.garage:
            visits.setdefault(row.garage, []).append(row.day)
    ordered = sorted(visits.items(), key=lambda item: (-len(item[1]), item[0]))
    rows = tuple((name, str(len(days)), t.plain("value.date", day=max(days))) for name, days in ordered)
    head = (t.plain("book.garage"), t.plain("book.visits"), t.plain("book.last_visit"))
    return PaperTable(t.plain("book.garages"), head, rows, (60, 18, 22), (1,), t.plain("book.no_garages"))


def _warranties(t: Translator, records: Iterable[ImportedRecord], today: date) -> PaperTable:
    rows = tuple(
        (
            ", ".join(t.plain(service_name(service)) for service in row.services),
            row.garage or "",
            t.plain("value.date", day=row.warranty_until),
        )
        for row in records
        if row.warranty_until is not None and row.warranty_until >= today
    )
    head = (t.plain("book.work"), t.plain("book.garage"), t.plain("book.until"))
    return PaperTable(t.plain("book.warranties"), head, rows, (50, 28, 22), (), t.plain("book.no_warranties"))


def _due(t: Translator, logbook: Found) -> PaperTable:
    """What is due next, as far as it is about the vehicle: a person's own reminders are theirs."""
    due = [row for row in logbook.rows if isinstance(row, ImportedReminder) and row.car and row.service is not None]
    due.sort(key=lambda row: row.due_on or date.max)
    rows = []
    for row in due:
        name = row.service or ""
        known = name in _SERVICES or is_cost_name(name)
        if not known:
            continue
        when = [t.plain("value.date", day=row.due_on)] if row.due_on else []
        when += [t.plain("value.kilometres", kilometres=row.due_kilometres)] if row.due_kilometres else []
        said = t.plain(service_name(ServiceType(name))) if name in _SERVICES else t.plain(name)
        rows.append((said, t.plain("book.or").join(when)))
    head = (t.plain("book.work"), t.plain("book.when"))
    return PaperTable(t.plain("book.due"), head, tuple(rows), (60, 40), (), t.plain("book.no_due"))


def _curve(t: Translator, logbook: Found) -> Curve | None:
    readings = sorted(
        (row.day, row.kilometres + row.cluster_offset) for row in logbook.rows if isinstance(row, ImportedReading)
    )
    if len(readings) < 2 or readings[0][0] == readings[-1][0]:
        return None
    return mileage_curve(t, readings)


def _category(t: Translator, name: str) -> str:
    return t.plain(name if "." in name else f"cost.{name}")


def _money(t: Translator, cents: int | None, currency: str) -> str:
    return t.plain("value.money", amount=Money(cents or 0, currency))


def _name(t: Translator, vehicle: Vehicle) -> str:
    model = " ".join(part for part in (vehicle.make, vehicle.model) if part) or vehicle.nickname or ""
    plate = plate_of(vehicle)
    return " · ".join(part for part in (model, plate) if part) or t.plain("vehicle.unnamed")
