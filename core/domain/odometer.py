"""Readings of an odometer: who says so, and whether one can be believed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.domain.distance import HIGHEST_KILOMETRES, KILOMETRES_PER_MILE, kilometres_of_miles
from core.domain.pace import Mileage


class ReadingSource(StrEnum):
    """Who says what an odometer shows; values are stored."""

    TYPED = "typed"
    INVOICE = "invoice"
    FUEL = "fuel"
    PHOTO = "photo"
    # An estimate of ours that the person tapped: it moves the last reading, and teaches no pace.
    CONFIRMED = "confirmed"


class DoubtKind(StrEnum):
    """What is wrong with a reading: less than before, or more than can be."""

    BACKWARDS = "backwards"
    LEAP = "leap"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reading that other days contradict: how, which reading it contradicts, and what was perhaps meant."""

    kind: DoubtKind
    last: int
    guesses: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Around:
    """What other days showed: the most up to a day, the least after it, and the last day read up to it."""

    highest_before: int | None = None
    lowest_after: int | None = None
    last_on: date | None = None


# Kilometres a day that nobody drives for long, and what may come on top: a first reading may be a rough one.
FASTEST, LEEWAY = 1_500, 5_000
# A gap below this is never looked at twice; above it, the vehicle's own pace says what is too much.
_LIKELY, _LIKELY_A_DAY = 3_000, 150
# With a known pace: so many times what would be much, and at least this.
_MUCH, _AT_LEAST = 3, 3_000
_MOST_GUESSES, _TOO_MANY = 3, 5


def is_plain(kilometres: int, day: date, around: Around) -> bool:
    """Whether a reading fits so well that the pace needs no look; the first of a vehicle does."""
    if around.highest_before is None or around.last_on is None:
        return around.lowest_after is None or kilometres <= around.lowest_after
    days = max((day - around.last_on).days, 0)
    most = around.highest_before + _LIKELY + days * _LIKELY_A_DAY
    fits_after = around.lowest_after is None or kilometres <= around.lowest_after
    return around.highest_before <= kilometres <= most and fits_after


def doubt_of(kilometres: int, day: date, around: Around, mileage: Mileage | None = None) -> Doubt | None:
    """Judge a reading by those of other days; nothing when it can be believed."""
    low, high = _bounds(day, around, mileage)
    if low <= kilometres <= high:
        return None
    kind = DoubtKind.BACKWARDS if kilometres < low or around.lowest_after is not None else DoubtKind.LEAP
    last = around.highest_before if around.highest_before is not None else around.lowest_after
    if kilometres > high and around.lowest_after is not None:
        last = around.lowest_after
    return Doubt(kind, last or 0, _guesses(kilometres, day, around, mileage))


def _bounds(day: date, around: Around, mileage: Mileage | None) -> tuple[int, int]:
    low, high = around.highest_before or 0, HIGHEST_KILOMETRES
    if around.lowest_after is not None:
        high = around.lowest_after
    elif around.highest_before is not None and around.last_on is not None:
        days = max((day - around.last_on).days, 1)
        gain = LEEWAY + days * FASTEST
        if mileage is not None and mileage.pace is not None:
            much = mileage.expected(day).high - mileage.last.kilometres
            gain = min(gain, max(_MUCH * much, _AT_LEAST + _LIKELY_A_DAY * days))
        high = around.highest_before + gain
    return low, high


def _guesses(kilometres: int, day: date, around: Around, mileage: Mileage | None) -> tuple[int, ...]:
    """What was perhaps meant: the values that a slip explains and that fit, the likeliest first."""
    if around.highest_before is None or around.last_on is None:
        return ()
    days = max((day - around.last_on).days, 1)
    low, expected = around.highest_before, around.highest_before + 35 * days
    high = low + 1_000 + 150 * days
    if mileage is not None and mileage.pace is not None:
        known = mileage.expected(day)
        expected, high = known.kilometres, max(known.high, low + 500)
    if around.lowest_after is not None:
        high = min(high, around.lowest_after)
    fitting = {value for value in _slips(kilometres) if low <= value <= high and value != kilometres}
    # Of a missing last digit there are ten: then the person types it again.
    if len(fitting) > _TOO_MANY:
        return ()
    return tuple(sorted(fitting, key=lambda value: (abs(value - expected), value))[:_MOST_GUESSES])


def _slips(kilometres: int) -> Iterator[int]:
    """The values of which a reading is a slip: a digit missing, one too many, two swapped, the other unit."""
    digits = str(kilometres)
    yield from _numbers(
        digits[:place] + digit + digits[place:] for place in range(len(digits) + 1) for digit in "0123456789"
    )
    yield from _numbers(digits[:place] + digits[place + 1 :] for place in range(len(digits)))
    yield from _numbers(
        digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :] for place in range(len(digits) - 1)
    )
    yield kilometres_of_miles(kilometres)
    yield int(kilometres / KILOMETRES_PER_MILE)


def _numbers(typed: Iterable[str]) -> Iterator[int]:
    return (int(digits) for digits in typed if digits and not digits.startswith("0"))


def rounded_estimate(low: int, middle: int, high: int) -> int:
    """An estimate as a person would say it: as round as its doubt allows, and never less than it can be."""
    doubt = max(high - low, 0)
    step = next((step for step in (1_000, 500, 100, 50, 10) if doubt >= 4 * step), 1)
    return max(round(middle / step) * step, low)
