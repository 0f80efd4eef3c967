"""Distances: integer kilometres, whatever unit was typed."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, TypeAlias

from core.domain.typed_numbers import readings
from core.domain.typed_text import folded
from core.domain.usual_units import DistanceUnit, usual
from core.errors import Refusal

Unit: TypeAlias = DistanceUnit

KILOMETRES_PER_MILE: Final = Decimal("1.609344")
HIGHEST_KILOMETRES: Final = 2_000_000

UNITS: Final[dict[str, Unit]] = {
    "km": "km", "kms": "km", "kilometre": "km", "kilometres": "km", "kilometer": "km", "kilometers": "km",
    "kilometro": "km", "kilometros": "km", "bornes": "km",
    "mi": "mi", "mile": "mi", "miles": "mi", "milles": "mi", "milla": "mi", "millas": "mi",
}  # fmt: skip


# "84k", "84,2k", "84 mille": a count below a thousand says thousands, and "milles" are miles only above.
_THOUSANDS: Final = re.compile(
    r"(?<![0-9.,' ])(?P<count>[0-9]{1,3}(?:[.,][0-9]{1,2})?) ?(?:k|mille|milles|thousand)(?![a-z])"
    r"(?: (?P<rest>[0-9]{1,3})(?![0-9]))?"
)


class DistanceNotUnderstood(Refusal):
    """A text that is not a distance."""

    def __init__(self) -> None:
        super().__init__("error.distance_not_understood")


def kilometres_of_miles(miles: Decimal | int) -> int:
    """Convert miles to whole kilometres, rounded half up."""
    return int((Decimal(miles) * KILOMETRES_PER_MILE).to_integral_value(ROUND_HALF_UP))


def miles_of_kilometres(kilometres: int) -> int:
    """Convert kilometres to whole miles, rounded half up."""
    return int((Decimal(kilometres) / KILOMETRES_PER_MILE).to_integral_value(ROUND_HALF_UP))


def checked_kilometres(kilometres: int) -> int:
    """Refuse what no odometer shows."""
    if not 0 <= kilometres <= HIGHEST_KILOMETRES:
        raise Refusal("error.distance_out_of_range", highest=HIGHEST_KILOMETRES)
    return kilometres


def in_thousands(typed: str) -> str:
    """A folded text in which thousands that were said are written out."""
    return _THOUSANDS.sub(_written_out, typed)


def _written_out(said: re.Match[str]) -> str:
    return f"{Decimal(said['count'].replace(',', '.')) * 1000 + int(said['rest'] or 0):.0f} "


def kilometres_typed(number: str, unit: Unit) -> int:
    """Read the digits of an odometer, in its unit; tenths are dropped, thousands may be grouped anyhow."""
    values = sorted(readings(number).values(), reverse=True)
    if not values:
        raise DistanceNotUnderstood
    # Of `84.200` the larger reading is meant: odometers show no thousandths.
    value = values[0]
    whole = int(value)
    if value != whole and (whole < 1_000 or (value * 10) % 1):
        raise DistanceNotUnderstood
    return checked_kilometres(kilometres_of_miles(whole) if unit == "mi" else whole)


def parse_kilometres(text: str, unit: Unit | None = None) -> int:
    """Read a mileage as typed, `84 200`, `84k` or `52,000 miles`; `unit` is for a bare number, else the usual."""
    typed = in_thousands(folded(text[:80])).strip()
    bare = typed.rstrip("abcdefghijklmnopqrstuvwxyz. ")
    word = typed[len(bare) :].strip(" .")
    if word and word not in UNITS:
        raise DistanceNotUnderstood
    return kilometres_typed(bare, UNITS[word] if word else unit or usual().distance)
