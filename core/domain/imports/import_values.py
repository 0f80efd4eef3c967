"""Cells to numbers, days and answers, once it is decided how a file writes them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Final

from core.domain.date_words import MONTHS
from core.domain.entry.word_sets import set_of
from core.domain.imports.import_rows import MONTH_DAY
from core.domain.money import currency_of
from core.domain.typed_numbers import ascii_digits
from core.domain.typed_text import folded

EARLIEST_YEAR, LATEST_YEAR = 1950, 2100
_NUMBER: Final = re.compile(r"[-+−]? ?(?:[0-9][0-9.,]*|[.,][0-9]+)")
_GROUPED: Final = {sign: re.compile(rf"[0-9]{{1,3}}(?:\{sign}[0-9]{{3}})+") for sign in ".,"}
_SPACES: Final = re.compile(r"(?<=[0-9])[ \u00a0\u202f\u2009'’](?=[0-9]{3}(?:[^0-9]|$))")
_SIGN_OF_MONEY: Final = re.compile(r"[€$£]|[A-Za-zł]{1,4}")

_CLOCK: Final = (
    r"(?:[T ,\-]+(?P<hour>[0-9]{1,2})[:h.](?P<minute>[0-9]{2})(?::[0-9]{2}(?:[.,][0-9]+)?)?\s*(?P<half>[ap]\.?m\.?)?)?"
)
_ZONE: Final = r"\s*(?:z|utc|[+-][0-9]{2}:?[0-9]{2})?"
_YEAR_FIRST: Final = re.compile(
    rf"(?P<year>[0-9]{{4}})[-/.](?P<month>[0-9]{{1,2}})[-/.](?P<day>[0-9]{{1,2}}){_CLOCK}{_ZONE}", re.IGNORECASE
)
_COMPACT: Final = re.compile(rf"(?P<year>(?:19|20)[0-9]{{2}})(?P<month>[01][0-9])(?P<day>[0-3][0-9]){_CLOCK}")
_FIGURES: Final = re.compile(
    r"(?P<one>[0-9]{1,2}) ?(?P<sign>[-/.]) ?(?P<two>[0-9]{1,2}) ?(?P=sign) ?(?P<year>[0-9]{4}|[0-9]{2})"
    rf"{_CLOCK}{_ZONE}",
    re.IGNORECASE,
)
_EPOCH: Final = re.compile(r"[0-9]{10}(?:[0-9]{3})?")
_WORDS: Final = re.compile(r"[a-zа-я]+|[0-9]+")
_CLOCK_ALONE: Final = re.compile(
    r"(?P<hour>[0-9]{1,2})[:h.](?P<minute>[0-9]{2})(?::[0-9]{2})?\s*(?P<half>[ap]\.?m\.?)?", re.I
)
_OTHER_MONTHS: Final = {
    "januar": 1, "februar": 2, "marz": 3, "maerz": 3, "mrz": 3, "mai": 5, "juni": 6, "juli": 7, "okt": 10,
    "oktober": 10,
    "dez": 12, "dezember": 12, "janeiro": 1, "fevereiro": 2, "fev": 2, "marco": 3, "maio": 5, "junho": 6,
    "julho": 7, "setembro": 9, "set": 9, "outubro": 10, "out": 10, "novembro": 11, "dezembro": 12, "gennaio": 1,
    "gen": 1, "febbraio": 2, "aprile": 4, "maggio": 5, "mag": 5, "giugno": 6, "giu": 6, "luglio": 7, "lug": 7,
    "settembre": 9, "ottobre": 10, "ott": 10, "dicembre": 12, "juillet": 7,
}  # fmt: skip
_MONTHS: Final = {**_OTHER_MONTHS, **MONTHS}

_YES: Final = set_of(
    "1 2 true yes y x ok full oui vrai plein complet si sim sí da да ja voll wahr vero pieno cheio lleno verdadero"
    " verdadeiro tak completo on истина"
)
_NO: Final = set_of(
    "0 false no n non faux partial partiel partiellement nao nein teil falsch falso parziale parcial нет nie off empty"
    " incomplet teilweise ложь"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, and the minute of it where one is written."""

    day: date
    at: int | None = None


@lru_cache(maxsize=4_096)
def digits_of(text: str) -> str | None:
    """The one number of a cell with its separators, without currency, unit and spaces; None for none or several."""
    plain = _SPACES.sub("", ascii_digits(text.strip()[:60]))
    found = _NUMBER.findall(plain)
    if len(found) != 1:
        # `12.50 L/100km` has its unit's 100 after it.
        found = found[:1] if found and re.search(r"/ ?100|m[23³²]$", plain) else []
    if not found:
        return None
    number = str(found[0]).replace(" ", "").replace("−", "-").rstrip(".,")
    return f"-{number}" if plain.startswith(("(", "-")) and not number.startswith("-") else number


def decimal_votes(text: str) -> tuple[set[str], bool]:
    """Which signs must be the decimal one for this number to make sense, and whether it could be read two ways."""
    number = (digits_of(text) or "").lstrip("+-")
    dots, commas = number.count("."), number.count(",")
    if dots and commas:
        return {"." if number.rfind(".") > number.rfind(",") else ","}, False
    sign = "." if dots else ","
    if dots + commas == 0:
        return set(), False
    if dots + commas > 1:
        return {"," if sign == "." else "."}, False
    whole, _, part = number.partition(sign)
    if len(part) != 3 or not whole or len(whole) > 3 or whole.startswith("0"):
        return {sign}, False
    return set(), True


def number_in(text: str, decimal: str | None) -> Decimal | None:
    """The number of a cell by the decimal sign of its file; None when it is none."""
    number = digits_of(text)
    if number is None:
        return None
    sign, bare = ("-" if number.startswith("-") else ""), number.lstrip("+-")
    point = decimal
    if "." in bare and "," in bare:
        point = "." if bare.rfind(".") > bare.rfind(",") else ","
    elif point is None:
        point = "." if "." in bare else ","
    other = "," if point == "." else "."
    whole, found, part = bare.partition(point)
    if point in part or other in part:
        # The decimal sign twice groups thousands, if anything.
        return _grouped(bare, point, sign) if other not in bare else None
    if other in whole:
        if not _GROUPED[other].fullmatch(whole):
            return None
        whole = whole.replace(other, "")
    return Decimal(f"{sign}{whole or 0}.{part or 0}" if found else f"{sign}{whole or 0}")


def _grouped(bare: str, point: str, sign: str) -> Decimal | None:
    return Decimal(f"{sign}{bare.replace(point, '')}") if _GROUPED[point].fullmatch(bare) else None


@lru_cache(maxsize=4_096)
def order_votes(text: str) -> tuple[set[str], bool]:
    """Whether a date in figures tells that its day or its month comes first, and whether it is of that form at all."""
    match = _FIGURES.fullmatch(ascii_digits(text.strip()[:60]))
    if match is None:
        return set(), False
    one, two = int(match["one"]), int(match["two"])
    votes = {"day_month"} if one > 12 else set()
    votes |= {"month_day"} if two > 12 else set()
    # With points the day is first in every country that writes them.
    return votes or ({"day_month"} if match["sign"] == "." else set()), True


@lru_cache(maxsize=8_192)
def moment_in(text: str, order: str | None) -> Moment | None:
    """The day and minute of a cell by the order of its file; None when it is none."""
    typed = ascii_digits(text.strip()[:60])
    match = _YEAR_FIRST.fullmatch(typed) or _COMPACT.fullmatch(typed)
    if match is not None:
        return _moment(int(match["year"]), int(match["month"]), int(match["day"]), match)
    match = _FIGURES.fullmatch(typed)
    if match is not None:
        one, two = int(match["one"]), int(match["two"])
        day, month = (two, one) if order == MONTH_DAY else (one, two)
        return _moment(_year(match["year"]), month, day, match)
    if _EPOCH.fullmatch(typed):
        instant = datetime.fromtimestamp(int(typed[:10]), UTC)
        return Moment(instant.date(), instant.hour * 60 + instant.minute)
    return _in_words(folded(typed))


def minute_in(text: str) -> int | None:
    """The minute of the day of a cell that holds a time alone."""
    match = _CLOCK_ALONE.fullmatch(text.strip()[:20])
    return _minute(match) if match else None


def answer_in(text: str) -> bool | None:
    """Whether a cell says yes or no, in any of the languages; None when it says neither."""
    word = folded(text[:30])
    if word in _YES:
        return True
    return False if word in _NO else None


def currency_in(text: str, default: str) -> str | None:
    """The currency that an amount is written with, or None."""
    signs = _SIGN_OF_MONEY.findall(text[:60])
    found = (currency_of(sign.casefold(), default) for sign in signs)
    return next((code for code in found if code is not None), None)


def _in_words(typed: str) -> Moment | None:
    """`12 mars 2024`, `Mar 12, 2024`, `12-Mar-24`, perhaps with a weekday and a time."""
    head, clock = typed, re.search(_CLOCK_ALONE.pattern, typed, re.IGNORECASE)
    if clock is not None:
        head = typed[: clock.start()]
    tokens = _WORDS.findall(head)
    months = [_MONTHS[token] for token in tokens if token in _MONTHS]
    numbers = [token for token in tokens if token.isdigit()]
    if len(months) != 1 or len(numbers) != 2:
        return None
    day, year = (numbers[1], numbers[0]) if len(numbers[0]) == 4 else (numbers[0], numbers[1])
    return _moment(_year(year), months[0], int(day), clock) if len(year) in {2, 4} else None


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else (2000 if year < 70 else 1900) + year


def _moment(year: int, month: int, day: int, match: re.Match[str] | None) -> Moment | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    return Moment(found, _minute(match) if match is not None else None)


def _minute(match: re.Match[str]) -> int | None:
    if match["hour"] is None:
        return None
    hour, half = int(match["hour"]), (match["half"] or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return hour * 60 + int(match["minute"]) if hour < 24 and int(match["minute"]) < 60 else None


def words_in(text: str) -> Iterator[str]:
    """The folded words of a text."""
    yield from _WORDS.findall(folded(text[:200]))
