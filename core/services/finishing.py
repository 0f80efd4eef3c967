"""Work that a reminder asked for is done: what it was, as far as we can tell, then its record and the next one."""

from dataclasses import dataclass
from datetime import date

from tortoise.expressions import RawSQL

from core import db
from core.domain.money import Money
from core.domain.record_status import RecordStatus
from core.domain.reminder_kinds import ReminderKind, kind_of
from core.domain.service_types import ServiceType
from core.domain.states import ReminderState
from core.errors import Gone
from core.models import PRESENT, Account, MaintenanceRecord, Reminder, Vehicle
from core.services.days import today_of
from core.services.foresight import accept
from core.services.maintenance import Maintenance, NewRecord, Saved, Visit
from core.services.records import checked
from core.services.reminder_lists import OPEN
from core.services.reminders import Reminders
from core.services.standing import Piece

# How many services a record has: the price of several says nothing of one.
_SERVICES = "(SELECT count(*) FROM service_done d WHERE d.record_id = maintenance_record.id)"


@dataclass(frozen=True, slots=True)
class Prefill:
    """What was probably done: the mileage that the readings tell, and what the same work cost the last time."""

    reminder: Reminder
    vehicle: Vehicle
    service: ServiceType
    kilometres: int | None = None
    price: Money | None = None
    priced_on: date | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """The record that was made, and the reminders of the next time, which wait already."""

    saved: Saved
    following: tuple[Reminder, ...]


def is_work(reminder: Reminder) -> bool:
    """Whether doing it makes a record: a service of a vehicle, and no payment, paper or word of one's own."""
    work = {ReminderKind.MAINTENANCE, ReminderKind.INSPECTION}
    return reminder.service is not None and reminder.vehicle_id is not None and _kind(reminder) in work


@dataclass(frozen=True, slots=True)
class Finishing:
    """Turns a reminder that was done into a record, and the record into the next reminder."""

    reminders: Reminders
    maintenance: Maintenance

    async def prefill(self, owner: Account, reminder_id: int) -> Prefill:
        """What to propose; `Gone` for what makes no record or is settled."""
        reminder = await self.reminders.get(owner, reminder_id)
        vehicle: Vehicle | None = reminder.vehicle
        if not is_work(reminder) or vehicle is None or reminder.state not in OPEN:
            raise Gone
        service = ServiceType(reminder.service or "")
        kilometres = await self.maintenance.expected_kilometres(owner, vehicle.id, None)
        last = await self._last_alone(owner, vehicle, service)
        price = Money(last.total_cents, last.currency) if last is not None and last.total_cents is not None else None
        return Prefill(reminder, vehicle, service, kilometres, price, last.done_on if last is not None else None)

    async def finish(self, owner: Account, reminder_id: int, visit: Visit, *, insist: bool = False) -> Finished:
        """Write the record, close the reminder and let the next one wait, counted from the visit's day; once."""
        records = self.maintenance.records
        # A part of its own: what is refused half-way is not counted, though the refusal is answered within the update.
        async with db.savepoint():
            vehicle = Piece.column("reminder", "vehicle_id", reminder_id)
            standing = await records.stand_on(owner, vehicle, visit.done_on, visit.kilometres)
            reminder = next((one for one in standing.reminders if one.id == reminder_id), None)
            if reminder is None or reminder.state not in OPEN or not is_work(reminder):
                raise Gone
            new = checked(self._record(standing.vehicle, reminder, visit), today_of(owner, records.clock))
            if not insist:
                records.refuse_twin(standing, new)
            saved = await records.note(standing, new)
            if saved.record is not None and reminder.state in OPEN:
                # An earlier visit than the one it came from closes nothing by itself, and yet it was done.
                reminder.state, reminder.closed_by_id = ReminderState.DONE, saved.record.id
                standing.pending.change(reminder)
            following = [one for one in saved.proposed if one.service == reminder.service]
            accept(standing, following)
            await standing.pending.store()
        return Finished(saved, tuple(following))

    @staticmethod
    def _record(vehicle: Vehicle, reminder: Reminder, visit: Visit) -> NewRecord:
        services = (ServiceType(reminder.service or ""),)
        return NewRecord(
            vehicle.id, visit.done_on, services, visit.kilometres, visit.garage, visit.total, currency=visit.currency
        )

    async def _last_alone(self, owner: Account, vehicle: Vehicle, service: ServiceType) -> MaintenanceRecord | None:
        done = MaintenanceRecord.filter(
            PRESENT,
            vehicle_id=vehicle.id,
            vehicle__owner_id=owner.id,
            status=RecordStatus.COMPLETED,
            total_cents__not_isnull=True,
            services__service=service.value,
        )
        return await done.annotate(named=RawSQL(_SERVICES)).filter(named=1).order_by("-done_on", "-id").first()


def _kind(reminder: Reminder) -> ReminderKind:
    return kind_of(reminder.service, reminder.topic)
