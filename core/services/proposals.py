"""What a visit means for the reminders of a vehicle: which are done by it, and what is due next.

All of it happens in memory, on a vehicle that stands (`core/services/standing.py`), and is stored with it.
"""

from collections.abc import Sequence
from datetime import date

from core.domain.entry.work_words import services_in
from core.domain.next_due import Done, next_due
from core.domain.service_types import ServiceType
from core.domain.states import ReminderState
from core.models import MaintenanceRecord, Reminder, VehicleDate
from core.services.days import day_of
from core.services.inspections import (
    INSPECTION,
    Report,
    ends_own,
    inspected_by,
    keep_inspection,
    next_turn,
    settled_own,
    with_inspection,
)
from core.services.reminder_lists import OPEN
from core.services.reminder_moments import moment_of
from core.services.service_plan import rule_of
from core.services.standing import Standing, open_reminders

# An own reminder is meant by a visit so many days before or after it.
NEAR_DAYS = 60
# Changed together: one reminder is enough for both.
_COVERED_BY = {ServiceType.OIL_FILTER: ServiceType.OIL_CHANGE}


def close(standing: Standing, record: MaintenanceRecord, services: Sequence[ServiceType]) -> tuple[Reminder, ...]:
    """What was done needs no earlier reminder any more; an old invoice closes nothing that came after it."""
    came_from = standing.needed_work.came_from
    closed = []
    # What is open once a later visit is known is about the time after that one.
    newest = [service.value for service in services if not _done_later(standing, record, service)]
    for reminder in open_reminders(standing, newest):
        since = came_from.get(reminder.id, date.min) if reminder.record_id is not None else date.min
        if since >= record.done_on:
            continue
        if reminder.state in OPEN:
            reminder.closed_by_id = record.id
            closed.append(reminder)
        reminder.state = ReminderState.DONE
        standing.pending.change(reminder)
    for reminder in _in_own_words(standing, record, services):
        reminder.state, reminder.closed_by_id = ReminderState.DONE, record.id
        standing.pending.change(reminder)
        closed.append(reminder)
    return tuple(closed)


def _done_later(standing: Standing, record: MaintenanceRecord, service: ServiceType) -> bool:
    work = standing.needed_work
    tested = service is ServiceType.TECHNICAL_INSPECTION and any(
        one.done_on > record.done_on for one in work.inspections
    )
    return tested or service.value in work.done_later


def _in_own_words(standing: Standing, record: MaintenanceRecord, services: Sequence[ServiceType]) -> list[Reminder]:
    """The person's own reminders of just this work, due around the visit: "les pneus" is done by new front tyres."""
    done = {_family(service) for service in services}
    near = [
        one
        for one in standing.reminders
        if one.state in OPEN and one.subject and one.service is None and one.topic is None and one.repeat is None
        if one.due_on is not None and abs((one.due_on - record.done_on).days) <= NEAR_DAYS
    ]
    return [one for one in near if (asked := {_family(s) for s in services_in(one.subject or "")}) and asked <= done]


def _family(service: ServiceType) -> str:
    return service.value.removesuffix("_front").removesuffix("_rear")


async def propose(
    standing: Standing,
    record: MaintenanceRecord,
    services: Sequence[ServiceType],
    report: Report | None = None,
) -> tuple[Reminder, ...]:
    """Propose when each service of a record is due next, unless the vehicle is archived.

    It is counted from the visit's day and mileage, or from the fixed rhythm's start, never from today. What follows
    from the `report` of an inspection is planned.
    """
    if report is not None:
        await _reported(standing, record, report)
        return ()
    if standing.vehicle.archived_at is not None:
        return ()
    work, proposed = standing.needed_work, list[Reminder]()
    for service in services:
        if _COVERED_BY.get(service) in services or service.value in work.done_later:
            continue
        if service is ServiceType.TECHNICAL_INSPECTION:
            await _inspect(standing, record.done_on)
            proposed += propose_inspection(standing, record.id)
        elif (fresh := _next(standing, record, service)) is not None:
            proposed.append(fresh)
    return tuple(sorted(proposed, key=lambda reminder: reminder.due_on or date.max))


def propose_inspection(standing: Standing, record_id: int | None = None) -> tuple[Reminder, ...]:
    """Propose the next roadworthiness test, by the card, the last one or the rules; one that waits is moved."""
    owner, vehicle, work = standing.owner, standing.vehicle, standing.needed_work
    due = inspected_by(vehicle, day_of(owner, standing.now), work.dates.get(INSPECTION), work.inspections).next
    # A date that is past says nothing: a test that we do not know of has surely been done since.
    if vehicle.archived_at is not None or due is None or due.to_confirm:
        return ()
    service = ServiceType.TECHNICAL_INSPECTION
    current = open_reminders(standing, [service.value])
    waiting = [one for one in current if one.state is ReminderState.WAITING]
    for reminder in waiting or current:
        if waiting:
            reminder.due_on, reminder.remind_at = due.due_on, moment_of(owner, due.due_on, None, standing.now)
        else:
            reminder.state = ReminderState.DISMISSED
        standing.pending.change(reminder)
    return () if waiting else (fresh_reminder(standing, service.value, due.due_on, record_id=record_id),)


def fresh_reminder(
    standing: Standing,
    service: str,
    due_on: date | None,
    due_kilometres: int | None = None,
    expected_on: date | None = None,
    record_id: int | None = None,
) -> Reminder:
    """A reminder to be decided about; days and what the dash will show."""
    owner, now = standing.owner, standing.now
    made = Reminder(
        owner_id=owner.id,
        vehicle_id=standing.vehicle.id,
        record_id=record_id,
        service=service,
        state=ReminderState.PROPOSED,
        due_on=due_on,
        due_kilometres=due_kilometres,
        expected_on=expected_on if due_kilometres is not None else None,
        remind_at=moment_of(owner, due_on, expected_on, now),
        created_at=now,
    )
    standing.reminders.append(made)
    standing.pending.change(made)
    return made


def _next(standing: Standing, record: MaintenanceRecord, service: ServiceType) -> Reminder | None:
    """When a service that was done is due again."""
    vehicle, today = standing.vehicle, day_of(standing.owner, standing.now)
    rule = rule_of(vehicle, service, standing.needed_work.intervals.get(service.value))
    if rule.interval is None or not rule.active:
        return None
    driven = record.kilometres + standing.offset if record.kilometres is not None else None
    due = next_due(Done(record.done_on, driven), rule.interval, today, standing.mileage, rule.anchor)
    if due.due_on is None and due.due_km is None:
        return None
    shown = due.due_km - vehicle.odometer_offset if due.due_km is not None else None
    return fresh_reminder(standing, service.value, due.due_on, shown, due.expected_on, record.id)


async def inspect_again(standing: Standing, done_on: date, report: Report) -> None:
    """Keep what is known of the inspection of a record that was changed or comes back, on the day that it has now."""
    before, standing.pending.inspection = standing.pending.inspection, None
    if before is not None:
        await before.delete()
    work, known = standing.needed_work, report if report != Report() else None
    noted = await keep_inspection(standing.vehicle, done_on, standing.now, known)
    work.inspections = with_inspection(work.inspections, noted, instead=known is not None)


async def _inspect(standing: Standing, done_on: date) -> None:
    """Note the inspection that a record tells of; the person's own date moves on."""
    work, vehicle = standing.needed_work, standing.vehicle
    noted = await keep_inspection(vehicle, done_on, standing.now)
    own = await settled_own(vehicle, work.dates.pop(INSPECTION, None), noted)
    if own is not None:
        work.dates[INSPECTION] = own
    work.inspections = with_inspection(work.inspections, noted, instead=False)


async def _reported(standing: Standing, record: MaintenanceRecord, report: Report) -> None:
    """Note the inspection of a report and how it ended, and plan what follows: the next one, or the re-test.

    The person's own date is past or moves on; its row is left to `past_own`.
    """
    work, owner, vehicle = standing.needed_work, standing.owner, standing.vehicle
    noted = await keep_inspection(vehicle, record.done_on, standing.now, report)
    own = work.dates.get(INSPECTION)
    if own is not None and ends_own(vehicle, own, noted):
        following = next_turn(own, record.done_on)
        del work.dates[INSPECTION]
        if following is not None:
            work.dates[INSPECTION] = VehicleDate(kind=INSPECTION, due_on=following, repeat=own.repeat)
    work.inspections = with_inspection(work.inspections, noted, instead=True)
    if vehicle.archived_at is not None:
        return
    found = inspected_by(vehicle, day_of(owner, standing.now), work.dates.get(INSPECTION), work.inspections)
    due = found.next
    _plan(standing, record, ServiceType.TECHNICAL_INSPECTION, due.due_on if due and not due.to_confirm else None)
    if found.emissions is not None:
        _plan(standing, record, ServiceType.EMISSIONS_CHECK, found.emissions.due_on)


def _plan(standing: Standing, record: MaintenanceRecord, service: ServiceType, due_on: date | None) -> None:
    """Remind of a service on a day, or no more."""
    current = open_reminders(standing, [service.value])
    if due_on is not None and not current:
        current = [fresh_reminder(standing, service.value, due_on, record_id=record.id)]
    for reminder in current:
        reminder.state = ReminderState.DISMISSED if due_on is None else ReminderState.WAITING
        if due_on is not None:
            reminder.due_on, reminder.remind_at = due_on, moment_of(standing.owner, due_on, None, standing.now)
        standing.pending.change(reminder)
