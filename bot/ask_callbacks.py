"""Buttons of the assistant, declared as in `bot/callbacks.py`."""

from dataclasses import dataclass
from typing import ClassVar

from bot.callbacks import Tap


@dataclass(frozen=True, slots=True)
class StartAsking(Tap):
    """Begin to ask: in a talk, or in a new one (0)."""

    kind: ClassVar[str] = "ask"
    thread: int = 0


@dataclass(frozen=True, slots=True)
class AnswerConsent(Tap):
    """Say `yes` or `no` to the service that a question would go to (0: none waits)."""

    kind: ClassVar[str] = "ask_ok"
    consent: str
    exchange: int = 0


@dataclass(frozen=True, slots=True)
class AskVehicle(Tap):
    """Say which vehicle a question is about."""

    kind: ClassVar[str] = "ask_v"
    exchange: int
    vehicle: int


@dataclass(frozen=True, slots=True)
class BrowseThreads(Tap):
    """Show the talks from a position, or `stats` about them."""

    kind: ClassVar[str] = "ask_l"
    page: str
    position: int = 0


@dataclass(frozen=True, slots=True)
class OnThread(Tap):
    """Act on a talk: `open`, `rename`, `delete` (asks), `deleted` (does)."""

    kind: ClassVar[str] = "ask_t"
    action: str
    thread: int


@dataclass(frozen=True, slots=True)
class OpenSuggestions(Tap):
    """Show what is advised for a vehicle (0: not said yet)."""

    kind: ClassVar[str] = "sug"
    vehicle: int = 0


@dataclass(frozen=True, slots=True)
class PlanSuggestion(Tap):
    """Plan the work that was advised for a vehicle, by its service, for the ordinal of its day (0: soon)."""

    kind: ClassVar[str] = "sug_p"
    service: str
    vehicle: int
    day: int = 0


ASK_KINDS: tuple[type[Tap], ...] = (
    StartAsking,
    AnswerConsent,
    AskVehicle,
    BrowseThreads,
    OnThread,
    OpenSuggestions,
    PlanSuggestion,
)
