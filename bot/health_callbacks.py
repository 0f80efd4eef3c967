"""Buttons about health reports and checks of quotes, declared as in `bot/callbacks.py`."""

from dataclasses import dataclass
from typing import ClassVar

from bot.callbacks import Tap


@dataclass(frozen=True, slots=True)
class OpenHealth(Tap):
    """Have a health report of a vehicle made, its picture light (0) or dark (1)."""

    kind: ClassVar[str] = "hl"
    vehicle: int
    dark: int = 0


@dataclass(frozen=True, slots=True)
class OnHealth(Tap):
    """Act on a report: `details`, `right`, `wrong`."""

    kind: ClassVar[str] = "hlo"
    action: str
    report: int


@dataclass(frozen=True, slots=True)
class CheckQuote(Tap):
    """Compare a quote with the vehicle's history, intervals, usual prices and arithmetic."""

    kind: ClassVar[str] = "qcheck"
    document: int


HEALTH_KINDS: tuple[type[Tap], ...] = (OpenHealth, OnHealth, CheckQuote)
