"""The buttons of one-line entries (see `bot/callbacks.py`)."""

from dataclasses import dataclass
from typing import ClassVar

from bot.callbacks import Tap


@dataclass(frozen=True, slots=True)
class OnEntry(Tap):
    """Act on the one-line entry that is open: `save`, `fields`, `field`, `vehicle`, `day`, `km`, `skip`, `discard` ….

    `turn` is the update that began it: a card of an earlier one changes nothing.
    """

    kind: ClassVar[str] = "ent"
    action: str
    value: str
    turn: int


@dataclass(frozen=True, slots=True)
class OnEarlyLine(Tap):
    """Note the line that was typed before there was a vehicle (`note`), or none of that (`drop`)."""

    kind: ClassVar[str] = "early"
    action: str
    turn: int


ENTRY_KINDS: tuple[type[Tap], ...] = (OnEntry, OnEarlyLine)
