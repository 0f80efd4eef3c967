"""The buttons of fuel, charging and costs (see `bot/callbacks.py`)."""

from dataclasses import dataclass
from typing import ClassVar

from bot.callbacks import Tap


@dataclass(frozen=True, slots=True)
class ChooseAnswer(Tap):
    """Answer the question of a step with a word; `step` is the step that showed the button."""

    kind: ClassVar[str] = "ans"
    step: str
    answer: str


@dataclass(frozen=True, slots=True)
class OpenFuel(Tap):
    """Show one vehicle's fill-ups from a position."""

    kind: ClassVar[str] = "fuel"
    vehicle: int
    position: int = 0


@dataclass(frozen=True, slots=True)
class AddFill(Tap):
    """Log a fill-up of this vehicle."""

    kind: ClassVar[str] = "fill_add"
    vehicle: int


@dataclass(frozen=True, slots=True)
class OnFill(Tap):
    """Act on a fill-up: `open`, `correct`, `full`, `missed`, `place`, `delete`, `restore`."""

    kind: ClassVar[str] = "fill"
    action: str
    fill: int


@dataclass(frozen=True, slots=True)
class CorrectFill(Tap):
    """Correct one field of a fill-up."""

    kind: ClassVar[str] = "fill_fix"
    field: str
    fill: int


@dataclass(frozen=True, slots=True)
class SetTariff(Tap):
    """Say what a kilowatt-hour costs at home; `vehicle` is whose fill-ups are shown afterwards."""

    kind: ClassVar[str] = "tariff"
    vehicle: int


@dataclass(frozen=True, slots=True)
class OpenCosts(Tap):
    """Show one vehicle's costs from a position."""

    kind: ClassVar[str] = "costs"
    vehicle: int
    position: int = 0


@dataclass(frozen=True, slots=True)
class AddCost(Tap):
    """Note a cost of this vehicle."""

    kind: ClassVar[str] = "cost_add"
    vehicle: int


@dataclass(frozen=True, slots=True)
class OnCost(Tap):
    """Act on a cost: `open`, `correct`, `end`, `go_on`, `remind`, `quiet`, `delete`, `restore`."""

    kind: ClassVar[str] = "cost"
    action: str
    cost: int


@dataclass(frozen=True, slots=True)
class CorrectCost(Tap):
    """Correct one field of a cost."""

    kind: ClassVar[str] = "cost_fix"
    field: str
    cost: int


@dataclass(frozen=True, slots=True)
class OpenFigures(Tap):
    """Show figures of a vehicle: fuel `prices`, or the cost of ownership over `months`, `year` or `life`."""

    kind: ClassVar[str] = "fig"
    page: str
    vehicle: int


COST_KINDS: tuple[type[Tap], ...] = (
    ChooseAnswer,
    OpenFuel,
    AddFill,
    OnFill,
    CorrectFill,
    SetTariff,
    OpenCosts,
    AddCost,
    OnCost,
    CorrectCost,
    OpenFigures,
)
