"""Writing what a file holds: rows by hundreds, each at most once however often the file is imported."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from core import db
from core.domain.cost_categories import category_of
from core.domain.energy import Energy
from core.domain.fuel import fuel_meant
from core.domain.imports.import_rows import (
    ImportedCost,
    ImportedFill,
    ImportedReading,
    ImportedRecord,
    ImportedReminder,
    Row,
    RowKind,
)
from core.domain.imports.import_settling import search_of
from core.domain.imports.import_wire import PackedFound
from core.domain.imports.reading_chain import believable
from core.domain.odometer import ReadingSource
from core.domain.states import ReminderState
from core.faults import fault
from core.models import (
    Account,
    Cost,
    FillUp,
    MaintenanceLine,
    MaintenanceRecord,
    OdometerReading,
    Reminder,
    ServiceDone,
    Vehicle,
)
from core.ports import Clock
from core.services.days import today_of
from core.services.import_extras import restore_extras
from core.services.import_known import Key, known_keys, reading_key, readings_in
from core.services.import_vehicles import add_vehicle, meant
from core.services.mileage import offset_on
from core.services.odometer import Odometer
from core.services.reminder_moments import moment_of_own

_MADE = """
    SELECT id, read_on, kilometres FROM odometer_reading
     WHERE import_id = ? AND vehicle_id = ? AND id > ? ORDER BY id LIMIT 1000
"""


@dataclass(slots=True)
class Outcome:
    """How many rows of each kind were kept, how many were there already, and which vehicles they belong to."""

    counts: Counter[RowKind] = field(default_factory=Counter)
    known: int = 0
    added: list[int] = field(default_factory=list)
    vehicles: list[int] = field(default_factory=list)


@dataclass(slots=True)
class _Writing:
    """One import on its way into the tables."""

    owner: Account
    batch_id: int
    clock: Clock
    vehicles: dict[str, Vehicle]
    known: dict[int, Counter[Key]]
    readings: dict[Key, list[int]] = field(default_factory=dict)
    outcome: Outcome = field(default_factory=Outcome)
    last_record: int = 0

    def is_known(self, vehicle_id: int, key: Key) -> bool:
        """Whether this row is in the logbook already; each row there answers for one of the file."""
        counted = self.known.get(vehicle_id)
        if counted is None or counted[key] <= 0:
            return False
        counted[key] -= 1
        self.outcome.known += 1
        return True


@dataclass(frozen=True, slots=True)
class ImportWriting:
    """Writes; always within the caller's transaction, so that a kill leaves nothing."""

    clock: Clock
    odometer: Odometer

    async def write(
        self, owner: Account, batch_id: int, found: PackedFound, mine: Sequence[Vehicle], chosen: int | None
    ) -> Outcome:
        """Keep every row that is not there yet."""
        writing = await self._begin(owner, batch_id, found, mine, chosen)
        await self._readings(writing, found)
        fault("import.readings")
        for piece in found.pieces:
            await self._piece(writing, piece.kind, piece.rows())
            await asyncio.sleep(0)  # others of the loop get their turn
        fault("import.rows")
        for key, vehicle in writing.vehicles.items():
            if vehicle.id in writing.outcome.added and key in found.header.extras:
                await restore_extras(vehicle, found.header.extras[key], self.clock.now())
            await self.odometer.follow(owner, vehicle.id)
        writing.outcome.vehicles = sorted({vehicle.id for vehicle in writing.vehicles.values()})
        return writing.outcome

    async def _begin(
        self, owner: Account, batch_id: int, found: PackedFound, mine: Sequence[Vehicle], chosen: int | None
    ) -> _Writing:
        cars = found.header.cars
        settled = meant(owner, mine, cars, chosen)
        vehicles: dict[str, Vehicle] = {}
        outcome = Outcome()
        for key, known_one in settled.vehicles.items():
            vehicles[key] = known_one or await add_vehicle(self.clock, owner, cars[key], batch_id)
            if known_one is None:
                outcome.added.append(vehicles[key].id)
        there = {vehicle.id for vehicle in vehicles.values() if vehicle.id not in outcome.added}
        known = {vehicle_id: await known_keys(owner, vehicle_id) for vehicle_id in sorted(there)}
        return _Writing(owner, batch_id, self.clock, vehicles, known, outcome=outcome)

    async def _readings(self, writing: _Writing, found: PackedFound) -> None:
        """What the odometer showed with each row, as far as the days agree; a whole logbook has its own readings."""
        shown: dict[int, list[tuple[date, int, str, int]]] = {}
        for piece in found.pieces:
            for row in piece.rows():
                noted = _noted(row, whole=found.header.whole)
                if noted is not None:
                    shown.setdefault(writing.vehicles[row.car].id, []).append(noted)
            await asyncio.sleep(0)
        by_id = {vehicle.id: vehicle for vehicle in writing.vehicles.values()}
        for vehicle_id, noted_ones in shown.items():
            await self._note(writing, by_id[vehicle_id], noted_ones, whole=found.header.whole)

    async def _note(
        self, writing: _Writing, vehicle: Vehicle, shown: Sequence[tuple[date, int, str, int]], *, whole: bool
    ) -> None:
        counted = writing.known.get(vehicle.id, Counter())
        there = readings_in(counted)
        kept: list[tuple[date, int, str, int]] = []
        if whole:
            left = Counter({key: n for key, n in counted.items() if key[0] == RowKind.ODOMETER})
            for one in shown:
                key = reading_key(one[0], one[1])
                if left[key] > 0:
                    left[key] -= 1
                    writing.outcome.known += 1
                else:
                    kept.append(one)
        else:
            # In a thread: ten thousand readings are sorted while others are answered.
            fitting = await asyncio.to_thread(believable, [(day, kilometres) for day, kilometres, *_ in shown], there)
            first = {
                (day, kilometres): (day, kilometres, source, offset)
                for day, kilometres, source, offset in reversed(shown)
            }
            kept = [first[one] for one in fitting]
        now = self.clock.now()
        for start in range(0, len(kept), 400):
            rows = [
                OdometerReading(
                    vehicle_id=vehicle.id,
                    read_on=day,
                    kilometres=kilometres,
                    source=source,
                    cluster_offset=offset if whole else await offset_on(vehicle, day),
                    created_at=now,
                    import_id=writing.batch_id,
                )
                for day, kilometres, source, offset in kept[start : start + 400]
            ]
            await OdometerReading.bulk_create(rows)
            await asyncio.sleep(0)
        typed = sum(1 for _, _, source, _ in kept if source == ReadingSource.TYPED or whole)
        writing.outcome.counts[RowKind.ODOMETER] += typed
        if not whole:
            await self._remember(writing, vehicle.id)

    async def _remember(self, writing: _Writing, vehicle_id: int) -> None:
        """The ids of the readings just written, for the fill-ups and records they came with."""
        last = 0
        while True:
            rows = await db.fetch(_MADE, writing.batch_id, vehicle_id, last)
            for row in rows:
                key = (vehicle_id, db.as_day(row["read_on"]), row["kilometres"])
                writing.readings.setdefault(key, []).append(row["id"])
            if not rows:
                return
            last = rows[-1]["id"]
            await asyncio.sleep(0)

    async def _piece(self, writing: _Writing, kind: RowKind, rows: Sequence[Row]) -> None:
        match kind:
            case RowKind.FUEL:
                await self._fills(writing, [row for row in rows if isinstance(row, ImportedFill)])
            case RowKind.WORK:
                await self._records(writing, [row for row in rows if isinstance(row, ImportedRecord)])
            case RowKind.COST:
                await self._costs(writing, [row for row in rows if isinstance(row, ImportedCost)])
            case RowKind.REMINDER:
                await self._reminders(writing, [row for row in rows if isinstance(row, ImportedReminder)])
            case RowKind.ODOMETER:
                return

    async def _fills(self, writing: _Writing, rows: Iterable[ImportedFill]) -> None:
        now, fills = self.clock.now(), []
        for row in rows:
            vehicle = writing.vehicles[row.car]
            key: Key = (RowKind.FUEL, row.day, row.kilometres, row.quantity_milli, row.total_cents)
            if writing.is_known(vehicle.id, key):
                continue
            energy = row.energy or fuel_meant(Energy(vehicle.energy) if vehicle.energy else None, row.unit)
            fills.append(
                FillUp(
                    vehicle_id=vehicle.id,
                    reading_id=_reading(writing, vehicle.id, row.day, row.kilometres),
                    filled_on=row.day,
                    energy=energy,
                    unit=row.unit,
                    quantity_milli=row.quantity_milli,
                    total_cents=row.total_cents,
                    currency=row.currency,
                    unit_price=row.unit_price,
                    full=row.full,
                    missed=row.missed,
                    kilometres=row.kilometres,
                    station=row.station,
                    place=row.place if energy is Energy.ELECTRIC else None,
                    note=row.note,
                    created_at=now,
                    import_id=writing.batch_id,
                )
            )
        await FillUp.bulk_create(fills)
        writing.outcome.counts[RowKind.FUEL] += len(fills)

    async def _records(self, writing: _Writing, rows: Iterable[ImportedRecord]) -> None:
        now, kept, records = self.clock.now(), [], []
        for row in rows:
            vehicle = writing.vehicles[row.car]
            services = tuple(sorted(service.value for service in row.services))
            key: Key = (RowKind.WORK, row.day, row.kilometres, row.total_cents, services)
            if writing.is_known(vehicle.id, key):
                continue
            kept.append(row)
            records.append(
                MaintenanceRecord(
                    vehicle_id=vehicle.id,
                    reading_id=_reading(writing, vehicle.id, row.day, row.kilometres),
                    status=row.status,
                    done_on=row.day,
                    kilometres=row.kilometres,
                    garage=row.garage,
                    garage_siret=row.garage_siret,
                    invoice_number=row.invoice_number,
                    total_cents=row.total_cents,
                    currency=row.currency,
                    note=row.note,
                    warranty_until=row.warranty_until,
                    category=row.category or category_of(row.services),
                    category_chosen=row.category is not None,
                    search=search_of(row),
                    created_at=now,
                    import_id=writing.batch_id,
                )
            )
        await MaintenanceRecord.bulk_create(records)
        await self._parts(writing, kept)
        writing.outcome.counts[RowKind.WORK] += len(records)

    async def _parts(self, writing: _Writing, rows: Sequence[ImportedRecord]) -> None:
        """The services and lines of the records just written: their ids grow in the order they were written in."""
        found = await db.fetch(
            "SELECT id FROM maintenance_record WHERE import_id = ? AND id > ? ORDER BY id",
            writing.batch_id,
            writing.last_record,
        )
        services, lines = [], []
        for stored, row in zip(found, rows, strict=True):
            services += [ServiceDone(record_id=stored["id"], service=service.value) for service in row.services]
            lines += [
                MaintenanceLine(
                    record_id=stored["id"],
                    position=position,
                    description=line.description,
                    quantity=line.quantity,
                    unit_price=line.unit_price,
                    total_cents=line.total_cents,
                    kind=line.kind,
                )
                for position, line in enumerate(row.lines)
            ]
            writing.last_record = stored["id"]
        await ServiceDone.bulk_create(services, batch_size=400)
        await MaintenanceLine.bulk_create(lines, batch_size=400)

    async def _costs(self, writing: _Writing, rows: Iterable[ImportedCost]) -> None:
        now, costs = self.clock.now(), []
        for row in rows:
            vehicle = writing.vehicles[row.car]
            key: Key = (RowKind.COST, row.day, row.amount_cents, row.kind.value, row.period_months)
            if writing.is_known(vehicle.id, key):
                continue
            costs.append(
                Cost(
                    vehicle_id=vehicle.id,
                    kind=row.kind,
                    label=row.label,
                    amount_cents=row.amount_cents,
                    currency=row.currency,
                    paid_on=row.day,
                    period_months=row.period_months,
                    ends_on=row.ends_on,
                    created_at=now,
                    import_id=writing.batch_id,
                )
            )
        await Cost.bulk_create(costs)
        writing.outcome.counts[RowKind.COST] += len(costs)

    async def _reminders(self, writing: _Writing, rows: Iterable[ImportedReminder]) -> None:
        owner, now, reminders = writing.owner, self.clock.now(), []
        today = today_of(owner, self.clock)
        for row in rows:
            vehicle = writing.vehicles.get(row.car)
            vehicle_id = vehicle.id if vehicle is not None else None
            about = row.topic or row.service or row.subject
            if writing.is_known(vehicle_id or 0, (RowKind.REMINDER, about, row.due_on, row.due_kilometres)):
                continue
            reminder = Reminder(
                owner_id=owner.id,
                vehicle_id=vehicle_id,
                service=row.service,
                topic=row.topic,
                subject=row.subject,
                state=ReminderState.WAITING,
                due_on=row.due_on,
                due_kilometres=row.due_kilometres,
                repeat=row.repeat,
                first_on=row.due_on,
                at_minute=row.at_minute,
                created_at=now,
                import_id=writing.batch_id,
            )
            # What is past stays in the list, and nobody is told of twenty old dates at once.
            if row.due_on is not None and row.due_on >= today:
                reminder.remind_at = moment_of_own(owner, reminder, now)
            reminders.append(reminder)
        await Reminder.bulk_create(reminders)
        writing.outcome.counts[RowKind.REMINDER] += len(reminders)


def _noted(row: Row, *, whole: bool) -> tuple[date, int, str, int] | None:
    """The day, the kilometres, who says so, and the offset of the cluster."""
    match row:
        case ImportedReading():
            return row.day, row.kilometres, row.source, row.cluster_offset
        case ImportedFill() if row.kilometres and not whole:
            return row.day, row.kilometres, ReadingSource.FUEL.value, 0
        case ImportedRecord() if row.kilometres and not whole:
            return row.day, row.kilometres, ReadingSource.INVOICE.value, 0
        case _:
            return None


def _reading(writing: _Writing, vehicle_id: int, day: date, kilometres: int | None) -> int | None:
    """The reading that came with a row and with no other."""
    ids = writing.readings.get((vehicle_id, day, kilometres))
    return ids.pop() if ids else None
