"""Until when a repair is under warranty, as people say it: a day, or how long."""

import re
from datetime import date
from typing import Final

from core.domain.date_words import MONTHS_BY_UNIT, NUMBERS
from core.domain.months import plus_months
from core.domain.typed_dates import AmbiguousDate, Lean, parse_date
from core.domain.typed_numbers import ascii_digits
from core.domain.typed_text import folded
from core.errors import Refusal

LONGEST_MONTHS: Final = 240
_SPAN: Final = re.compile(r"(?:pendant |pour |for )?(?P<count>[0-9]{1,3}|[a-z]+) ?(?P<unit>[a-z]*)")


def warranty_end(text: str, done_on: date, language: str) -> date | AmbiguousDate:
    """Read `24 mois`, `2 ans`, `12` (months) from the day of the work, or a day."""
    span = _SPAN.fullmatch(ascii_digits(folded(text[:60])).strip(" .!"))
    months = _months(span) if span is not None else None
    if months is None:
        read = parse_date(text, done_on, language, lean=Lean.FUTURE, allow_future=True)
        latest = read if isinstance(read, date) else max(read.first, read.second)
        if latest <= done_on:
            raise Refusal("error.warranty_before_work")
        return read
    if not 0 < months <= LONGEST_MONTHS:
        raise Refusal("error.warranty_too_long")
    return plus_months(done_on, months)


def _months(span: re.Match[str]) -> int | None:
    said, unit = span["count"], span["unit"]
    if said.isdigit():
        return int(said) * MONTHS_BY_UNIT[unit] if unit in MONTHS_BY_UNIT else None if unit else int(said)
    return NUMBERS[said] * MONTHS_BY_UNIT[unit] if said in NUMBERS and unit in MONTHS_BY_UNIT else None
