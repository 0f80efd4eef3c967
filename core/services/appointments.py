"""Appointments at garages: noted, told of in time, asked about afterwards, and made a record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core import db
from core.domain import reminder_time
from core.domain.garages.appointments import (
    AFTERWARDS,
    AHEAD,
    SHORTLY,
    AppointmentStatus,
    changed,
    checked_start,
)
from core.domain.money import Money
from core.domain.reminder_kinds import ReminderKind
from core.domain.service_types import ServiceType, service_name
from core.domain.states import ReminderState
from core.domain.time_zones import zone_at
from core.domain.typed_text import clean_line
from core.errors import Gone, Refusal
from core.models import PRESENT, Account, Appointment, ListedGarage, Reminder
from core.ports import Clock, Jobs
from core.services.days import zone_of
from core.services.directory import Directory
from core.services.maintenance import Maintenance, NewRecord
from core.services.manners import translator_of
from core.services.records import Saved
from core.services.reminder_moments import moment_before
from core.services.vehicles import Vehicles

# Appointments asked about in one transaction, and those of a person that may be ahead at once.
BATCH = 100
MOST_AHEAD = 30
LONGEST_NOTE = 300
_OPEN = (ReminderState.WAITING, ReminderState.PUSHED)


@dataclass(frozen=True, slots=True)
class NewAppointment:
    """What is noted; the day and time are those of the garage's clock."""

    vehicle_id: int
    garage_id: int
    service: ServiceType
    day: date
    at: time
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Appointments:
    """Keeps appointments; every status follows from another that allows it."""

    clock: Clock
    jobs: Jobs
    directory: Directory
    vehicles: Vehicles
    maintenance: Maintenance

    async def note(self, owner: Account, new: NewAppointment) -> Appointment:
        """Note an appointment, with its reminders the day before and shortly before."""
        note = clean_line(new.note, LONGEST_NOTE) or None if new.note else None
        async with db.transaction():
            vehicle = await self.vehicles.get(owner, new.vehicle_id)
            garage = await self.directory.get(owner, new.garage_id)
            zone = zone_for(owner, garage)
            starts_at = checked_start(instant_in(zone, new.day, new.at), self.clock.now())
            ahead = Appointment.filter(owner_id=owner.id, status__in=list(AHEAD))
            if await ahead.count() >= MOST_AHEAD:
                raise Refusal("appointment.enough")
            twin = await ahead.get_or_none(vehicle_id=vehicle.id, garage_id=garage.id, starts_at=starts_at)
            if twin is not None:
                return await self.get(owner, twin.id)  # a second tap
            made = await Appointment.create(
                owner_id=owner.id,
                vehicle_id=vehicle.id,
                garage_id=garage.id,
                service=new.service.value,
                starts_at=starts_at,
                zone=zone.key,
                note=note,
                status=AppointmentStatus.PENDING,
                ask_at=starts_at + AFTERWARDS,
                created_at=self.clock.now(),
            )
            made = await self.get(owner, made.id)
            await self._remind(owner, made)
        return made

    async def get(self, owner: Account, appointment_id: int) -> Appointment:
        """One of the person's appointments, with its garage and vehicle."""
        mine = Appointment.filter(PRESENT, id=appointment_id, owner_id=owner.id)
        found = await mine.select_related("garage", "vehicle").first()
        if found is None:
            raise Gone
        return found

    async def ahead(self, owner: Account) -> Sequence[Appointment]:
        """What is still to come or still open, the next first."""
        mine = Appointment.filter(PRESENT, owner_id=owner.id, status__in=list(AHEAD))
        return await mine.order_by("starts_at", "id").limit(MOST_AHEAD).select_related("garage", "vehicle")

    async def change(self, owner: Account, appointment_id: int, status: AppointmentStatus) -> Appointment:
        """Confirm, call off, or say that nobody came; twice is once."""
        if status is AppointmentStatus.DONE:
            raise Gone  # that is `done`, which makes its record
        async with db.transaction():
            found = await self.locked(owner, appointment_id)
            found.status = changed(found.status, status)
            found.revision += 1
            if status not in AHEAD:
                found.ask_at = None
                await self._forget(owner, found)
            await found.save(update_fields=["status", "revision", "ask_at"])
        return found

    async def done(self, owner: Account, appointment_id: int, total: Money | None) -> tuple[Appointment, Saved | None]:
        """The work was done: its record is made, once however often it is said."""
        async with db.transaction():
            found = await self.locked(owner, appointment_id)
            if found.status is AppointmentStatus.DONE:
                return found, None
            found.status, found.ask_at = changed(found.status, AppointmentStatus.DONE), None
            record = NewRecord(
                vehicle_id=found.vehicle_id,
                done_on=min(found.starts_at, self.clock.now()).astimezone(clock_of(found)).date(),
                services=(ServiceType(found.service),),
                garage=found.garage.name,
                total=total,
                note=found.note,
            )
            saved = await self.maintenance.create(owner, record, insist=True)
            found.record_id = saved.record.id if saved.record is not None else None
            await found.save(update_fields=["status", "ask_at", "record_id"])
            await self._forget(owner, found)
        return found, saved

    async def move(self, owner: Account, found: Appointment, starts_at: datetime, status: AppointmentStatus) -> None:
        """Move an appointment to another time, certain or not. Within a transaction, with its row locked."""
        await self._forget(owner, found)
        found.starts_at = checked_start(starts_at, self.clock.now())
        found.status = changed(found.status, status)
        found.ask_at, found.proposed_at = starts_at + AFTERWARDS, None
        found.revision += 1
        asked = ("token", "asked_at", "asked_to", "answer", "answered_at", "answer_note")
        await found.save(update_fields=["starts_at", "status", "ask_at", "proposed_at", "revision", *asked])
        await self._remind(owner, found)

    async def hand_over(self, seller: Account, buyer: Account, vehicle_id: int, new_vehicle_id: int) -> int:
        """Give what is to come of a vehicle to whoever has it now, without the seller's notes; how many.

        Within the caller's transaction. A garage that was asked answers to the buyer, who goes there.
        """
        mine = Appointment.filter(owner_id=seller.id, vehicle_id=vehicle_id, status__in=list(AHEAD))
        coming = await mine.filter(starts_at__gt=self.clock.now()).select_related("garage", "vehicle")
        for found in coming:
            await self._forget(seller, found)
            found.owner_id, found.vehicle_id, found.note = buyer.id, new_vehicle_id, None
            await found.save(update_fields=["owner_id", "vehicle_id", "note"])
            await self._remind(buyer, found)
        return len(coming)

    async def claim_due(self) -> int:
        """Ask about each whose visit should be over, once; how many were looked at."""
        async with db.transaction():
            due = Appointment.filter(ask_at__lte=self.clock.now(), owner__reachable=True)
            rows = await due.order_by("ask_at", "id").limit(BATCH).select_related("owner")
            for row in rows:
                await Appointment.filter(id=row.id).update(ask_at=None)
                if row.status in AHEAD:
                    owner = row.owner
                    payload = {"chat_id": owner.telegram_id, "kind": "appointment_over", "subject": row.id}
                    await self.jobs.enqueue("event", payload, key=f"chat:{owner.telegram_id}")
        return len(rows)

    async def locked(self, owner: Account, appointment_id: int) -> Appointment:
        """One of the person's appointments, which nobody else changes until the transaction ends."""
        # Read anew behind the lock, with its garage and vehicle; a count would lock nothing.
        if await Appointment.filter(id=appointment_id, owner_id=owner.id).select_for_update().first() is None:
            raise Gone
        return await self.get(owner, appointment_id)

    async def _remind(self, owner: Account, found: Appointment) -> None:
        """Plan its reminder: the day before, and once more shortly before; what has passed already is left out."""
        now, local = self.clock.now(), local_start(found)
        day_before = datetime.combine(local.date() - timedelta(days=1), time(owner.remind_hour), zone_of(owner))
        moments = [moment_before(owner, local.date(), 1, now)] if day_before > now else []
        moments += [found.starts_at - SHORTLY] if found.starts_at - SHORTLY > now else []
        if not moments:
            return
        t = translator_of(owner)
        said = {"garage": found.garage.name, "service": t.plain(service_name(ServiceType(found.service)))}
        await Reminder.create(
            owner_id=owner.id,
            vehicle_id=found.vehicle_id,
            appointment_id=found.id,
            topic=ReminderKind.APPOINTMENT.value,
            subject=t.plain("appointment.reminder", **said)[:200],
            state=ReminderState.WAITING,
            due_on=local.date(),
            first_on=local.date(),
            at_minute=local.hour * 60 + local.minute,
            remind_at=moments[0],
            again_at=moments[1] if len(moments) > 1 else None,
            created_at=now,
        )

    async def _forget(self, owner: Account, found: Appointment) -> None:
        """Close the reminder of an appointment that is over, off or elsewhen."""
        mine = Reminder.filter(owner_id=owner.id, appointment_id=found.id, state__in=list(_OPEN))
        await mine.update(state=ReminderState.DISMISSED)


def zone_for(owner: Account, garage: ListedGarage) -> ZoneInfo:
    """The clock of an appointment: the garage's where its place is known, else the person's own."""
    there = None
    if garage.latitude is not None and garage.longitude is not None:
        there = zone_at(garage.latitude, garage.longitude)
    return zone_of(owner) if there is None else reminder_time.zone_of(there)


def clock_of(found: Appointment) -> ZoneInfo:
    """The clock that an appointment was made by."""
    return reminder_time.zone_of(found.zone)


def local_start(found: Appointment) -> datetime:
    """When it begins, by the garage's clock."""
    return found.starts_at.astimezone(clock_of(found))


def instant_in(zone: ZoneInfo, day: date, at: time) -> datetime:
    """The instant of a day and time somewhere, in UTC; an hour that the clocks leave out is the one after."""
    return datetime.combine(day, at, zone).astimezone(UTC)
