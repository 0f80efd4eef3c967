"""The logbook: work written down by hand, shown, taken back."""

from dataclasses import dataclass
from datetime import date

from core import db
from core.domain.money import Money
from core.domain.record_status import TO_COME
from core.domain.service_types import ServiceType
from core.domain.states import ReminderState
from core.errors import Gone
from core.models import PRESENT, Account, MaintenanceRecord
from core.ports import Clock
from core.services.days import today_of
from core.services.odometer import Odometer
from core.services.record_changes import RecordChanges, Removed
from core.services.records import AlreadyRecorded, NewRecord, RecordData, Records, Saved, checked, record_data
from core.services.reminders import Reminders
from core.services.vehicles import Vehicles

__all__ = ["AlreadyRecorded", "Maintenance", "NewRecord", "RecordData", "Saved", "Visit"]


@dataclass(frozen=True, slots=True)
class Visit:
    """When a reminder's work was done, and what is known of the visit."""

    done_on: date
    kilometres: int | None = None
    total: Money | None = None
    garage: str | None = None
    currency: str = "EUR"


@dataclass(frozen=True, slots=True)
class Maintenance:
    """Writes work down and shows it; what papers make of it is `Confirming`'s."""

    clock: Clock
    vehicles: Vehicles
    odometer: Odometer
    records: Records
    changes: RecordChanges
    reminders: Reminders

    async def create(self, owner: Account, new: NewRecord, *, insist: bool = False) -> Saved:
        """Write down work that was done or is planned, with everything that follows from it.

        What seems to be in the logbook already is refused with `AlreadyRecorded` unless they insist.
        """
        # A part of its own: what is refused half-way is not counted, though the refusal is answered within the update.
        async with db.savepoint():
            new = checked(new, today_of(owner, self.clock))
            standing = await self.records.stand(owner, new)
            if not insist:
                self.records.refuse_twin(standing, new)
            return await self.records.write(standing, new)

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
