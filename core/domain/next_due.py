"""When a service is due next: by the calendar or by the odometer, whichever comes first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median
from typing import Final, TypeAlias

from core.domain.months import plus_months
from core.domain.service_schedule import Interval

# Kilometres a day. No private car does more than a delivery van's 1,000.
DailyPace: TypeAlias = float
HIGHEST_PACE: Final = 1_000.0

# Readings older than this say little about how someone drives now.
RECENT: Final = timedelta(days=730)
# Two readings nearer than this say more about one trip than about a habit.
SHORTEST_SPAN: Final = timedelta(days=14)
# Further ahead than this an expected day is a fancy, and a calendar runs out.
HORIZON: Final = timedelta(days=365 * 30)


class Decider(StrEnum):
    """What makes a service due."""

    DATE = "date"
    DISTANCE = "distance"


@dataclass(frozen=True, slots=True)
class NextDue:
    """The two limits of a service, and the day when the first of them is expected to be met."""

    due_on: date | None
    due_km: int | None
    expected_on: date | None
    decided_by: Decider


def next_due(
    done_on: date,
    done_km: int | None,
    interval: Interval,
    pace: DailyPace | None,
    today: date,
    odometer: int | None = None,
) -> NextDue:
    """Work out when a service is due again.

    `odometer` is what it shows today; when unknown it is taken to have moved at `pace` since the service.
    """
    due_on = plus_months(done_on, interval.months) if interval.months else None
    due_km = done_km + interval.kilometres if interval.kilometres and done_km is not None else None
    by_distance = _day_of(due_km, done_on, done_km, pace, today, odometer)
    distance_first = by_distance is not None and (due_on is None or by_distance < due_on)
    if distance_first or due_on is None:
        return NextDue(due_on, due_km, by_distance, Decider.DISTANCE)
    return NextDue(due_on, due_km, due_on, Decider.DATE)


def _day_of(
    due_km: int | None,
    done_on: date,
    done_km: int | None,
    pace: DailyPace | None,
    today: date,
    odometer: int | None,
) -> date | None:
    """Estimate the day when the odometer reaches `due_km`; a mileage already passed is due today."""
    if due_km is None or done_km is None:
        return None
    if odometer is not None and odometer >= due_km:
        return today
    if pace is None or pace <= 0:
        return None
    start, from_km = (today, odometer) if odometer is not None else (done_on, done_km)
    days = (due_km - from_km) / pace
    return start + timedelta(days=int(days)) if days < HORIZON.days else None


def is_overdue(due: NextDue, today: date, odometer: int | None) -> bool:
    """Whether one of the limits is behind: the day is past, or the odometer has reached the mileage."""
    late = due.due_on is not None and due.due_on < today
    return late or (due.due_km is not None and odometer is not None and odometer >= due.due_km)


def daily_pace(readings: Sequence[tuple[date, int]]) -> DailyPace | None:
    """Estimate kilometres a day from odometer readings, in any order; nothing when they say too little.

    The median slope of all pairs is taken (Theil-Sen): one mistyped reading does not move it.
    """
    days = _one_a_day(readings)
    slopes = [
        (later_km - earlier_km) / (later - earlier).days
        for place, (earlier, earlier_km) in enumerate(days)
        for later, later_km in days[place + 1 :]
        if later - earlier >= SHORTEST_SPAN
    ]
    if not slopes:
        return None
    pace = median(slopes)
    return pace if 0 < pace <= HIGHEST_PACE else None


def expected_kilometres(readings: Sequence[tuple[date, int]], day: date) -> int | None:
    """Tell what the odometer shows on a day from its readings, oldest first, never past one of a later day.

    Between two readings it moved evenly; after the last one it moves at the pace, if there is one.
    """
    before = [reading for reading in readings if reading[0] <= day]
    after = [reading for reading in readings if reading[0] > day]
    if not before:
        return None
    start, shown = before[-1]
    if after:
        end, limit = after[0]
        return max(shown, shown + (limit - shown) * (day - start).days // (end - start).days)
    pace = daily_pace(readings)
    if pace is None:
        return shown if start == day else None
    return shown + round(pace * min((day - start).days, HORIZON.days))


def _one_a_day(readings: Sequence[tuple[date, int]], highest: int = 60) -> list[tuple[date, int]]:
    """Keep the highest reading of each recent day, and the latest days only: pairs grow with the square."""
    best: dict[date, int] = {}
    for day, kilometres in readings:
        best[day] = max(kilometres, best.get(day, 0))
    if not best:
        return []
    latest = max(best)
    recent = sorted((day, kilometres) for day, kilometres in best.items() if latest - day <= RECENT)
    # With one recent reading alone, the older ones are better than nothing.
    return (recent if len(recent) > 1 else sorted(best.items()))[-highest:]
