"""Appointments: their states, and the instants that follow from them."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from core.errors import Refusal

# How long before one is told, beside the day before; and how long after the beginning one is asked how it went.
SHORTLY: Final = timedelta(hours=2)
AFTERWARDS: Final = timedelta(hours=3)
# What calendars are told: how long a visit takes them, when nobody knows.
LENGTH: Final = timedelta(hours=1)
FARTHEST: Final = timedelta(days=730)


class AppointmentStatus(StrEnum):
    """How an appointment stands. Values are stored."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    DONE = "done"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"


class GarageAnswer(StrEnum):
    """What a garage answers to a letter that asked for an appointment. Values are stored."""

    YES = "yes"
    OTHER = "other"
    NO = "no"


# How long a garage may answer, at most until the appointment begins; letters that one person may have sent in a day,
# and those to one mailbox.
ANSWERABLE: Final = timedelta(days=14)
LETTERS_A_DAY: Final = 5
LETTERS_TO_ONE: Final = 2

# What is still to come.
AHEAD: Final = frozenset({AppointmentStatus.PENDING, AppointmentStatus.CONFIRMED})
_LEGAL: Final[dict[AppointmentStatus, frozenset[AppointmentStatus]]] = {
    AppointmentStatus.PENDING: frozenset(
        {AppointmentStatus.CONFIRMED, AppointmentStatus.DONE, AppointmentStatus.CANCELLED, AppointmentStatus.NO_SHOW}
    ),
    # Moved to another time, it waits again for the garage to agree.
    AppointmentStatus.CONFIRMED: frozenset(
        {AppointmentStatus.PENDING, AppointmentStatus.DONE, AppointmentStatus.CANCELLED, AppointmentStatus.NO_SHOW}
    ),
    # Whoever said by mistake that nobody came can still say what it cost.
    AppointmentStatus.NO_SHOW: frozenset({AppointmentStatus.DONE}),
    AppointmentStatus.DONE: frozenset(),
    AppointmentStatus.CANCELLED: frozenset(),
}


def changed(now: AppointmentStatus, wanted: AppointmentStatus) -> AppointmentStatus:
    """The wanted status, if it may follow; the same again is no change."""
    if wanted is not now and wanted not in _LEGAL[now]:
        raise Refusal("appointment.not_any_more")
    return wanted


def checked_start(starts_at: datetime, now: datetime) -> datetime:
    """A beginning that lies ahead, and not absurdly far."""
    if starts_at <= now:
        raise Refusal("appointment.in_the_past")
    if starts_at > now + FARTHEST:
        raise Refusal("appointment.too_far")
    return starts_at
