"""Numbers of a line with what they measure: money, kilometres, quantities, unit prices, or nothing that is said."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Final

from core.domain.distance import UNITS, Unit, kilometres_typed
from core.domain.entry.entry_types import QuantityUnit
from core.domain.entry.tokens import Kind, Line, Role, Token
from core.domain.entry.unit_words import QUANTITY_UNITS, money_sign
from core.domain.entry.word_sets import set_of
from core.domain.money import Money
from core.domain.typed_numbers import readings
from core.errors import Refusal


class Measured(StrEnum):
    """What a number measures."""

    MONEY = "money"
    DISTANCE = "distance"
    QUANTITY = "quantity"
    PRICE = "price"
    BARE = "bare"


@dataclass(frozen=True, slots=True)
class Measure:
    """A number and what it measures; `value` None: it reads two ways, or is none that can be believed.

    `typed` is how it was typed; `marked` that a word or sign announced it as a price or a position (`à`, `@`);
    `total` that it was announced as the sum.
    """

    kind: Measured
    value: Decimal | None
    typed: str
    place: int
    unit: str = ""
    marked: bool = False
    total: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether it was typed without decimals."""
        return self.value is not None and self.value == self.value.to_integral_value()


# Of the words for money, those that mean something else before or behind a number.
_NEVER_BEFORE: Final = frozenset({"e", "eu", "fr", "livres", "pound", "pounds", "euro", "euros"})
_CENTS: Final = set_of("centimes centime cents cent cts ct c pence penny p")
_ONLY_CENTS: Final = set_of("centimes centime cents pence")
_CENTS_PER: Final = set_of("centimes centime cents cts ct c")
_PER: Final = set_of("/ par le du per a the al au each")
_MARKS: Final = set_of("a @ at prix price each")
_TOTALS: Final = set_of("total = pour for totale totaux tout all")
_ODOMETER_NAMES: Final = set_of(
    "km kms compteur kilometrage kilometrages odometre odo odometer mileage cuentakilometros kilometraje miles"
)
_ODD: Final = set_of("_ ² ³ ¹ ½ ¼ ¾ ^ *")
_BETWEEN: Final = set_of(": a de du des = is at est the shows reads now actuel indique affiche au")
# The unit of a bare number of which no reader may make anything, however it is typed.
SPOILT: Final = "?"
_BOUNDS: Final = (("moins", "de"), ("plus", "de"), ("less", "than"), ("more", "than"), ("up", "to"))
# Letters that a thumb typed for figures: `12350O`.
_LOOKALIKE: Final = re.compile(r"o+|[izs]")
_AT_MOST: Final = frozenset({"max", "maxi", "maximum"})
_BEFORE_TAX: Final = (["ht"], ["tva"], ["vat"])
_MAY_STICK: Final = set_of("x a eur gbp usd chf km kms odo at")


def find_measures(line: Line, language: str) -> list[Measure]:
    """Every number of a line that is still free, with what it measures; their tokens get their role."""
    return [measure for place in range(len(line.tokens)) for measure in _measure_at(line, place, language)]


def _measure_at(line: Line, place: int, language: str) -> Iterator[Measure]:
    token = line.free(place)
    if token is None or not token.is_number:
        return
    before = line.tokens[place - 1] if place else None
    if before is not None and not token.spaced and before.flat.isalpha() and before.flat not in _MAY_STICK:
        # The 3 of `c3`, the 20 of `i20`: names.
        line.take(place, place + 1, Role.PART)
        return
    yield _Reader(line, place, language).read()


@dataclass(slots=True)
class _Reader:
    """One number, with the words on both sides of it."""

    line: Line
    place: int
    language: str

    @property
    def token(self) -> Token:
        return self.line.tokens[self.place]

    def read(self) -> Measure:
        """Tell what it measures, from its unit, or from what announces it."""
        scale, after = self._scale()
        word = self.line.word(after)
        spoilt = self._is_spoilt()
        before = self._currency_before()
        behind = money_sign(word) if self._may_follow(after) else None
        if behind and before != behind:
            before = None  # of two different ones the word before is a word: "pln 30e" is a "plein"
        small = self._small_money(word, after, scale) if before is None else None
        if small:
            measure, end = small
        elif behind or before:
            measure, end = self._money(before or behind or "EUR", after + (1 if behind else 0), scale)
        else:
            measure, end = self._by_unit(word, after, scale)
        self.line.take(self._first(before), min(end, len(self.line.tokens)), Role.MEASURE)
        if spoilt:
            return replace(measure, value=None, unit=SPOILT if measure.kind is Measured.BARE else measure.unit)
        return without_value(measure) if self._is_half_more(end) else measure

    def _by_unit(self, word: str, after: int, scale: int) -> tuple[Measure, int]:
        """What is no money: by its unit, by what it is the price of, by what announces it, or nothing that is said."""
        if word in UNITS and not self._is_speed(after):
            return self._distance(UNITS[word], scale), after + 1
        if word in QUANTITY_UNITS and scale == 1 and not (word == "l" and self.line.word(after + 1) == "'"):
            return self._quantity(QUANTITY_UNITS[word]), self._after_unit(after)
        if self._is_price_per(after):
            return self._price("", after), after + 2
        if self._is_odometer():
            return self._distance(UNITS.get(self._named(), "km"), scale), after
        return self._bare(scale), after

    def _small_money(self, word: str, after: int, scale: int) -> tuple[Measure, int] | None:
        """Cents and pence that stand alone: the price on a pump, or "50 centimes"."""
        if self._is_pump_price(word, after):
            unit = "GBP/l" if word in {"p", "ppl"} else "/l"
            return Measure(Measured.PRICE, None, f"{self._pence()}", self.place, unit), self._after_pence(after)
        cents = _money_value(self.token.text, self.language, scale) if word in _ONLY_CENTS else None
        if cents is None:
            return None
        return self._made(Measured.MONEY, cents / 100, "GBP" if word == "pence" else "EUR", self.place), after + 1

    def _pence(self) -> Decimal | None:
        """The price of a litre in pounds, from the pence that British pumps show: `145.9p`."""
        values = [value / 100 for value in readings(self.token.text).values() if 80 <= value <= 300]
        return values[0] if len(set(values)) == 1 else None

    def _is_pump_price(self, word: str, after: int) -> bool:
        """Pence and cents as pumps show them: `145.9p`, "145.9 ppl", "178,9 cts le litre"."""
        if self._pence() is None:
            return False
        per = word in _CENTS_PER and self._is_price_per(after + 1)
        return per or word == "ppl" or (word == "p" and self.line.glued(after))

    def _after_pence(self, after: int) -> int:
        return after + 3 if self._is_price_per(after + 1) else after + 1

    def _scale(self) -> tuple[int, int]:
        """The k of `84k`, and the place behind it."""
        following = self.line.word(self.place + 1)
        counted = self.token.text.isdecimal()
        if following == "k" or (following == "thousand" and counted):
            return 1_000, self.place + 2
        # "84 milles" misspells the thousand, "52 000 milles" are miles.
        if following == "milles" and counted and len(self.token.text) <= 3:
            return 1_000, self.place + 2
        return 1, self.place + 1

    def _may_follow(self, after: int) -> bool:
        """A lone letter is a currency only where it sticks to the number or ends the words."""
        word = self.line.word(after)
        if word in {"e", "eu", "fr"}:
            following = self.line.word(after + 1)
            return following != "'" and not (word == "e" and following == "-")
        return word != "" and not (word in {"€", "£", "$"} and self._leads_next(after))

    def _leads_next(self, after: int) -> bool:
        """Whether a sign belongs to the number behind it: the second one of `42 €71`."""
        following = self.line.free(after + 1)
        sign = self.line.tokens[after]
        return following is not None and following.is_number and not following.spaced and sign.spaced

    def _currency_before(self) -> str | None:
        before = self.line.word(self.place - 1)
        if before == "-":
            before = self.line.word(self.place - 2)
        return None if before in _NEVER_BEFORE else money_sign(before)

    def _first(self, before: str | None) -> int:
        """Where the number begins, with its minus and the currency before it."""
        first = self.place
        if self._is_negative():
            first -= 1
        return first - 1 if before else first

    def _is_negative(self) -> bool:
        """A minus stands before it, and neither a range nor a hyphen: `-89€`, `- 89 €`, `€-89`, `-€89`."""
        at = self.place - 1
        if self.line.word(at) in {"€", "£", "$"}:
            at -= 1
        if self.line.word(at) != "-":
            return False
        before = self.line.tokens[at - 1] if at else None
        # Apart on both sides it is a dash between two parts of the line.
        dash = before is not None and self.line.tokens[at].spaced and self.line.tokens[at + 1].spaced
        return not dash and (before is None or before.kind is Kind.SIGN or self.line.tokens[at].spaced)

    def _is_spoilt(self) -> bool:
        """Whether something sticks to the number that no number has, or a range or a minus is open before it."""
        token, line = self.token, self.line
        if self._is_negative() or self._is_bound():
            return True
        before, behind = line.free(self.place - 1), line.free(self.place + 1)
        if before is not None and not token.spaced and before.flat in {"_", "x", "*", "^", "#", "-", "/"} | _ODD:
            return True
        if behind is None or behind.spaced:
            return False
        return behind.flat in _ODD or _LOOKALIKE.fullmatch(behind.flat) is not None

    def _is_bound(self) -> bool:
        """Whether it is only the least or the most: "moins de 100€", "over £100"."""
        first = self.place - (1 if self._currency_before() else 0)
        before = (self.line.word(first - 2), self.line.word(first - 1))
        behind = {self.line.word(self.place + 1), self.line.word(self.place + 2)}
        return before in _BOUNDS or before[1] in {"over", "under"} or bool(_AT_MOST & behind)

    def _is_half_more(self, end: int) -> bool:
        """Whether a half is added behind: "89 euros et demi", "42 litres and a half"."""
        behind = [self.line.word(end + ahead) for ahead in range(3)]
        return behind[:2] in (["et", "demi"], ["et", "demie"]) or behind == ["and", "a", "half"]

    def _is_speed(self, after: int) -> bool:
        return self.line.word(after + 1) == "/" and self.line.word(after + 2) == "h"

    def _after_unit(self, after: int) -> int:
        """The place behind a unit: `kw/h` and `kilowatt hours` take more than one token."""
        if self.line.word(after).startswith(("kw", "kilow")):
            following = self.line.word(after + 1)
            if following == "/" and self.line.word(after + 2) == "h":
                return after + 3
            if following in {"h", "hours", "hour", "heures", "heure"}:
                return after + 2
        return after + 1

    def _is_price_per(self, after: int) -> bool:
        """Whether a unit of fuel follows a slash or a word for "per": `1,79 du litre`."""
        return self.line.word(after) in _PER and self.line.word(after + 1) in QUANTITY_UNITS

    def _named(self) -> str:
        """The name of the odometer that announces the number, or nothing."""
        for back in range(1, 5):
            word = self.line.word(self.place - back)
            if word in _ODOMETER_NAMES:
                return word
            if word not in _BETWEEN:
                return ""
        return ""

    def _is_odometer(self) -> bool:
        return self._named() != "" and not self._is_price_per(self.place + 1)

    def _announced(self, words: frozenset[str], first: int) -> bool:
        before = self.line.tokens[first - 1].flat if first else ""
        further = self.line.tokens[first - 2].flat if first > 1 else ""
        return before in words or (before in {":", "de", "of"} and further in words)

    def _is_with_tax(self) -> bool:
        """Whether "ttc" stands behind the number or its currency: of several amounts it is what was paid.

        In "HT 250 TVA 50 TTC 300" each name stands before its number.
        """
        named = [self.line.word(self.place - back) for back in (1, 2) if self.line.word(self.place - back) != ":"]
        if named[:1] == ["ttc"]:
            return True
        ahead = next((ahead for ahead in (1, 2) if self.line.word(self.place + ahead) == "ttc"), None)
        if ahead is None:
            return False
        following = self.line.free(self.place + ahead + 1)
        return not (named[:1] in _BEFORE_TAX and following is not None and following.is_number)

    def _money(self, currency: str, end: int, scale: int) -> tuple[Measure, int]:
        cents, end = self._cents(end)
        first = self._first(self._currency_before())
        if self._is_price_per(end):
            return self._price(currency, end, cents), end + 2
        value = _money_value(f"{self.token.text},{cents}" if cents else self.token.text, self.language, scale)
        return self._made(Measured.MONEY, value, currency, first, cents), end

    def _cents(self, end: int) -> tuple[str, int]:
        """The cents behind the sign: `89€50`, "89 euros 50", "89 euros et 50 centimes"."""
        line = self.line
        if "," in self.token.text or "." in self.token.text or end <= self.place + 1:
            return "", end
        place = end + 1 if line.word(end) in {"et", "and"} else end
        figures = line.free(place)
        if figures is None or not figures.text.isdecimal() or len(figures.text) not in {1, 2, 3}:
            return "", end
        named = line.word(place + 1) in _CENTS and not (line.word(place + 1) == "ct" and place == end)
        sign = line.tokens[end - 1]
        alike = (sign.kind is Kind.WORD and len(sign.flat) > 1) or sign.spaced
        if named:
            return figures.text.zfill(2), place + 2
        glued = not figures.spaced and not sign.spaced and len(figures.text) == 2
        if len(figures.text) == 1 or place != end or (self._is_measured(place + 1) and not glued):
            return "", end
        glued = not figures.spaced and not sign.spaced
        price = len(figures.text) == 3 and self.token.text in {"0", "1", "2", "3"}
        return (figures.text, place + 1) if glued or (alike and (len(figures.text) == 2 or price)) else ("", end)

    def _is_measured(self, after: int) -> bool:
        """Whether a unit follows, so that the number before it is no cents."""
        word = self.line.word(after)
        return word in UNITS or word in QUANTITY_UNITS or money_sign(word) is not None or word == "k"

    def _distance(self, unit: Unit, scale: int) -> Measure:
        try:
            kilometres: int | None = kilometres_typed(_scaled(self.token.text, scale), unit)
        except Refusal:
            kilometres = None
        value = None if kilometres is None else Decimal(kilometres)
        return self._made(Measured.DISTANCE, value, unit, self.place)

    def _quantity(self, unit: QuantityUnit) -> Measure:
        # Of `42,300` litres the smaller reading is a tank, the larger one a tanker.
        believable = [value for value in readings(self.token.text).values() if 0 < value <= _HIGHEST[unit]]
        value = believable[0] if len(set(believable)) == 1 else None
        return self._made(Measured.QUANTITY, value, unit, self.place)

    def _price(self, currency: str, after: int, cents: str = "") -> Measure:
        unit = QUANTITY_UNITS[self.line.word(after + 1)]
        typed = f"{self.token.text},{cents}" if cents else self.token.text
        return Measure(Measured.PRICE, price_value(typed), typed, self.place, f"{currency}/{unit}")

    def _bare(self, scale: int) -> Measure:
        values = set(readings(self.token.text).values())
        value = values.pop() * scale if len(values) == 1 else None
        unit = "k" if scale > 1 else ""
        return self._made(Measured.BARE, value, unit, self.place)

    def _made(self, kind: Measured, value: Decimal | None, unit: str, first: int, cents: str = "") -> Measure:
        typed = f"{self.token.text},{cents}" if cents else self.token.text
        marked, total = self._announced(_MARKS, first), self._announced(_TOTALS, first) or self._is_with_tax()
        return Measure(kind, value, typed, self.place, unit, marked, total)


_HIGHEST: Final[dict[QuantityUnit, int]] = {"l": 1_500, "kWh": 1_000, "kg": 500, "gal": 400}


def price_value(typed: str) -> Decimal | None:
    """A unit price as typed: the one reading that a pump may show."""
    believable = {value for value in readings(typed).values() if 0 < value < 40}
    return believable.pop() if len(believable) == 1 else None


def _money_value(typed: str, language: str, scale: int) -> Decimal | None:
    try:
        return Money.parse(_scaled(typed, scale), language).amount
    except Refusal:
        return None


def _scaled(typed: str, scale: int) -> str:
    """Write out the thousands of `1,2k`; the sign before the k is a decimal point, whatever the language."""
    if scale == 1:
        return typed
    values = {value * scale for value in readings(typed).values() if value < 2_000}
    value = min(values) if values else None
    return typed if value is None else f"{value.normalize():f}"


def without_value(measure: Measure) -> Measure:
    """The same number, which reads two ways or cannot be believed."""
    return Measure(measure.kind, None, measure.typed, measure.place, measure.unit, measure.marked, measure.total)
