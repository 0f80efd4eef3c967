"""Buttons about odometer readings, service plans and dates, declared as in `bot/callbacks.py`."""

from dataclasses import dataclass
from typing import ClassVar

from bot.callbacks import Tap


@dataclass(frozen=True, slots=True)
class FieldKilometres(Tap):
    """Answer a question of a card with the expected kilometres."""

    kind: ClassVar[str] = "fix_km"
    kilometres: int


@dataclass(frozen=True, slots=True)
class AskReading(Tap):
    """Ask what this vehicle's odometer shows."""

    kind: ClassVar[str] = "odo_ask"
    vehicle: int


@dataclass(frozen=True, slots=True)
class ReadingVehicle(Tap):
    """Choose the vehicle whose odometer showed these kilometres."""

    kind: ClassVar[str] = "odo"
    vehicle: int
    kilometres: int


@dataclass(frozen=True, slots=True)
class ReadingAnyway(Tap):
    """Keep an odometer reading that is lower than the last one."""

    kind: ClassVar[str] = "odo_low"
    vehicle: int
    kilometres: int


@dataclass(frozen=True, slots=True)
class UndoReading(Tap):
    """Take an odometer reading back."""

    kind: ClassVar[str] = "odo_undo"
    reading: int


@dataclass(frozen=True, slots=True)
class ConfirmReading(Tap):
    """The odometer shows about what we expected."""

    kind: ClassVar[str] = "odo_est"
    vehicle: int
    kilometres: int


@dataclass(frozen=True, slots=True)
class ReadingQuestions(Tap):
    """Ask for readings of this vehicle (`on`), or never again (`off`)."""

    kind: ClassVar[str] = "odo_q"
    action: str
    vehicle: int


@dataclass(frozen=True, slots=True)
class NewCluster(Tap):
    """The instrument cluster was replaced and shows these kilometres now (-1: not said yet)."""

    kind: ClassVar[str] = "clu"
    vehicle: int
    kilometres: int


@dataclass(frozen=True, slots=True)
class ClusterAnswer(Tap):
    """Answer a question about the replaced cluster: so many days ago, or so many kilometres."""

    kind: ClassVar[str] = "clu_a"
    step: str
    value: int


@dataclass(frozen=True, slots=True)
class UndoCluster(Tap):
    """Forget the last replacement of a vehicle's cluster."""

    kind: ClassVar[str] = "clu_undo"
    vehicle: int


@dataclass(frozen=True, slots=True)
class OpenPlan(Tap):
    """Show a vehicle's service plan from a position."""

    kind: ClassVar[str] = "plan"
    vehicle: int
    position: int = 0


@dataclass(frozen=True, slots=True)
class OnPlan(Tap):
    """Act on a service of a plan: `open`, `on`, `off`, `fixed`, `sliding`, `reset`, `learn`, `remind`, or a limit."""

    kind: ClassVar[str] = "pl"
    action: str
    service: str
    vehicle: int


@dataclass(frozen=True, slots=True)
class SetInterval(Tap):
    """Answer how often something is due: so many `months`, `kilometres`, or months to `repeat`; 0 for no such limit."""

    kind: ClassVar[str] = "ivl"
    limit: str
    value: int


@dataclass(frozen=True, slots=True)
class OpenDates(Tap):
    """Show a vehicle's dates."""

    kind: ClassVar[str] = "dates"
    vehicle: int


@dataclass(frozen=True, slots=True)
class OnDates(Tap):
    """Act on a vehicle's dates: `ask`, `clear`, `classes`, `class`, `result`; `value` says which."""

    kind: ClassVar[str] = "dt"
    action: str
    value: str
    vehicle: int


@dataclass(frozen=True, slots=True)
class ChooseDay(Tap):
    """Answer a question for a day: so many days ago."""

    kind: ClassVar[str] = "ago"
    days: int


@dataclass(frozen=True, slots=True)
class LookAhead(Tap):
    """Show what is coming within a span (`7`, `30`, `90`, `km`), or what was done (`recent`)."""

    kind: ClassVar[str] = "up"
    span: str
    position: int = 0


DUE_KINDS: tuple[type[Tap], ...] = (
    FieldKilometres,
    AskReading,
    ReadingVehicle,
    ReadingAnyway,
    UndoReading,
    ConfirmReading,
    ReadingQuestions,
    NewCluster,
    ClusterAnswer,
    UndoCluster,
    OpenPlan,
    OnPlan,
    SetInterval,
    OpenDates,
    OnDates,
    ChooseDay,
    LookAhead,
)
