"""Opening hours as OpenStreetMap writes them, as far as they are plain; what is not plain is shown as it stands."""

import re
from typing import Final

from core.domain.typed_text import clean_line, folded
from core.errors import Refusal

DAYS: Final = ("mo", "tu", "we", "th", "fr", "sa", "su")
_RULE: Final = re.compile(
    r"(?P<days>(?:mo|tu|we|th|fr|sa|su|ph)(?:[ ,-]+(?:mo|tu|we|th|fr|sa|su|ph))*) *"
    r"(?P<hours>off|closed|\d{1,2}:\d\d *- *\d{1,2}:\d\d(?: *, *\d{1,2}:\d\d *- *\d{1,2}:\d\d)*)"
)
_SPAN: Final = re.compile(r"(\d{1,2}):(\d\d) *- *(\d{1,2}):(\d\d)")

# Days as people write them in French, English and Spanish, folded; "mar" is Tuesday in French and Spanish alike.
_NAMES: Final = (
    r"lun(?:di|es)?|mon(?:day)?",
    r"mar(?:di|tes)?|tue(?:s|sday)?",
    r"mer(?:credi)?|mier(?:coles)?|wed(?:nesday)?",
    r"jeu(?:di)?|jue(?:ves)?|thu(?:r|rs|rsday)?",
    r"ven(?:dredi)?|vie(?:rnes)?|fri(?:day)?",
    r"sam(?:edi)?|sab(?:ado)?|sat(?:urday)?",
    r"dim(?:anche)?|dom(?:ingo)?|sun(?:day)?",
)
_NAMED: Final = tuple((day, re.compile(rf"\b(?:{names})s?\b\.?")) for day, names in zip(DAYS, _NAMES, strict=True))
_HOUR: Final = re.compile(r"\b(\d{1,2})(?: *[h:.] *(\d\d)?)? *(am|pm)?\b")
_LONGEST: Final = 300

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


def typed_hours(text: str) -> str:
    """Hours that a person typed, in OpenStreetMap's form where they are plain, else as they stand."""
    line = clean_line(text, _LONGEST)
    if not any(sign.isdigit() for sign in line) or "://" in line or "www." in line.casefold():
        raise Refusal("garage.hours_expected")
    if read_hours(line) is not None:
        return line
    plain = _in_order(line)
    return plain if len(plain) <= _LONGEST and read_hours(plain) is not None else line


def _in_order(line: str) -> str:
    plain = folded(line).replace("24h/24", "24/7").replace("7j/7", "24/7").replace("24/7 24/7", "24/7")
    if plain == "24/7":
        return plain
    for day, names in _NAMED:
        plain = names.sub(day, plain)
    plain = re.sub(r"\b(?:ferme|cerrado|closed)\b", "off", plain)
    plain = re.sub(r"\b(?:tous les jours|every day|daily|todos los dias)\b", "mo-su", plain)
    plain = re.sub(r"\b(?:du|de|from|le|les|des|el|los)\b", " ", plain)
    plain = re.sub(r" *(?:\b(?:a|au|to|al|until)\b|[–—-]) *", "-", plain)
    plain = re.sub(r" *(?:\b(?:et|and|y|puis|then)\b|[,/&]) *", ",", plain)
    plain = _HOUR.sub(_on_the_clock, plain)
    # Every group of days begins a rule of its own.
    plain = re.sub(r"[ :;,]*((?:mo|tu|we|th|fr|sa|su)(?:[-,](?:mo|tu|we|th|fr|sa|su))*)[ :]*", r"; \1 ", plain)
    plain = re.sub(r"(?<=\d) +(?=\d)", ",", plain)
    return re.sub(r" +", " ", plain).strip(" ;.,")


def _on_the_clock(found: re.Match[str]) -> str:
    hour = int(found[1]) % 12 + (12 if found[3] == "pm" else 0) if found[3] else int(found[1])
    return f"{hour:02}:{found[2] or '00'}"


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
