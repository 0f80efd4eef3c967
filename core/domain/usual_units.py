"""What a number means that comes without its unit: kilometres or miles, and which money.

It is the person's choice, and every place that reads what they type needs it, so it goes with the turn rather than
through every signature.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal, TypeAlias

DistanceUnit: TypeAlias = Literal["km", "mi"]


@dataclass(frozen=True, slots=True)
class UsualUnits:
    """The units of a person."""

    distance: DistanceUnit = "km"
    currency: str = "EUR"


_usual: ContextVar[UsualUnits | None] = ContextVar("usual_units", default=None)


def usual() -> UsualUnits:
    """The units of the person whose words are being read."""
    return _usual.get() or UsualUnits()


@contextmanager
def units_of(units: UsualUnits) -> Iterator[None]:
    """Read what this person types."""
    token = _usual.set(units)
    try:
        yield
    finally:
        _usual.reset(token)
