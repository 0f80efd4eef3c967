"""Words of a line that nobody understands, and what has to be asked because of them."""

from typing import Final

from core.domain.date_words import MONTHS, WEEKDAYS
from core.domain.entry import manner
from core.domain.entry.cost_words import cost_of
from core.domain.entry.entry_types import Ask
from core.domain.entry.fuel_words import fullness, is_strong, names_energy
from core.domain.entry.plain_words import is_plain, is_work_word
from core.domain.entry.said import Said
from core.domain.entry.tokens import Kind
from core.domain.entry.work_words import services_in

# More words than this, without a number that tells, are no entry.
_MOST_WORDS: Final = 16
_CALENDAR: Final = frozenset(word for word in (*MONTHS, *WEEKDAYS) if len(word) > 4) | {"ago", "hier", "juin", "aout"}
# Words of work that their neighbours can stand for.
_PARTS: Final = frozenset(
    {
        "pads",
        "pad",
        "discs",
        "disc",
        "rotors",
        "rotor",
        "tyres",
        "tires",
        "tyre",
        "tire",
        "belt",
        "shocks",
        "struts",
        "brakes",
        "pot",
        "shock",
        "absorbers",
        "repair",
        "flush",
        "blades",
        "kit",
        "job",
    }
)
_SPANS: Final = frozenset(
    {"semaine", "semaines", "week", "weeks", "weekend", "dernier", "derniere", "prochain", "soir", "matin", "night",
     "evening", "morning", "veille"}
)  # fmt: skip
# Words between two things that were done, and those that are no work of their own beside one.
_JOINS: Final = frozenset({"+", "&", "et", "and", "plus", "n"})
_BESIDE_WORK: Final = frozenset(
    {"tensioner", "tensioners", "galet", "galets", "tendeur", "tendeurs", "main", "oeuvre", "mo", "labour", "labor",
     "parts", "pieces", "fitting", "montage", "valve", "valves", "joint", "joints", "recyclage", "disposal", "tax",
     "taxes", "vat", "tva", "tip", "pose", "deplacement", "fournitures", "petites",
     "rotated", "balanced", "aligned", "front", "rear", "back", "left", "right",
     "avant", "arriere", "av", "ar", "gauche", "droite", "gasket", "seal", "washer", "kit"}
)  # fmt: skip


def unknown(said: Said) -> int:
    """How many free words say something that is not understood."""
    words = [
        token.flat
        for token, role in zip(said.line.tokens, said.line.roles, strict=True)
        if role is None and token.kind is Kind.WORD and not is_plain(token.flat, said.known)
    ]
    if len(words) > _MOST_WORDS:
        return len(words)
    known = (word in _PARTS or is_work_word(word) or bool(services_in(word)) for word in words)
    return sum(1 for at, one in enumerate(known) if not one and not _matters(words, at))


def _matters(words: list[str], at: int) -> bool:
    """Whether a word changes what a line is about."""
    whole, without = " ".join(words), " ".join(words[:at] + words[at + 1 :])
    return (
        services_in(whole) != services_in(without)
        or (cost_of(whole) is None) != (cost_of(without) is None)
        or (is_strong(whole) is None) != (is_strong(without) is None)
        or (names_energy(whole) is None) != (names_energy(without) is None)
        or fullness(words[at]) is not None
        or manner.is_done(words[at])
        or cost_of(words[at]) is not None
    )


def ask_for_day(said: Said) -> None:
    """Words of the calendar that nobody could read say a day all the same: it is asked, and not today."""
    words = {token.flat for token, role in zip(said.line.tokens, said.line.roles, strict=True) if role is None}
    if not said.day_said and words & (_CALENDAR | _SPANS):
        said.ask.add(Ask.DATE)


def has_more_work(said: Said) -> bool:
    """Whether something stands beside the work that nobody understands: "bougies et trucmuches"."""
    parts: list[list[str]] = [[]]
    for token, role in zip(said.line.tokens, said.line.roles, strict=True):
        if role is None and token.flat in _JOINS:
            parts.append([])
        elif role is None and token.kind is Kind.WORD:
            parts[-1].append(token.flat)
    return len(parts) > 1 and any(_is_strange(words, said.known) for words in parts)


def _is_strange(words: list[str], known: frozenset[str]) -> bool:
    telling = [
        word
        for word in words
        if not (is_plain(word, known) or word in _BESIDE_WORK or manner.is_done(word) or manner.is_new(word))
    ]
    if not telling or any(is_work_word(word) for word in telling):
        return False
    whole = " ".join(words)
    return not services_in(whole) and cost_of(whole) is None
