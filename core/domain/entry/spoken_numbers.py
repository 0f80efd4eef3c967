"""Numbers in words, as voice typing leaves them, in French and English: they become figures."""

from dataclasses import dataclass, replace
from typing import Final

from core.domain.date_words import DAYS_BY_UNIT, MONTHS, MONTHS_BY_UNIT
from core.domain.distance import UNITS
from core.domain.entry.tokens import Kind, Token
from core.domain.entry.word_sets import set_of

_FRENCH: Final = "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
_ENGLISH: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
)
_SMALL: Final = {
    **{word: value for words in (_FRENCH, _ENGLISH) for value, word in enumerate(words.split())},
    "une": 1, "premier": 1,
    "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70,
    "huitante": 80, "octante": 80, "nonante": 90,
    "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10, "doce": 12,
    "trece": 13, "catorce": 14, "dieciseis": 16, "diecisiete": 17, "dieciocho": 18, "diecinueve": 19,
    "veinte": 20, "veintiuno": 21, "veintidos": 22, "veintitres": 23, "veinticuatro": 24, "veinticinco": 25,
    "veintiseis": 26, "veintisiete": 27, "veintiocho": 28, "veintinueve": 29, "treinta": 30, "cuarenta": 40,
    "cincuenta": 50, "sesenta": 60, "setenta": 70, "ochenta": 80, "noventa": 90, "cien": 100, "ciento": 100,
    "doscientos": 200, "trescientos": 300, "cuatrocientos": 400, "quinientos": 500, "seiscientos": 600,
    "setecientos": 700, "ochocientos": 800, "novecientos": 900,
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_ORDINALS: Final = {
    word: value
    for value, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
        ],
        start=1,
    )
} | {"thirtieth": 30}
NUMBER_WORDS: Final = _SMALL.keys() | {"hundred", "thousand", "mille"}
_HUNDRED: Final = frozenset({"cent", "cents", "hundred"})
_THOUSAND: Final = frozenset({"mille", "mil", "thousand"})
_FIRST: Final = _SMALL.keys() | _ORDINALS.keys() | _HUNDRED | _THOUSAND | {"a"}
_AND: Final = frozenset({"et", "and", "y"})
_POINT: Final = frozenset({"virgule", "point"})
# Behind these, even a single word is a number; "neuf" alone is more often new than nine.
_MONEY: Final = set_of("€ £ $ euro euros eur pound pounds quid dollar dollars bucks balles centimes cents francs")
_UNITS: Final = (
    _MONEY
    | UNITS.keys()
    | DAYS_BY_UNIT.keys()
    | MONTHS_BY_UNIT.keys()
    | MONTHS.keys()
    | set_of(
        "l litre litres liter liters kwh kilowatt kilowatts kg kilo kilos gallon gallons"
        " heure heures hour hours minute minutes h"
    )
)


_ALSO_WORDS: Final = frozenset({"neuf", "a", "un", "une", "first", "second", "premier"})


@dataclass(slots=True)
class _Sum:
    """A number being said: thousands that are settled, and what is being counted."""

    thousands: int = 0
    current: int = 0
    words: int = 0

    @property
    def value(self) -> int:
        return self.thousands + self.current

    def add(self, word: str) -> bool:
        """Take one more word; False when it does not continue this number."""
        if word in _HUNDRED:
            taken = self._hundred()
        elif word in _THOUSAND:
            taken = self._thousand()
        else:
            value = _SMALL.get(word, _ORDINALS.get(word))
            taken = value is not None and self._small(value)
        self.words += taken
        return taken

    def digits(self, typed: str) -> bool:
        """Take figures among the words: the 84 of "84 mille", the 200 behind it."""
        if not typed.isdecimal() or len(typed) > 3 or self.current or (self.words and not self.thousands):
            return False
        # "131 mille 5" is 131 500 to most who say it.
        if self.thousands and len(typed) == 1:
            return False
        self.current = int(typed)
        self.words += 1
        return True

    def _small(self, value: int) -> bool:
        tens = self.current % 100
        if not self.words or (tens == 0 and value and self.current + self.thousands):
            self.current += value
        elif tens == 4 and value == 20:
            self.current += 76
        elif value and value < self._room(tens):
            if tens == 10 and value < 7:
                return False
            self.current += value
        else:
            return False
        return True

    @staticmethod
    def _room(tens: int) -> int:
        """What may still be said after the tens: nineteen after sixty and eighty in French, else nine."""
        if tens in {60, 80}:
            return 20
        return 10 if tens % 10 == 0 else 0

    def _hundred(self) -> bool:
        if self.current >= 20:
            return False
        self.current = (self.current or 1) * 100
        return True

    def _thousand(self) -> bool:
        if self.thousands or (self.words and not self.current):
            return False
        self.thousands, self.current = (self.current or 1) * 1_000, 0
        return True


def spoken(tokens: list[Token]) -> list[Token]:
    """Put figures in place of numbers that were said in words."""
    put: list[Token] = []
    place = 0
    while place < len(tokens):
        figures, end = _number_at(tokens, place)
        if figures:
            put.append(replace(tokens[place], kind=Kind.NUMBER, text=figures, flat=figures, end=tokens[end - 1].end))
            place = end
        else:
            put.append(tokens[place])
            place += 1
    return put


def _number_at(tokens: list[Token], place: int) -> tuple[str, int]:
    first = tokens[place]
    # Most words begin no number.
    if first.flat not in _FIRST and not first.is_number:
        return "", place
    whole, end = _sum_at(tokens, place)
    if not whole.words:
        return "", place
    decimals, end_of_decimals = _decimals_at(tokens, end)
    if decimals:
        return f"{whole.value},{decimals}", end_of_decimals
    if not _is_meant(tokens, place, end, whole):
        return _torn(tokens, place, end, whole)
    more, end_of_more = _sum_at(tokens, end) if not tokens[place].is_number else (_Sum(), end)
    if more.words and more.value >= 10 and not tokens[end].is_number and tokens[end].flat not in _HUNDRED:
        # "Eighty nine fifty" is 89.50 or no number at all: it is spelt so that no reader takes it for one.
        return f"{whole.value}..{more.value}", end_of_more
    return str(whole.value), end


def _torn(tokens: list[Token], place: int, end: int, whole: _Sum) -> tuple[str, int]:
    """Spell "one fifty euros" so that no reader takes it for one: it may be 1.50 or 150."""
    more, end_of_more = _sum_at(tokens, end)
    after = tokens[end_of_more].flat if end_of_more < len(tokens) else ""
    alike = whole.words == 1 and 0 < whole.value < 10 and tokens[place].flat not in _ALSO_WORDS
    if alike and more.words and more.value >= 10 and not tokens[end].is_number and after in _MONEY:
        return f"{whole.value}..{more.value}", end_of_more
    return "", place


def _sum_at(tokens: list[Token], place: int) -> tuple[_Sum, int]:
    """Read as many words as make one number."""
    whole = _Sum()
    following = tokens[place + 1].flat if place + 1 < len(tokens) else ""
    if place >= len(tokens):
        return whole, place
    if tokens[place].flat == "a":
        if following not in {"hundred", "thousand"}:
            return whole, place
        place += 1
    end = place
    while place < len(tokens):
        token = tokens[place]
        # A hyphen or an "and" inside belongs to it only when the number goes on.
        if whole.words and (token.flat in _AND or (token.flat == "-" and not token.spaced)):
            place += 1
            continue
        if not (whole.digits(token.text) if token.is_number else whole.add(token.flat)):
            break
        place += 1
        end = place
    return whole, end


def _decimals_at(tokens: list[Token], place: int) -> tuple[str, int]:
    """Read "virgule sept cent quatre-vingt-neuf" or "point seven eight nine"."""
    if place >= len(tokens) or tokens[place].flat not in _POINT:
        return "", place
    figures, end = "", place + 1
    while end < len(tokens) and not tokens[end].is_number:
        part, after = _sum_at(tokens, end)
        if not part.words:
            break
        figures, end = figures + str(part.value), after
    return figures[:6], end


def _is_meant(tokens: list[Token], place: int, end: int, whole: _Sum) -> bool:
    """Whether words that could be a number are one here."""
    if tokens[place].is_number:
        # Figures stay as they are typed, unless words continued them.
        return end - place > 1 and whole.thousands > 0
    before = tokens[place - 1].flat if place else ""
    after = tokens[end].flat if end < len(tokens) else ""
    if tokens[end - 1].flat in _ORDINALS:
        return after in MONTHS or after == "of" or before in MONTHS
    if whole.words == 1 and tokens[place].flat != "a":
        return after in _UNITS or (before in _MONEY and whole.value >= 10)
    return True
