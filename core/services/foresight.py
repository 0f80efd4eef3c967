"""What a vehicle's pace means for its reminders: when those by distance speak, and when to ask for a reading."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from core import db
from core.domain.pace import Mileage
from core.domain.reading_request import DistanceLimit, ask_reading_on
from core.domain.states import ReminderState
from core.models import Account, Reminder, Vehicle
from core.services.days import day_of
from core.services.mileage import mileage_of_vehicle
from core.services.reminder_moments import moment_of, moment_on

# Raw: every reading asks it, and mostly there is none.
_WAITING = """
    WHERE owner_id = ? AND vehicle_id = ? AND state = ? AND due_kilometres IS NOT NULL AND snoozed_on IS NULL
      AND NOT EXISTS (SELECT 1 FROM notification AS told WHERE told.reminder_id = reminder.id)
"""


async def foresee(owner: Account, vehicle: Vehicle, now: datetime, asked_on: date | None = None) -> None:
    """Move the reminders that a distance decides, and set the vehicle's day to ask; the caller stores the vehicle."""
    # Those told before were put off by the person: they keep their day.
    waiting = await db.load(Reminder, _WAITING, owner.id, vehicle.id, ReminderState.WAITING.value)
    mileage = await mileage_of_vehicle(vehicle) if waiting else None
    vehicle.ask_odometer_at = None
    if mileage is None:
        return
    await _move(owner, vehicle, waiting, mileage, now)
    if vehicle.asks_odometer:
        lead = timedelta(days=owner.lead_days)
        limits = [DistanceLimit(_driven(one, vehicle), one.due_on, lead) for one in waiting]
        day = ask_reading_on(mileage, limits, asked_on)
        vehicle.ask_odometer_at = moment_on(owner, day, now) if day is not None else None


async def _move(owner: Account, vehicle: Vehicle, waiting: Sequence[Reminder], mileage: Mileage, now: datetime) -> None:
    today = day_of(owner, now)
    for reminder in waiting:
        reached = mileage.reached_on(_driven(reminder, vehicle))
        reached = max(reached, today) if reached is not None else None
        moment = moment_of(owner, reminder.due_on, reached, now)
        expected = min((day for day in (reached, reminder.due_on) if day is not None), default=None)
        if moment is not None and (moment, expected) != (reminder.remind_at, reminder.expected_on):
            reminder.remind_at, reminder.expected_on = moment, expected
            await reminder.save(update_fields=["remind_at", "expected_on"])


def _driven(reminder: Reminder, vehicle: Vehicle) -> int:
    """The driven kilometres at which a reminder is due: it says what the dash will show."""
    return (reminder.due_kilometres or 0) + vehicle.odometer_offset
