"""What a vehicle's pace means for its reminders: when those by distance speak, and when to ask for a reading."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from core import db
from core.db.gather import gather, made, put, rows_of
from core.domain.pace import Mileage, mileage_of
from core.domain.reading_request import DistanceLimit, ask_reading_on
from core.domain.states import ReminderState
from core.models import Account, Reminder, Vehicle
from core.services.days import day_of
from core.services.mileage import mileage_of_vehicle, newest_of, readings_of
from core.services.reminder_moments import moment_of, moment_on, tomorrow
from core.services.standing import Standing

# Raw: it is asked at each change, and mostly there is none. Those told before were put off: they keep their day.
_WAITING = """
     WHERE owner_id = ? AND vehicle_id = ? AND state = ? AND due_kilometres IS NOT NULL AND snoozed_on IS NULL
       AND NOT EXISTS (SELECT 1 FROM notification AS told WHERE told.owner_id = ? AND told.reminder_id = reminder.id)
"""


async def reconsider(owner: Account, vehicle: Vehicle, now: datetime, asked_on: date | None = None) -> None:
    """Move the reminders that a distance decides, and set the vehicle's day to ask; the caller stores the vehicle."""
    waiting = await db.load(Reminder, _WAITING, owner.id, vehicle.id, ReminderState.WAITING.value, owner.id)
    mileage = await mileage_of_vehicle(vehicle) if waiting else None
    await put(Reminder, _foreseen(owner, vehicle, waiting, mileage, now, asked_on))


async def foreseen_with(owner: Account, vehicle: Vehicle, decided: Sequence[Reminder], now: datetime) -> list[Reminder]:
    """The same for a vehicle some of whose reminders were just decided about; those that move are the caller's."""
    values = (owner.id, vehicle.id, ReminderState.WAITING.value, owner.id)
    asked = {"waiting": rows_of(Reminder, _WAITING, *values), "newest": newest_of(vehicle.id)}
    answers = await gather(asked)
    known = {one.id for one in decided}
    mine = [one for one in decided if one.vehicle_id == vehicle.id]
    others = [one for one in made(Reminder, answers["waiting"]) if one.id not in known]
    waiting = [*_by_distance(mine), *others]
    mileage = mileage_of(readings_of(answers["newest"]), vehicle.first_registered_on)
    return _foreseen(owner, vehicle, waiting, mileage, now)


def foresee(standing: Standing) -> None:
    """The same for a vehicle of which something is being written down."""
    told = standing.told
    waiting = [one for one in _by_distance(standing.reminders) if one.id not in told]
    mileage = standing.mileage if waiting else None
    for moved in _foreseen(standing.owner, standing.vehicle, waiting, mileage, standing.now):
        standing.pending.change(moved)


def accept(standing: Standing, proposed: Iterable[Reminder]) -> None:
    """Let reminders that were just proposed wait; what was due before is told tomorrow, not in the same breath."""
    soon = tomorrow(standing.owner, standing.now)
    for reminder in proposed:
        reminder.state = ReminderState.WAITING
        reminder.remind_at = max(reminder.remind_at, soon) if reminder.remind_at is not None else None
        standing.pending.change(reminder)
    foresee(standing)


def _by_distance(reminders: Iterable[Reminder]) -> Iterable[Reminder]:
    waiting = (one for one in reminders if one.state is ReminderState.WAITING and one.snoozed_on is None)
    return (one for one in waiting if one.due_kilometres is not None)


def _foreseen(
    owner: Account,
    vehicle: Vehicle,
    waiting: Sequence[Reminder],
    mileage: Mileage | None,
    now: datetime,
    asked_on: date | None = None,
) -> list[Reminder]:
    """The reminders that move."""
    vehicle.ask_odometer_at = None
    if mileage is None or not waiting:
        return []
    if vehicle.asks_odometer:
        lead = timedelta(days=owner.lead_days)
        limits = [DistanceLimit(_driven(one, vehicle), one.due_on, lead) for one in waiting]
        day = ask_reading_on(mileage, limits, asked_on)
        vehicle.ask_odometer_at = moment_on(owner, day, now) if day is not None else None
    return [one for one in waiting if _moves(owner, vehicle, one, mileage, now)]


def _moves(owner: Account, vehicle: Vehicle, reminder: Reminder, mileage: Mileage, now: datetime) -> bool:
    reached = mileage.reached_on(_driven(reminder, vehicle))
    reached = max(reached, day_of(owner, now)) if reached is not None else None
    moment = moment_of(owner, reminder.due_on, reached, now)
    if moment is not None and reminder.remind_at is not None and moment <= now < reminder.remind_at:
        # Late already: what is told by tomorrow, because it was just accepted, need not be told in the same breath.
        moment = min(reminder.remind_at, tomorrow(owner, now))
    expected = min((day for day in (reached, reminder.due_on) if day is not None), default=None)
    if moment is None or (moment, expected) == (reminder.remind_at, reminder.expected_on):
        return False
    reminder.remind_at, reminder.expected_on = moment, expected
    return True


def _driven(reminder: Reminder, vehicle: Vehicle) -> int:
    """The driven kilometres at which a reminder is due: it says what the dash will show."""
    return (reminder.due_kilometres or 0) + vehicle.odometer_offset
