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
    """Act on the diagnosis that is open: `open`, `garage`, `plan`, `remind`, `more`; `begun` tells it from others."""

    kind: ClassVar[str] = "dg"
    action: str
    begun: int


DIAGNOSIS_KINDS: tuple[type[Tap], ...] = (StartDiagnosis, AnswerDiagnosis, OnDiagnosis)
