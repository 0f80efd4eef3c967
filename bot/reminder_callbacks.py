"""Buttons of reminders, of the inbox and of the settings, declared as in `bot/callbacks.py`."""

from dataclasses import dataclass
from typing import ClassVar

from bot.callbacks import Tap


@dataclass(frozen=True, slots=True)
class OnSetting(Tap):
    """Open a page of the settings (`open`), or set one to a value; what a word cannot hold is written by its number."""

    kind: ClassVar[str] = "set"
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class VehicleReminders(Tap):
    """Show the reminders of one vehicle (0: those about none) from a position."""

    kind: ClassVar[str] = "vr"
    vehicle: int
    position: int = 0


@dataclass(frozen=True, slots=True)
class EditReminder(Tap):
    """Change a reminder: `fields`, or one of them: `text`, `day`, `time`, `repeat`, `vehicle`."""

    kind: ClassVar[str] = "re"
    field: str
    reminder: int


@dataclass(frozen=True, slots=True)
class ReminderValue(Tap):
    """Answer a question about a reminder with a value; `step` is the step that showed the button."""

    kind: ClassVar[str] = "rv"
    step: str
    value: str


@dataclass(frozen=True, slots=True)
class OnSeveral(Tap):
    """Put off everything that one message told (`day`, `week`), by the first of its notifications."""

    kind: ClassVar[str] = "rs"
    action: str
    notification: int


@dataclass(frozen=True, slots=True)
class OpenNotices(Tap):
    """Show the inbox: `all`, `unread` or one kind, from a position."""

    kind: ClassVar[str] = "ns"
    shown: str
    position: int = 0


@dataclass(frozen=True, slots=True)
class OnNotice(Tap):
    """Act on one message of the inbox: `open`, `unread`, `delete`."""

    kind: ClassVar[str] = "n"
    action: str
    notification: int


@dataclass(frozen=True, slots=True)
class OnInbox(Tap):
    """Act on the whole inbox: `read_all`, `ask_delete`, `delete_read`."""

    kind: ClassVar[str] = "na"
    action: str


REMINDER_KINDS: tuple[type[Tap], ...] = (
    OnSetting,
    VehicleReminders,
    EditReminder,
    ReminderValue,
    OnSeveral,
    OpenNotices,
    OnNotice,
    OnInbox,
)
