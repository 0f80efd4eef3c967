"""Whether ideas stand near each other in a reading: the one way in which rules and symptoms look at a text."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from core.domain.diagnosis.description import Mention, Reading

# Words between the parts of one complaint; more, and they are about two things.
NEAR: Final = 9


@dataclass(frozen=True, slots=True)
class Sign:
    """Ideas that are all there, each as any of its alternatives, near each other, and none of the others."""

    needs: tuple[frozenset[str], ...]
    never: frozenset[str]


@cache
def sign(written: str) -> Sign:
    """Read `brake soft|sink !clutch`."""
    parts = written.split()
    return Sign(
        tuple(frozenset(part.split("|")) for part in parts if not part.startswith("!")),
        frozenset(idea for part in parts if part.startswith("!") for idea in part[1:].split("|")),
    )


def found(wanted: Sign, reading: Reading, near: int = NEAR) -> bool:
    """Whether a sign is in a reading."""
    if not all(need & reading.ideas for need in wanted.needs):
        return False
    # What would explain it harmlessly must stand as near as what it explains.
    explaining = [m for m in reading.mentions if wanted.never & m.ideas]
    places = [[m for m in reading.mentions if need & m.ideas] for need in wanted.needs]
    return any(
        _together(first, places[1:], near) and not any(_apart(first, other) <= NEAR for other in explaining)
        for first in places[0]
    )


def _together(first: Mention, others: list[list[Mention]], near: int) -> bool:
    return all(any(_apart(first, mention) <= near for mention in mentions) for mentions in others)


def _apart(one: Mention, other: Mention) -> int:
    return max(one.at - other.end, other.at - one.end, 0)
