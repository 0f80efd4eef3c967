"""A day and a time, as they are typed where a moment to come is asked for."""

from datetime import date, datetime, time

from core.domain.entry.assemble import read_line
from core.domain.entry.reminder_lines import read_when


def read_moment(text: str, now: datetime, language: str) -> tuple[date | None, time | None]:
    """The day and the time that a text gives, each None when it gives none or reads in two ways.

    `now` is the person's own clock.
    """
    line = read_line(text)
    if line is None:
        return None, None
    when = read_when(line, now, language)
    return when.day, when.clock
