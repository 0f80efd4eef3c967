"""Numbers without a unit: which of them may be an amount, which a mileage, and which are neither."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from core.domain.distance import kilometres_typed
from core.domain.entry.measures import SPOILT, Measure, Measured
from core.domain.entry.plain_words import FILLERS, GENERATIONS, MODEL_NUMBERS, is_plain, is_work_word
from core.domain.entry.tokens import Kind, Line
from core.domain.entry.word_sets import set_of
from core.domain.usual_units import usual
from core.errors import Refusal

LOWEST_ODOMETER: Final = 1_000
# A bare number from here on is no price of work, and one below the first is no mileage.
NO_PRICE: Final = 10_000
_YEAR: Final = re.compile(r"19[89][0-9]|20[0-4][0-9]")
_POSTCODE: Final = re.compile(r"(?:0[1-9]|[1-8][0-9]|9[0-8])[0-9]{3}")
_COUNTED: Final = 20
# Words behind a number that it does not count.
_NOT_COUNTED: Final = set_of(
    "cash card carte especes cb cheque liquide tout all total ttc chez at on in for from le la les du de par by avec"
    " with and et mais but ok merci thanks thx lol mdr payes paye paid"
)
_OWNED: Final = frozenset({"la", "ma", "une", "sa", "notre", "peugeot", "fiat", "porsche", "my", "the", "abarth"})


def plain_numbers(line: Line, measures: list[Measure], *, counts: bool) -> list[Measure]:
    """The bare numbers that may mean money or distance; `counts`: a small one before a word counts things."""
    return [
        measure
        for measure in measures
        if measure.kind is Measured.BARE and not any(_reasons(line, measure, counts=counts))
    ]


def _reasons(line: Line, measure: Measure, *, counts: bool) -> Iterator[bool]:
    """Each reason for which a number is neither."""
    place, typed = measure.place, measure.typed
    before = line.tokens[place - 1].flat if place else ""
    following = line.free(place + 1)
    word_follows = following is not None and following.kind is Kind.WORD and following.flat not in _NOT_COUNTED
    yield typed.isdecimal() and len(typed) <= 2 and before in GENERATIONS and measure.unit != "k"
    yield typed in MODEL_NUMBERS and before in _OWNED
    yield counts and typed.isdecimal() and int(typed) <= _COUNTED and word_follows
    yield typed.isdecimal() and len(typed) > 1 and typed.startswith("0") and "," not in typed
    yield len(typed) > 12
    yield bool(_POSTCODE.fullmatch(typed)) and following is not None and _is_town(following.flat, following.text)


def _is_town(word: str, typed: str) -> bool:
    """Whether the word behind five digits reads as the name of a place."""
    return len(word) > 2 and word.isalpha() and not is_plain(word) and not is_work_word(word) and word not in FILLERS


def is_year(measure: Measure) -> bool:
    """Whether a bare number reads as a year."""
    return _YEAR.fullmatch(measure.typed) is not None


def as_kilometres(measure: Measure) -> int | None:
    """A bare number as a mileage: of two readings the larger one, as odometers show no thousandths."""
    unit = usual().distance
    if measure.unit == SPOILT:
        return None
    if measure.value is not None and unit == "km":
        return int(measure.value) if measure.is_whole else None
    try:
        return kilometres_typed(measure.typed, unit)
    except Refusal:
        return None


def as_amount(measure: Measure) -> Decimal | None:
    """A bare number as money: whole, or with at most two decimals."""
    value = measure.value
    if value is None or (value * 100) % 1:
        return None
    return value
