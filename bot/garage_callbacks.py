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
    """Act on a garage: `open`, `pin`, `call`, `mark`, `unmark`, `reviews`, `review`, `book`, `prices`."""

    kind: ClassVar[str] = "ga"
    action: str
    garage: int


@dataclass(frozen=True, slots=True)
class CorrectGarage(Tap):
    """Say what of a garage should read otherwise (`core/domain/garages/corrections.py`), or `choose` which."""

    kind: ClassVar[str] = "gc"
    what: str
    garage: int


@dataclass(frozen=True, slots=True)
class FilterGarages(Tap):
    """Choose the specialty of the best rated, or `ask` which."""

    kind: ClassVar[str] = "gs"
    specialty: str


@dataclass(frozen=True, slots=True)
class OnReview(Tap):
    """Act on reviews: `stars` (of a garage), `skip`, `back`, `page`, `remove`, `sign`, `unsign`, `choose`, `report`."""

    kind: ClassVar[str] = "gr"
    action: str
    subject: int
    value: int = 0


@dataclass(frozen=True, slots=True)
class BookAnswer(Tap):
    """Answer a question about a new appointment: a service, `is` (a vehicle, by `value`), `skip`, `back`."""

    kind: ClassVar[str] = "gb"
    step: str
    answer: str
    value: int = 0


@dataclass(frozen=True, slots=True)
class OnAppointment(Tap):
    """Act on an appointment: `open`, `calendar`, `confirm`, `missed`, `done`, `no_amount`, `agree`.

    `drop` asks before it is called off, `cancel` does it; `move` asks to when, `move_back` for another day.

    To ask the garage by mail: `ask`, `send`, `meant` (as the address was probably meant), `address` (another one).
    """

    kind: ClassVar[str] = "gp"
    action: str
    appointment: int


GARAGE_KINDS: tuple[type[Tap], ...] = (
    NearGarages,
    WordGarages,
    FindGarage,
    OnGarage,
    CorrectGarage,
    FilterGarages,
    OnReview,
    BookAnswer,
    OnAppointment,
)
