"""The logbook: a confirmed document becomes a record, a vehicle, a reading, once."""

from dataclasses import dataclass, replace
from datetime import date

from core import db
from core.domain.capture.types import DocumentType
from core.domain.energy import Energy, energy_of
from core.domain.money import Money
from core.domain.plates import displayed_plate
from core.domain.record_lines import NewLine
from core.domain.record_status import TO_COME
from core.domain.service_types import ServiceType, service_types_of
from core.domain.states import DocumentState, ReminderState
from core.domain.stored_values import as_date, as_decimal, as_integer
from core.errors import Gone, Refusal
from core.models import PRESENT, Account, ExtractedLine, MaintenanceRecord, Vehicle
from core.ports import Clock
from core.services.days import today_of
from core.services.documents import CardData, Documents
from core.services.odometer import Odometer
from core.services.record_changes import RecordChanges, Removed
from core.services.records import AlreadyRecorded, NewRecord, RecordData, Records, Saved, checked, record_data
from core.services.reminders import Reminders
from core.services.vehicles import NewVehicle, Vehicles

__all__ = ["AlreadyRecorded", "DateNeeded", "Maintenance", "NewRecord", "RecordData", "Saved", "VehicleNeeded", "Visit"]


class DateNeeded(Refusal):
    """A record needs its day."""

    def __init__(self) -> None:
        super().__init__("document.date_needed")


class VehicleNeeded(Refusal):
    """The paper names no vehicle, and none was chosen."""

    def __init__(self) -> None:
        super().__init__("document.vehicle_needed")


@dataclass(frozen=True, slots=True)
class Visit:
    """When a reminder's work was done, and what is known of the visit."""

    done_on: date
    kilometres: int | None = None
    total: Money | None = None
    garage: str | None = None


@dataclass(frozen=True, slots=True)
class Maintenance:
    """Turns confirmed cards into the logbook and shows it."""

    clock: Clock
    documents: Documents
    vehicles: Vehicles
    odometer: Odometer
    reminders: Reminders
    records: Records
    changes: RecordChanges

    async def create(self, owner: Account, new: NewRecord, *, insist: bool = False) -> Saved:
        """Write down work that was done or is planned, with everything that follows from it.

        What seems to be in the logbook already is refused with `AlreadyRecorded` unless they insist.
        """
        async with db.transaction():
            new = checked(new, today_of(owner, self.clock))
            standing = await self.records.stand(owner, new)
            if not insist:
                self.records.refuse_twin(standing, new)
            return await self.records.write(owner, standing, new)

    async def done(self, owner: Account, reminder_id: int, visit: Visit, *, insist: bool = False) -> Saved:
        """Write down the visit that a reminder was about, in one call: it is done, and what follows is counted from it.

        Planned work becomes the record that was planned. A reminder that is about no service of a vehicle is `Gone`.
        """
        async with db.transaction():
            reminder = await self.reminders.get(owner, reminder_id)
            if reminder.vehicle_id is None or reminder.service not in set(ServiceType):
                raise Gone
            planned = (
                reminder.record_id
                and await MaintenanceRecord.filter(id=reminder.record_id, status__in=list(TO_COME)).exists()
            )
            if reminder.record_id is not None and planned:
                made = await self.changes.complete(
                    owner, reminder.record_id, visit.done_on, visit.kilometres, visit.total
                )
                data = made.data
                return Saved(
                    data.vehicle, False, data.record, data.services, made.proposed, made.closed, made.odometer_conflict
                )
            new = NewRecord(
                vehicle_id=reminder.vehicle_id,
                done_on=visit.done_on,
                services=(ServiceType(reminder.service),),
                kilometres=visit.kilometres,
                garage=visit.garage,
                total=visit.total,
            )
            saved = await self.create(owner, new, insist=insist)
            if all(one.id != reminder.id for one in saved.closed):
                # A visit before the one that it was counted from: they say that it is done all the same.
                await self.reminders.finish(owner, reminder.id, ReminderState.DONE)
            return saved

    async def undo(self, owner: Account, record_id: int) -> Removed:
        """Take a record back, with the reading and the reminders that came from it."""
        return await self.changes.remove(owner, record_id)

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

    async def expected_kilometres(self, owner: Account, vehicle_id: int, day: date | None) -> int | None:
        """What the odometer of a vehicle showed on a day, as far as its readings tell."""
        vehicle = await self.vehicles.get(owner, vehicle_id)
        expected = await self.odometer.expected(owner, vehicle, day)
        return expected.kilometres if expected is not None else None

    async def record(self, owner: Account, record_id: int) -> RecordData:
        """One of the owner's records with its lines."""
        return record_data(await self.records.owned(owner, record_id), with_lines=True)

    async def record_of(self, owner: Account, document_id: int) -> int | None:
        """The id of the record that a document made, if it made one."""
        row = await MaintenanceRecord.get_or_none(PRESENT, document_id=document_id, vehicle__owner_id=owner.id)
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
        new = checked(_new_record(card, vehicle, done_on), today_of(owner, self.clock))
        standing = await self.records.stand(owner, new)
        if not insist and not is_new:
            self.records.refuse_twin(standing, new)
        return replace(await self.records.write(owner, standing, new), vehicle_is_new=is_new)

    async def _vehicle_for(self, owner: Account, card: CardData) -> tuple[Vehicle, bool]:
        if card.vehicle is not None:
            return card.vehicle, False
        named = _vehicle_named(card)
        if named.plate or named.vin:
            known = await self.vehicles.recognise(owner, plate=named.plate, vin=named.vin)
            return (known, False) if known is not None else (await self.vehicles.add(owner, named), True)
        raise VehicleNeeded


def _new_record(card: CardData, vehicle: Vehicle, done_on: date) -> NewRecord:
    """The record that an invoice makes."""
    currency = card.value("currency") or "EUR"
    total = as_decimal(card.value("total_incl_tax"))
    return NewRecord(
        vehicle_id=vehicle.id,
        done_on=done_on,
        services=_services(card),
        kilometres=as_integer(card.value("mileage_km")),
        garage=(card.value("vendor_name") or "")[:200] or None,
        total=Money.of(total, currency) if total is not None else None,
        lines=tuple(_line(line, currency) for line in card.lines),
        currency=currency,
        garage_siret=card.value("vendor_siret"),
        invoice_number=(card.value("invoice_number") or "")[:60] or None,
        document_id=card.document.id,
    )


def _line(line: ExtractedLine, currency: str) -> NewLine:
    total = Money.of(line.total, currency) if line.total is not None else None
    return NewLine(line.description, total, None, line.quantity, line.unit_price)


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
