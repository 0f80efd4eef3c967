"""A line cut into numbers, words and signs, each remembering where it stood."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from typing import Final

from core.domain.date_words import MONTHS
from core.domain.entry.word_sets import set_of
from core.domain.typed_numbers import ascii_digits
from core.domain.typed_text import clean, folded

# Longer texts are letters to someone, not entries.
HIGHEST_TYPED: Final = 600
HIGHEST_GROUPED: Final = 2_000_000

_SAME: Final = str.maketrans(
    {
        "\n": " ; ",
        **dict.fromkeys("\u00a0\u202f\u2009\u2007", " "),
        **dict.fromkeys("’‘`´ʼ", "'"),
        **dict.fromkeys("–—−‐‑", "-"),
        "œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae",
    }
)  # fmt: skip
# Figures whose decimals stand behind their unit, and Swiss dashes for no cents: `84k5`, `42L3`, `89.-`.
_SPLICED: Final = (
    (re.compile(r"(?<![\w.,/-])([0-9]{1,3}) ?[kK]([0-9]{1,3})(?![\w.,])"), r"\1,\2k"),
    (re.compile(r"(?<![\w.,/-])([0-9]{1,3})[lL]([0-9]{1,2})(?![\w.,])"), r"\1,\2 L"),
    (re.compile(r"(?<=[0-9]) us (?=gal)", re.IGNORECASE), " "),
    (re.compile(r"(?<=[0-9])[.,]-{1,2}(?=[ €;:!)]|$)"), ""),
)
_TOKEN: Final = re.compile(r"(?P<number>[0-9]+(?:[.,'][0-9]+)*)|(?P<word>[^\W\d_]+)|(?P<sign>\S)")
_GROUP: Final = re.compile(r"[0-9]{3}(?:[.,][0-9]{1,2})?")
_WIDTH, _HEIGHT = re.compile(r"[1-3][0-9]5"), re.compile(r"[2-9][05]")
_LEAD: Final = re.compile(r"[1-9][0-9]{0,2}")
# What stands before a number that counts things or names a model: it begins no group of thousands.
_NO_GROUP_AFTER: Final = set_of(
    "x le the el clio megane scenic laguna twingo espace golf polo passat serie series classe class model mazda id"
    " ioniq corsa astra fiesta focus civic ibiza leon fabia octavia panda punto c ds phase mk peugeot"
)


class Kind(StrEnum):
    """What a token is made of."""

    NUMBER = "number"
    WORD = "word"
    SIGN = "sign"


class Role(StrEnum):
    """What a token was read as; one that has a role is read no second time."""

    DAY = "day"
    CLOCK = "clock"
    REPEAT = "repeat"
    MEASURE = "measure"
    GARAGE = "garage"
    TRIGGER = "trigger"
    # Numbers that say nothing of money or distance, though they may stand in the name of a part.
    PART = "part"
    # Plates, telephone numbers, addresses.
    MASKED = "masked"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the line: as typed, folded, where it stood, and whether a space came before it."""

    kind: Kind
    text: str
    flat: str
    start: int
    end: int
    spaced: bool

    @property
    def is_number(self) -> bool:
        """Whether it is made of digits."""
        return self.kind is Kind.NUMBER


@dataclass(slots=True)
class Line:
    """A line being read: its tokens, and the role that each one has got so far."""

    text: str
    tokens: list[Token]
    roles: list[Role | None] = field(default_factory=list)
    _flat: str | None = None
    _at: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.roles = [None] * len(self.tokens)

    @property
    def flat(self) -> str:
        """The folded line, in which what has a role is blotted out."""
        if self._flat is None:
            pieces: list[str] = []
            self._at, place = [], 0
            for token, role in zip(self.tokens, self.roles, strict=True):
                gap = " " if token.spaced and pieces else ""
                self._at.append(place + len(gap))
                pieces.append(gap + ("~" * len(token.flat) if role else token.flat))
                place += len(pieces[-1])
            self._flat = "".join(pieces)
        return self._flat

    def find(self, pattern: re.Pattern[str]) -> Iterator[tuple[re.Match[str], int, int]]:
        """Each place where a pattern fits, with the range of its tokens; roles may be given meanwhile."""
        flat, places = self.flat, self._at
        for match in pattern.finditer(flat):
            first = next((at for at, place in enumerate(places) if place >= match.start()), len(places))
            last = next((at for at, place in enumerate(places) if place >= match.end()), len(places))
            if first < last:
                yield match, first, last

    def take(self, first: int, last: int, role: Role) -> None:
        """Give a role to a range of tokens."""
        for place in range(first, last):
            self.roles[place] = role
        self._flat = None

    def free(self, place: int) -> Token | None:
        """The token at a place, if there is one and it has no role yet."""
        return self.tokens[place] if 0 <= place < len(self.tokens) and self.roles[place] is None else None

    def word(self, place: int) -> str:
        """The folded free token at a place, or nothing."""
        token = self.free(place)
        return token.flat if token else ""

    def glued(self, place: int) -> bool:
        """Whether a token follows the one before it without a space."""
        return 0 < place < len(self.tokens) and not self.tokens[place].spaced

    def said(self, roles: frozenset[Role | None] = frozenset({None}), *, meant: bool = False) -> str:
        """What was typed and has one of these roles, with its spaces; a break stands for what was left out.

        `meant`: folded, and with what was mistyped put right.
        """
        pieces: list[str] = []
        broken = False
        for token, role in zip(self.tokens, self.roles, strict=True):
            if role not in roles:
                broken = True
                continue
            if pieces and (token.spaced or broken):
                pieces.append(" ")
            pieces.append(token.flat if meant else token.text)
            broken = False
        return "".join(pieces)


def plain_text(text: str) -> str:
    """Reduce a text to one line of plain spaces, apostrophes, hyphens and digits, in which tokens have their places."""
    plain = ascii_digits(clean(text).translate(_SAME))
    for pattern, written in _SPLICED:
        plain = pattern.sub(written, plain)
    return plain


def cut(plain: str) -> list[Token]:
    """Cut a plain text into tokens."""
    tokens: list[Token] = []
    end = 0
    for match in _TOKEN.finditer(plain):
        typed = match.group()
        token = Token(Kind(match.lastgroup or "sign"), typed, _fold(typed), match.start(), match.end(), False)
        tokens.append(replace(token, spaced=match.start() > end))
        end = match.end()
    return tokens


def apart(tokens: list[Token], is_word: Callable[[str], bool]) -> list[Token]:
    """Read a number that sticks to a word of ours as if a space stood between: `vidange84.200km`, not `clio4`."""
    return [
        replace(token, spaced=True)
        if token.is_number and not token.spaced and place and is_word(before.flat)
        else token
        for place, (before, token) in enumerate(zip([*tokens[:1], *tokens], tokens, strict=False))
    ]


def grouped(tokens: list[Token]) -> list[Token]:
    """Join digits whose thousands are set apart by single spaces: `84 200`, but not the 89 of `89 120 000 km`."""
    joined: list[Token] = []
    place = 0
    while place < len(tokens):
        end = place + 1
        if _may_lead(tokens, place):
            while end < len(tokens) and _continues(tokens[end - 1], tokens[end]):
                end += 1
        if end - place > 1 and (_value(tokens[place:end]) <= HIGHEST_GROUPED or not _may_lead(tokens, place + 1)):
            joined.append(_joined(tokens[place:end]))
            place = end
        else:
            joined.append(tokens[place])
            place += 1
    return joined


def _may_lead(tokens: list[Token], place: int) -> bool:
    if not tokens[place].is_number or not _LEAD.fullmatch(tokens[place].text):
        return False
    before = tokens[place - 1].flat if place else ""
    # Neither the 4 of `3/4 120€` nor that of `x4 120€`.
    glued = (
        place > 0 and not tokens[place].spaced and (before in {"/", ":", "-"} or tokens[place - 1].kind is Kind.WORD)
    )
    return before not in _NO_GROUP_AFTER and not glued and not (_is_rim(tokens, place) or _is_day(tokens, place))


def _is_day(tokens: list[Token], place: int) -> bool:
    """Whether a number is the day of a month that stands before it: the 12 of `March 12 120€`."""
    if place == 0 or tokens[place - 1].flat not in MONTHS or int(tokens[place].text) > 31:
        return False
    before = tokens[max(0, place - 3) : place - 1]
    return not any(token.is_number for token in before)


def _is_rim(tokens: list[Token], place: int) -> bool:
    """Whether a number ends the size of a tyre: the 16 of `205 55 16 340€`."""
    if place < 2 or not tokens[place].text.startswith(("1", "2")):
        return False
    return bool(_WIDTH.fullmatch(tokens[place - 2].text) and _HEIGHT.fullmatch(tokens[place - 1].text))


def _continues(before: Token, token: Token) -> bool:
    apart = token.start - before.end == 1
    return apart and "." not in before.text and "," not in before.text and bool(_GROUP.fullmatch(token.text))


def _value(tokens: list[Token]) -> int:
    return int("".join(re.split(r"[.,]", token.text)[0] for token in tokens))


def _joined(tokens: list[Token]) -> Token:
    typed = " ".join(token.text for token in tokens)
    return replace(tokens[0], text=typed, flat=typed, end=tokens[-1].end)


@lru_cache(maxsize=4_096)
def _fold(typed: str) -> str:
    # Folding may drop a lone mark altogether; a token keeps some text, so that every one has its place.
    return folded(typed) or "~"
