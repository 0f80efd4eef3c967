"""Short words that a thumb slipped on, told by what stands beside them: `2 mqrs`, `rer tyres`, `cinq xent douze`.

Alone, so few letters might be anything; only words that nothing else knows come here.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

from rapidfuzz.distance import OSA

from core.domain.entry.spoken_numbers import NUMBER_WORDS
from core.domain.entry.tokens import Token
from core.domain.entry.word_sets import set_of

# Whether the words before and behind make the meant word likely.
_Fits: TypeAlias = Callable[[Token | None, Token | None], bool]

# Letters beside one another, on French keyboards and on others.
_ROWS: Final = ("azertyuiop", "qwertyuiop", "qsdfghjklm", "asdfghjkl", "wxcvbn", "zxcvbnm", "aq", "qa", "zs", "sz")
_BESIDE: Final = {
    letter: frozenset(
        row[at + step]
        for row in _ROWS
        for at in range(len(row))
        if row[at] == letter
        for step in (-1, 1)
        if 0 <= at + step < len(row)
    )
    for letter in "abcdefghijklmnopqrstuvwxyz"
}
_PARTS: Final = (
    "pla", "disq", "disc", "pne", "tyre", "tire", "frein", "brake", "pad", "rotor", "amort", "shock", "strut", "wheel",
    "roue", "spring", "axle", "essieu", "caliper", "etrier", "wiper", "light",
)  # fmt: skip
_MANY: Final = frozenset(NUMBER_WORDS) | {"cent", "cents"}
_WORDS_OF_PERIODS: Final = set_of("par per / chaque every")
_WORDS_OF_MONTHS: Final = set_of("fin debut mi mid early late of er")
_FEW: Final = 31
_COUNTED: Final = set_of(
    "euros euro pounds dollars quid bucks balles kilometres kilometers km miles litres liters mille -"
)


class _Rule(NamedTuple):
    """Words that may have been meant, and where."""

    targets: frozenset[str]
    fits: _Fits
    # Whether the place alone tells, even of a word that is one of its own.
    sure: bool = False


def _is(token: Token | None, words: frozenset[str]) -> bool:
    return token is not None and token.flat in words


def _is_part(token: Token | None) -> bool:
    return token is not None and token.flat.startswith(_PARTS)


def _is_day(token: Token | None) -> bool:
    return token is not None and token.text.isdecimal() and 0 < int(token.text) <= _FEW


def _is_in(before: Token | None, behind: Token | None) -> bool:
    """Whether a year follows behind "en", or a hyphen stands before: "en lars 2025", "mi-kuin"."""
    dated = behind is not None and behind.text.isdecimal() and behind.text.startswith("20")
    return (_is(before, set_of("en in")) and dated) or (
        _is(before, set_of("-")) and before is not None and not before.spaced
    )


_RULES: Final = (
    _Rule(
        set_of("cent cents mille vingt hundred thousand"),
        lambda before, behind: _is(before, _MANY) or _is(behind, _MANY),
    ),
    _Rule(
        set_of("mars avril juin juillet aout march april june july august"),
        lambda before, behind: _is_day(before) or _is(before, _WORDS_OF_MONTHS) or _is_in(before, behind),
    ),
    _Rule(set_of("mois month year semaine week"), lambda before, _: _is(before, _WORDS_OF_PERIODS)),
    _Rule(set_of("year month week"), lambda before, _: _is(before, set_of("a the per this last next each every"))),
    _Rule(set_of("air eau huile"), lambda before, _: _is(before, set_of("a"))),
    _Rule(set_of("belt chain"), lambda before, _: _is(before, set_of("timing cam drive fan serpentine aux"))),
    _Rule(set_of("rear front back"), lambda before, behind: _is_part(before) or _is_part(behind)),
    _Rule(set_of("avant arriere avants arrieres"), lambda before, _: _is_part(before) or _is(before, set_of("et +"))),
    _Rule(
        set_of("quid bucks euro euros balles pounds dollars francs each"),
        lambda before, _: before is not None and before.is_number,
    ),
    _Rule(set_of("matin soir midi jour"), lambda before, _: _is(before, set_of("ce")), sure=True),
    _Rule(set_of("full half"), lambda _, behind: _is(behind, set_of("service tank"))),
    _Rule(set_of("fill filled"), lambda _, behind: _is(behind, set_of("up"))),
    _Rule(set_of("partir compter"), lambda before, behind: _is(before, set_of("a")) and _is(behind, set_of("de du"))),
)  # fmt: skip


def slips_of(word: str) -> frozenset[str]:
    """What a thumb makes of a word: a letter lost, doubled, taken from beside, or two that changed places."""
    lost = (word[:at] + word[at + 1 :] for at in range(len(word)))
    doubled = (word[:at] + word[at] + word[at:] for at in range(len(word)))
    turned = (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1))
    taken = (word[:at] + near + word[at + 1 :] for at in range(len(word)) for near in _BESIDE[word[at]])
    return frozenset({*lost, *doubled, *turned, *taken}) - {word}


# Meant wherever they stand, when the word is no other one.
_ALONE: Final = (
    "hier",
    "chez",
    "rear",
    "lundi",
    "mardi",
    "jeudi",
    "today",
    "kwik",
    "pneu",
    "plus",
    "pour",
    "ayer",
    "lidl",
)
_ANYWHERE: Final = {slip: word for word in _ALONE for slip in slips_of(word)}
_MEANT: Final = frozenset(_ALONE).union(*(rule.targets for rule in _RULES))
# "Car hire 90 €" was no yesterday.
_HIRED: Final = set_of("car van purchase for to of a the")


_COUNTS: Final = {slip: word for word in sorted(NUMBER_WORDS) if len(word) > 3 for slip in slips_of(word)}
_JOINERS: Final = set_of("et and -")


def _counted(tokens: Sequence[Token], place: int, behind: Token | None) -> str | None:
    """The number that was meant between others, or between one and what it counts: "soixante et ozne euros"."""
    meant = _COUNTS.get(tokens[place].flat)
    if meant is None:
        return None
    first = place - 1
    while first > 0 and tokens[first].flat in _JOINERS:
        first -= 1
    goes_on = first >= 0 and tokens[first].flat in _MANY
    return meant if goes_on and (_is(behind, _MANY) or _is(behind, _COUNTED)) else None


def meant_beside(tokens: Sequence[Token], place: int, is_known: Callable[[str], bool]) -> str | None:
    """The word that was meant by one that nothing knows, from its neighbours; None where they do not tell."""
    word = tokens[place].flat
    if word in _MEANT:
        return None
    before = tokens[place - 1] if place else None
    behind = tokens[place + 1] if place + 1 < len(tokens) else None
    if word == "her":
        return "hier" if _is(behind, set_of("soir matin midi")) else None
    if word == "hire" and (_is(before, _HIRED) or _is(behind, _HIRED)):
        return None
    for at, target in _near(word):
        rule = _RULES[at]
        if rule.fits(before, behind) and (rule.sure or not is_known(word)):
            return target
    meant = _counted(tokens, place, behind) or _ANYWHERE.get(word)
    return None if meant is None or is_known(word) else meant


@lru_cache(maxsize=8_192)
def _near(word: str) -> tuple[tuple[int, str], ...]:
    """The rules that have a word one slip away, with that word."""
    near: list[tuple[int, str]] = []
    for at, rule in enumerate(_RULES):
        found = [target for target in rule.targets if OSA.distance(word, target, score_cutoff=1) <= 1]
        near += [(at, min(found, key=lambda one: (len(one), one)))] if found else []
    return tuple(near)
