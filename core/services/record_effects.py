"""What follows from a record: a reading of the odometer, reminders closed and proposed; and how it is taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.domain.odometer import ReadingSource
from core.domain.record_status import RecordStatus
from core.domain.reminder_kinds import WARRANTY
from core.domain.service_types import ServiceType
from core.domain.states import ReminderState
from core.models import MaintenanceRecord, Reminder
from core.ports import Clock
from core.services.days import day_of
from core.services.foresight import foresee
from core.services.inspections import Report, report_of
from core.services.odometer import Odometer, OdometerDoubted
from core.services.proposals import close, fresh_reminder, inspect_again, propose
from core.services.record_now import RecordNow
from core.services.reminder_lists import OPEN
from core.services.reminder_moments import moment_before, tomorrow
from core.services.standing import Standing

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
class Withdrawn:
    """What followed from a record and was taken back: what was decided, and reminders that others may replace.

    `report` is what was known of its inspection.
    """

    decisions: Decisions
    reminders: tuple[Reminder, ...] = ()
    report: Report | None = None


@dataclass(frozen=True, slots=True)
class RecordEffects:
    """Lets odometer and reminders of a vehicle that stands follow a record; the caller stores what is pending."""

    clock: Clock
    odometer: Odometer

    async def note_mileage(self, standing: Standing, record: MaintenanceRecord) -> int | None:
        """Write the reading of work that was done, before the record itself; the one that it contradicts, if any."""
        if record.kilometres is None or record.status is not RecordStatus.COMPLETED:
            return None
        source = ReadingSource.TYPED if record.document_id is None else ReadingSource.INVOICE
        try:
            reading = await self.odometer.note(standing, record.done_on, record.kilometres, source)
        except OdometerDoubted as refusal:
            return refusal.last
        if reading is not standing.same:  # one that was there already stays when the record goes
            record.reading_id = reading.id
        return None

    async def follow(
        self,
        standing: Standing,
        record: MaintenanceRecord,
        services: Sequence[ServiceType],
        before: Withdrawn | None = None,
        report: Report | None = None,
    ) -> Effects:
        """Close what was done, propose what is due next; keep what was decided before.

        What the `report` of an inspection says is planned without asking.
        """
        proposed: tuple[Reminder, ...] = ()
        closed: tuple[Reminder, ...] = ()
        known = before or Withdrawn({})
        if record.status is RecordStatus.COMPLETED:
            if known.report is not None and ServiceType.TECHNICAL_INSPECTION in services:
                await inspect_again(standing, record.done_on, known.report)
            closed = close(standing, record, services)
            proposed = await propose(standing, record, services, report)
            if record.warranty_until is not None:
                proposed = (*proposed, *self._dated(standing, record, WARRANTY, record.warranty_until))
        elif record.status is RecordStatus.SCHEDULED:
            proposed = self._dated(standing, record, services[0].value, record.done_on)
        _take_places(standing, proposed, known.reminders)
        for reminder in proposed:
            self._decide_again(standing, reminder, known.decisions)
        foresee(standing)
        return Effects(None, closed, tuple(one for one in proposed if one.service not in known.decisions))

    def withdraw(self, standing: Standing, now: RecordNow) -> Withdrawn:
        """Take back what followed from a record; says what the person had decided, for when it is applied again."""
        record = now.record
        standing.lose_reading()
        if now.inspected_on is not None:
            standing.lose_inspection(now.inspected_on)
        tested = standing.pending.inspection
        record.reading_id = None
        self._open_again(standing, record)
        mine = [row for row in standing.reminders if row.record_id == record.id]
        decided = [row for row in mine if row.state is not ReminderState.PROPOSED]
        decisions = {row.service: row.state in OPEN for row in decided if row.service is not None}
        # What was done since belongs to the record that did it.
        gone = [row for row in mine if row.state is not ReminderState.DONE]
        standing.reminders = [row for row in standing.reminders if not any(row is one for one in gone)]
        standing.pending.dropped += [row.id for row in gone]
        foresee(standing)
        # What was told is told: another reminder takes the place of one that was not.
        untold = tuple(row for row in gone if row.id not in standing.told)
        return Withdrawn(decisions, untold, report_of(tested) if tested is not None else None)

    def _open_again(self, standing: Standing, record: MaintenanceRecord) -> None:
        """What this record made done is to be done again; what was told before its hour came is not told twice."""
        for reminder in standing.reminders:
            if reminder.closed_by_id != record.id or reminder.state is not ReminderState.DONE:
                continue
            past = reminder.remind_at is not None and reminder.remind_at <= standing.now
            told = past and reminder.id in standing.told
            reminder.state = ReminderState.PUSHED if told else ReminderState.WAITING
            reminder.closed_by_id = None
            standing.pending.change(reminder)

    def _dated(self, standing: Standing, record: MaintenanceRecord, about: str, day: date) -> tuple[Reminder, ...]:
        """Offer to remember a day that is still to come."""
        owner = standing.owner
        if day < day_of(owner, standing.now):
            return ()
        lead = WARRANTY_LEAD if about == WARRANTY else PLANNED_LEAD
        made = fresh_reminder(standing, about, day, record_id=record.id)
        made.remind_at = moment_before(owner, day, lead, standing.now)
        return (made,)

    def _decide_again(self, standing: Standing, reminder: Reminder, decisions: Decisions) -> None:
        """Decide as before; what is left is to be asked."""
        wanted = decisions.get(reminder.service or "")
        if wanted is None or standing.vehicle.archived_at is not None:
            return
        reminder.state = ReminderState.WAITING if wanted else ReminderState.DECLINED
        # What was due before it was accepted is told tomorrow, not in the same breath.
        soon = tomorrow(standing.owner, standing.now)
        if reminder.remind_at is not None:
            reminder.remind_at = max(reminder.remind_at, soon)


def _take_places(standing: Standing, proposed: Sequence[Reminder], free: Sequence[Reminder]) -> None:
    """A reminder of the same service keeps its row, so that the buttons in the chat are still about it."""
    places = {row.service: row.id for row in free}
    for reminder in proposed:
        place = places.pop(reminder.service, None)
        if place is not None and reminder.id is None:
            reminder.id = place
            standing.pending.dropped.remove(place)
