"""Buttons about maintenance records, declared as in `bot/callbacks.py`."""

from dataclasses import dataclass
from typing import ClassVar

from bot.callbacks import Tap


@dataclass(frozen=True, slots=True)
class AddRecord(Tap):
    """Start writing down work (vehicle 0: ask which one)."""

    kind: ClassVar[str] = "rec_add"
    vehicle: int = 0


@dataclass(frozen=True, slots=True)
class Choose(Tap):
    """Choose a value offered by a step of the form that is open: a service, `today`, the number of a garage."""

    kind: ClassVar[str] = "pick"
    step: str
    value: str


@dataclass(frozen=True, slots=True)
class OnRecord(Tap):
    """Act on a record: `edit`, `field`, `status`, `category`, `vehicle`, `lines`, `line`, `papers`, `remove`."""

    kind: ClassVar[str] = "ro"
    action: str
    value: str
    record: int


@dataclass(frozen=True, slots=True)
class UndoChange(Tap):
    """Take back a change or a deletion of a record."""

    kind: ClassVar[str] = "rec_undo"
    version: int


@dataclass(frozen=True, slots=True)
class AttachDocument(Tap):
    """Attach a document to a record."""

    kind: ClassVar[str] = "att"
    record: int
    document: int


@dataclass(frozen=True, slots=True)
class BrowseHistory(Tap):
    """Show the logbook (`view` l), its filters (f), or the choices of one (v, s, c, y), or ask for words (q).

    `status` and `category` are places in the tables of bot/history_state.py, 0: all; `words` are joined by points.
    """

    kind: ClassVar[str] = "h"
    view: str
    vehicle: int = 0
    status: int = 0
    category: int = 0
    year: int = 0
    words: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True)
class OpenSummary(Tap):
    """Show what was done on a vehicle and what it cost (vehicle 0: the only one, or ask)."""

    kind: ClassVar[str] = "sum"
    vehicle: int = 0


RECORD_KINDS: tuple[type[Tap], ...] = (
    AddRecord,
    Choose,
    OnRecord,
    UndoChange,
    AttachDocument,
    BrowseHistory,
    OpenSummary,
)
