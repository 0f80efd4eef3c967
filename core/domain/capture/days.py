"""Days as readers give them: numeric or in words, in French, English, Spanish and their neighbours."""

import re
from dataclasses import dataclass
from datetime import date

from core.domain.capture.folding import fold

_MONTHS = {
    1: "JANVIER JANV JAN JANUARY ENERO ENE GENNAIO JANUAR JANUARI",
    2: "FEVRIER FEVR FEV FEBRUARY FEB FEBRERO FEBBRAIO FEBRUAR FEBRUARI",
    3: "MARS MAR MARCH MARZO MARZ MAART",
    4: "AVRIL AVR APRIL APR ABRIL ABR APRILE",
    5: "MAI MAY MAYO MAGGIO MEI",
    6: "JUIN JUN JUNE JUNIO GIUGNO JUNI",
    7: "JUILLET JUIL JUL JULY JULIO LUGLIO JULI",
    8: "AOUT AOU AUGUST AUG AGOSTO AGO AUGUSTUS",
    9: "SEPTEMBRE SEPT SEP SEPTEMBER SEPTIEMBRE SETTEMBRE",
    10: "OCTOBRE OCT OCTOBER OCTUBRE OTTOBRE OKTOBER OKT",
    11: "NOVEMBRE NOV NOVEMBER NOVIEMBRE",
    12: "DECEMBRE DEC DECEMBER DICIEMBRE DIC DICEMBRE DEZEMBER DEZ",
}
_MONTH_OF = {word: number for number, words in _MONTHS.items() for word in words.split()}
_DIGIT = "[0-9OIL]"
# A time may be glued to the year: `18-03-201811:23`.
_NO_DIGIT = r"(?![0-9](?![0-9]?:))"
_WORD = "|".join(sorted(_MONTH_OF, key=len, reverse=True))
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"(?<![0-9])([12][09]\d\d)\s?[-/.]\s?({_DIGIT}\d?)\s?[-/.]\s?({_DIGIT}{{1,2}})(?![0-9])"), "ymd"),
    (
        re.compile(
            rf"(?<![0-9])({_DIGIT}{{1,2}})\s?[-/.]\s?({_DIGIT}{{1,2}})\s?[-/.]\s?"
            rf"((?:19|20|2O|ZO|Z0){_DIGIT}{{2}}|{_DIGIT}{{2}}){_NO_DIGIT}"
        ),
        "dmy",
    ),
    (
        re.compile(
            rf"(?<![0-9])(\d{{1,2}})\s?(?:ER|ST|ND|RD|TH)?[\s.,/-]{{0,2}}({_WORD})[\s.,'/-]{{0,3}}(\d{{4}}|"
            rf"\d{{2}}){_NO_DIGIT}"
        ),
        "dwy",
    ),
    (re.compile(rf"\b({_WORD})\.?\s?(\d{{1,2}})(?:ST|ND|RD|TH)?[\s,.]{{1,2}}(\d{{4}})(?![0-9])"), "wdy"),
    # A slash read as 1, or lost: ten or eight digits that are a day in only one way.
    (re.compile(r"(?<![0-9])([0-3]\d)[1/I|]([01]\d)[1/I|]((?:19|20)\d\d)(?![0-9])"), "dmy?"),
    (re.compile(r"(?<![0-9])([0-3]\d)/?([01]\d)/?((?:19|20)\d\d)(?![0-9])"), "dmy?"),
)
_DIGITS = str.maketrans("OILZ", "0112")


@dataclass(frozen=True, slots=True)
class Day:
    """A day in a text; `exact` unless separators had to be guessed or day and month exchanged."""

    value: date
    start: int
    end: int
    exact: bool


def find_days(text: str) -> list[Day]:
    """Every day of a text that exists in the calendar, from left to right; never raises."""
    plain = fold(text)
    found: list[Day] = []
    for pattern, order in _PATTERNS:
        for match in pattern.finditer(plain):
            if any(match.start() < day.end and day.start < match.end() for day in found):
                continue
            value, exact = _day(match.groups(), order)
            if value is not None:
                found.append(Day(value, match.start(), match.end(), exact))
    return sorted(found, key=lambda day: day.start)


def _day(parts: tuple[str, ...], order: str) -> tuple[date | None, bool]:
    first, second, third = parts
    if order == "ymd":
        return _calendar(first, second, third), True
    if order == "dwy":
        return _calendar(third, str(_MONTH_OF[second]), first), True
    if order == "wdy":
        return _calendar(third, str(_MONTH_OF[first]), second), True
    plain = _calendar(third, second, first)
    if plain is not None:
        return plain, order == "dmy"
    # Month first, as in the United States: only where the other order is no day at all.
    return (_calendar(third, first, second), False) if order == "dmy" else (None, False)


def _calendar(year: str, month: str, day: str) -> date | None:
    numbers = [int(part.translate(_DIGITS)) for part in (year, month, day)]
    if numbers[0] < 100:
        numbers[0] += 2000 if numbers[0] < 70 else 1900
    try:
        return date(*numbers)
    except ValueError:
        return None
