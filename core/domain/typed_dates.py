"""Days as people type them, in French, English and Spanish; what reads two ways is never guessed."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

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
from core.domain.months import plus_months
from core.domain.typed_numbers import ascii_digits
from core.domain.typed_text import folded
from core.errors import Refusal

HIGHEST_TYPED: Final = 64
EARLIEST: Final = date(1950, 1, 1)
LATEST_YEAR: Final = 2100
DAY_FIRST: Final = frozenset({"fr", "es"})

_ISO: Final = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_COMPACT: Final = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
_FIGURES: Final = re.compile(r"([0-9]{1,2}) ?([-/.]) ?([0-9]{1,2})(?: ?\2 ?([0-9]{4}|[0-9]{2}))?")
_SPACED: Final = re.compile(r"([0-9]{1,2})( )([0-9]{1,2}) ([0-9]{4})")
_TOKEN: Final = re.compile(r"[a-z]+|[0-9]+")
# A minus sign is no hyphen: "il y a -3 jours" is not three days ago.
_MINUS: Final = re.compile(r"(?:^| )-[0-9]")
# What was done in it may have been yesterday; what is to be done is tonight.
_LAST_NIGHT: Final = ["cette", "nuit"]
_BETWEEN: Final = frozenset(" ,.'-/")


class Lean(StrEnum):
    """Which way a day without its year looks: what was done is past, what is planned is to come."""

    PAST = "past"
    FUTURE = "future"


@dataclass(frozen=True, slots=True)
class AmbiguousDate:
    """A date with two readings; the person chooses."""

    first: date
    second: date


class DateNotUnderstood(Refusal):
    """A text that is no day."""

    def __init__(self) -> None:
        super().__init__("error.date_not_understood")


def parse_date(
    text: str,
    today: date,
    language: str = "fr",
    *,
    lean: Lean = Lean.PAST,
    allow_future: bool = False,
) -> date | AmbiguousDate:
    """Read a day as typed; a future one is refused unless allowed, a very old one always."""
    read = read_date(text, today, language, lean)
    if read is None:
        raise DateNotUnderstood
    earlier, later = (read, read) if isinstance(read, date) else sorted((read.first, read.second))
    if later < EARLIEST:
        raise Refusal("error.date_too_old")
    if earlier > today and not allow_future:
        raise Refusal("error.date_in_future")
    return read


def read_date(text: str, today: date, language: str = "fr", lean: Lean = Lean.PAST) -> date | AmbiguousDate | None:
    """Read a day as typed, or nothing; never raises. English numeric dates that read both ways are ambiguous."""
    if len(text) > HIGHEST_TYPED:
        return None
    typed = ascii_digits(folded(text)).strip(" .!,")
    tokens = _TOKEN.findall(typed)
    if not tokens or _MINUS.search(typed) or set(_TOKEN.sub("", typed)) - _BETWEEN:
        return None
    if tokens == _LAST_NIGHT and lean is Lean.PAST:
        return AmbiguousDate(today - timedelta(days=1), today)
    offset = RELATIVE_DAYS.get(" ".join(tokens))
    if offset is not None:
        return _shifted(today, days=offset)
    return _in_figures(typed, today, language, lean) or _in_words(tokens, today, lean)


def _in_figures(typed: str, today: date, language: str, lean: Lean) -> date | AmbiguousDate | None:
    """`2026-03-12`, `12/03/2026`, `12.03.26`, `12/03`, with an article or a weekday before it."""
    first = re.search(r"[0-9]", typed)
    if first is None:
        return None
    words = _TOKEN.findall(typed[: first.start()])
    figures = typed[first.start() :]
    weekdays = [WEEKDAYS[word] for word in words if word in WEEKDAYS]
    if any(word not in ARTICLES and word not in WEEKDAYS for word in words):
        return None
    iso = _ISO.fullmatch(figures) or _COMPACT.fullmatch(figures)
    if iso:
        read: date | AmbiguousDate | None = _day(int(iso[1]), int(iso[iso.re.groups - 1]), int(iso[iso.re.groups]))
    else:
        dated = _FIGURES.fullmatch(figures) or _SPACED.fullmatch(figures)
        read = _day_and_month(dated, today, language, lean) if dated else None
    return _on_weekday(read, weekdays)


def _day_and_month(dated: re.Match[str], today: date, language: str, lean: Lean) -> date | AmbiguousDate | None:
    one, two, year = int(dated[1]), int(dated[3]), _year(dated[4], today)
    if dated[4] and year is None:
        return None
    day_first = _placed(one, two, year, today, lean)
    if language in DAY_FIRST:
        return day_first
    month_first = _placed(two, one, year, today, lean)
    if day_first and month_first and day_first != month_first:
        return AmbiguousDate(day_first, month_first)
    return day_first or month_first


def _in_words(tokens: list[str], today: date, lean: Lean) -> date | AmbiguousDate | None:
    """`12 mars`, `le 3 mai 2025`, `May 3rd, 2025`, `lundi dernier`, `il y a 3 jours`, `in two weeks`, `le 3`."""
    ago = _span(tokens, today)
    if ago is not None:
        return ago
    weekdays = [WEEKDAYS[token] for token in tokens if token in WEEKDAYS]
    rest = [token for token in tokens if token not in WEEKDAYS and token not in ARTICLES]
    if weekdays and not any(token.isdigit() for token in rest):
        return _weekday(weekdays, rest, today, lean)
    months = [token for token in rest if token in MONTHS]
    figures = [token for token in rest if token.isdigit()]
    others = [token for token in rest if token not in months and token not in figures and token not in ORDINALS]
    if others or len(months) > 1 or len(weekdays) > 1 or not figures or len(figures[0]) > 2:
        return None
    return _on_weekday(_with_month(months, figures, tokens, today, lean), weekdays)


def _with_month(months: list[str], figures: list[str], tokens: list[str], today: date, lean: Lean) -> date | None:
    if len(figures) == 2 and months and tokens.index(months[0]) > len(tokens) - 1 - tokens[::-1].index(figures[1]):
        return None  # "du 12 au 14 mars": the second is no year
    if months and len(figures) <= 2:
        year = _year(figures[1], today) if len(figures) == 2 else None
        if len(figures) == 2 and year is None:
            return None
        return _placed(int(figures[0]), MONTHS[months[0]], year, today, lean)
    if not months and len(figures) == 1 and (tokens[0] in {"le", "the", "el"} or tokens[0] in WEEKDAYS):
        return _nearest_month(int(figures[0]), today, lean)
    return None


def _span(tokens: list[str], today: date) -> date | None:
    """A number of days, weeks, months or years before or after today."""
    text = " ".join(tokens)
    for start, end, sign in (
        ("il y a ", "", -1), ("y a ", "", -1), ("hace ", "", -1), ("", " ago", -1),
        ("", " from now", 1), ("", " from today", 1), ("in ", " time", 1), ("dans ", "", 1), ("in ", "", 1),
        ("dentro de ", "", 1), ("d ici ", "", 1), ("en ", "", 1),
    ):  # fmt: skip
        if text.startswith(start) and text.endswith(end):
            amount, _, unit = text.removeprefix(start).removesuffix(end).partition(" ")
            count = int(amount) if amount.isdigit() and len(amount) <= 4 else NUMBERS.get(amount)
            if count is None:
                continue
            if unit in DAYS_BY_UNIT:
                return _shifted(today, days=sign * count * DAYS_BY_UNIT[unit])
            if unit in MONTHS_BY_UNIT:
                return _shifted(today, months=sign * count * MONTHS_BY_UNIT[unit])
    return None


def _weekday(weekdays: list[int], rest: list[str], today: date, lean: Lean) -> date | AmbiguousDate | None:
    if len(weekdays) > 1 or any(word not in LAST and word not in NEXT for word in rest) or len(rest) > 1:
        return None
    gap = (weekdays[0] - today.weekday()) % 7
    coming, gone = today + timedelta(days=gap or 7), today - timedelta(days=7 - gap)
    if rest:
        return gone if rest[0] in LAST else coming
    if gap == 0:
        # Said on a Monday, "lundi" may be today or a week away.
        return AmbiguousDate(today, gone if lean is Lean.PAST else coming)
    return gone if lean is Lean.PAST else coming


def _placed(day: int, month: int, year: int | None, today: date, lean: Lean) -> date | None:
    """Build a day; without its year, the nearest one that `lean` allows (leap days are up to 8 years away)."""
    if year is not None:
        return _day(year, month, day)
    step = -1 if lean is Lean.PAST else 1
    for distance in range(9):
        found = _day(today.year + step * distance, month, day)
        if found and (found <= today if lean is Lean.PAST else found >= today):
            return found
    return None


def _nearest_month(day: int, today: date, lean: Lean) -> date | None:
    """Find the last or next month that has this day."""
    step = -1 if lean is Lean.PAST else 1
    for distance in range(3):
        month = plus_months(today.replace(day=1), step * distance)
        found = _day(month.year, month.month, day)
        if found and (found <= today if lean is Lean.PAST else found >= today):
            return found
    return None


def _on_weekday(read: date | AmbiguousDate | None, weekdays: list[int]) -> date | AmbiguousDate | None:
    """Keep the readings that fall on the weekday that was named, if one was."""
    if not weekdays or read is None:
        return read
    readings = [read] if isinstance(read, date) else [read.first, read.second]
    right = [day for day in readings if len(weekdays) == 1 and day.weekday() == weekdays[0]]
    if len(right) == len(readings):
        return read
    return right[0] if right else None


def _year(typed: str | None, today: date) -> int | None:
    """Read a year of four digits, or of two: at most ten years ahead, else in the past hundred."""
    if typed is None or len(typed) not in {2, 4}:
        return None
    year = int(typed)
    if len(typed) == 2:
        century = today.year - today.year % 100
        year += century if century + year <= today.year + 10 else century - 100
    return year if 1900 <= year <= LATEST_YEAR else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1900 <= year <= LATEST_YEAR else None
    except ValueError:
        return None


def _shifted(today: date, *, days: int = 0, months: int = 0) -> date | None:
    try:
        moved = plus_months(today, months) + timedelta(days=days)
    except (OverflowError, ValueError):
        return None
    return moved if 1900 <= moved.year <= LATEST_YEAR else None
