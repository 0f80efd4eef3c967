"""How often something comes back, inside a line."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from core.domain.entry.tokens import Line, Role

_UNIT_WORDS: Final = {
    "D": "jours? days? dias?",
    "W": "semaines? weeks? semanas? sem wk",
    "M": "mois months? mes(?:es)? mth mo",
    "Y": "ans? annees? years? anos? yr",
}
_UNITS: Final = {letter: "|".join(words.split()) for letter, words in _UNIT_WORDS.items()}
_ANY: Final = "|".join(_UNITS.values())
_NAMED: Final = (
    ("P1D", r"quotidien(?:ne)?(?:ment)?|daily|a diario|diario"),
    ("P1W", r"hebdo(?:madaire)?(?:ment)?|weekly|semanal(?:mente)?"),
    ("P2W", r"fortnightly|every fortnight|biweekly"),
    ("P1M", r"mensuel(?:le)?s?(?:ment)?|par moi|monthly|mensual(?:mente)?|p\.?c\.?m\.?|p/m"),
    ("P3M", (r"trimestriel(?:le)?s?(?:ment)?|(?:tous les |chaque |par |/ ?)trimestres?|quarterly"
             r"|(?:every |per |a )quarter|cada trimestre|trimestral")),
    ("P6M", (r"semestriel(?:le)?s?(?:ment)?|(?:tous les |chaque |par |/ ?)semestres?|twice a year|deux fois par an"
            r"|2 fois par an|every half year|half-?yearly|cada semestre")),
    ("P1Y", r"annuel(?:le)?s?(?:ment)?|per annum|yearly|annual(?:ly)?|anual(?:mente)?|p\.?a\.?(?= ?$)"),
)  # fmt: skip
_WEEKDAY: Final = (
    r"lundis?|mardis?|mercredis?|jeudis?|vendredis?|samedis?|dimanches?|mondays?|tuesdays?|wednesdays?|thursdays?"
    r"|fridays?|saturdays?|sundays?|lunes|martes|miercoles|jueves|viernes|sabados?|domingos?"
)
_EVERY: Final = r"(?:tous les|toutes les|ts les|chaque|every|each|cada|todos los|todas las|ttes les)"
_SPELLED: Final = {"other": 2, "second": 2, "deux": 2, "two": 2, "dos": 2, "trois": 3, "three": 3, "tres": 3,
                   "quatre": 4, "four": 4, "six": 6, "seis": 6}  # fmt: skip

_COUNTED: Final = re.compile(
    rf"(?<![a-z]){_EVERY} (?:(?P<count>[0-9]{{1,3}}|{'|'.join(_SPELLED)}) ?)?(?P<unit>{_ANY}|j)(?![a-z])"
)
_PER: Final = re.compile(
    r"(?: ?/ ?|(?<![a-z])(?:par|per|al|por) |(?<=[0-9~€£$a-z] )(?<![0-9] )(?<!\bin )(?:a|each) "
    r"|(?<=[0-9] )a (?=(?:day|week|month|quarter|year)(?![a-z]))|(?<![a-z])l'|(?<![a-z])(?:pr|pour) (?:l'? ?)?(?=an))"
    rf"(?P<unit>{_ANY}|(?:m|a|y)(?! ?[0-9]))(?![a-z'])(?! ago| (?:derni|passe|prochai))"
)
_ON_WEEKDAY: Final = re.compile(rf"(?<![a-z]){_EVERY}(?= (?:{_WEEKDAY})(?![a-z]))")
_OF_MONTH: Final = re.compile(
    r"(?:(?<![a-z])(?:du|de chaque|of each|of every|of the|de cada|del) (?:mois|month|mes))(?![a-z])"
)
_EVERY_NTH: Final = re.compile(rf"(?<![a-z]){_EVERY}(?= [0-9]{{1,2}}(?:er|st|nd|rd|th)? (?:du|of|de) )")
_DISTANCE: Final = re.compile(
    rf"(?<![a-z]){_EVERY} (?P<count>[0-9][0-9 .,']{{0,9}}) ?k?(?:kms?|kilometres?|miles|mi)(?![a-z])"
)
_INSTALMENT: Final = re.compile(r"(?<![a-z])mensualites?(?![a-z])")
_NAMES: Final = tuple((iso, re.compile(rf"(?<![a-z])(?:{names})(?![a-z])")) for iso, names in _NAMED)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A repeat as an ISO 8601 duration; `by_distance` when it was said in kilometres, which is no duration."""

    iso: str | None
    by_distance: bool = False


def take_rhythm(line: Line) -> Rhythm | None:
    """Read how often a line says that something comes back, and give its tokens their role."""
    readers: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Rhythm]], ...] = (
        (_DISTANCE, lambda _: Rhythm(None, by_distance=True)),
        *((pattern, _named(iso)) for iso, pattern in _NAMES),
        (_COUNTED, _counted),
        (_EVERY_NTH, lambda _: Rhythm("P1M")),
        (_ON_WEEKDAY, lambda _: Rhythm("P1W")),
        (_PER, _counted),
    )
    for pattern, read in readers:
        for match, first, last in list(line.find(pattern)):
            line.take(first, last, Role.REPEAT)
            if pattern is _EVERY_NTH:
                _take_month(line)
            return read(match)
    if _INSTALMENT.search(line.flat):
        # The word stays: it says what was paid as well.
        return Rhythm("P1M")
    return Rhythm("P1M") if _take_month(line) and "chaque" in line.text.casefold() else None


def _take_month(line: Line) -> bool:
    for _, first, last in list(line.find(_OF_MONTH)):
        line.take(first, last, Role.REPEAT)
        return True
    return False


def _named(iso: str) -> Callable[[re.Match[str]], Rhythm]:
    return lambda _: Rhythm(iso)


def _counted(match: re.Match[str]) -> Rhythm:
    groups = match.groupdict()
    typed = groups.get("count") or "1"
    count = int(typed) if typed.isdecimal() else _SPELLED[typed]
    unit = {"m": "M", "a": "Y", "y": "Y", "j": "D"}.get(match["unit"]) or next(
        letter for letter, words in _UNITS.items() if re.fullmatch(words, match["unit"])
    )
    return Rhythm(f"P{max(count, 1)}{unit}")
