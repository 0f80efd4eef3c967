"""How far work on a vehicle is, and which changes make sense."""

from collections.abc import Mapping
from enum import StrEnum, unique
from typing import Final

from core.errors import Refusal


@unique
class RecordStatus(StrEnum):
    """Planned, at the garage, done, or called off; values are stored."""

    SCHEDULED = "scheduled"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


# What may follow what. Done is done: a mistake is undone or deleted, not changed into a plan.
FOLLOWING: Final[Mapping[RecordStatus, tuple[RecordStatus, ...]]] = {
    RecordStatus.SCHEDULED: (RecordStatus.IN_PROGRESS, RecordStatus.COMPLETED, RecordStatus.CANCELLED),
    RecordStatus.IN_PROGRESS: (RecordStatus.COMPLETED, RecordStatus.CANCELLED),
    RecordStatus.COMPLETED: (),
    RecordStatus.CANCELLED: (RecordStatus.SCHEDULED,),
}
# Work that is still to be done has no mileage yet, and nothing follows from it.
TO_COME: Final = frozenset({RecordStatus.SCHEDULED, RecordStatus.IN_PROGRESS})


class StatusNotPossible(Refusal):
    """A change that makes no sense, as a button of another time may ask for."""

    def __init__(self) -> None:
        super().__init__("error.status_not_possible")


def check_change(now: RecordStatus, to: RecordStatus) -> None:
    """Refuse a change that makes no sense."""
    if to not in FOLLOWING[now]:
        raise StatusNotPossible


def status_name(status: RecordStatus) -> str:
    """Name the message that says a status to people."""
    return f"status.{status}"
