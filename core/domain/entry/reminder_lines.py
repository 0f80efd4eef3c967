"""Reminders in a line: when, how often, and what about."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from core.domain.date_words import DAYS_BY_UNIT, MONTHS_BY_UNIT, NUMBERS
from core.domain.entry.clock_spans import ClockFound, part_of_day, spanish_part_of_day, take_clock
from core.domain.entry.day_spans import DayFound, find_days, one_day, two_days
from core.domain.entry.entry_types import Ask, Entry, EntryKind
from core.domain.entry.manner import is_question
from core.domain.entry.plain_words import is_plain
from core.domain.entry.rhythm import take_rhythm
from core.domain.entry.to_come import is_either_week, is_to_come
from core.domain.entry.tokens import Line, Role
from core.domain.entry.word_sets import set_of
from core.domain.months import plus_months
from core.domain.typed_dates import Lean

_TRIGGER: Final = re.compile(
    r"(?<![a-z])(?:(?:n'oublie(?:z|s)? pas de |pense[rsz]? a |merci de |stp |est-ce que )?(?:(?:tu|vous) (?:peux"
    r"|pourrais|pouvez|pourriez) |(?:peux|pourrais|pouvez|pourriez)[ -](?:tu|vous) )?"
    r"(?:me |m'|te )?r(?:a|e)pp?el+(?:e[rsz]?|es)?(?:[ -]?(?:moi|mwa|toi|nous))?(?: (?:stp|svp))?"
    r"|rap+el(?: (?:de |d'|pour )?)?|(?:fai[ts]|fais|faites)[ -]?moi penser|(?:me )?faire penser|previen[st][ -]?moi"
    r"|alerte[rz]?[ -]?(?:moi)?|notifie[rz]?[ -]?moi"
    r"|avertis[ -]?moi|ping[ -]?moi|(?:mets?|cree|met|ajoute|programme)[ -]?(?:moi )?(?:un |une )?(?:rappels?|alerte"
    r"|alarme)|n'oublie(?:z)? pas"
    r"|(?:can|could|would|will) you (?:please )?remind me|(?:please )?remind(?:er|ing)?(?: (?:me|us))?|remember(?= to)"
    r"|(?:set|create|add|make)(?: me)? (?:a |an )?(?:reminder|alert|alarm)|don'?t let me forget|dont forget|don't"
    r" forget|ping me|alert me|notify me|nudge me"
    r"|(?:puedes |podrias )?(?:recuerda(?:me|nos)?|recordar(?:me|nos)?|recordatorio|recuerdame)|avisa(?:me|r)?"
    r"|acuerdame|hazme acordar|no (?:me )?(?:dejes|olvides)(?: que)?(?: me)? olvid\w*"
    r"|(?:ponme|pon|crea(?:me)?)(?: un)? recordatorio|rdv|rendez[ -]vous|appointment|booked|booking|scheduled"
    r"|cita)(?![a-z])[ :,]*"
)
_APPOINTMENT: Final = re.compile(r"(?:rdv|rendez[ -]vous|appointment|booked|booking|scheduled|cita)")
# A recall by the maker is no reminder, nor is what recalls something.
_NO_REMINDER: Final = re.compile(
    r"(?<![a-z])(?:rappels? (?:constructeur|fabricant|airbag|usine|produit)|campagne de rappel|je (?:me|te)"
    r" rappel\w*|i remember|remembered|(?:ca )?me rappelle)(?![a-z])"
)
_POLITE: Final = set_of(
    "cc auriez auras auriez-vous amabilite gentillesse obligeance serait possible pourriez aimerais voudrais mind like"
    " want would could kindly svp stp serais gentil aurais possibilite bonsoir hola"
)
_LEADING: Final = set_of("ai avons have got"
    " de d du des que qu pour to about of for that le la les l the my our el los las"
    " lo mon ma mes notre nos sur au aux"
    " a on in at en por para sobre the et and y i me moi stp svp please il faut j je dois must should need dem ' - :"
    " ¿ ¡"
    " , . ; !"
    " dans vers avant from starting partir compter del un una viene")  # fmt: skip
_TRAILING: Final = set_of("le la les l the el los on in at en por para dans vers pour avant from"
    " starting a partir de du d compter et and y"
    " every tous toutes for stp svp please merci thanks by before around"
    " vers des au aux ' - : , . ; ! ? desde antes que viene est is confirme confirmee confirmed")  # fmt: skip
_LEAD: Final = re.compile(
    r"(?<![a-z])(?:(?P<count>[0-9]{1,2}|une?|an?|one|two|deux|trois|three|uno?|dos)"
    rf" (?P<unit>{'|'.join([*DAYS_BY_UNIT, *MONTHS_BY_UNIT])}) (?:avant|before|antes del?)|la veille (?:du|de)|the"
    rf" day before|el dia antes del?)(?![a-z])"
)


@dataclass(frozen=True, slots=True)
class When:
    """When to remind, as far as it was said."""

    day: date | None
    clock: time | None
    repeat: str | None
    ask: frozenset[Ask]
    days: tuple[date, ...] = ()
    past: date | None = None


def read_reminder(line: Line, now: datetime, language: str) -> Entry | None:
    """Read a line that asks to be reminded, or nothing."""
    if _NO_REMINDER.search(line.flat):
        return None
    triggers = list(line.find(_TRIGGER))
    if not triggers:
        return _reminder(line, read_when(line, now, language)) if is_to_come(line.flat) else None
    match, first, last = triggers[0]
    appointment = _APPOINTMENT.match(match.group()) is not None
    if not appointment:
        line.take(_with_politeness(line, first), last, Role.TRIGGER)
        if is_question(line.said().casefold()) and not line.flat.rstrip().endswith("?"):
            return None
    when = read_when(line, now, language)
    if appointment and when.day is None:
        return None
    return _reminder(line, when)


def _with_politeness(line: Line, first: int) -> int:
    """Where an order begins with all that is only polite before it: "auriez-vous l'amabilité de me rappeler"."""
    polite = all(
        is_plain(token.flat) or token.flat in _POLITE or not token.flat.isalpha() for token in line.tokens[:first]
    )
    return 0 if polite and not any(token.is_number for token in line.tokens[:first]) else first


def _reminder(line: Line, when: When) -> Entry:
    subject = _subject(line)
    ask = when.ask | (set() if subject else {Ask.SUBJECT})
    return Entry(
        EntryKind.REMINDER, day=when.day, clock=when.clock, subject=subject, repeat=when.repeat,
        ask=tuple(part for part in Ask if part in ask), days=when.days, past=when.past,
    )  # fmt: skip


def read_when(line: Line, now: datetime, language: str) -> When:
    """Read the moment that a line means, and give the tokens that say it their role."""
    found = take_clock(line, now, language)
    lead = _lead(line)
    rhythm = take_rhythm(line)
    spanish = spanish_part_of_day(line)
    days = find_days(line, now.date(), language, Lean.FUTURE)
    (day, asked), either = one_day(days), two_days(days)
    if day is not None and is_either_week(day, now.date(), [one.words for one in days]):
        either = (day, day + timedelta(days=7))
        day, asked = None, True
    day = _earlier(day, lead)
    past = day if day is not None and day < now.date() else None
    clock = found.clock if found else spanish or _from_part_of_day(line, days)
    ask = {Ask.TIME} if found and found.ask else set()
    if found and found.moment:
        day, asked = found.moment.date(), False
    if day is None and not asked:
        day = _today_or_tomorrow(found, clock, now, days)
    if asked or day is None or day < now.date():
        # Which day a bare time means is known once the time is.
        asked = asked or day is not None or Ask.TIME not in ask
        day = None
    if asked:
        ask.add(Ask.DATE)
    repeat = rhythm.iso if rhythm else None
    return When(day, clock, repeat, frozenset(ask), () if lead != (0, 0) else either, past)


def _lead(line: Line) -> tuple[int, int]:
    """Days and months by which to remind before the day: "2 semaines avant le 12 mars", "la veille du 3"."""
    for match, first, last in list(line.find(_LEAD)):
        line.take(first, last, Role.DAY)
        if match["unit"] is None:
            return 1, 0
        count = int(match["count"]) if match["count"].isdecimal() else NUMBERS.get(match["count"], 1)
        return count * DAYS_BY_UNIT.get(match["unit"], 0), count * MONTHS_BY_UNIT.get(match["unit"], 0)
    return 0, 0


def _earlier(day: date | None, lead: tuple[int, int]) -> date | None:
    days, months = lead
    if day is None or not (days or months):
        return day
    try:
        return plus_months(day, -months) - timedelta(days=days)
    except (OverflowError, ValueError):
        return None


def _from_part_of_day(line: Line, days: list[DayFound]) -> time | None:
    return part_of_day(line, " ".join(day.words for day in days))


def _today_or_tomorrow(
    found: ClockFound | None, clock: time | None, now: datetime, days: list[DayFound]
) -> date | None:
    """A time without a day is the next time that the clock shows it."""
    if days or clock is None or (found is not None and found.ask):
        return None
    later = clock > now.time()
    return now.date() if later else now.date() + timedelta(days=1)


def _is_short_de(line: Line, kept: list[int]) -> bool:
    """Whether a 2 stands for "de", as in "rappel moi 2 payer"."""
    verb = line.tokens[kept[1]].flat if len(kept) > 1 else ""
    return line.tokens[kept[0]].text == "2" and verb.endswith(("er", "ir", "re"))


def _subject(line: Line) -> str | None:
    """What is left to be reminded of, without the small words that led to the day or from the order."""
    kept = [place for place, role in enumerate(line.roles) if role in {None, Role.MEASURE, Role.PART, Role.MASKED}]
    while kept and (line.tokens[kept[0]].flat in _LEADING or _is_short_de(line, kept)):
        kept.pop(0)
    while kept and line.tokens[kept[-1]].flat in _TRAILING:
        kept.pop()
    pieces: list[str] = []
    for place, before in zip(kept, [None, *kept], strict=False):
        token = line.tokens[place]
        apart = before is not None and (token.spaced or before != place - 1)
        pieces.append((" " if apart else "") + token.text)
    return "".join(pieces)[:200].strip() or None
