"""One line of text, turned into an entry: what it is about, what it says, and what would have to be asked."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Final

from core.domain.entry import manner
from core.domain.entry.clock_spans import take_clock
from core.domain.entry.day_spans import find_days, one_day, two_days
from core.domain.entry.decide import decided
from core.domain.entry.entry_types import NOTHING, Ask, Entry
from core.domain.entry.fuel_words import FRACTION
from core.domain.entry.garage_names import is_station, take_garage, take_numbered
from core.domain.entry.masks import mask, mask_parts
from core.domain.entry.measures import find_measures
from core.domain.entry.products import with_products
from core.domain.entry.ranges import without_ranges
from core.domain.entry.reminder_lines import read_reminder
from core.domain.entry.rhythm import take_rhythm
from core.domain.entry.said import WORK_ROLES, Said
from core.domain.entry.spoken_numbers import spoken
from core.domain.entry.tokens import HIGHEST_TYPED, Line, Role, apart, cut, grouped, plain_text
from core.domain.entry.typos import is_ours, put_right
from core.domain.entry.work_words import services_in
from core.domain.typed_dates import Lean

# "à partir du 1er janvier": such a day is to come, and which one is not said.
_BEGINS: Final = re.compile(
    r"(?<![a-z])(?:a partir|a compter|starting|beginning|desde|as of)(?: (?:du|de|on|from|el))? ?~"
)


def parse_entry(text: str, now: datetime, language: str = "fr", known: frozenset[str] = frozenset()) -> Entry:
    """Read one line as typed; never raises. What reads two ways is None and asked.

    `now` is the person's own clock; `known` holds words that name their vehicles.
    """
    line = read_line(text)
    if line is None:
        return NOTHING
    mask(line)
    if manner.is_question(line.flat):
        return NOTHING
    reminder = read_reminder(line, now, language)
    if reminder is not None:
        return reminder
    said = _found(line, now, language, known)
    entry = decided(said)
    return replace(entry, days=said.days) if said.days and Ask.DATE in entry.ask else entry


def read_line(text: str) -> Line | None:
    """Cut a text into a line of tokens; nothing for an empty or a long one."""
    if len(text) > HIGHEST_TYPED:
        return None
    plain = plain_text(text)
    tokens = grouped(spoken(apart(put_right(cut(plain)), is_ours)))
    return Line(plain, tokens) if tokens else None


def _found(line: Line, now: datetime, language: str, known: frozenset[str]) -> Said:
    """Read the parts of a line, each one's words being taken out before the next is read."""
    said = Said(line, line.flat, known)
    for _, first, last in list(line.find(FRACTION)):
        line.take(first, last, Role.PART)
    rhythm = take_rhythm(line)
    said.repeat = rhythm.iso if rhythm else None
    said.garage = take_numbered(line)
    mask_parts(line)
    days = find_days(line, now.date(), language, Lean.PAST)
    (said.day, asked), said.days = one_day(days), two_days(days)
    said.day_said = bool(days)
    begins = _BEGINS.search(line.flat) is not None
    if asked or (said.day is not None and (begins or said.day > now.date())):
        said.day = None
        said.ask.add(Ask.DATE)
    take_clock(line, now, language)
    said.measures = with_products(line, without_ranges(line, find_measures(line, language)))
    if said.garage is None:
        said.garage, said.works = take_garage(line)
    else:
        said.works = not is_station(said.garage)
    said.services = services_in(line.said(WORK_ROLES, meant=True))
    return said
