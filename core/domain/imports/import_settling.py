"""Rows as written to rows that can be kept; what cannot be read is skipped with its reason."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from core.domain.distance import HIGHEST_KILOMETRES, KILOMETRES_PER_MILE
from core.domain.energy import Energy
from core.domain.entry.work_words import services_in
from core.domain.fuel import (
    HIGHEST_MILLI,
    Amounts,
    FuelUnit,
    complete,
    milli_of,
    millilitres_of_gallons,
    unit_of,
)
from core.domain.imports.cost_names import cost_type_of
from core.domain.imports.fuel_names import fuel_named
from core.domain.imports.import_columns import volume_in
from core.domain.imports.import_manner import Manner
from core.domain.imports.import_rows import (
    GALLON_UK,
    GALLON_US,
    ImportedCost,
    ImportedFill,
    ImportedReading,
    ImportedRecord,
    ImportedReminder,
    RawFile,
    RawRow,
    Row,
    RowKind,
    SkipReason,
)
from core.domain.imports.import_values import Moment, answer_in, currency_in, minute_in, moment_in, number_in
from core.domain.money import HIGHEST_CENTS, Money, currency_of
from core.domain.record_search import search_text
from core.domain.service_types import ServiceType
from core.domain.typed_text import clean, clean_line
from core.errors import Refusal

HIGHEST_NOTE, HIGHEST_STATION, HIGHEST_LABEL, HIGHEST_SUBJECT = 2_000, 120, 120, 200
_WHOLE: Final = Decimal(1)
_BY_ID: Final = {service.value: service for service in ServiceType}


class _Skip(Exception):
    """This row cannot be kept."""

    def __init__(self, reason: SkipReason) -> None:
        super().__init__(reason)
        self.reason = reason


def settle(file: RawFile, manner: Manner, today: date) -> list[Row]:
    """The rows of a file in the manner that was decided; what is skipped is noted in the file."""
    settling = _Settling(file, manner, today)
    rows: list[Row] = []
    seen: set[tuple[object, ...]] = set()
    visit = ("", "")
    for raw in file.rows:
        try:
            row = settling.row(raw)
        except _Skip as skip:
            file.skip(raw.line, skip.reason)
            continue
        if isinstance(row, ImportedFill):
            key = (row.car, row.day, row.at, row.kilometres, row.quantity_milli, row.total_cents, row.energy)
            if key in seen:
                file.skip(raw.line, SkipReason.DUPLICATE)
                continue
            seen.add(key)
        if isinstance(row, ImportedRecord) and raw.visit and rows and visit == (raw.car, raw.visit):
            rows[-1] = _joined(rows[-1], row)
            continue
        visit = (raw.car, raw.visit)
        rows.append(row)
    return rows


def _joined(first: Row, second: ImportedRecord) -> Row:
    """Two items of one visit to the garage are one record."""
    if not isinstance(first, ImportedRecord):
        return first
    both = [cents for cents in (first.total_cents, second.total_cents) if cents is not None]
    services = tuple(dict.fromkeys((*first.services, *second.services)))
    named = tuple(service for service in services if service is not ServiceType.OTHER_REPAIR)
    notes = "\n".join(dict.fromkeys(part for part in (first.note, second.note) if part))
    return replace(
        first, services=named or services, total_cents=sum(both) if both else None, note=notes[:HIGHEST_NOTE] or None
    )


@dataclass(frozen=True, slots=True)
class _Settling:
    """One file's rows in one manner."""

    file: RawFile
    manner: Manner
    today: date

    def row(self, raw: RawRow) -> Row:
        """The row, or its reason not to be kept."""
        match raw.kind:
            case RowKind.FUEL:
                return self._fill(raw)
            case RowKind.WORK:
                return self._record(raw)
            case RowKind.ODOMETER:
                return self._reading(raw)
            case RowKind.COST:
                return self._cost(raw)
            case RowKind.REMINDER:
                return self._reminder(raw)

    def _fill(self, raw: RawRow) -> ImportedFill:
        values, moment = raw.values, self._moment(raw)
        energy = fuel_named(values.get("energy", "")) or self._energy_of_car(raw.car)
        unit, factor = self._unit(raw, energy)
        quantity = self._number(raw, "quantity")
        milli = _milli(quantity, factor) if quantity else None
        total, price = self._number(raw, "total"), self._number(raw, "price")
        if factor in {GALLON_US, GALLON_UK} and price is not None:
            price = (price * 1000 / _milli(Decimal(1), factor)).quantize(Decimal("0.001"), ROUND_HALF_UP)
        # A unit that another kind of fuel is sold in says which fuel it is.
        energy = energy if energy is not None and unit_of(energy) is unit else None
        energy = Energy.ELECTRIC if energy is None and unit is FuelUnit.KWH else energy
        amounts = self._amounts(unit, milli, total, price, self._currency(raw))
        return ImportedFill(
            raw.line,
            raw.car,
            moment.day,
            moment.at if moment.at is not None else minute_in(values.get("time", "")),
            energy,
            unit,
            amounts.quantity_milli,
            amounts.total_cents,
            amounts.unit_price,
            amounts.currency,
            _full(raw),
            bool(answer_in(values.get("missed", ""))),
            self._kilometres(raw),
            clean_line(values.get("station", ""), HIGHEST_STATION) or None,
            values.get("charge_place"),
            _note(values),
        )

    def _amounts(
        self, unit: FuelUnit, milli: int | None, total: Decimal | None, price: Decimal | None, currency: str
    ) -> Amounts:
        if milli is not None and milli > HIGHEST_MILLI[unit]:
            raise _Skip(SkipReason.QUANTITY_OUT_OF_RANGE)
        cents = None if total is None else self._cents(total)
        price = None if price is None else price.quantize(Decimal("0.001"), ROUND_HALF_UP)
        if not milli and not cents:
            raise _Skip(SkipReason.AMOUNT_MISSING)
        if not cents and price == 0:
            price = None
        # Nothing paid beside a price that is known is a cell left empty.
        cents = None if cents == 0 and price else cents
        try:
            return complete(unit, Amounts(milli or None, cents, price, currency), insist=True)
        except Refusal:
            raise _Skip(SkipReason.AMOUNT_OUT_OF_RANGE) from None

    def _record(self, raw: RawRow) -> ImportedRecord:
        values, moment = raw.values, self._moment(raw)
        total = self._number(raw, "total")
        title = clean_line(values.get("description", "") or values.get("category", ""), 300)
        note = _note(values)
        services = _services(values)
        said = title or note or values.get("odometer") or values.get("services")
        if total is None and not said:
            raise _Skip(SkipReason.AMOUNT_MISSING)
        # Its own words stay with it: a name of ours says less than what they wrote.
        note = "\n".join(dict.fromkeys(part for part in (title, note) if part))[:HIGHEST_NOTE] or None
        garage = clean_line(values.get("garage", "") or values.get("station", ""), 200) or None
        return ImportedRecord(
            raw.line,
            raw.car,
            moment.day,
            services or (ServiceType.OTHER_REPAIR,),
            self._kilometres(raw),
            None if total is None else self._cents(total),
            self._currency(raw),
            garage,
            note,
        )

    def _reading(self, raw: RawRow) -> ImportedReading:
        moment, kilometres = self._moment(raw), self._kilometres(raw)
        if kilometres is None:
            raise _Skip(SkipReason.ODOMETER_MISSING)
        return ImportedReading(raw.line, raw.car, moment.day, kilometres)

    def _cost(self, raw: RawRow) -> ImportedCost:
        values, moment = raw.values, self._moment(raw, to_come=bool(raw.values.get("period")))
        total = self._number(raw, "total")
        if not total:
            raise _Skip(SkipReason.AMOUNT_MISSING)
        kind = cost_type_of(values.get("cost_type", ""), values.get("category", ""), values.get("description", ""))
        words = [values.get("description", "") or values.get("category", ""), values.get("note", "")]
        label = clean_line(" · ".join(dict.fromkeys(word for word in words if word)), HIGHEST_LABEL) or None
        period, ends_on = self._number(raw, "period"), values.get("ends_on")
        end = moment_in(ends_on, self.manner.date_order) if ends_on else None
        months = int(period) if period is not None and 1 <= period <= 120 else None
        last = end.day if end is not None and months and end.day >= moment.day else None
        return ImportedCost(
            raw.line, raw.car, moment.day, kind, self._cents(total), self._currency(raw), label, months, last
        )

    def _reminder(self, raw: RawRow) -> ImportedReminder:
        values = raw.values
        due = moment_in(values["due_date"], self.manner.date_order) if values.get("due_date") else None
        kilometres = self._kilometres(raw, "due_odometer")
        if due is None and kilometres is None:
            raise _Skip(SkipReason.NOTHING_TO_REMIND)
        subject = clean_line(values.get("description", "") or values.get("note", ""), HIGHEST_SUBJECT) or None
        return ImportedReminder(
            raw.line,
            raw.car,
            subject,
            due.day if due is not None else None,
            kilometres,
            values.get("repeat"),
            values.get("due_service"),
            due.at if due is not None else None,
        )

    def _moment(self, raw: RawRow, *, to_come: bool = False) -> Moment:
        text = raw.values.get("date", "")
        if not text:
            raise _Skip(SkipReason.DATE_MISSING)
        moment = moment_in(text, self.manner.date_order)
        if moment is None:
            raise _Skip(SkipReason.DATE_UNREADABLE)
        if to_come:
            return moment
        # A day ahead is another time zone's today.
        if moment.day > self.today + timedelta(days=1):
            raise _Skip(SkipReason.DATE_IN_FUTURE)
        return moment if moment.day <= self.today else Moment(self.today, moment.at)

    def _number(self, raw: RawRow, name: str) -> Decimal | None:
        text = raw.values.get(name)
        if not text or text in {"-", "--", "n/a", "N/A"}:
            return None
        number = number_in(text, self.manner.decimal)
        if number is None:
            raise _Skip(SkipReason.NUMBER_UNREADABLE)
        if number < 0:
            raise _Skip(SkipReason.NEGATIVE)
        return number

    def _kilometres(self, raw: RawRow, name: str = "odometer") -> int | None:
        number = self._number(raw, name)
        if not number:
            return None
        miles = self.manner.distance == "mi"
        whole = int((number * (KILOMETRES_PER_MILE if miles else 1)).quantize(_WHOLE, ROUND_HALF_UP))
        if whole > HIGHEST_KILOMETRES:
            raise _Skip(SkipReason.ODOMETER_OUT_OF_RANGE)
        return whole or None

    def _cents(self, amount: Decimal) -> int:
        cents = Money.of(amount).cents if amount <= HIGHEST_CENTS else HIGHEST_CENTS + 1
        if cents > HIGHEST_CENTS:
            raise _Skip(SkipReason.AMOUNT_OUT_OF_RANGE)
        return cents

    def _currency(self, raw: RawRow) -> str:
        stated = raw.values.get("currency")
        code = currency_of(stated.strip().casefold(), self.manner.currency) if stated else None
        return code or currency_in(raw.values.get("total", ""), self.manner.currency) or self.manner.currency

    def _energy_of_car(self, car: str) -> Energy | None:
        """The fuel that goes without saying for the vehicle of a row."""
        known = self.file.cars.get(car)
        energy = known.energy if known is not None else None
        return None if energy in {Energy.HYBRID, Energy.PLUG_IN_HYBRID, Energy.OTHER} else energy

    def _unit(self, raw: RawRow, energy: Energy | None) -> tuple[FuelUnit, str]:
        stated = volume_in(raw.values.get("unit", "").lower()) or volume_in(raw.values.get("quantity", "").lower())
        stated = stated or (self.file.hints.volume if self.file.hints.volume in {"kWh", "kg"} else None)
        if stated in {"kWh", "kg"}:
            return FuelUnit(stated), stated
        if stated is None and energy is not None and unit_of(energy) is not FuelUnit.LITRE:
            return unit_of(energy), ""
        if stated in {"l", GALLON_US, GALLON_UK}:
            return FuelUnit.LITRE, stated
        return FuelUnit.LITRE, self.manner.volume


def _milli(quantity: Decimal, factor: str) -> int:
    if quantity > 10_000_000:
        raise _Skip(SkipReason.QUANTITY_OUT_OF_RANGE)
    if factor in {GALLON_US, GALLON_UK}:
        return millilitres_of_gallons(quantity, imperial=factor == GALLON_UK)
    return milli_of(quantity)


def _full(raw: RawRow) -> bool | None:
    values = raw.values
    if (text := values.get("full")) is not None:
        return answer_in(text)
    if (text := values.get("partial")) is not None:
        partial = answer_in(text)
        return None if partial is None else not partial
    return True if raw.values.get("full_if_silent") else None


def _note(values: dict[str, str]) -> str | None:
    return clean(values.get("note", ""))[:HIGHEST_NOTE].strip() or None


def _services(values: dict[str, str]) -> tuple[ServiceType, ...]:
    """The services of a record: by their ids where it has them, else by its words."""
    ids = values.get("services", "").replace(",", " ").replace(";", " ").split()
    known = [_BY_ID[one] for one in ids if one in _BY_ID]
    if known:
        return tuple(dict.fromkeys(known))[:20]
    for name in ("description", "category", "note"):
        found = services_in(values.get(name, "")[:300])
        if found:
            return found[:20]
    return ()


def search_of(record: ImportedRecord) -> str:
    """What a record is found by."""
    lines = [line.description for line in record.lines]
    return search_text(record.services, [record.garage, record.note, record.invoice_number, *lines])
