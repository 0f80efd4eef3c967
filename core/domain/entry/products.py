"""Products that people copy from a pump or a bill: `1.759 x 38.21 = 67.21`, "4 x 85 € = 340 €"."""

from dataclasses import replace
from decimal import Decimal
from typing import Final

from core.domain.entry.measures import Measure, Measured, price_value
from core.domain.entry.tokens import Line
from core.domain.entry.word_sets import set_of
from core.domain.typed_numbers import readings

_TIMES: Final = set_of("x * × fois times por")
_MAKES: Final = set_of("= soit total font fait makes so : donne -> → >")
_UNITS: Final = set_of("l litre litres liters € eur euro euros e £ $ / de du le la kwh kg gal par per")
_LOWEST, _HIGHEST = Decimal("0.4"), Decimal("3.2")
_LEAST, _MOST = Decimal(2), Decimal(200)
_PLACES_OF_A_PRICE: Final = -3
_ROUNDED: Final = Decimal("0.02")


def with_products(line: Line, found: list[Measure]) -> list[Measure]:
    """Tell the parts of a product: price, quantity and total of fuel; the total of things that were counted."""
    for at in range(len(found) - 1):
        one, two = found[at : at + 2]
        if not _joined(line, one, two, _TIMES):
            continue
        total = found[at + 2] if at + 2 < len(found) and _joined(line, two, found[at + 2], _MAKES) else None
        fuel = _fuel(one, two, total)
        if fuel:
            return [*found[:at], *fuel, *found[at + len(fuel) :]]
        if total is not None and _fits(one, two, total):
            return [*found[: at + 2], replace(total, total=True), *found[at + 3 :]]
    return found


def counts_out(line: Line, found: list[Measure]) -> bool:
    """Whether a product is said with what it makes, so that the amount is the whole one."""
    return any(
        _joined(line, one, two, _TIMES) and _joined(line, two, total, _MAKES) and _fits(one, two, total)
        for one, two, total in zip(found, found[1:], found[2:], strict=False)
    )


def _joined(line: Line, one: Measure, two: Measure, signs: frozenset[str]) -> bool:
    """Whether only such a sign, and the units of the two, stand between them."""
    between = [token.flat for token in line.tokens[one.place + 1 : two.place]]
    cents = [word for word in between if word.isdecimal()]
    known = all(word in signs | _UNITS or word in cents for word in between)
    return known and any(word in signs for word in between) and len(cents) <= 1


def _values(measure: Measure) -> set[Decimal]:
    return {measure.value} if measure.value is not None else set(readings(measure.typed).values())


def _fits(one: Measure, two: Measure, total: Measure) -> bool:
    return any(
        abs(first * second - whole) <= _ROUNDED
        for first in _values(one)
        for second in _values(two)
        for whole in _values(total)
    )


def _fuel(one: Measure, two: Measure, total: Measure | None) -> list[Measure]:
    """A pump's price, the litres and what they cost; empty where these are no such numbers."""
    for price, quantity in ((one, two), (two, one)):
        cost, litres = price_value(price.typed), _litres(quantity)
        if cost is None or litres is None or not _LOWEST <= cost <= _HIGHEST:
            continue
        told = quantity.kind is Measured.QUANTITY or price.kind is Measured.PRICE
        if total is None and not (told or cost.as_tuple().exponent == _PLACES_OF_A_PRICE):
            continue
        if total is not None and not _fits(replace(price, value=cost), replace(quantity, value=litres), total):
            continue
        currency = next((one.unit for one in (price, total) if one is not None and one.kind is Measured.MONEY), "")
        unit = quantity.unit if quantity.kind is Measured.QUANTITY else "l"
        said = [
            replace(price, kind=Measured.PRICE, value=cost, unit=f"{currency}/{unit}"),
            replace(quantity, kind=Measured.QUANTITY, value=litres, unit=unit),
        ]
        return [*said, _paid(total, currency)] if total is not None else said
    return []


def _paid(total: Measure, currency: str) -> Measure:
    """The amount; without a sign it is in the money of the price, or in what the person uses."""
    if total.kind is Measured.MONEY:
        return total
    return replace(total, kind=Measured.MONEY if currency else Measured.BARE, unit=currency, total=True)


def _litres(measure: Measure) -> Decimal | None:
    if measure.kind not in {Measured.QUANTITY, Measured.BARE}:
        return None
    fitting = {value for value in _values(measure) if _LEAST <= value <= _MOST}
    return fitting.pop() if len(fitting) == 1 else None
