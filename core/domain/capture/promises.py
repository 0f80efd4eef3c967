"""Warranties that an invoice promises in words: `garantie 2 ans pièces et main d'oeuvre`, `12 months warranty`."""

import re
from datetime import date
from typing import Final

from core.domain.capture.folding import fold, readable
from core.domain.months import plus_months

_WORD: Final = r"GARANTIE?S?|WARRANTY|GUARANTEED?|GARANTIA"
_SPAN: Final = r"(?P<{0}>[0-9]{{1,2}})\s?(?P<{0}_unit>MOIS|ANS?|ANNEES?|MONTHS?|YEARS?|ANOS?|MESES)\b"
_PROMISE: Final = re.compile(
    rf"\b(?:{_WORD})\b[^0-9\n]{{0,40}}?{_SPAN.format('after')}|{_SPAN.format('before')}[^0-9\n]{{0,20}}?\b(?:{_WORD})\b"
)
# What limits a promise or speaks of the law is none of the garage's own.
_NOT_HERE: Final = re.compile(
    r"HORS GARANTIE|SANS GARANTIE|NO WARRANTY|LEGALE|CONSTRUCTEUR|MANUFACTURER|EXCLU|PROLONG|EXTENSION|VICES? CACHE"
)
_LONGEST: Final = 120


def promised_until(text: str, day: date) -> date | None:
    """The last day of the longest warranty that a text promises from a day on; None when it promises none."""
    longest = max((months for line in text.splitlines() for months in _months(fold(readable(line)))), default=0)
    return plus_months(day, longest) if longest else None


def _months(line: str) -> list[int]:
    if _NOT_HERE.search(line):
        return []
    found = []
    for match in _PROMISE.finditer(line):
        name = "after" if match["after"] else "before"
        count, unit = int(match[name]), match[f"{name}_unit"]
        months = count if unit.startswith(("MOIS", "MONTH", "MESES")) else count * 12
        if 0 < months <= _LONGEST:
            found.append(months)
    return found
