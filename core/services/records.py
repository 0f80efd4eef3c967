"""Writing records: from an invoice, a form or a line of text, with everything that follows from one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tortoise.expressions import RawSQL

from core.db.gather import Question, put
from core.domain.cost_categories import category_of
from core.domain.distance import checked_kilometres
from core.domain.money import HIGHEST_CENTS, Money, MoneyNotUnderstood
from core.domain.plans import Feature
from core.domain.record_lines import MOST_LINES, NewLine
from core.domain.record_search import search_text
from core.domain.record_status import TO_COME, RecordStatus
from core.domain.service_types import ServiceType
from core.domain.typed_dates import EARLIEST
from core.domain.typed_text import clean, clean_line
from core.errors import Gone, Refusal
from core.models import PRESENT, Account, MaintenanceLine, MaintenanceRecord, Reminder, ServiceDone, Vehicle
from core.ports import Clock
from core.services.entitlements import Entitlements, held_by
from core.services.inspections import Report
from core.services.record_effects import RecordEffects
from core.services.standing import About, Piece, Standing, stand

# What may be the same work: of the same vehicle and day.
_TWINS = """
    SELECT record.id, record.invoice_number, record.total_cents, done.service
      FROM maintenance_record record LEFT JOIN service_done done ON done.record_id = record.id
     WHERE record.vehicle_id = {} AND record.done_on = {}
"""
# How many papers are attached, in the statement that reads the record.
_ATTACHED = "(SELECT count(*) FROM record_attachment a WHERE a.record_id = maintenance_record.id)"
HIGHEST_NOTE = 2_000
MOST_SERVICES = 20


@dataclass(frozen=True, slots=True)
class NewRecord:
    """Work to be written down. What is planned has a day to come and no mileage yet."""

    vehicle_id: int
    done_on: date
    services: tuple[ServiceType, ...]
    kilometres: int | None = None
    garage: str | None = None
    total: Money | None = None
    note: str | None = None
    status: RecordStatus = RecordStatus.COMPLETED
    lines: tuple[NewLine, ...] = ()
    currency: str = "EUR"
    garage_siret: str | None = None
    invoice_number: str | None = None
    document_id: int | None = None
    warranty_until: date | None = None
    # What the report of an inspection says beside it.
    report: Report | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """What was written: the vehicle, perhaps a record with its services, reminders to offer or closed.

    `odometer_conflict` is the reading that the mileage contradicts (it was not recorded).
    """

    vehicle: Vehicle
    vehicle_is_new: bool
    record: MaintenanceRecord | None = None
    services: tuple[ServiceType, ...] = ()
    proposed: tuple[Reminder, ...] = ()
    closed: tuple[Reminder, ...] = ()
    odometer_conflict: int | None = None


@dataclass(frozen=True, slots=True)
class RecordData:
    """A record with its vehicle, services, lines, and how many papers are attached to it."""

    record: MaintenanceRecord
    vehicle: Vehicle
    lines: tuple[MaintenanceLine, ...]
    services: tuple[ServiceType, ...]
    attached: int = 0


def record_data(row: MaintenanceRecord, *, with_lines: bool = False) -> RecordData:
    """A record whose vehicle and services (and lines) are loaded."""
    lines = tuple(sorted(row.lines, key=lambda line: line.position)) if with_lines else ()
    return RecordData(row, row.vehicle, lines, services_of(row), int(getattr(row, "attached", 0)))


def services_of(row: MaintenanceRecord) -> tuple[ServiceType, ...]:
    """The services of a record in their order."""
    return tuple(ServiceType(done.service) for done in sorted(row.services, key=lambda done: done.id))


class AlreadyRecorded(Refusal):
    """The work seems to be in the logbook already."""

    def __init__(self, record_id: int) -> None:
        super().__init__("record.twin")
        self.record_id = record_id


@dataclass(frozen=True, slots=True)
class Records:
    """Writes records; within the caller's transaction."""

    clock: Clock
    effects: RecordEffects
    # None where nothing is counted, such as an import.
    entitlements: Entitlements | None = None

    async def owned(
        self, owner: Account, record_id: int, *, lock: bool = False, with_lines: bool = True
    ) -> MaintenanceRecord:
        """One of the owner's records with its vehicle, services and lines, and how many papers it has, or `Gone`."""
        query = MaintenanceRecord.select_for_update() if lock else MaintenanceRecord.all()
        mine = query.filter(PRESENT, id=record_id, vehicle__owner_id=owner.id).annotate(attached=RawSQL(_ATTACHED))
        loaded = ("services", "lines") if with_lines else ("services",)
        row = await mine.select_related("vehicle").prefetch_related(*loaded).first()
        if row is None:
            raise Gone
        return row

    async def stand(self, owner: Account, new: NewRecord, *, counted: bool = False) -> Standing:
        """How the vehicle stands that a record is to be written for, with the records that may be its twins.

        The record is counted by the way, unless it is already: what is refused afterwards must be undone by the caller.
        """
        return await self.stand_on(owner, Piece.of(new.vehicle_id), new.done_on, new.kilometres, counted=counted)

    async def stand_on(
        self, owner: Account, vehicle: Piece, done_on: date, kilometres: int | None, *, counted: bool = False
    ) -> Standing:
        """The same for a vehicle that need not be known yet."""
        day = Piece.of(done_on)
        about = About(vehicle, day, Piece.of(kilometres), work=True)
        asked = {"twins": twins_of(vehicle, day)}
        if self.entitlements is None or counted:
            (standing,) = await stand(owner, self.clock.now(), about, beside=asked)
            return standing
        change = self.entitlements.counting(owner, Feature.RECORDS)
        (standing,) = await stand(owner, self.clock.now(), about, beside=asked | held_by(owner), change=change)
        await self.entitlements.judge(owner, Feature.RECORDS, standing.beside)
        return standing

    async def write(self, standing: Standing, new: NewRecord) -> Saved:
        """Write a record of a vehicle that stands for it, and let everything follow."""
        saved = await self.note(standing, new)
        await standing.pending.store()
        return saved

    async def note(self, standing: Standing, new: NewRecord) -> Saved:
        """The same, but that what follows stays pending: the caller has more to decide, and stores it."""
        record = self._unsaved(standing.vehicle, new)
        conflict = await self.effects.note_mileage(standing, record)
        await record.save(force_create=True)
        await self.put_services(record, new.services)
        await self.put_lines(record, new.lines)
        made = await self.effects.follow(standing, record, new.services, report=new.report)
        return Saved(standing.vehicle, False, record, new.services, made.proposed, made.closed, conflict)

    def refuse_twin(self, standing: Standing, new: NewRecord) -> None:
        """Refuse what a record of the same vehicle, day and total says, with the same number if both have one.

        Without an amount, or typed by hand, it is the same only if it names the same work.
        """
        by_hand = new.document_id is None or new.total is None
        cents = new.total.cents if new.total is not None else None
        for row in standing.beside.get("twins", ()):  # one that was just added has none
            if row["total_cents"] != cents:
                continue
            if new.invoice_number and row["invoice_number"] and new.invoice_number != row["invoice_number"]:
                continue
            if not by_hand or row["service"] in set(new.services):
                raise AlreadyRecorded(int(row["id"]))

    async def put_services(self, record: MaintenanceRecord, services: Sequence[ServiceType]) -> None:
        """Write the services of a record that has none."""
        await put(ServiceDone, [ServiceDone(record_id=record.id, service=service.value) for service in services])

    async def put_lines(self, record: MaintenanceRecord, lines: Sequence[NewLine]) -> list[MaintenanceLine]:
        """Write the lines of a record that has none, in their order."""
        rows = [
            MaintenanceLine(
                record_id=record.id,
                position=position,
                description=line.description,
                quantity=line.quantity,
                unit_price=line.unit_price,
                total_cents=line.total.cents if line.total is not None else None,
                kind=line.settled_kind,
            )
            for position, line in enumerate(lines)
        ]
        await put(MaintenanceLine, rows)
        return rows

    def _unsaved(self, vehicle: Vehicle, new: NewRecord) -> MaintenanceRecord:
        return MaintenanceRecord(
            vehicle_id=vehicle.id,
            document_id=new.document_id,
            status=new.status,
            done_on=new.done_on,
            kilometres=new.kilometres,
            garage=new.garage,
            garage_siret=new.garage_siret,
            invoice_number=new.invoice_number,
            total_cents=new.total.cents if new.total is not None else None,
            currency=new.total.currency if new.total is not None else new.currency,
            note=new.note,
            warranty_until=new.warranty_until,
            category=category_of(new.services),
            search=words_of(new),
            created_at=self.clock.now(),
        )


def twins_of(vehicle: Piece, day: Piece) -> Question:
    """What to ask for the records that may be the same work as one of a vehicle and day."""
    columns = ("id", "invoice_number", "total_cents", "service")
    return Question(columns, _TWINS.format(vehicle.sql, day.sql), (*vehicle.values, *day.values))


def words_of(new: NewRecord) -> str:
    """What a record is found by."""
    lines = [line.description for line in new.lines]
    return search_text(new.services, [new.garage, new.note, new.invoice_number, *lines])


def checked(new: NewRecord, today: date) -> NewRecord:
    """Refuse what cannot be, and clean what is typed."""
    check_day(new.done_on, new.status, today)
    if new.total is not None and not 0 <= new.total.cents <= HIGHEST_CENTS:
        raise MoneyNotUnderstood
    return replace(
        new,
        lines=new.lines[:MOST_LINES],
        services=(tuple(dict.fromkeys(new.services)) or (ServiceType.OTHER_REPAIR,))[:MOST_SERVICES],
        kilometres=None if new.kilometres is None else checked_kilometres(new.kilometres),
        garage=clean_line(new.garage or "") or None,
        note=clean(new.note or "")[:HIGHEST_NOTE].strip() or None,
    )


def check_day(day: date, status: RecordStatus, today: date) -> None:
    """Refuse a day that does not fit how far the work is."""
    if day < EARLIEST:
        raise Refusal("error.date_too_old")
    if status is RecordStatus.COMPLETED and day > today:
        raise Refusal("error.date_in_future")
    if status in TO_COME and (day.year > today.year + 10):
        raise Refusal("error.date_too_far")
