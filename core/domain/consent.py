"""The privacy notice as people agree to it: which version there is, and since when. Another version asks again."""

from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True, slots=True)
class Notice:
    """A version of the notice. Whoever changes what the notice says counts up, with the day."""

    version: int
    since: date


NOTICE: Final = Notice(1, date(2026, 11, 26))


def is_agreed(version: int) -> bool:
    """Whether the version that somebody agreed to is the one in force."""
    return version == NOTICE.version
