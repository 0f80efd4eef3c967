"""Times of day inside a line, and spans of minutes and hours from now."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from core.domain.entry.tokens import Line, Role

# What a part of the day means when nobody says more; a reminder can be moved afterwards.
MORNING, NOON, AFTERNOON, EVENING, NIGHT, MIDNIGHT = time(9), time(12), time(14), time(19), time(20), time(0)

_PART_OF_DAY: Final = re.compile(
    r"(?<![a-z])(?:(?:le |ce |cet |cette |au |dans la |dans l'|du |de l'|in the |this |por la |de la |esta |en la |a"
    r" )?)"
    r"(?P<part>matin(?:ee)?|midi|apres[ -]?midi|aprem|soir(?:ee)?|nuit|morning|noon|midday|lunchtime|afternoon|evening"
    r"|tonight|night|midnight|minuit|mediodia|tarde|noche)(?![a-z])"
)
_SPANISH_PART: Final = re.compile(r"(?<![a-z])(?:por|de|en) la (?P<part>manana|tarde|noche)(?![a-z])")
_PARTS: Final = {
    "matin": MORNING, "matinee": MORNING, "morning": MORNING, "midi": NOON, "noon": NOON, "midday": NOON,
    "lunchtime": NOON, "mediodia": NOON, "apresmidi": AFTERNOON, "aprem": AFTERNOON, "afternoon": AFTERNOON,
    "tarde": time(17), "soir": EVENING, "soiree": EVENING, "evening": EVENING, "tonight": NIGHT, "night": NIGHT,
    "nuit": NIGHT, "noche": NIGHT, "minuit": MIDNIGHT, "midnight": MIDNIGHT, "manana": MORNING,
}  # fmt: skip
_LATE: Final = frozenset(
    {"soir", "soiree", "apresmidi", "aprem", "evening", "tonight", "night", "afternoon", "tarde", "noche"}
)
_EARLY: Final = frozenset({"matin", "matinee", "morning", "manana"})

_QUALIFIED: Final = (
    r"(?: ?(?P<half>[ap])\.? ?m\b\.?"
    r"| (?:du |de l'|in the |at |de la |por la )(?P<of>matin|soir|apres[ -]?midi|aprem|morning|evening|afternoon|night"
    r"|manana|tarde|noche))?"
)
_BEFORE: Final = r"(?:(?:a|vers|at|around|by|a las|a la|sobre las|pour|pour les|avant) ?@? ?)?"
_CLOCK: Final = re.compile(
    rf"(?<![0-9.,:/a-z-]){_BEFORE}(?P<hour>[0-9]{{1,2}})"
    r"(?: ?(?P<mark>h|heures?|hrs?)(?![a-z])(?: ?(?P<minute>[0-5][0-9])(?![0-9€]|[.,][0-9]))?"
    r"|:(?P<colon>[0-5][0-9])(?![0-9:]))" + _QUALIFIED
)
_TWELVE: Final = re.compile(
    rf"(?<![0-9.,:/a-z-]){_BEFORE}(?P<hour>[0-9]{{1,2}})(?:[.:](?P<colon>[0-5][0-9]))?{_QUALIFIED[:-1]}(?![a-z])"
)
_BARE: Final = re.compile(
    r"(?<![a-z])(?:at|by|around|a las|a la|sobre las) (?P<hour>[0-9]{1,2})(?![0-9.,:/]| ?(?:€|£|\$|km|mi|%|k\b|euro"
    r"|eur))"
)
_AHEAD: Final = re.compile(
    r"(?<![a-z])(?:dans|ds|in|en|dentro de|d'ici) (?P<count>[0-9]{1,3}|une?|an?|una?|half an|une? demi|media) ?-?"
    r"(?P<unit>min(?:ute|uto)?s?|mn|h|heures?|hours?|hrs?|horas?)(?![a-z])(?: ?(?P<minutes>[0-5][0-9])(?![0-9.,€]))?"
    r"(?P<more> et demie?| and a half| y media)?"
)


@dataclass(frozen=True, slots=True)
class ClockFound:
    """A time of day: `ask` when it reads two ways; `moment` is set when it was counted from now."""

    clock: time | None
    ask: bool = False
    moment: datetime | None = None


def take_clock(line: Line, now: datetime, language: str) -> ClockFound | None:
    """Read the time that a line gives, and give its tokens their role."""
    return _ahead(line, now) or _exact(line, language)


def part_of_day(line: Line, words: str) -> time | None:
    """The time meant by a part of the day, left in the line or said with the day: "demain matin"."""
    for match, first, last in list(line.find(_PART_OF_DAY)):
        line.take(first, last, Role.CLOCK)
        return _PARTS[re.sub(r"[ -]", "", match["part"])]
    said = _PART_OF_DAY.search(words)
    return _PARTS[re.sub(r"[ -]", "", said["part"])] if said else None


def spanish_part_of_day(line: Line) -> time | None:
    """The time meant by "por la mañana", which is no tomorrow: to be taken before the days are read."""
    for match, first, last in list(line.find(_SPANISH_PART)):
        line.take(first, last, Role.CLOCK)
        return _PARTS[match["part"]]
    return None


def _ahead(line: Line, now: datetime) -> ClockFound | None:
    for match, first, last in list(line.find(_AHEAD)):
        minutes = _minutes(match["count"], match["unit"], half=match["more"] is not None) + int(match["minutes"] or 0)
        line.take(first, last, Role.CLOCK)
        moment = now + timedelta(minutes=minutes)
        return ClockFound(moment.time().replace(second=0, microsecond=0, tzinfo=None), moment=moment)
    return None


def _minutes(count: str, unit: str, *, half: bool) -> int:
    size = 1 if unit.startswith("m") else 60
    if "demi" in count or "half" in count or count == "media":
        return size // 2
    return (int(count) if count.isdecimal() else 1) * size + (size // 2 if half else 0)


def _exact(line: Line, language: str) -> ClockFound | None:
    for pattern in (_TWELVE, _CLOCK, _BARE):
        for match, first, last in list(line.find(pattern)):
            groups = match.groupdict()
            minute = int(groups.get("minute") or groups.get("colon") or 0)
            found = _judged(int(match["hour"]), minute, groups, language)
            if found is not None:
                line.take(first, last, Role.CLOCK)
                return found
    return None


def _judged(hour: int, minute: int, groups: dict[str, str | None], language: str) -> ClockFound | None:
    """Decide between the two halves of the day, or ask."""
    said = re.sub(r"[ -]", "", groups.get("of") or "")
    late = groups.get("half") == "p" or said in _LATE
    early = groups.get("half") == "a" or said in _EARLY
    if hour > 24 or ((late or early) and not 1 <= hour <= 23):
        return None
    if late or early:
        return ClockFound(time(hour if hour > 12 else hour % 12 + (12 if late else 0), minute))
    sure = groups.get("mark") is not None or groups.get("colon") is not None or hour > 12 or hour == 0
    return ClockFound(time(hour % 24, minute)) if sure else ClockFound(None, ask=language != "fr")
