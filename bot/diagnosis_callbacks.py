"""Buttons about diagnoses, declared as in `bot/callbacks.py`."""

from dataclasses import dataclass
from typing import ClassVar

from bot.callbacks import Tap


@dataclass(frozen=True, slots=True)
class StartDiagnosis(Tap):
    """Begin a diagnosis of this vehicle (0: not said yet), perhaps with the fault code that was explained."""

    kind: ClassVar[str] = "dg_new"
    vehicle: int
    code: str = ""


@dataclass(frozen=True, slots=True)
class AnswerDiagnosis(Tap):
    """Answer what is asked: `vehicle` (0: another one), `yes`, `no`, `unknown`, `finish`, `back`, `cancel`.

    `question` is the one that showed the button.
    """

    kind: ClassVar[str] = "dg_a"
    action: str
    question: str
    value: int = 0


@dataclass(frozen=True, slots=True)
class OnDiagnosis(Tap):
    """Act on a kept one: `open`, `garage`, `plan`, `remind`, `more`, `files`, `remove`, `restore`, or a status."""

    kind: ClassVar[str] = "dgc"
    action: str
    case: int


@dataclass(frozen=True, slots=True)
class OpenDiagnoses(Tap):
    """Show the diagnoses of a vehicle (0: of all) from a position, or what they come to (`figures`)."""

    kind: ClassVar[str] = "dgs"
    shown: str
    vehicle: int
    position: int = 0


DIAGNOSIS_KINDS: tuple[type[Tap], ...] = (StartDiagnosis, AnswerDiagnosis, OnDiagnosis, OpenDiagnoses)
