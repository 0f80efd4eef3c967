"""A day that is said beside an answer to something else: "40 l 70 € hier"."""

from datetime import date

from core.domain.entry.day_spans import find_days, one_day
from core.domain.entry.tokens import Line, cut, grouped, plain_text
from core.domain.typed_dates import Lean
from core.errors import Refusal

_LONGEST = 120


def day_beside(text: str, today: date, language: str) -> tuple[date | None, str]:
    """The past day that a text names, if any, and the rest of it; one to come, or that reads two ways, is refused."""
    plain = plain_text(text[:_LONGEST])
    line = Line(plain, grouped(cut(plain)))
    days = find_days(line, today, language, Lean.PAST)
    if not days:
        return None, text
    day, asked = one_day(days)
    if asked or day is None:
        raise Refusal("error.date_not_understood")
    if day > today:
        raise Refusal("error.date_in_future")
    return day, line.said()
