"""Whether a person is told now, and when once more: decided when a reminder is claimed, from what is set by then."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from core.domain.months import plus_months
from core.domain.reminder_time import NIGHT, QuietHours, instant_at, out_of_quiet

# Told so often at most, if nothing is done about it; after that it stays in the list.
MOST_TOLD: Final = 3
# A time that the person chose themselves is kept also in their quiet hours, unless it is over by then.
PUNCTUAL: Final = timedelta(minutes=30)
# What should have been told longer ago than this comes with an excuse.
LATE: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Habits:
    """How a person wants to be told."""

    zone: ZoneInfo
    hour: int = 9
    quiet: QuietHours = NIGHT
    lead_days: int = 7
    rhythm_days: int = 7


def held_until(habits: Habits, now: datetime, due_at: datetime, *, timed: bool) -> datetime | None:
    """Until when to hold what is due, because it is night there; None to tell it now.

    `timed`: the person said at what time, which may be in the night.
    """
    if timed and now - due_at <= PUNCTUAL:
        return None
    until = out_of_quiet(now, habits.zone, habits.quiet)
    return until if until > now else None


def again_at(habits: Habits, now: datetime, told: int) -> datetime | None:
    """When to tell once more what was told `told` times by now, if nothing is done about it; None for never."""
    if not habits.rhythm_days or told >= MOST_TOLD:
        return None
    day = now.astimezone(habits.zone).date() + timedelta(days=habits.rhythm_days)
    return out_of_quiet(instant_at(day, time(habits.hour), habits.zone), habits.zone, habits.quiet)


def is_late(now: datetime, due_at: datetime) -> bool:
    """Whether it comes so late that one says why."""
    return now - due_at >= LATE


class Digest(StrEnum):
    """How often a person wants to read what is coming, all in one message. Values are stored."""

    NONE = "none"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


def next_digest(digest: Digest, habits: Habits, now: datetime) -> datetime | None:
    """The next Monday, or first of a month, at the person's hour, later than now; None when they want none."""
    if digest is Digest.NONE:
        return None
    today = now.astimezone(habits.zone).date()
    first = today - timedelta(days=today.weekday()) if digest is Digest.WEEKLY else today.replace(day=1)
    for turn in range(3):
        day = first + timedelta(weeks=turn) if digest is Digest.WEEKLY else plus_months(first, turn)
        moment = out_of_quiet(instant_at(day, time(habits.hour), habits.zone), habits.zone, habits.quiet)
        if moment > now:
            return moment
    raise AssertionError("one of three Mondays, or of three firsts, is to come")
