"""What waits moves with what a person sets: their zone, hour, quiet hours and lead days."""

from datetime import date, datetime, time, timedelta

from core import db
from core.domain.reminder_time import instant_at, out_of_quiet
from core.domain.states import ReminderState
from core.domain.telling import Digest, Habits, again_at, next_digest
from core.models import Account, Reminder, Vehicle
from core.services.manners import habits_of
from core.services.reminder_moments import clock_of

# Reminders of one person that are moved at once; nobody has as many.
MOST = 2_000
_OPEN = "WHERE owner_id = ? AND state IN ('waiting', 'pushed') ORDER BY id LIMIT ?"


async def reschedule(owner: Account, before: Habits, now: datetime) -> None:
    """Move what waits to the moments that the new habits give it; within the caller's transaction."""
    after = habits_of(owner)
    if after == before:
        return
    for reminder in await db.load(Reminder, _OPEN, owner.id, MOST):
        moved = moment_moved(reminder, before, after, now)
        again = _again_moved(reminder, before, after, now)
        if (moved, again) != (reminder.remind_at, reminder.again_at):
            reminder.remind_at, reminder.again_at = moved, again
            await reminder.save(update_fields=["remind_at", "again_at"])
    for vehicle in await Vehicle.filter(owner_id=owner.id, ask_odometer_at__gt=now):
        if vehicle.ask_odometer_at is not None:
            vehicle.ask_odometer_at = _same_day(vehicle.ask_odometer_at, before, after)
            await vehicle.save(update_fields=["ask_odometer_at"])
    owner.digest_at = next_digest(Digest(owner.digest), after, now)


def moment_moved(reminder: Reminder, before: Habits, after: Habits, now: datetime) -> datetime | None:
    """When a reminder speaks under the new habits; what is due already, and what was told, stays as it is."""
    told_at = reminder.remind_at
    if told_at is None or told_at <= now or reminder.state is not ReminderState.WAITING:
        return told_at
    if reminder.appointment_id is not None:
        # The day before at the person's hour; shortly before is shortly before.
        return _same_day(told_at, before, after) if reminder.again_at is not None else told_at
    day = told_at.astimezone(before.zone).date()
    if _speaks_at_its_time(reminder, told_at, before):
        return max(instant_at(reminder.due_on or day, clock_of(reminder.at_minute or 0), after.zone), now)
    target = _target(reminder)
    leads = reminder.snoozed_on is None and target is not None and (target - day).days == before.lead_days
    if leads and target is not None and after.lead_days != before.lead_days:
        day = target - timedelta(days=after.lead_days)
    moment = out_of_quiet(instant_at(day, time(after.hour), after.zone), after.zone, after.quiet)
    if moment > now:
        return moment
    # A longer notice has begun already: tomorrow, unless it is due by then; a day that is today: now.
    tomorrow = now.astimezone(after.zone).date() + timedelta(days=1)
    if leads and target is not None and target > tomorrow and after.lead_days != before.lead_days:
        return out_of_quiet(instant_at(tomorrow, time(after.hour), after.zone), after.zone, after.quiet)
    return out_of_quiet(now, after.zone, after.quiet)


def _speaks_at_its_time(reminder: Reminder, told_at: datetime, before: Habits) -> bool:
    """Whether it waits for the very time that was said, and not for some days before it."""
    if reminder.snoozed_on is not None or reminder.at_minute is None or reminder.due_on is None:
        return False
    return told_at == instant_at(reminder.due_on, clock_of(reminder.at_minute), before.zone)


def _target(reminder: Reminder) -> date | None:
    return min((day for day in (reminder.due_on, reminder.expected_on) if day is not None), default=None)


def _again_moved(reminder: Reminder, before: Habits, after: Habits, now: datetime) -> datetime | None:
    if reminder.state is not ReminderState.PUSHED or reminder.appointment_id is not None:
        return reminder.again_at
    if after.rhythm_days != before.rhythm_days:
        return again_at(after, now, max(reminder.told, 1))
    return _same_day(reminder.again_at, before, after) if reminder.again_at is not None else None


def _same_day(moment: datetime, before: Habits, after: Habits) -> datetime:
    day = moment.astimezone(before.zone).date()
    return out_of_quiet(instant_at(day, time(after.hour), after.zone), after.zone, after.quiet)
