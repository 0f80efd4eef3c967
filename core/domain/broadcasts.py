"""Broadcasts: whom one is for, in which words, and where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from core.domain.plans import Level
from core.errors import Gone, Refusal
from core.i18n import LANGUAGES

# The language that every broadcast has; who speaks another one reads this where there is no better.
FIRST: Final = "fr"
# Visible signs: what is added below it must fit in the same message.
LONGEST: Final = 3_500
DAYS: Final = (7, 30, 90)
LATEST: Final = timedelta(days=90)
# Words of a time of day that stand apart from its number.
_HALVES: Final = frozenset({"am", "pm"})
_BEFORE_A_CLOCK: Final = frozenset({"à", "at", "a", "las"})


class BroadcastState(StrEnum):
    """Where a broadcast stands. Values are stored."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"


class Activity(StrEnum):
    """Who is meant, by when they last wrote. Values are stored."""

    ANY = "any"
    ACTIVE = "active"
    IDLE = "idle"


class Move(StrEnum):
    """What an administrator does with a broadcast. Values are part of buttons."""

    START = "start"
    SCHEDULE = "schedule"
    UNSCHEDULE = "unschedule"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"


_MOVES: Final[Mapping[Move, tuple[frozenset[BroadcastState], BroadcastState]]] = {
    Move.START: (frozenset({BroadcastState.DRAFT, BroadcastState.SCHEDULED}), BroadcastState.RUNNING),
    Move.SCHEDULE: (frozenset({BroadcastState.DRAFT, BroadcastState.SCHEDULED}), BroadcastState.SCHEDULED),
    Move.UNSCHEDULE: (frozenset({BroadcastState.SCHEDULED}), BroadcastState.DRAFT),
    Move.PAUSE: (frozenset({BroadcastState.RUNNING}), BroadcastState.PAUSED),
    Move.RESUME: (frozenset({BroadcastState.PAUSED}), BroadcastState.RUNNING),
    Move.STOP: (frozenset({BroadcastState.RUNNING, BroadcastState.PAUSED}), BroadcastState.STOPPED),
}
# What may still be written anew, and what can be thrown away.
EDITABLE: Final = frozenset({BroadcastState.DRAFT, BroadcastState.SCHEDULED})


@dataclass(frozen=True, slots=True)
class Segment:
    """Who is meant: of one plan (None: of any), of one language, active or idle for so many days."""

    level: Level | None = None
    language: str | None = None
    activity: Activity = Activity.ANY
    days: int = 30

    def __post_init__(self) -> None:
        if self.days not in DAYS or (self.language is not None and self.language not in LANGUAGES):
            raise Gone


def after(state: BroadcastState, move: Move) -> BroadcastState:
    """Where a broadcast stands after a move; one that is not open to it is as good as gone."""
    before, following = _MOVES[move]
    if state not in before:
        raise Gone
    return following


def open_to(state: BroadcastState) -> tuple[Move, ...]:
    """What can be done with it as it stands."""
    return tuple(move for move, (before, _) in _MOVES.items() if state in before)


def words_for(texts: Mapping[str, str | None], language: str) -> str:
    """The text for a person: in their language, or else in the one that every broadcast has."""
    return texts.get(language) or texts[FIRST] or ""


def checked_moment(moment: datetime, now: datetime) -> datetime:
    """The instant at which to begin; one that is past, or too far away, is refused."""
    if moment <= now:
        raise Refusal("broadcast.moment_past")
    if moment > now + LATEST:
        raise Refusal("broadcast.moment_far", n=LATEST.days)
    return moment


def day_and_clock(typed: str) -> tuple[str, str]:
    """What was typed for a moment, such as `28/11 à 18h`: the words of the day (none: today) and those of the hour."""
    words = typed.split()
    if not words:
        raise Refusal("error.text_expected")
    count = 2 if len(words) > 1 and words[-1].lower() in _HALVES else 1
    day = [word for word in words[:-count] if word.lower() not in _BEFORE_A_CLOCK]
    return " ".join(day), " ".join(words[-count:])


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is: of so many people, to how many it went, to how many it could not, and how many are next."""

    people: int
    claimed: int
    waiting: int
    failed: int

    @property
    def sent(self) -> int:
        """How many have it."""
        return max(0, self.claimed - self.waiting - self.failed)

    @property
    def percent(self) -> int:
        """How much of it is done."""
        return 100 if self.people == 0 else min(100, (self.sent + self.failed) * 100 // self.people)
