"""The buttons of figures (see `bot/callbacks.py`)."""

from dataclasses import dataclass
from typing import ClassVar

from bot.callbacks import Tap


@dataclass(frozen=True, slots=True)
class OpenStats(Tap):
    """Show a picture: `costs`, `driving` or `fleet`; of a vehicle (0: all), over a period, light (0) or dark (1)."""

    kind: ClassVar[str] = "stats"
    view: str
    vehicle: int
    period: str
    dark: int


@dataclass(frozen=True, slots=True)
class StatsVehicles(Tap):
    """Choose the vehicle of a picture."""

    kind: ClassVar[str] = "stats_veh"
    view: str
    period: str
    dark: int


@dataclass(frozen=True, slots=True)
class MakeBook(Tap):
    """Have a paper about a vehicle made: `own`, `buyer`, `costs`; or `ask` which."""

    kind: ClassVar[str] = "book"
    form: str
    vehicle: int


@dataclass(frozen=True, slots=True)
class OnBook(Tap):
    """Act on a paper: `share`, `stop`."""

    kind: ClassVar[str] = "book_on"
    action: str
    book: int


STATS_KINDS: tuple[type[Tap], ...] = (OpenStats, StatsVehicles, MakeBook, OnBook)
