"""Days inside a line: found by their words, read by `typed_dates`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from core.domain.date_words import (
    ARTICLES,
    DAYS_BY_UNIT,
    LAST,
    MONTHS,
    MONTHS_BY_UNIT,
    NEXT,
    NUMBERS,
    ORDINALS,
    RELATIVE_DAYS,
    WEEKDAYS,
)
from core.domain.entry.tokens import Kind, Line, Role, Token
from core.domain.entry.word_sets import set_of
from core.domain.typed_dates import AmbiguousDate, Lean, read_date

WIDEST: Final = 10

# How thumbs shorten the words of a day. Those in `_ONLY_BESIDE` are words of their own too.
_SHORT: Final = {
    "auj": "aujourdhui", "ajd": "aujourdhui", "ajrd": "aujourdhui", "aujourdui": "aujourdhui", "ya": "il y a",
    "ds": "dans", "mtn": "maintenant", "mnt": "maintenant",
    "yest": "yesterday", "yesterdy": "yesterday", "yesteday": "yesterday", "ystrday": "yesterday",
    "yday": "yesterday", "ystday": "yesterday",
    "2day": "today", "tdy": "today", "dem": "demain", "dmain": "demain",
    "tmrw": "tomorrow", "tmw": "tomorrow", "tomorow": "tomorrow", "tommorow": "tomorrow", "tommorrow": "tomorrow",
    "lun": "lundi", "jeu": "jeudi", "ven": "vendredi", "vend": "vendredi", "sam": "samedi", "dim": "dimanche",
    "merc": "mercredi", "mer": "mercredi",
    "lundis": "lundi", "mardis": "mardi", "mercredis": "mercredi", "jeudis": "jeudi", "vendredis": "vendredi",
    "samedis": "samedi", "dimanches": "dimanche",
    "mon": "monday", "tue": "tuesday", "tues": "tuesday", "wed": "wednesday", "weds": "wednesday",
    "thu": "thursday", "thur": "thursday", "thurs": "thursday", "fri": "friday", "sat": "saturday", "sun": "sunday",
    "mondays": "monday", "fridays": "friday", "sundays": "sunday", "saturdays": "saturday",
    "sem": "semaine", "wk": "week", "wks": "weeks", "mth": "month", "mths": "months", "yr": "year", "yrs": "years",
    "passe": "dernier", "passee": "derniere", "derniers": "dernier", "prochains": "prochain", "der": "dernier",
    "proch": "prochain", "nxt": "next", "lst": "last",
}  # fmt: skip
_ONLY_BESIDE: Final = set_of("mon sun sat wed tue ven sam dim jeu mer lun dem der sem fri thu passe passee")
_ENGLISH: Final = frozenset({"mon", "sun", "sat", "wed", "tue", "fri", "thu"})
# At the end of a line these are days: "battery 85 halfords sat".
_LAST_WORDS: Final = frozenset({"sat", "tue", "wed", "thu", "fri", "sam", "dim", "lun", "ven", "mer"})
_BESIDE_ENGLISH: Final = frozenset({"last", "next", "this", "on", "every", "lst", "nxt", "until", "by"})
_BESIDE_FRENCH: Final = frozenset({"le", "ce", "du", "chaque", "depuis", "avant"})
_LONG_WORDS: Final = tuple(word for word in (*MONTHS, *WEEKDAYS, "yesterday", "tomorrow", "demain") if len(word) >= 6)
_NO_TYPOS: Final = set_of("mardis marque martin centre contre money month months")

_OPENERS: Final = set_of("il y ya hace a dans in d en dentro le the el on last next this ce cet cette du")
_WORDS: Final = (
    MONTHS.keys()
    | WEEKDAYS.keys()
    | NUMBERS.keys()
    | DAYS_BY_UNIT.keys()
    | MONTHS_BY_UNIT.keys()
    | LAST
    | NEXT
    | ARTICLES
    | ORDINALS
    | {word for phrase in RELATIVE_DAYS for word in phrase.split()}
    | set_of("il y a ya ago hace dans in d ici en dentro last this from now time")
)
_STARTS: Final = (_WORDS - DAYS_BY_UNIT.keys() - MONTHS_BY_UNIT.keys() - ORDINALS - {"ago", "from", "time"}) | {
    "dernier"
}
_SIGNS: Final = frozenset("/-.,'")
# Behind what has two ends, these say which one: "plaquettes av hier" was yesterday.
_FRONT: Final = frozenset({"av", "avt", "avant", "avan", "avants"})
_SIDED: Final = ("pla", "dis", "pne", "fre", "amor", "roul", "tri", "rot", "bie", "ess", "pha", "ress", "card", "car")
_MOVED: Final = (
    ["en", "huit"],
    ["en", "quinze"],
    ["en", "8"],
    ["en", "15"],
    ["before", "last"],
    ["et", "demi"],
    ["et", "demie"],
    ["and", "a"],
)
_RANGES: Final = frozenset({"au", "to", "until", "ou", "or"})
_SINCE: Final = frozenset({"depuis", "since", "desde"})
# A number before one of these is a measure and no day of the month.
_MEASURED: Final = set_of(
    "€ £ $ % euro euros eur e balles quid pounds dollars km kms l litres litre kwh kg h heures x k"
)

_COMPACT: Final = re.compile(r"20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
_MONTH: Final = "|".join(MONTHS)
_VAGUE: Final = re.compile(
    r"(?<![a-z])(?:(?:la |cette )?semaines? (?:derniere|passee|prochaine)|(?:le |ce )?mois[ -](?:dernier|passe|prochain"
    r"|ci)"
    r"|l'ete (?:dernier|prochain)|l'(?:an|annee) (?:dernier|derniere|passee|prochaine)"
    r"|(?:cet? |l'|cette )(?:ete|hiver|printemps|automne|annee)(?![a-z])"
    r"|(?:last|next|this) (?:week(?:end)?|month|year|summer|winter|spring|autumn|fall)"
    r"|(?:the )?(?:week|weekend|month|one) before last|(?:la semaine|le mois|l'annee) d'avant"
    r"|(?:la )?(?:derniere|prochaine) fois|(?:last|next) time|(?:en|in) 20[0-9]{2}(?![0-9])"
    r"|toussaint|thanksgiving|paques|easter|pentecote|la veille|the day before|(?:une?|a) (?:quinzaine|dizaine"
    r"|huitaine)(?: de jours?)?"
    r"|(?:ca|cela) fait [0-9]{1,3} (?:jours?|semaines?|mois|ans?)|(?:en|sous) (?:huit|quinze|8|15)(?![a-z0-9])"
    r"|(?:a |pour |at |on |over |for )(?:la )?(?:toussaint|noel|paques|pentecote|ascension|rentree|christmas|easter"
    r"|halloween|thanksgiving|new year)"
    r"|(?:pendant|durant|during|over) (?:les |the |nos |mes |my |our )?(?:vacances|holidays?)"
    r"|(?:ce |le |this |over the |last |next )?week-?end(?: dernier| prochain| passe)?"
    rf"|(?:debut|fin|mi|courant|early|late|mid|end of"
    rf"|beginning of)[ -](?:de )?(?:{_MONTH})(?: 20[0-9]{{2}}(?![0-9]))?"
    rf"|(?:en|in|this|last|courant) (?:{_MONTH})(?![a-z]| ?[0-9])"
    rf"|(?:{_MONTH}) 20[0-9]{{2}}"
    r"|(?:il y a |y a |ya |hace )?(?:quelques|plusieurs|a few|few|several|a couple of|a couple|couple of|couple|unos"
    r"|some) (?:jours?|semaines?|mois|days?|weeks?|months?|dias|semanas|meses)(?: ago| back)?"
    r"|l'autre (?:jour|fois|soir)|the other day|il y a longtemps|a while ago|recemment|recently|la semana pasada"
    r"|(?:la )?semana que viene|(?:el )?mes que viene|el mes pasado|la proxima semana|el proximo mes"
    r"|plus tard|later|un de ces jours|bientot|soon)(?![a-z])"
)
_DATED: Final = re.compile(
    rf"^(?:le|the|el) [0-9]|[0-9](?:er|st|nd|rd|th)|[0-9]/[0-9]"
    rf"|(?<![a-z])(?:{_MONTH})(?![a-z])"
)
# What is written like a day and is none: 31/02, "le 32 mars".
_IMPOSSIBLE: Final = re.compile(
    rf"(?<![0-9.,/])[0-9]{{1,2}} ?([/.-]) ?[0-9]{{1,2}} ?\1 ?(?:[0-9]{{4}}|[0-9]{{2}})(?![0-9])"
    rf"|(?<![0-9.,])[0-9]{{1,2}}(?: ?er| ?th| ?st| ?nd| ?rd)?(?: of| de)? (?:{_MONTH})(?![a-z])"
    rf"|(?<![a-z])(?:{_MONTH}) [0-9]{{1,2}}(?:st|nd|rd|th)?(?![0-9a-z.,€£$]| (?:euros?|eur|quid|pounds|dollars"
    rf"|bucks|kms?|l|litres?|kwh)(?![a-z]))"
    r"|(?<![0-9.,])[0-9]{1,2}/[0-9]{1,2}(?![0-9/])"
)


@dataclass(frozen=True, slots=True)
class DayFound:
    """A day in a line: None when it is too vague to be one, or is none. `words` are as they were said."""

    value: date | AmbiguousDate | None
    words: str


def find_days(line: Line, today: date, language: str, lean: Lean) -> list[DayFound]:
    """Every day of a line, in the order of their kinds; their tokens get the role of days."""
    return [*_exact(line, today, language, lean), *_vague(line), *_impossible(line)]


def one_day(found: list[DayFound]) -> tuple[date | None, bool]:
    """The one day that was said, and whether it has to be asked: said in two ways, vaguely, or twice."""
    values = {day.value for day in found}
    if not values:
        return None, False
    value = values.pop()
    return (value, False) if isinstance(value, date) and not values else (None, True)


def two_days(found: list[DayFound]) -> tuple[date, ...]:
    """The two days that the one day said may mean, the earlier one first."""
    values = {day.value for day in found}
    value = values.pop() if len(values) == 1 else None
    return tuple(sorted((value.first, value.second))) if isinstance(value, AmbiguousDate) else ()


def _vague(line: Line) -> Iterator[DayFound]:
    for match, first, last in list(line.find(_VAGUE)):
        line.take(first, last, Role.DAY)
        yield DayFound(None, match.group())


def _impossible(line: Line) -> Iterator[DayFound]:
    for match, first, last in list(line.find(_IMPOSSIBLE)):
        line.take(first, last, Role.DAY)
        yield DayFound(None, match.group())


def _exact(line: Line, today: date, language: str, lean: Lean) -> Iterator[DayFound]:
    place = 0
    while place < len(line.tokens):
        found = _longest(line, place, today, language, lean) if _may_start(line, place) else None
        if found is None:
            place += 1
            continue
        day, end = found
        end = _with_what_moves_it(line, end)
        line.take(place, end, Role.DAY)
        yield day
        place = end


def _may_start(line: Line, place: int) -> bool:
    token = line.free(place)
    if token is None or (
        token.flat in _FRONT and line.word(place - 1).startswith(_SIDED) and line.word(place + 1) != "-"
    ):
        return False
    plain = _plain(line, place)
    return token.is_number or plain in _STARTS or plain != token.flat


def _longest(line: Line, place: int, today: date, language: str, lean: Lean) -> tuple[DayFound, int] | None:
    """Read the longest run of tokens from here that is a day."""
    words: list[str] = []
    ends: list[int] = []
    for end in range(place, min(place + WIDEST, len(line.tokens))):
        token = line.free(end)
        plain = _plain(line, end)
        if token is None or not (token.is_number or plain in _WORDS or token.flat in _SIGNS or plain != token.flat):
            break
        words.append((" " if token.spaced and words else "") + plain)
        ends.append(end + 1)
    for count in range(len(words), 0, -1):
        said = "".join(words[:count])
        if words[count - 1].strip() in _SIGNS or not _is_said_as_day(line, place, ends[count - 1]):
            continue
        if _lacks_its_month(said, words[count : count + 2]) or _counts(line, said, ends[count - 1]):
            continue
        value = _read(said, today, language, lean)
        if value is not None and not _goes_on(line, ends[count - 1]):
            return DayFound(None if _is_moved(line, place, ends[count - 1], lean) else value, said), ends[count - 1]
        if value is None and _is_another_weekday(said, today, language, lean):
            return DayFound(None, said), ends[count - 1]
    return None


def _counts(line: Line, said: str, end: int) -> bool:
    """Whether a small number behind a weekday counts what follows: "lundi 2 pneus"."""
    weekday, _, number = said.partition(" ")
    following = line.free(end)
    counts = weekday in WEEKDAYS and number in {"1", "2", "3", "4"}
    return counts and following is not None and following.kind is Kind.WORD and following.flat not in MONTHS


def _is_moved(line: Line, first: int, end: int, lean: Lean) -> bool:
    """Whether words around a day make it another one: "depuis lundi", "samedi en huit", "a week on Friday"."""
    before = [line.tokens[place].flat for place in range(max(0, first - 2), first)]
    behind = [line.word(place) for place in (end - 1, end, end + 1)]
    if lean is Lean.PAST and before[-1:] and before[-1] in _SINCE:
        return True
    if line.tokens[first].flat == "hier" and before[-1:] == ["avant"]:
        return True  # "pneus avant hier": the front ones yesterday, or those of the day before
    weeks = before[:1] == ["week"] and before[1:] in (["on"], ["from"])
    if before[-1:] == ["half"] or _ends_range(line, first):
        return True
    return weeks or behind[:2] in _MOVED or behind[1:] in _MOVED or behind[1] == "week"


def _with_what_moves_it(line: Line, end: int) -> int:
    """The place behind "en huit" and "week", which belong to the day before them."""
    for first in (end - 1, end):
        if [line.word(first), line.word(first + 1)] in _MOVED[:4]:
            return first + 2
    return end + 1 if line.word(end) == "week" else end


def _ends_range(line: Line, first: int) -> bool:
    """Whether a day is the end of a span: "du 12 au 14 mars"."""
    word = first if line.tokens[first].flat in _RANGES else first - 1
    return word > 0 and line.tokens[word].flat in _RANGES and line.tokens[word - 1].is_number


def _goes_on(line: Line, end: int) -> bool:
    """Whether a date goes on behind: the 29/02 of 29/02/2026 is no day of its own."""
    following = line.free(end + 1)
    sign = line.free(end)
    glued = sign is not None and not sign.spaced and sign.flat in {"/", "-"}
    return glued and following is not None and following.is_number and not following.spaced


def _is_another_weekday(said: str, today: date, language: str, lean: Lean) -> bool:
    """Whether the day that is said with its weekday is another one: "Tuesday the 25th", "mardi 25/11"."""
    weekday, _, day = said.partition(" ")
    dated = bool(_DATED.search(day))
    return weekday in WEEKDAYS and dated and read_date(day, today, language, lean) is not None


def _lacks_its_month(said: str, following: list[str]) -> bool:
    """Whether a month follows that this is no day of: "le 31" of "le 31 février"."""
    names = [word.strip() for word in following]
    months = names[:1] if names[:1] != ["de"] else names[1:]
    return said.removesuffix(" de").split(" ")[-1].isdecimal() and bool(months) and months[0] in MONTHS


def _read(said: str, today: date, language: str, lean: Lean) -> date | AmbiguousDate | None:
    """Read a run of words as a day; "le 3 novembre dernier" and "le 5 mars prochain" say which way to look."""
    words = said.split(" ")
    if len(words) > 1 and words[-1] in LAST | NEXT and any(word in MONTHS for word in words):
        return read_date(" ".join(words[:-1]), today, language, Lean.PAST if words[-1] in LAST else Lean.FUTURE)
    return read_date(said, today, language, lean)


def _is_said_as_day(line: Line, first: int, end: int) -> bool:
    """Keep numbers that measure something, and lone numbers with a point, from being days."""
    tokens = line.tokens[first:end]
    last = tokens[-1]
    numbers = [token for token in tokens if token.is_number]
    if len(tokens) > 2 and last.flat == "e" and len(numbers) > 1:
        return False  # the 89 of "1er mars - 89e" is no year
    if any(_is_apart(line, place) for place in range(first, end)):
        return False  # a dash between two parts of the line: "van 3 - 2 tyres"
    whole = (len(numbers) == 3 and len(numbers[-1].text) == 4) or last.text.count(".") == 2
    if last.is_number and ((_is_measured(line, end) and not whole) or _is_minute(line, end)):
        return False
    if len(numbers) == len(tokens) == 1:
        return numbers[0].text.count(".") == 2 or _COMPACT.fullmatch(numbers[0].text) is not None
    before = line.tokens[first - 1].flat if first else ""
    if tokens[0].is_number and (before in {"€", "£", "$", "-", "/", "@", "à"} and not tokens[0].spaced):
        return False
    # Figures apart by spaces only are a day when a year ends them.
    return len(numbers) != len(tokens) or len(numbers[-1].text) == 4


def _is_apart(line: Line, place: int) -> bool:
    following = line.free(place + 1)
    return line.word(place) == "-" and line.tokens[place].spaced and following is not None and following.spaced


def _is_measured(line: Line, end: int) -> bool:
    """Whether a unit follows; a currency before a number is that number's."""
    following = line.free(end + 1)
    sign = line.free(end)
    apart = sign is not None and sign.spaced and sign.flat in {"€", "£", "$"}
    if line.word(end) in {"km", "kms", "compteur"} and following is not None and following.is_number:
        return False  # they name the mileage behind them
    leads = apart and following is not None and following.is_number and not following.spaced
    article = line.word(end) == "l" and line.word(end + 1) == "'"
    return line.word(end) in _MEASURED and not leads and not article


def _is_minute(line: Line, end: int) -> bool:
    return line.word(end) == ":" and line.glued(end)


def _plain(line: Line, place: int) -> str:
    """The word of a token as the calendar writes it: shortened ones in full, mistyped ones put right."""
    token = line.free(place)
    if token is None or token.is_number:
        return token.text if token else ""
    if token.flat not in _SHORT:
        return _put_right(token.flat)
    if token.flat in _ONLY_BESIDE and not _stands_beside(line, place):
        return token.flat
    return _SHORT[token.flat]


def _stands_beside(line: Line, place: int) -> bool:
    """Whether the words around it make a short word a day: "last mon", "sam 12", "ven dernier"."""
    before = line.tokens[place - 1].flat if place else ""
    after: Token | None = line.free(place + (2 if line.word(place + 1) == "." else 1))
    word = line.tokens[place].flat
    if before in (_BESIDE_ENGLISH if word in _ENGLISH else _BESIDE_FRENCH) and word != "jeu":
        return True
    if after is not None and after.flat in LAST | NEXT | {"dernier", "prochain", "matin", "soir", "midi"}:
        return True
    named = before in {"chez", "garage", "at", "par"}
    if after is None and place == len(line.tokens) - 1 and word in _LAST_WORDS and not named:
        return True
    if word == "sem" and place and line.tokens[place - 1].is_number:
        return True
    return after is not None and after.is_number and len(after.text) <= 2 and word not in {"mon", "sun", "sat"}


@lru_cache(maxsize=4_096)
def _put_right(word: str) -> str:
    if len(word) < 5 or word in _WORDS or word in _NO_TYPOS or not word.isascii():
        return word
    near = process.extractOne(word, _LONG_WORDS, scorer=OSA.distance, score_cutoff=1)
    return str(near[0]) if near else word
