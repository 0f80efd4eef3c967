"""How fast a vehicle gathers kilometres, how sure that is, and what its odometer shows by now.

All distances here are driven kilometres: what the dash shows, plus what clusters that were replaced had counted.

The pace is a weighted median of the slopes between readings (Theil-Sen): a mistyped reading hardly moves it, and how
someone drove long ago fades. Around it driving is taken as a walk: over `h` days the distance strays from
`pace × h` by `spread × √(h + h² / span)`, the first part for the trips to come, the second for how well `span` days of
history tell the habit; by as much as the habit itself changed from stretch to stretch; and by what a season may change
that was not seen yet. An interval holds in nine cases of ten, of seasonal drivers once a year is known;
docs/due-dates.md shows one computed by hand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import hypot, sqrt
from statistics import median
from typing import Final, TypeAlias

# Kilometres a day. No private car does more than a delivery van's 1,000.
DailyPace: TypeAlias = float
HIGHEST_PACE: Final = 1_000.0

# Days on which something was read that are looked at: the newest ones, of the last two years where there are two.
WINDOW: Final = 40
RECENT: Final = timedelta(days=730)
# Two readings nearer than this say more about one trip than about a habit.
SHORTEST_SPAN: Final = 14
# A slope counts half when it is this many days older than the newest reading.
HALF_LIFE: Final = 120
# Further ahead than this an expected day is a fancy, and a calendar runs out.
HORIZON: Final = 365 * 30

_HALF_A_YEAR: Final = 182
# The history tells the habit as well as so many days would, at most.
_LONGEST_SPAN: Final = 180

# Nine cases of ten lie within so many deviations.
_NINE_OF_TEN: Final = 1.645
# The part of a habit that may change from one season to the next.
_DRIFT: Final = 0.2
# How far the habit of a season that was not seen may lie from the one that was: as a part of it, and of at least what
# a car is driven a day on average, because what stands now may be driven like others.
_UNSEEN: Final = 0.8
_AT_LEAST: Final = 30.0
_YEAR: Final = 365
# What is assumed of how unevenly people drive, and how many stretches of history that assumption weighs.
_USUAL_SPREAD: Final = 1.5
_ASSUMPTION: Final = 2
# Of a vehicle read once, the kilometres since it was new tell the pace, as loosely as this many days would.
_SINCE_NEW: Final = 60
_YOUNGEST: Final = 90


@dataclass(frozen=True, slots=True)
class Reading:
    """Driven kilometres on a day; `firm` unless it was an estimate of ours that the person only confirmed."""

    on: date
    kilometres: int
    firm: bool = True


@dataclass(frozen=True, slots=True)
class Expected:
    """Driven kilometres expected on a day, and between which they lie in nine cases of ten."""

    kilometres: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Pace:
    """Kilometres a day, with the unevenness of driving (km per √day) and the days that the history covers."""

    per_day: DailyPace
    spread: float
    span: int
    # How much the habit itself changes, in kilometres a day: by the season, with a new job, when it stands for months.
    change: DailyPace = 0.0

    @property
    def low(self) -> DailyPace:
        """The least it may be over the next half year, in nine cases of ten."""
        return max(self.per_day - self.strays(_HALF_A_YEAR) / _HALF_A_YEAR, 0.0)

    @property
    def high(self) -> DailyPace:
        """The most it may be over the next half year, in nine cases of ten."""
        return self.per_day + self.strays(_HALF_A_YEAR) / _HALF_A_YEAR

    def strays(self, days: int) -> float:
        """How far from its pace the distance of so many days may be, in nine cases of ten."""
        return _NINE_OF_TEN * sqrt(
            self.spread**2 * (days + days * days / self.span)
            + ((_DRIFT * self.per_day) ** 2 + self.change**2) * days * days
        )


@dataclass(frozen=True, slots=True)
class Mileage:
    """What is known of a vehicle's kilometres: the last reading, and the pace if the history tells one."""

    last: Reading
    pace: Pace | None = None

    def expected(self, day: date) -> Expected:
        """The kilometres of a day from the last reading on; an earlier day has those of the reading."""
        days = max((day - self.last.on).days, 0)
        here = self.last.kilometres
        if self.pace is None or not days:
            return Expected(here, here, here)
        middle, stray = here + self.pace.per_day * days, self.pace.strays(days)
        return Expected(round(middle), max(round(middle - stray), here), round(middle + stray))

    def reached_on(self, kilometres: int) -> date | None:
        """The day on which these kilometres are expected; None when the pace tells none within a lifetime."""
        return self._first(kilometres, 0)

    def earliest(self, kilometres: int) -> date | None:
        """The first day on which these kilometres may be reached, driving as much as is likely."""
        return self._first(kilometres, 1)

    def latest(self, kilometres: int) -> date | None:
        """The last day on which they are likely not to be reached yet; None when there may be no such day."""
        return self._first(kilometres, -1)

    def _first(self, kilometres: int, side: int) -> date | None:
        """The first day from which the middle (0), the most (1) or the least (-1) that is likely reaches them."""
        left = kilometres - self.last.kilometres
        if left <= 0:
            return self.last.on
        pace = self.pace
        if pace is None or pace.per_day * HORIZON + side * pace.strays(HORIZON) < left:
            return None
        # The least falls a little before it rises: it still passes any distance ahead exactly once.
        behind, reached = 0, HORIZON
        while reached - behind > 1:
            middle = (behind + reached) // 2
            if pace.per_day * middle + side * pace.strays(middle) >= left:
                reached = middle
            else:
                behind = middle
        return self.last.on + timedelta(days=reached)


def mileage_of(readings: Sequence[Reading], new_on: date | None = None) -> Mileage | None:
    """Learn from readings, in any order; `new_on` is the vehicle's first registration. None without a reading."""
    if not readings:
        return None
    last = max(readings, key=lambda reading: (reading.on, reading.kilometres))
    days = _one_a_day([reading for reading in readings if reading.firm])
    pace = _pace(days) or _pace_since_new(last, new_on)
    return Mileage(last, pace)


def kilometres_on(readings: Sequence[Reading], day: date) -> int | None:
    """The kilometres of a day between two readings, in proportion; None outside the history."""
    days = sorted(readings, key=lambda reading: (reading.on, reading.kilometres))
    for earlier, later in pairwise(days):
        if earlier.on <= day <= later.on:
            span = (later.on - earlier.on).days
            share = (day - earlier.on).days / span if span else 1
            return round(earlier.kilometres + share * (later.kilometres - earlier.kilometres))
    return days[0].kilometres if days and days[0].on == day else None


def _one_a_day(readings: Sequence[Reading]) -> list[Reading]:
    """Keep the highest reading of each recent day, the latest days only: pairs grow with the square."""
    best: dict[date, int] = {}
    for reading in readings:
        best[reading.on] = max(reading.kilometres, best.get(reading.on, 0))
    if not best:
        return []
    latest = max(best)
    recent = [day for day in sorted(best) if latest - day <= RECENT]
    # With one recent reading alone, the older ones are better than nothing.
    chosen = recent if len(recent) > 1 else sorted(best)
    return [Reading(day, best[day]) for day in chosen[-WINDOW:]]


def _pace(days: Sequence[Reading]) -> Pace | None:
    slopes = list(_slopes(days))
    if not slopes:
        return None
    per_day = _weighted_median(slopes)
    span = (days[-1].on - days[0].on).days
    steady = max(min(span, _LONGEST_SPAN), SHORTEST_SPAN)
    return Pace(per_day, _spread(days, per_day), steady, hypot(_change(days, per_day), _unseen(span, per_day)))


def _unseen(span: int, per_day: DailyPace) -> DailyPace:
    """How far the pace may change with a season that the history does not cover; nothing once it covers a year.

    The variance shrinks with the part of the year that was seen: half a year of a motorbike's winter says nothing of
    its summer.
    """
    return _UNSEEN * max(per_day, _AT_LEAST) * sqrt(max(1 - span / _YEAR, 0.0))


def _change(days: Sequence[Reading], per_day: DailyPace) -> DailyPace:
    """How far the pace of single stretches lies from the habit, by the days that each covers."""
    stretches = [
        ((later.on - earlier.on).days, (later.kilometres - earlier.kilometres) / (later.on - earlier.on).days)
        for earlier, later in pairwise(days)
        if later.on - earlier.on >= timedelta(days=SHORTEST_SPAN)
    ]
    likely = [(span, slope) for span, slope in stretches if 0 <= slope <= HIGHEST_PACE]
    weight = sum(span for span, _ in likely)
    if not weight:
        return 0.0
    return sqrt(sum(span * (slope - per_day) ** 2 for span, slope in likely) / weight)


def _slopes(days: Sequence[Reading]) -> Iterator[tuple[DailyPace, float]]:
    """The pace between each two readings that are far enough apart, with its weight; impossible ones are left out."""
    for place, earlier in enumerate(days):
        for later in days[place + 1 :]:
            span = (later.on - earlier.on).days
            slope = (later.kilometres - earlier.kilometres) / max(span, 1)
            if span >= SHORTEST_SPAN and 0 <= slope <= HIGHEST_PACE:
                age = (days[-1].on - earlier.on).days - span / 2
                yield slope, span * 0.5 ** (age / HALF_LIFE)


def _weighted_median(slopes: Sequence[tuple[DailyPace, float]]) -> DailyPace:
    """The slope at which half of the weight lies on either side; between two when it falls between them."""
    ordered = sorted(slopes)
    half = sum(weight for _, weight in ordered) / 2
    below = 0.0
    for place, (slope, weight) in enumerate(ordered):
        below += weight
        if below > half * (1 + 1e-9):
            return slope
        if below > half * (1 - 1e-9) and place + 1 < len(ordered):
            return (slope + ordered[place + 1][0]) / 2
    return ordered[-1][0]


def _spread(days: Sequence[Reading], per_day: DailyPace) -> float:
    """How unevenly it is driven, in kilometres per √day: usual unevenness at first, then what the stretches show."""
    strays = [
        abs(later.kilometres - earlier.kilometres - per_day * (later.on - earlier.on).days)
        / sqrt((later.on - earlier.on).days)
        for earlier, later in pairwise(days)
    ]
    usual = _USUAL_SPREAD * per_day
    # A mistyped reading strays a hundredfold: beyond six medians it counts as six.
    most = 6 * max(median(strays), usual / 4)
    squares = sum(min(stray, most) ** 2 for stray in strays)
    return sqrt((_ASSUMPTION * usual**2 + squares) / (_ASSUMPTION + len(strays)))


def _pace_since_new(last: Reading, new_on: date | None) -> Pace | None:
    age = (last.on - new_on).days if new_on is not None else 0
    if age < _YOUNGEST or not 0 < last.kilometres / age <= HIGHEST_PACE:
        return None
    per_day = last.kilometres / age
    return Pace(per_day, _USUAL_SPREAD * per_day * 2, _SINCE_NEW)
