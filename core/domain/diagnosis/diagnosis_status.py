"""How far a person is with a diagnosis, which changes make sense, and what may be added to one."""

from enum import StrEnum, unique
from typing import Final

from core.errors import Refusal


@unique
class DiagnosisStatus(StrEnum):
    """Nothing done yet, being looked at or repaired, settled; values are stored."""

    PENDING = "pending"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"


@unique
class PieceKind(StrEnum):
    """What was added to a diagnosis; values are stored."""

    WORDS = "words"
    PHOTO = "photo"
    VOICE = "voice"


# From a settled one there is one way back: it was not settled after all.
FOLLOWING: Final = {
    DiagnosisStatus.PENDING: (DiagnosisStatus.IN_PROGRESS, DiagnosisStatus.COMPLETED),
    DiagnosisStatus.IN_PROGRESS: (DiagnosisStatus.COMPLETED, DiagnosisStatus.PENDING),
    DiagnosisStatus.COMPLETED: (DiagnosisStatus.IN_PROGRESS,),
}


class DiagnosisStatusNotPossible(Refusal):
    """A change that makes no sense, as a button of another time may ask for."""

    def __init__(self) -> None:
        super().__init__("error.diagnosis_status_not_possible")


def check_diagnosis_change(now: DiagnosisStatus, to: DiagnosisStatus) -> None:
    """Refuse a change that makes no sense."""
    if to not in FOLLOWING[now]:
        raise DiagnosisStatusNotPossible
