"""What follows from a record: a reading of the odometer, reminders closed and proposed; and how it is taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.domain.odometer import ReadingSource
from core.domain.record_status import RecordStatus
from core.domain.reminder_kinds import WARRANTY
from core.domain.service_types import ServiceType
from core.domain.states import ReminderState
from core.errors import Gone
from core.models import Account, MaintenanceRecord, Reminder, Vehicle
from core.ports import Clock
from core.services.days import today_of
from core.services.odometer import Odometer, OdometerDoubted
from core.services.reminder_lists import OPEN
from core.services.reminder_moments import moment_before
from core.services.reminders import Reminders

# Days before: planned work is remembered the day before, a warranty while there is time to claim.
PLANNED_LEAD, WARRANTY_LEAD = 1, 30

# What a person decided about the reminders of a record, by service: wanted or not.
Decisions = Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Effects:
    """What a record brought about. `odometer_conflict` is the reading that its mileage contradicts."""

    odometer_conflict: int | None = None
    closed: tuple[Reminder, ...] = ()
    proposed: tuple[Reminder, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordEffects:
    """Lets the odometer and the reminders follow a record; always within the caller's transaction."""

    clock: Clock
    odometer: Odometer
    reminders: Reminders

    async def apply(
        self,
        owner: Account,
        vehicle: Vehicle,
        record: MaintenanceRecord,
        services: Sequence[ServiceType],
        decisions: Decisions | None = None,
    ) -> Effects:
        """Note the mileage, close what was done, propose what is due next; keep what was decided before."""
        known = decisions or {}
        proposed: tuple[Reminder, ...] = ()
        closed: tuple[Reminder, ...] = ()
        conflict = None
        if record.status is RecordStatus.COMPLETED:
            conflict = await self._note_mileage(owner, vehicle, record)
            closed = await self.reminders.close(owner, vehicle, services, record.done_on)
            if closed:
                ids = [reminder.id for reminder in closed]
                await Reminder.filter(id__in=ids).update(closed_by_id=record.id)
            proposed = await self.reminders.propose(owner, vehicle, record, services)
            if record.warranty_until is not None:
                proposed = (*proposed, *await self._dated(owner, record, WARRANTY, record.warranty_until))
        elif record.status is RecordStatus.SCHEDULED:
            proposed = await self._dated(owner, record, services[0].value, record.done_on)
        return Effects(conflict, closed, await self._decided(owner, proposed, known))

    async def withdraw(self, owner: Account, record: MaintenanceRecord) -> Decisions:
        """Take back what followed from a record; says what the person had decided, for when it is applied again."""
        if record.reading_id is not None:
            await self._forget_reading(owner, record.reading_id)
            record.reading_id = None
            await record.save(update_fields=["reading_id"])
        await self._open_again(owner, record)
        rows = await Reminder.filter(owner_id=owner.id, record_id=record.id)
        decided = [row for row in rows if row.state is not ReminderState.PROPOSED]
        decisions = {row.service: row.state in OPEN for row in decided if row.service is not None}
        # What was done since belongs to the record that did it.
        gone = [row.id for row in rows if row.state is not ReminderState.DONE]
        if gone:
            await Reminder.filter(id__in=gone).delete()
        return decisions

    async def _note_mileage(self, owner: Account, vehicle: Vehicle, record: MaintenanceRecord) -> int | None:
        if record.kilometres is None:
            return None
        before = self.clock.now()
        try:
            source = ReadingSource.TYPED if record.document_id is None else ReadingSource.INVOICE
            reading = await self.odometer.record(
                owner, vehicle.id, record.kilometres, read_on=record.done_on, source=source
            )
        except OdometerDoubted as refusal:
            return refusal.last
        if reading.created_at < before:
            return None  # it was there already, and stays when the record goes
        record.reading_id = reading.id
        await record.save(update_fields=["reading_id"])
        await vehicle.refresh_from_db(fields=["kilometres"])
        return None

    async def _forget_reading(self, owner: Account, reading_id: int) -> None:
        try:
            await self.odometer.undo(owner, reading_id)
        except Gone:
            return  # the person took it back, or a later one replaced it

    async def _open_again(self, owner: Account, record: MaintenanceRecord) -> None:
        """What this record made done is to be done again; what was told before its hour came is not told twice."""
        mine = Reminder.filter(owner_id=owner.id, closed_by_id=record.id, state=ReminderState.DONE)
        rows = await mine.prefetch_related("notifications")
        for reminder in rows:
            past = reminder.remind_at is not None and reminder.remind_at <= self.clock.now()
            told = past and len(reminder.notifications) > 0
            reminder.state = ReminderState.PUSHED if told else ReminderState.WAITING
            reminder.closed_by_id = None
            await reminder.save(update_fields=["state", "closed_by_id"])

    async def _dated(self, owner: Account, record: MaintenanceRecord, about: str, day: date) -> tuple[Reminder, ...]:
        """Offer to remember a day that is still to come."""
        if day < today_of(owner, self.clock):
            return ()
        lead = WARRANTY_LEAD if about == WARRANTY else PLANNED_LEAD
        moment = moment_before(owner, day, lead, self.clock.now())
        made = await Reminder.create(
            owner_id=owner.id,
            vehicle_id=record.vehicle_id,
            record_id=record.id,
            service=about,
            state=ReminderState.PROPOSED,
            due_on=day,
            remind_at=moment,
            created_at=self.clock.now(),
        )
        return (made,)

    async def _decided(
        self, owner: Account, proposed: Sequence[Reminder], decisions: Decisions
    ) -> tuple[Reminder, ...]:
        """Decide again as before; what is left is to be asked."""
        for accept in (True, False):
            ids = [reminder.id for reminder in proposed if decisions.get(reminder.service or "") is accept]
            if ids:
                await self.reminders.decide(owner, ids, accept=accept)
        return tuple(reminder for reminder in proposed if reminder.service not in decisions)
