"""What a reader of open data says of an entry that it leaves out."""

from dataclasses import dataclass
from enum import StrEnum


class SkipReason(StrEnum):
    """Why an entry of a file is left out."""

    BROKEN = "broken"
    NO_GARAGE = "no_garage"
    NO_NAME = "no_name"
    NO_PLACE = "no_place"
    CLOSED = "closed"
    NOT_PUBLIC = "not_public"
    NO_SIRET = "no_siret"


@dataclass(frozen=True, slots=True)
class Skipped:
    """An entry that is left out: which one of the file, from 1, and why."""

    number: int
    reason: SkipReason
