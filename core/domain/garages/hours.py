"""Opening hours as OpenStreetMap writes them, as far as they are plain; what is not plain is shown as it stands."""

import re
from typing import Final

DAYS: Final = ("mo", "tu", "we", "th", "fr", "sa", "su")
_RULE: Final = re.compile(
    r"(?P<days>(?:mo|tu|we|th|fr|sa|su|ph)(?:[ ,-]+(?:mo|tu|we|th|fr|sa|su|ph))*) *"
    r"(?P<hours>off|closed|\d{1,2}:\d\d *- *\d{1,2}:\d\d(?: *, *\d{1,2}:\d\d *- *\d{1,2}:\d\d)*)"
)
_SPAN: Final = re.compile(r"(\d{1,2}):(\d\d) *- *(\d{1,2}):(\d\d)")

Spans = tuple[tuple[int, int], ...]
Week = tuple[Spans, ...]


def read_hours(text: str | None) -> Week | None:
    """The minutes at which each day of the week opens and closes, Monday first; None for what is not plain."""
    if not text:
        return None
    plain = text[:300].casefold().strip().rstrip(";")
    if plain == "24/7":
        return (((0, 1440),),) * 7
    week: list[Spans] = [()] * 7
    for rule in plain.split(";"):
        found = _RULE.fullmatch(rule.strip())
        spans = _spans(found["hours"]) if found is not None else None
        if found is None or spans is None:
            return None
        for day in _days(found["days"]):
            week[day] = spans
    return tuple(week)


def grouped(week: Week) -> list[tuple[int, int, Spans]]:
    """Days in a row that have the same hours: first day, last day, hours."""
    found: list[tuple[int, int, Spans]] = []
    for day, spans in enumerate(week):
        if found and found[-1][2] == spans:
            found[-1] = (found[-1][0], day, spans)
        else:
            found.append((day, day, spans))
    return found


def _spans(text: str) -> Spans | None:
    if text in {"off", "closed"}:
        return ()
    found = []
    for opens, opens_minute, closes, closes_minute in _SPAN.findall(text):
        start, end = int(opens) * 60 + int(opens_minute), int(closes) * 60 + int(closes_minute)
        if start > 1440 or end > 1560 or int(opens_minute) > 59 or int(closes_minute) > 59 or start >= end:
            return None
        found.append((start, end))
    return tuple(found)


def _days(text: str) -> list[int]:
    found: list[int] = []
    for part in re.sub(r" *- *", "-", text).replace(",", " ").split():
        first, _, last = part.partition("-")
        if first not in DAYS or (last and last not in DAYS):
            continue  # public holidays
        start, end = DAYS.index(first), DAYS.index(last or first)
        # "fr-mo" goes over the weekend.
        found += [day % 7 for day in range(start, (end if end >= start else end + 7) + 1)]
    return found
