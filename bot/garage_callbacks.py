"""The buttons of the directory of garages, reviews and appointments (see `bot/callbacks.py`)."""

from dataclasses import dataclass
from typing import ClassVar

from bot.callbacks import Tap


@dataclass(frozen=True, slots=True)
class NearGarages(Tap):
    """Show garages near a place, in hundred-thousandths of a degree; `order` is `d` (distance) or `r` (rating)."""

    kind: ClassVar[str] = "gn"
    latitude: int
    longitude: int
    specialty: str = ""
    order: str = "d"
    position: int = 0


@dataclass(frozen=True, slots=True)
class WordGarages(Tap):
    """Show garages that words find (`top` and `mine`: the best rated, one's own), from a position."""

    kind: ClassVar[str] = "gw"
    which: str
    words: str = ""
    specialty: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True)
class FindGarage(Tap):
    """Ask where or what to look for: `near` (a place), `words`, `suggest` (one that is missing)."""

    kind: ClassVar[str] = "gf"
    way: str


@dataclass(frozen=True, slots=True)
class OnGarage(Tap):
    """Act on a garage: `open`, `pin`, `call`, `mark`, `unmark`, `reviews`, `review`, `book`, `unreview`."""

    kind: ClassVar[str] = "ga"
    action: str
    garage: int


@dataclass(frozen=True, slots=True)
class FilterGarages(Tap):
    """Choose the specialty of the best rated, or `ask` which."""

    kind: ClassVar[str] = "gs"
    specialty: str


GARAGE_KINDS: tuple[type[Tap], ...] = (NearGarages, WordGarages, FindGarage, OnGarage, FilterGarages)
