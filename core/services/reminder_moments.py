"""The instants at which a person is told, from the days that something is due and from what they set."""

from datetime import date, datetime, time, timedelta

from core.domain.reminder_time import (
    QuietHours,
    instant_at,
    next_occurrence,
    out_of_quiet,
    remind_at,
    repeat_of,
    snooze,
)
from core.errors import Refusal
from core.models import Account, Reminder
from core.services.days import day_of, zone_of
from core.services.manners import quiet_of

NO_QUIET = QuietHours(time(0), time(0))


def moment_of(owner: Account, due_on: date | None, expected_on: date | None, now: datetime) -> datetime | None:
    """As many days as they want before the day it is due or expected, whichever comes first."""
    days = [day for day in (due_on, expected_on) if day is not None]
    return moment_before(owner, min(days), owner.lead_days, now) if days else None


def moment_before(owner: Account, day: date, lead_days: int, now: datetime) -> datetime:
    """The person's hour, so many days before; now when that is past, unless it is night."""
    return remind_at(day, lead_days, owner.remind_hour, zone_of(owner), now, quiet_of(owner))


def moment_on(owner: Account, day: date, now: datetime) -> datetime:
    """The person's hour of a day."""
    return moment_before(owner, day, 0, now)


def tomorrow(owner: Account, now: datetime) -> datetime:
    """Their hour of tomorrow: not in the same breath."""
    return snooze(now, 1, owner.remind_hour, zone_of(owner), quiet_of(owner))


def moment_of_own(owner: Account, reminder: Reminder, now: datetime) -> datetime:
    """When to speak of one's own reminder: at the time that was said, else at the usual hour of its day."""
    day, zone = reminder.due_on or day_of(owner, now), zone_of(owner)
    if reminder.at_minute is not None:
        return remind_at(day, 0, clock_of(reminder.at_minute), zone, now, NO_QUIET)
    if reminder.topic is not None:
        return moment_before(owner, day, owner.lead_days, now)
    usual = instant_at(day, time(owner.remind_hour), zone)
    # Asked for today when the hour is past: soon, not in the same breath.
    return out_of_quiet(max(usual, now + timedelta(hours=1)), zone, quiet_of(owner))


def coming_day(owner: Account, day: date, minute: int | None, repeat: str | None, now: datetime) -> date:
    """The day, or its next turn when its moment is past; a past day that does not come back is refused."""
    today = day_of(owner, now)
    past = day < today
    if minute is not None and day == today:
        past = instant_at(day, clock_of(minute), zone_of(owner)) <= now
    if not past:
        return day
    returns = repeat_of(repeat) if repeat else None
    if returns is None:
        raise Refusal("reminder.in_the_past")
    return next_occurrence(day, returns, today)


def clock_of(minute: int) -> time:
    """The clock time of a minute of the day."""
    return time(minute // 60, minute % 60)


def minute_of(clock: time | None) -> int | None:
    """The minute of the day of a clock time."""
    return clock.hour * 60 + clock.minute if clock is not None else None
