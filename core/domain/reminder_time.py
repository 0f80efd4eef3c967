"""The instants at which people are reminded: their clock, their quiet hours, and never at 3 in the morning.

Days and clock times are the person's; what comes out is aware UTC. Where the clocks change, a time that does not
exist is the instant an hour later, and a time that occurs twice is its first occurrence.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from core.domain.months import plus_months

DEFAULT_HOUR: Final = 9


@dataclass(frozen=True, slots=True)
class QuietHours:
    """The part of the day when nothing is sent; equal ends mean none."""

    start: time = time(22)
    end: time = time(8)

    def hold(self, clock: time) -> bool:
        """Whether a clock time falls in them."""
        if self.start <= self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end


NIGHT: Final = QuietHours()


class Urgency(StrEnum):
    """How pressing something is, by the days that are left."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Repeat:
    """How often a reminder comes back: months or days, one of them."""

    months: int = 0
    days: int = 0

    def __post_init__(self) -> None:
        if min(self.months, self.days) < 0 or (self.months > 0) == (self.days > 0):
            raise ValueError("a repeat is a number of months or of days")

    @property
    def iso(self) -> str:
        """The ISO 8601 duration, such as P1Y, P6M or P14D."""
        if self.days:
            return f"P{self.days}D"
        return f"P{self.months}M" if self.months % 12 else f"P{self.months // 12}Y"


_ISO: Final = re.compile(r"P([1-9][0-9]{0,3})([DWMY])")


def repeat_of(iso: str) -> Repeat | None:
    """Read a repeat from its ISO 8601 duration, or nothing."""
    read = _ISO.fullmatch(iso)
    if read is None:
        return None
    count, unit = int(read[1]), read[2]
    return (
        Repeat(days=count * (7 if unit == "W" else 1))
        if unit in "DW"
        else Repeat(months=count * (12 if unit == "Y" else 1))
    )


def zone_of(name: str | None, default: str = "Europe/Paris") -> ZoneInfo:
    """Find a time zone by its name, the default one for a name that does not exist."""
    # Only listed names: the name comes from outside, and `Europe` or `../x` are paths to ZoneInfo.
    return ZoneInfo(name) if name is not None and name in _zones() else ZoneInfo(default)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def instant_at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Turn a day and a clock time of a zone into the one instant meant, in UTC."""
    return datetime.combine(day, clock.replace(tzinfo=None, fold=0), tzinfo=zone).astimezone(UTC)


def out_of_quiet(instant: datetime, zone: ZoneInfo, quiet: QuietHours = NIGHT) -> datetime:
    """Hold an instant of the quiet hours until they end."""
    local = instant.astimezone(zone)
    if not quiet.hold(local.time()):
        return instant.astimezone(UTC)
    next_day = local.time() >= quiet.end
    return instant_at(local.date() + timedelta(days=1 if next_day else 0), quiet.end, zone)


def remind_at(
    due_on: date,
    lead_days: int,
    hour: int | time,
    zone: ZoneInfo,
    now: datetime,
    quiet: QuietHours = NIGHT,
) -> datetime:
    """Choose when to remind of a day: `lead_days` before it at the person's hour, or now if that is past."""
    clock = hour if isinstance(hour, time) else time(hour)
    wished = instant_at(due_on - timedelta(days=lead_days), clock, zone)
    return out_of_quiet(max(wished, now.astimezone(UTC)), zone, quiet)


def snooze(now: datetime, days: int, hour: int | time, zone: ZoneInfo, quiet: QuietHours = NIGHT) -> datetime:
    """Put a reminder off by whole days of the person's calendar, at their hour; always later than now."""
    if days < 1:
        raise ValueError("a reminder is put off by at least a day")
    today = now.astimezone(zone).date()
    return remind_at(today + timedelta(days=days), 0, hour, zone, now, quiet)


def next_occurrence(first_on: date, repeat: Repeat, after: date) -> date:
    """Find the first occurrence later than a day; counted from the first one, so a 31st or 29 February never drifts."""
    if after < first_on:
        return first_on
    if repeat.days:
        return first_on + timedelta(days=((after - first_on).days // repeat.days + 1) * repeat.days)
    gone = (after.year - first_on.year) * 12 + after.month - first_on.month
    count = gone // repeat.months
    # The month of `after` may still be to come in it, or be just behind.
    while plus_months(first_on, count * repeat.months) <= after:
        count += 1
    return plus_months(first_on, count * repeat.months)


def days_left(due_on: date, today: date) -> int:
    """Count the days until a day; negative once it is past."""
    return (due_on - today).days


def urgency(days: int) -> Urgency:
    """Rank the days that are left: a month, a week, a day."""
    if days > 30:
        return Urgency.LOW
    if days > 7:
        return Urgency.MEDIUM
    return Urgency.HIGH if days > 1 else Urgency.URGENT


def urgency_by_distance(kilometres: int) -> Urgency:
    """Rank the distance that is left: about a month, a week, a day of driving."""
    if kilometres > 1_500:
        return Urgency.LOW
    if kilometres > 500:
        return Urgency.MEDIUM
    return Urgency.HIGH if kilometres > 100 else Urgency.URGENT


def urgency_of(days: int | None, kilometres: int | None) -> Urgency:
    """Rank by the days and by the distance that are left; the more pressing of both counts."""
    known = []
    if days is not None:
        known.append(urgency(days))
    if kilometres is not None:
        known.append(urgency_by_distance(kilometres))
    return max(known, key=list(Urgency).index, default=Urgency.LOW)
