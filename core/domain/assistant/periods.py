"""The time that a question is about: a year, a month, since a month, the last months."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from core.domain.months import plus_months
from core.domain.ownership import Span

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "janvier january janv jan",
            "fevrier february fevr fev feb",
            "mars march",
            "avril april avr apr",
            "mai may",
            "juin june",
            "juillet july juil jul",
            "aout august aug",
            "septembre september sept sep",
            "octobre october oct",
            "novembre november nov",
            "decembre december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_COUNTED: Final = (
    *((2, "deux two"), (3, "trois three"), (4, "quatre four"), (5, "cinq five"), (6, "six"), (9, "neuf nine")),
    *((10, "dix ten"), (12, "douze twelve")),
)
_NUMBERS: Final = {word: number for number, words in _COUNTED for word in words.split()}
_YEAR: Final = r"(?P<year>(?:19|20)\d\d)"
_MONTH: Final = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})"
_IN: Final = r"(?:(?:en|in|au mois d[e']|pour|for|during|pendant|sur|over|of|de|d'|courant|l'annee|the year)\s+)*"
_WAYS: Final = {
    "between": rf"(?:entre|between|de|from)\s+{_YEAR}\s+(?:et|and|a|to)\s+(?P<until>(?:19|20)\d\d)",
    "since_month": rf"(?:depuis|since)\s+(?:le mois de |le debut de |the start of |early )?{_MONTH}(?:\s+{_YEAR})?",
    "since_year": rf"(?:depuis|since)\s+(?:le debut de |the start of |l'annee |the year )?{_YEAR}",
    "month": rf"{_IN}{_MONTH}\s+{_YEAR}",
    "since_start": (
        r"depuis (?:le )?debut (?:de )?(?:l'annee|cette annee|l'an)"
        r"|since the (?:start|beginning) of (?:the|this) year"
    ),
    "this_year": r"cette annee|this year|year to date|ytd|l'annee en cours",
    "last_year": (r"(?:l'annee|l'an|an) (?:derniere?|passee?)|last year|annee derniere|the previous year"),
    "this_month": r"ce mois(?: ci|-ci)?|this month|du mois",
    "last_month": r"(?:le |du )?mois (?:dernier|passe)|last month|the previous month",
    "months": (
        r"(?:(?:sur|pendant|over|in|during|pour|for)\s+)?(?:les|ces|the|these)?\s*"
        r"(?:(?P<n>\d{1,2}|[a-z]+) (?:derniers|dernieres) (?P<unit>mois|ans|annees)"
        r"|(?:last|past|previous) (?P<n2>\d{1,2}|[a-z]+) (?P<unit2>months|years))"
    ),
    "twelve": (r"sur un an|over (?:a|the (?:last|past)) year|(?:the )?past year|en un an|sur 12 mois|over 12 months"),
    "today": r"aujourd'hui|today",
    "year": rf"{_IN}{_YEAR}",
    "bare_month": rf"(?:en|in|au mois d[e']|pour|for|de|last)\s+{_MONTH}",
    "ever": (
        r"en tout|au total|total|in all|in total|altogether|all together|so far|jusqu'ici|jusqu'a present"
        r"|depuis toujours|depuis (?:l'achat|que je l'ai|le debut)|since i bought it|ever|overall"
        r"|jusqu'a maintenant|until now"
    ),
}
_PATTERNS: Final = {name: re.compile(rf"(?<![\w'])(?:{pattern})(?!\w)") for name, pattern in _WAYS.items()}


@dataclass(frozen=True, slots=True)
class Times:
    """What a question says of time: a span (None: all that is known), and the text without it.

    `clear` False: it says more than one thing.
    """

    span: Span | None
    rest: str
    clear: bool = True
    said: bool = False


def times_in(flat: str, today: date) -> Times:
    """Read the time out of a folded question."""
    found: list[Span | None] = []
    for name, pattern in _PATTERNS.items():
        found += [_span(name, match.groupdict(), today) for match in pattern.finditer(flat)]
        flat = pattern.sub(" ", flat)
    spans = [span for span in found if span is not None]
    clear = len(spans) <= 1 and all(span.start <= span.end for span in spans)
    return Times(spans[0] if spans else None, flat, clear, bool(spans))


def _span(name: str, said: dict[str, str | None], today: date) -> Span | None:
    year, month = int(said.get("year") or 0), _MONTHS.get(said.get("month") or "", 0)
    if name == "between":
        return Span(date(year, 1, 1), min(date(int(said["until"] or 0), 12, 31), today))
    if name == "months":
        return _last(said.get("n") or said.get("n2") or "", said.get("unit") or said.get("unit2") or "", today)
    if month:
        start = _month_start(year, month, today)
        return Span(start, today) if name == "since_month" else _whole_month(start, today)
    if year:
        return Span(date(year, 1, 1), today if name == "since_year" else min(date(year, 12, 31), today))
    this_month = today.replace(day=1)
    fixed = {
        "last_year": Span(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
        "this_month": Span(this_month, today),
        "last_month": _whole_month(plus_months(this_month, -1), today),
        "twelve": Span(plus_months(today, -12) + timedelta(days=1), today),
        "today": Span(today, today),
        "ever": None,
    }
    return fixed.get(name, Span(today.replace(month=1, day=1), today))


def _month_start(year: int, month: int, today: date) -> date:
    """The month of a year, or the last one of that name."""
    if not year:
        year = today.year if month <= today.month else today.year - 1
    return date(year, month, 1)


def _whole_month(start: date, today: date) -> Span:
    return Span(start, min(plus_months(start, 1) - timedelta(days=1), today) if start <= today else date.min)


def _last(number: str, unit: str, today: date) -> Span:
    count = int(number) if number.isdigit() else _NUMBERS.get(number, 0)
    months = count * (12 if unit.startswith(("an", "year")) else 1)
    # A number that is no number makes a span that ends before it begins: not clear.
    return Span(plus_months(today, -months) + timedelta(days=1), today) if months else Span(today, date.min)
