"""The logbook: a confirmed document becomes a record, a vehicle, a reading, once."""

from dataclasses import dataclass
from datetime import date

from core import db
from core.domain.capture.types import DocumentType
from core.domain.energy import Energy, energy_of
from core.domain.money import Money
from core.domain.odometer import ReadingSource
from core.domain.plates import displayed_plate
from core.domain.service_types import ServiceType, service_types_of
from core.domain.states import DocumentState
from core.domain.stored_values import as_date, as_decimal, as_integer
from core.errors import Gone, Refusal
from core.models import (
    Account,
    MaintenanceLine,
    MaintenanceRecord,
    Reminder,
    ServiceDone,
    Vehicle,
)
from core.ports import Clock
from core.services.documents import CardData, Documents
from core.services.odometer import Odometer, OdometerDoubted
from core.services.reminders import Reminders
from core.services.vehicles import NewVehicle, Vehicles, page_start

PAGE = 6


@dataclass(frozen=True, slots=True)
class Saved:
    """What a confirmation made: the vehicle, perhaps a record with its services, reminders to offer or closed.

    `odometer_conflict` is the reading that the paper's mileage contradicts (it was not recorded).
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
    """A record with its vehicle, lines and services."""

    record: MaintenanceRecord
    vehicle: Vehicle
    lines: tuple[MaintenanceLine, ...]
    services: tuple[ServiceType, ...]


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A page of records, newest first; `vehicle` when it is one vehicle's history."""

    records: tuple[RecordData, ...]
    position: int
    total: int
    vehicle: Vehicle | None = None


class DateNeeded(Refusal):
    """A record needs its day."""

    def __init__(self) -> None:
        super().__init__("document.date_needed")


class AlreadyRecorded(Refusal):
    """The invoice seems to be in the logbook already."""

    def __init__(self, record_id: int) -> None:
        super().__init__("record.twin")
        self.record_id = record_id


class VehicleNeeded(Refusal):
    """The paper names no vehicle, and none was chosen."""

    def __init__(self) -> None:
        super().__init__("document.vehicle_needed")


@dataclass(frozen=True, slots=True)
class Maintenance:
    """Turns confirmed cards into the logbook and shows it."""

    clock: Clock
    documents: Documents
    vehicles: Vehicles
    odometer: Odometer
    reminders: Reminders

    async def confirm(self, owner: Account, document_id: int, revision: int, *, insist: bool = False) -> Saved:
        """Record what the card shows: everything or nothing, once however often it is tapped.

        An invoice that seems to be in the logbook already is refused with `AlreadyRecorded` unless they insist.
        """
        async with db.transaction():
            card = await self.documents.open_card(owner, document_id, revision)
            if card.kind is DocumentType.REGISTRATION:
                saved = await self._register(owner, card)
            else:
                saved = await self._record(owner, card, insist=insist)
            document = await self.documents.settle(owner, document_id, DocumentState.KEPT)
            document.vehicle_id = saved.vehicle.id
            document.title, document.dated_on = _about(card)
            await document.save(update_fields=["vehicle_id", "title", "dated_on"])
            return saved

    async def history(self, owner: Account, position: int = 0, vehicle_id: int = 0) -> HistoryPage:
        """A page of the owner's records, newest first; of one vehicle if given."""
        vehicle = await self.vehicles.get(owner, vehicle_id) if vehicle_id else None
        records = MaintenanceRecord.filter(vehicle__owner_id=owner.id)
        if vehicle is not None:
            records = records.filter(vehicle_id=vehicle.id)
        total = await records.count()
        start = page_start(position, total, PAGE)
        rows = (
            await records.order_by("-done_on", "-id").offset(start).limit(PAGE).prefetch_related("vehicle", "services")
        )
        return HistoryPage(tuple(_data(row) for row in rows), start, total, vehicle)

    async def record(self, owner: Account, record_id: int) -> RecordData:
        """One of the owner's records with its lines."""
        row = await MaintenanceRecord.get_or_none(id=record_id, vehicle__owner_id=owner.id).prefetch_related(
            "vehicle", "services", "lines"
        )
        if row is None:
            raise Gone
        return _data(row, with_lines=True)

    async def record_of(self, owner: Account, document_id: int) -> int | None:
        """The id of the record that a document made, if it made one."""
        row = await MaintenanceRecord.get_or_none(document_id=document_id, vehicle__owner_id=owner.id)
        return row.id if row is not None else None

    async def _register(self, owner: Account, card: CardData) -> Saved:
        """A registration card adds its vehicle, or completes the one that is known."""
        new = _vehicle_named(card)
        known = await self.vehicles.recognise(owner, plate=new.plate, vin=new.vin)
        vehicle = await self.vehicles.add(owner, new) if known is None else await self.vehicles.complete(known, new)
        proposed = await self.reminders.propose_inspection(owner, vehicle)
        return Saved(vehicle, known is None, proposed=proposed)

    async def _record(self, owner: Account, card: CardData, *, insist: bool) -> Saved:
        done_on = as_date(card.value("invoice_date"))
        if done_on is None:
            raise DateNeeded
        vehicle, is_new = await self._vehicle_for(owner, card)
        if not insist and not is_new:
            await self._refuse_twin(card, vehicle, done_on)
        record = await self._write(card, vehicle, done_on)
        services = _services(card)
        await ServiceDone.bulk_create([ServiceDone(record_id=record.id, service=service.value) for service in services])
        conflict = await self._note_mileage(owner, vehicle, record)
        await vehicle.refresh_from_db(fields=["kilometres"])
        closed = await self.reminders.close(owner, vehicle, services, done_on)
        proposed = await self.reminders.propose(owner, vehicle, record, services)
        return Saved(vehicle, is_new, record, services, proposed, closed, conflict)

    async def _vehicle_for(self, owner: Account, card: CardData) -> tuple[Vehicle, bool]:
        if card.vehicle is not None:
            return card.vehicle, False
        named = _vehicle_named(card)
        if named.plate or named.vin:
            known = await self.vehicles.recognise(owner, plate=named.plate, vin=named.vin)
            return (known, False) if known is not None else (await self.vehicles.add(owner, named), True)
        raise VehicleNeeded

    async def _refuse_twin(self, card: CardData, vehicle: Vehicle, done_on: date) -> None:
        """Refuse what a record of the same vehicle, day and total, and of the same number if both have one, says."""
        total = as_decimal(card.value("total_incl_tax"))
        cents = Money.of(total, card.value("currency") or "EUR").cents if total is not None else None
        number = (card.value("invoice_number") or "")[:60]
        same_day = await MaintenanceRecord.filter(vehicle_id=vehicle.id, done_on=done_on, total_cents=cents)
        for record in same_day:
            if not number or not record.invoice_number or number == record.invoice_number:
                raise AlreadyRecorded(record.id)

    async def _write(self, card: CardData, vehicle: Vehicle, done_on: date) -> MaintenanceRecord:
        currency = card.value("currency") or "EUR"
        total = as_decimal(card.value("total_incl_tax"))
        record = await MaintenanceRecord.create(
            vehicle_id=vehicle.id,
            document_id=card.document.id,
            done_on=done_on,
            kilometres=as_integer(card.value("mileage_km")),
            garage=(card.value("vendor_name") or "")[:200] or None,
            garage_siret=card.value("vendor_siret"),
            invoice_number=(card.value("invoice_number") or "")[:60] or None,
            total_cents=Money.of(total, currency).cents if total is not None else None,
            currency=currency,
            created_at=self.clock.now(),
        )
        await MaintenanceLine.bulk_create(
            [
                MaintenanceLine(
                    record_id=record.id,
                    position=line.position,
                    description=line.description,
                    quantity=line.quantity,
                    unit_price=line.unit_price,
                    total_cents=Money.of(line.total, currency).cents if line.total is not None else None,
                )
                for line in card.lines
            ]
        )
        return record

    async def _note_mileage(self, owner: Account, vehicle: Vehicle, record: MaintenanceRecord) -> int | None:
        if record.kilometres is None:
            return None
        try:
            await self.odometer.record(
                owner, vehicle.id, record.kilometres, read_on=record.done_on, source=ReadingSource.INVOICE
            )
        except OdometerDoubted as refusal:
            return refusal.last
        return None


def _services(card: CardData) -> tuple[ServiceType, ...]:
    """The services its lines name, in their order, each once; a paper that names none is another repair."""
    named = dict.fromkeys(service for line in card.lines for service in service_types_of(line.description))
    return tuple(named) or (ServiceType.OTHER_REPAIR,)


def _vehicle_named(card: CardData) -> NewVehicle:
    """The vehicle as the document describes it."""
    return NewVehicle(
        make=(card.value("make") or "")[:60] or None,
        model=(card.value("model") or "")[:80] or None,
        plate=card.value("plate"),
        vin=card.value("vin"),
        energy=_energy(card.value("fuel")),
        category=(card.value("category") or "")[:8] or None,
        first_registered_on=as_date(card.value("first_registration_date")),
        inspection_due_on=as_date(card.value("next_inspection")),
    )


def _about(card: CardData) -> tuple[str | None, date | None]:
    """How a kept document is found again: its garage or plate, and its day."""
    if card.kind is DocumentType.REGISTRATION:
        plate = card.value("plate")
        return (displayed_plate(plate) if plate else None), as_date(card.value("registration_date"))
    return (card.value("vendor_name") or "")[:120] or None, as_date(card.value("invoice_date"))


def _energy(value: str | None) -> Energy | None:
    """From the code on the card, or from the choice that corrected it."""
    if value in set(Energy):
        return Energy(value)
    return energy_of(value or "")


def _data(row: MaintenanceRecord, *, with_lines: bool = False) -> RecordData:
    services = tuple(ServiceType(done.service) for done in sorted(row.services, key=lambda done: done.id))
    lines = tuple(sorted(row.lines, key=lambda line: line.position)) if with_lines else ()
    return RecordData(row, row.vehicle, lines, services)
