"""Opening hours as people type them in French, English and Spanish, put into OpenStreetMap's form where they are plain.

Only words that change nothing are left out; whatever else remains makes the whole stay as it was typed.
"""

import re
from typing import Final

from core.domain.garages.hours import DAYS, HOLIDAYS, read_hours
from core.domain.typed_text import clean_line, folded
from core.errors import Refusal

_LONGEST: Final = 300
# A plain number below this may be an hour of the afternoon.
_MORNING: Final = 6
# Days, folded; "mar" is Tuesday in French and Spanish alike.
_NAMES: Final = (
    r"lu(?:n(?:dis?|es)?)?|mon(?:days?)?",
    r"ma(?:r(?:dis?|tes)?)?|tue(?:s|sdays?)?",
    r"me(?:r(?:credis?)?)?|mi(?:er(?:coles)?)?|wed(?:nesdays?)?",
    r"je(?:u(?:dis?)?)?|ju(?:e(?:ves)?)?|thu(?:r|rs|rsdays?)?",
    r"ve(?:n(?:dredis?)?)?|vi(?:e(?:rnes)?)?|fri(?:days?)?",
    r"sam(?:edis?)?|sab(?:ados?)?|sat(?:urdays?)?",
    r"dim(?:anches?)?|dom(?:ingos?)?|sun(?:days?)?",
)
# Not "mars", which is a month.
_NAMED: Final = tuple((day, re.compile(rf"\b(?:{names})\b\.?")) for day, names in zip(DAYS, _NAMES, strict=True))
_DAY: Final = rf"(?:{'|'.join((*DAYS, HOLIDAYS))})"
# Two letters that are another day in German: only beside a day that is French, or Spanish.
_SUNDAYS: Final = ((re.compile(r"\bdi\b"), re.compile(r"\b(?:lu|ma|me|je|ve)\b")),
                   (re.compile(r"\bdo\b"), re.compile(r"\b(?:lu|ju|vi)\b")))  # fmt: skip
_WORDS: Final = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (r"<[^>]*>", " <> "),
        (r"\b([ap])\. ?m\b\.?", r"\1m"),
        (r"[–—]", "-"),
        (r"\b24 ?/ ?7\b", "mo-su 00:00-24:00"),
        (r"\b24 ?h? ?(?:/|sur) ?24(?: ?h)?\b", "00:00-24:00"),
        (
            r"\b7 ?(?:j|jours)? ?(?:/|sur) ?7(?: ?j)?\b|\b(?:tlj|tous les jours|every ?day|daily|todos los dias)\b",
            "mo-su",
        ),
        (r"\bl ?- ?v\b|\b(?:weekdays?|(?:en|la) semaine|entre semana)\b", "mo-fr"),
        (r"\bl ?- ?([sd])\b", r"mo-\1"),
        (r"\bmo-([sd])\b", lambda found: "mo-sa" if found[1] == "s" else "mo-su"),
        (r"\b(?:week-?ends?|fines? de semana)\b", "sa,su"),
        (r"\b(?:jours? )?feries?\b|\b(?:public|bank) holidays?\b|\b(?:dias )?festivos?\b", HOLIDAYS),
        (r"\b(?:ferme(?:e|ture)?s?|cerrados?|closed)\b", "off"),
        (r"\b(?:sauf|hors|except|excepto)(?: (?:les|los|on))? " + HOLIDAYS, "; ph off"),
        (r"\b(?:sans interruption|non[ -]?stop|en continu|ouverts?|open|abiertos?|uhr|hrs)\b", " "),
        (r"\b(?:midi|noon|mediodia)\b", "12:00"),
        (r"\b(?:minuit|midnight|medianoche)\b", "24:00"),
    )
)
# Minutes stand right behind the "h"; after a blank only those that cannot be another hour: "8h-12h 14h-18h".
_CLOCK: Final = r"\d{1,2}(?:[h:.][0-5]\d| ?h (?:00|[345]\d)(?! ?h)| ?h\b)?"
_FROM_TO: Final = re.compile(rf"(?<![\d:])({_CLOCK}) *(am|pm)? *- *({_CLOCK}) *(am|pm)?(?![\w:])")
_FOUR_DIGITS: Final = re.compile(r"\b([01]\d|2[0-4])([0-5]\d) *- *([01]\d|2[0-4])([0-5]\d)\b")
_BY_APPOINTMENT: Final = re.compile(r"\b(?:rdv|rendez[ -]vous|appointments?|cita)\b")


def typed_hours(text: str) -> str:
    """Hours that a person typed, in OpenStreetMap's form where they are plain, else as they stand."""
    line = clean_line(text, _LONGEST)
    plain = folded(line)
    says_something = any(sign.isdigit() for sign in line) or _BY_APPOINTMENT.search(plain)
    if not says_something or "://" in line or "www." in plain:
        raise Refusal("garage.hours_expected")
    if read_hours(line) is not None:
        return line
    ordered = _in_order(plain)
    return ordered if len(ordered) <= _LONGEST and read_hours(ordered) is not None else line


def _in_order(plain: str) -> str:
    for two_letters, beside in _SUNDAYS:
        if beside.search(plain):
            plain = two_letters.sub("su", plain)
    for pattern, said in _WORDS:
        plain = pattern.sub(said, plain)
    for day, names in _NAMED:
        plain = names.sub(day, plain)
    plain = re.sub(r"\b(?:du|de|from|le|les|des|el|los)\b", " ", plain)
    plain = re.sub(r" *(?:\b(?:a|au|to|al|until|till)\b|-) *", "-", plain)
    plain = re.sub(r" *(?:\b(?:et|and|y|puis|then)\b|[,/&]) *", ",", plain)
    plain = _FROM_TO.sub(_on_the_clock, _FOUR_DIGITS.sub(r"\1:\2-\3:\4", plain))
    if plain.strip(" ,") in {"00:00-24:00", "mo-su 00:00-24:00", "00:00-24:00 mo-su", "00:00-24:00,mo-su"}:
        return "24/7"
    return "; ".join(_joined(_rules(plain)))


def _on_the_clock(found: re.Match[str]) -> str:
    opens, closes = _clock(found[1], found[2]), _clock(found[3], found[4])
    # "9-5pm" begins in the morning; of "2-5pm" and "5-9" nobody knows.
    half_told = found[4] == "pm" and not found[2] and int(opens[:2]) <= int(closes[:2]) - 12
    bare = found[1].isdigit() and not found[2] and int(opens[:2]) < _MORNING
    return found[0] if half_told or bare else f"{opens}-{closes}"


def _clock(text: str, half: str | None) -> str:
    hour, *minutes = re.findall(r"\d+", text)
    number = int(hour) % 12 + (12 if half == "pm" else 0) if half else int(hour)
    return f"{number:02}:{minutes[0] if minutes else '00'}"


def _rules(plain: str) -> list[tuple[str, str]]:
    """Every group of days begins a rule of its own: the days, and what follows."""
    parts = re.split(rf"[ :;,]*\b({_DAY}(?:[-,]{_DAY})*)\b[ :]*", plain)
    rules = [
        (days, re.sub(r"(?<=\d) +(?=\d)", ",", hours).strip(" ;.,"))
        for days, hours in zip(parts[1::2], parts[2::2], strict=True)
    ]
    return [("", parts[0].strip(" ;.,")), *rules] if parts[0].strip(" ;.,") else rules


def _joined(rules: list[tuple[str, str]]) -> list[str]:
    """Hours of the same days said one after the other are meant together."""
    found: list[tuple[str, str]] = []
    for days, hours in rules:
        if found and found[-1][0] == days and found[-1][1][-1:].isdigit() and hours[:1].isdigit():
            found[-1] = (days, f"{found[-1][1]},{hours}")
        else:
            found.append((days, hours))
    return [f"{days} {hours}".strip() for days, hours in found]
