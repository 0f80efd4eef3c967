"""When to ask what the odometer shows: only when not knowing could make a reminder come too late.

The pace tells when a mileage is reached and how early it may be. As long as even the fastest likely driving reaches
it later than we would speak anyway, or the calendar comes first, a reading would change nothing and none is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from core.domain.pace import Mileage

# Never asked within so many days of a reading, nor within so many of the last question.
AFTER_READING: Final = timedelta(days=14)
AFTER_QUESTION: Final = timedelta(days=28)
# Without any pace, a reading is asked so long after the last one.
WITHOUT_PACE: Final = timedelta(days=30)
# A reminder that could be so much too late at most is right enough.
HARMLESS: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DistanceLimit:
    """A reminder that a distance decides: the driven kilometres, the day that decides at the latest, and its lead."""

    kilometres: int
    due_on: date | None
    lead: timedelta


def ask_reading_on(mileage: Mileage, limits: Sequence[DistanceLimit], asked_on: date | None = None) -> date | None:
    """The first day on which a reading could change one of the reminders; None when none could."""
    days = [day for limit in limits if (day := _of(mileage, limit)) is not None]
    if not days:
        return None
    soonest = max(min(days), mileage.last.on + AFTER_READING)
    return max(soonest, asked_on + AFTER_QUESTION) if asked_on is not None else soonest


def _of(mileage: Mileage, limit: DistanceLimit) -> date | None:
    by_date = limit.due_on - limit.lead if limit.due_on is not None else None
    if mileage.last.kilometres >= limit.kilometres:
        return None
    if mileage.pace is None:
        ask = mileage.last.on + WITHOUT_PACE
        return ask if by_date is None or ask + HARMLESS < by_date else None
    earliest, expected = mileage.earliest(limit.kilometres), mileage.reached_on(limit.kilometres)
    if earliest is None:
        return None
    earliest -= limit.lead
    spoken = [day for day in (by_date, expected - limit.lead if expected is not None else None) if day is not None]
    # Spoken of so soon after the earliest day that it does not matter.
    if spoken and min(spoken) - earliest <= HARMLESS:
        return None
    return max(earliest, mileage.last.on)
