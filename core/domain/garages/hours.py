"""Opening hours as OpenStreetMap writes them, as far as they are plain; what is not plain is shown as it stands.

Plain is what can be read in one way alone: whole days, hours in their order, and rules of which a later one either
speaks of other days or takes the place of an earlier one. "Mo-Fr 08:00-12:00; Mo-Fr 14:00-18:00" is the second by the
letter and both as most people mean it, so it is not.
"""

import re
from typing import Final

DAYS: Final = ("mo", "tu", "we", "th", "fr", "sa", "su")
HOLIDAYS: Final = "ph"
_DAY: Final = r"(?:mo|tu|we|th|fr|sa|su)"
_PART: Final = rf"(?:{_DAY}(?: *- *{_DAY})?|ph)"
_TIME: Final = r"\d{1,2}:\d\d"
_RULE: Final = re.compile(
    rf"(?P<days>{_PART}(?: *, *{_PART})*):? *"
    rf"(?P<hours>off|closed|{_TIME} *- *{_TIME}(?: *, *{_TIME} *- *{_TIME})*)"
)
_SPAN: Final = re.compile(r"(\d{1,2}):(\d\d) *- *(\d{1,2}):(\d\d)")
# A comma between rules stands behind a time or "off", one between days behind a day.
_BETWEEN: Final = re.compile(r" *(;) *|(?:(?<=\d)|(?<=off)|(?<=closed)) *(,) *(?=[a-z])")
# No garage opens between midnight and this: what says so means the afternoon.
_EARLIEST: Final = 4 * 60
_LATEST: Final = 26 * 60
_WHOLE_DAY: Final = ((0, 1440),)

Spans = tuple[tuple[int, int], ...]
Week = tuple[Spans, ...]


def read_hours(text: str | None) -> Week | None:
    """The minutes at which each day of the week opens and closes, Monday first; None for what is not plain."""
    said = _said(text)
    if said is None or (not any(said.values()) and not said.keys() >= set(range(7))):
        return None
    return tuple(said.get(day, ()) for day in range(7))


def read_holidays(text: str | None) -> Spans | None:
    """The hours of public holidays, where plain hours say something of them; none at all when it is closed."""
    said = _said(text)
    return said.get(len(DAYS)) if said is not None else None


def grouped(week: Week) -> list[tuple[int, int, Spans]]:
    """Days in a row that have the same hours: first day, last day, hours."""
    found: list[tuple[int, int, Spans]] = []
    for day, spans in enumerate(week):
        if found and found[-1][2] == spans:
            found[-1] = (found[-1][0], day, spans)
        else:
            found.append((day, day, spans))
    return found


def _said(text: str | None) -> dict[int, Spans] | None:
    """What is said of each day, public holidays being the eighth; None for what is not plain."""
    if not text:
        return None
    plain = text[:300].casefold().strip().rstrip("; ")
    if plain == "24/7":
        return dict.fromkeys(range(7), _WHOLE_DAY)
    said: dict[int, Spans] = {}
    # ";" or "," before each rule, nothing before the first.
    parts = ["", *(part or "" for part in _BETWEEN.split(plain) if part is not None)]
    for sign, rule in zip(parts[::2], parts[1::2], strict=True):
        found = _RULE.fullmatch(rule)
        spans = _spans(found["hours"]) if found is not None else None
        if found is None or spans is None:
            return None
        for day in _days(found["days"]):
            if day in said and (sign == "," or _perhaps_both(said[day], spans)):
                return None
            said[day] = spans
    return said


def _perhaps_both(before: Spans, after: Spans) -> bool:
    """Whether a later rule may be meant beside an earlier one of the same day, and not in its place."""
    meet = any(start < end_before and start_before < end for start, end in after for start_before, end_before in before)
    return bool(before) and bool(after) and not meet


def _spans(text: str) -> Spans | None:
    if text in {"off", "closed"}:
        return ()
    found: list[tuple[int, int]] = []
    for opens, opens_minute, closes, closes_minute in _SPAN.findall(text):
        start, end = int(opens) * 60 + int(opens_minute), int(closes) * 60 + int(closes_minute)
        odd = int(opens_minute) > 59 or int(closes_minute) > 59 or 0 < start < _EARLIEST
        if odd or not (found[-1][1] if found else 0) <= start < min(end, 1440) or end > _LATEST:
            return None
        found.append((start, end))
    return tuple(found)


def _days(text: str) -> list[int]:
    found: list[int] = []
    for part in text.replace(" ", "").split(","):
        if part == HOLIDAYS:
            found.append(len(DAYS))
            continue
        first, _, last = part.partition("-")
        start, end = DAYS.index(first), DAYS.index(last or first)
        # "fr-mo" goes over the weekend.
        found += [day % 7 for day in range(start, (end if end >= start else end + 7) + 1)]
    return found
