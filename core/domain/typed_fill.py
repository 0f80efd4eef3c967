"""The amounts of a fill-up as typed in answer to a question: `42,3 l 71,50 €`, `38,20 € à 1,789`, `42,3`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from core.domain.fuel import FuelUnit, milli_of, millilitres_of_gallons
from core.domain.money import Money, currency_of
from core.domain.typed_numbers import ascii_digits, readings
from core.domain.typed_text import folded
from core.domain.usual_units import usual
from core.errors import Refusal

HIGHEST_TYPED: Final = 80

_UNITS: Final = {
    "l": FuelUnit.LITRE, "lt": FuelUnit.LITRE, "litre": FuelUnit.LITRE, "litres": FuelUnit.LITRE,
    "liter": FuelUnit.LITRE, "liters": FuelUnit.LITRE, "litro": FuelUnit.LITRE, "litros": FuelUnit.LITRE,
    "kwh": FuelUnit.KWH, "kw": FuelUnit.KWH, "kg": FuelUnit.KG, "kilo": FuelUnit.KG, "kilos": FuelUnit.KG,
}  # fmt: skip
_GALLONS: Final = frozenset({"gal", "gals", "gallon", "gallons"})
_AT: Final = frozenset({"a", "at", "@", "x", "*", "prix", "price"})
_PER: Final = frozenset({"/", "le", "la", "du", "par", "per", "the"})
_FILLERS: Final = frozenset(
    {"pour", "for", "de", "du", "of", "et", "and", "soit", "total", "=", "plein", "full", "us", "uk", "imp", "imperial",
     "le", "la", "the", "h", "en", "j", "ai", "mis", "paye", "paid"}
)  # fmt: skip
_NUMBER: Final = r"[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?|[0-9]+(?:[.,][0-9]+)*|[.,][0-9]+"
_TOKEN: Final = re.compile(rf"(?P<number>{_NUMBER})|[a-z]+|\S")
# Spoken French puts the sign where the point would be: 71€50.
_SPOKEN: Final = re.compile(r"(?<=[0-9])€(?P<cents>[0-9]{2})(?![0-9.,l])")
# A minus, or a number that is written as no person does.
_REFUSED: Final = re.compile(r"(?:^| )-[0-9]|[0-9]e[0-9]")
_PUNCTUATION: Final = frozenset(",.;:-()!")


class FillNotUnderstood(Refusal):
    """A text that holds no quantity and no amount, or more than it can."""

    def __init__(self) -> None:
        super().__init__("error.fill_not_understood")


@dataclass(frozen=True, slots=True)
class TypedFill:
    """What was typed: quantity in thousandths of `unit`, total, unit price; the unit is None where none was named."""

    quantity_milli: int | None = None
    unit: FuelUnit | None = None
    total: Money | None = None
    unit_price: Decimal | None = None


def parse_fill(text: str, unit: FuelUnit, currency: str | None = None) -> TypedFill:
    """Read the amounts of a fill-up; a bare number is a quantity in `unit`, a second one the total."""
    typed = ascii_digits(folded(text[: HIGHEST_TYPED + 1]))
    tokens = list(_TOKEN.finditer(_SPOKEN.sub(r",\g<cents> €", typed)))
    places = [place for place, token in enumerate(tokens) if token["number"]]
    if len(typed) > HIGHEST_TYPED or not places or len(places) > 3 or _REFUSED.search(typed):
        raise FillNotUnderstood
    words = [token.group() for token in tokens]
    found = TypedFill()
    for number, place in enumerate(places):
        start = places[number - 1] + 1 if number else 0
        end = places[number + 1] if number + 1 < len(places) else len(words)
        found = _with(
            found, words[place], words[start:place], words[place + 1 : end], (unit, currency or usual().currency)
        )
    return found


def parse_unit_price(text: str) -> Decimal:
    """Read a price per unit: `1,789`, `0,2016 €/kWh`, `1.789 €`."""
    typed = ascii_digits(folded(text[: HIGHEST_TYPED + 1]))
    tokens = list(_TOKEN.finditer(typed))
    numbers = [token.group() for token in tokens if token["number"]]
    words = [token.group() for token in tokens if not token["number"]]
    if len(numbers) != 1 or "-" in words or not all(_is_known(word) for word in words):
        raise Refusal("error.unit_price_not_understood")
    return _smallest(numbers[0])


def _with(
    found: TypedFill, number: str, before: Sequence[str], after: Sequence[str], bare: tuple[FuelUnit, str]
) -> TypedFill:
    """Add what one number says, by the words around it."""
    if not all(_is_known(word) for word in (*before, *after)):
        raise FillNotUnderstood
    unit, gallons, per = _unit_after(after), _gallons_after(after), _is_per(after)
    currency = next((code for word in (*after[:1], *before[-1:]) if (code := _currency(word, bare[1]))), None)
    # `à 1,789` is a price per unit, `à 42 l` is not.
    if per or (before and before[-1] in _AT and unit is None and not gallons):
        if found.unit_price is not None:
            raise FillNotUnderstood
        return replace(found, unit_price=_smallest(number))
    if unit is not None or gallons or (currency is None and found.quantity_milli is None):
        if found.quantity_milli is not None:
            raise FillNotUnderstood
        imperial = bool({"uk", "imp", "imperial"} & set(after))
        value = _smallest(number)
        milli = millilitres_of_gallons(value, imperial=imperial) if gallons else milli_of(value)
        return replace(found, quantity_milli=milli, unit=FuelUnit.LITRE if gallons else unit)
    if found.total is not None:
        raise FillNotUnderstood
    return replace(found, total=Money.parse(f"{number} {currency or bare[1]}", None, bare[1]))


def _unit_after(after: Sequence[str]) -> FuelUnit | None:
    return _UNITS.get(after[0]) if after else None


def _gallons_after(after: Sequence[str]) -> bool:
    return any(word in _GALLONS for word in after[:2])


def _is_per(after: Sequence[str]) -> bool:
    """Whether the words after a number say "per litre", with a currency before it or not."""
    rest = after[1:] if after and _currency(after[0], "EUR") else after
    return len(rest) > 1 and rest[0] in _PER and (rest[1] in _UNITS or rest[1] in _GALLONS)


def _currency(word: str, default: str) -> str | None:
    return currency_of(word, default) if word not in _UNITS and word not in _FILLERS else None


def _is_known(word: str) -> bool:
    return (
        word in _UNITS
        or word in _GALLONS
        or word in _AT
        or word in _PER
        or word in _FILLERS
        or word in _PUNCTUATION
        or currency_of(word) is not None
    )


def _smallest(number: str) -> Decimal:
    """Of `1,789` and `42.300` the smaller reading is meant: nobody fills thousands, and no litre costs them."""
    values = readings(number)
    if not values:
        raise FillNotUnderstood
    return min(values.values())


def parse_price(text: str, language: str) -> Money | Decimal:
    """Read what was paid: in all (`71,50 €`), or per unit where that is said or three decimals show it (`1,789`)."""
    typed = ascii_digits(folded(text[: HIGHEST_TYPED + 1]))
    tokens = [token.group() for token in _TOKEN.finditer(typed)]
    numbers = [
        place for place, token in enumerate(tokens) if token[0].isdigit() or (token[0] in ".," and len(token) > 1)
    ]
    if len(numbers) == 1:
        place = numbers[0]
        before, after = tokens[:place], tokens[place + 1 :]
        if _is_per(after) or (before and before[-1] in _AT) or re.fullmatch(r"[0-9][.,][0-9]{3}", tokens[place]):
            return parse_unit_price(text)
    return Money.parse(text, language)
