"""The buttons of imports and exports (see `bot/callbacks.py`)."""

from dataclasses import dataclass
from typing import ClassVar

from bot.callbacks import Tap


@dataclass(frozen=True, slots=True)
class OnImport(Tap):
    """Act on an import: `confirm`, `drop`, `vehicles`, `skipped`, `back`, `undo`, `undone`."""

    kind: ClassVar[str] = "imp"
    action: str
    batch: int
    revision: int


@dataclass(frozen=True, slots=True)
class AnswerImport(Tap):
    """Say what a file does not: about what, and the number of the choice."""

    kind: ClassVar[str] = "imp_ans"
    about: str
    choice: int
    batch: int
    revision: int


@dataclass(frozen=True, slots=True)
class ImportVehicle(Tap):
    """Say which vehicle a file is about (0: a new one)."""

    kind: ClassVar[str] = "imp_veh"
    vehicle: int
    batch: int
    revision: int


@dataclass(frozen=True, slots=True)
class MakeExport(Tap):
    """Have an export made, as `json`, `csv`, `xlsx` or `lubelogger`."""

    kind: ClassVar[str] = "export"
    form: str


IMPORT_KINDS: tuple[type[Tap], ...] = (OnImport, AnswerImport, ImportVehicle, MakeExport)
