"""A fill-up put together: which number is the quantity, which the price, which the total, and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from core.domain.distance import HIGHEST_KILOMETRES
from core.domain.entry.bare_numbers import as_kilometres
from core.domain.entry.entry_types import Ask, QuantityUnit
from core.domain.entry.measures import Measure, Measured, price_value
from core.domain.fuel import Amounts, FuelUnit, complete, milli_of
from core.domain.money import Money
from core.domain.usual_units import usual
from core.errors import Refusal

_HIGHEST_TOTAL: Final = 5_000
_LOWEST_ODOMETER: Final = 1_000
_CENT, _THOUSANDTH = Decimal("0.01"), Decimal("0.001")
# What a unit may cost: two numbers whose quotient is outside are no quantity and total.
_PRICES: Final[dict[QuantityUnit, tuple[Decimal, Decimal]]] = {
    "l": (Decimal("0.6"), Decimal("3.2")),
    "kWh": (Decimal("0.05"), Decimal(2)),
    "kg": (Decimal("0.5"), Decimal(25)),
    "gal": (Decimal("1.5"), Decimal(12)),
}


@dataclass(slots=True)
class FillSaid:
    """What a line says of a fill-up, as far as it is sure; the rest is in `ask`."""

    unit: QuantityUnit
    quantity: Decimal | None = None
    price: Decimal | None = None
    amount: Decimal | None = None
    currency: str = field(default_factory=lambda: usual().currency)
    odometer_km: int | None = None
    ask: set[Ask] = field(default_factory=set)


def read_fill(measures: Sequence[Measure], unit: QuantityUnit) -> FillSaid:
    """Tell the parts of a fill-up from its numbers, and work out the third of quantity, price and total."""
    said = FillSaid(next((_unit_of(measure) for measure in measures if measure.kind is Measured.QUANTITY), unit))
    rest = _take_price(said, list(measures))
    rest = _take_quantity(said, rest)
    rest = _take_total(said, rest)
    _place_bare(said, [measure for measure in rest if measure.kind is Measured.BARE])
    _settle(said)
    return said


def _unit_of(measure: Measure) -> QuantityUnit:
    units: dict[str, QuantityUnit] = {"kWh": "kWh", "kg": "kg", "gal": "gal"}
    return units.get(measure.unit, "l")


def _take_price(said: FillSaid, measures: list[Measure]) -> list[Measure]:
    """The unit price: said per unit, or announced by `à` or `@`, or with the three decimals of a pump."""
    explicit = [measure for measure in measures if measure.kind is Measured.PRICE]
    for measure in explicit:
        currency, _, unit = measure.unit.partition("/")
        said.currency = currency or said.currency
        said.unit = _unit_of(Measure(Measured.QUANTITY, None, "", 0, unit))
    if not explicit:
        explicit = [measure for measure in measures if _looks_like_price(said, measure)]
    for measure in explicit:
        if measure.kind is Measured.MONEY:
            said.currency = measure.unit
    if explicit:
        values = {price_value(measure.typed) for measure in explicit}
        said.price = values.pop() if len(values) == 1 else None
        if said.price is None:
            said.ask.add(Ask.UNIT_PRICE)
    return [measure for measure in measures if measure not in explicit]


def _looks_like_price(said: FillSaid, measure: Measure) -> bool:
    if measure.kind not in {Measured.MONEY, Measured.BARE}:
        return False
    value = price_value(measure.typed)
    if value is None or measure.unit == "k":
        return False
    _, highest = _PRICES[said.unit]
    three_places = (value * 1_000) % 10 != 0
    return value <= highest and value % 1 != 0 and (measure.marked or three_places or measure.kind is Measured.BARE)


def _take_quantity(said: FillSaid, measures: list[Measure]) -> list[Measure]:
    given = [measure for measure in measures if measure.kind is Measured.QUANTITY]
    if given:
        values = {measure.value for measure in given}
        said.quantity = values.pop() if len(values) == 1 else None
        if said.quantity is None:
            said.ask.add(Ask.QUANTITY)
    return [measure for measure in measures if measure not in given]


def _take_total(said: FillSaid, measures: list[Measure]) -> list[Measure]:
    monies = [measure for measure in measures if measure.kind is Measured.MONEY]
    for measure in monies:
        said.currency = measure.unit
    values = {measure.value for measure in monies}
    if len(values) > 1:
        values = {measure.value for measure in monies if measure.total} or values
    value = values.pop() if len(values) == 1 else None
    if monies and (value is None or not 0 <= value <= _HIGHEST_TOTAL):
        said.ask.add(Ask.AMOUNT)
    else:
        said.amount = value
    return [measure for measure in measures if measure not in monies]


def _place_bare(said: FillSaid, bare: list[Measure]) -> None:
    """Give the numbers that have no unit the one place that is left for each."""
    large = [measure for measure in bare if (as_kilometres(measure) or 0) >= _LOWEST_ODOMETER]
    shown = as_kilometres(large[0]) if len(large) == 1 else None
    if shown is not None and shown <= HIGHEST_KILOMETRES:
        said.odometer_km = shown
    elif large:
        said.ask.add(Ask.ODOMETER)
    small = [measure.value for measure in bare if measure not in large and measure.value is not None]
    if len(small) > 2 or not small:
        return
    first, second = small[0], small[-1]
    if len(small) == 2:
        _place_two(said, first, second)
    elif said.quantity is not None and Ask.AMOUNT not in said.ask and said.amount is None:
        said.amount = first
    elif (
        said.amount is not None
        and said.quantity is None
        and Ask.QUANTITY not in said.ask
        and _is_price(said, said.amount, first)
    ):
        said.quantity = first


def _place_two(said: FillSaid, one: Decimal, two: Decimal) -> None:
    """Of two bare numbers, one may be the quantity and the other the total, if only one way gives a price."""
    if said.quantity is not None or said.amount is not None:
        return
    ways = [(quantity, total) for quantity, total in ((one, two), (two, one)) if _is_price(said, total, quantity)]
    if len(ways) == 1:
        said.quantity, said.amount = ways[0]


def _is_price(said: FillSaid, total: Decimal, quantity: Decimal) -> bool:
    if not quantity:
        return False
    lowest, highest = _PRICES[said.unit]
    return lowest <= total / quantity <= highest


def _settle(said: FillSaid) -> None:
    """Work out the third one; what does not fit together is asked."""
    if said.quantity is not None and said.amount is not None and said.price is not None:
        _check(said)
    elif said.quantity is not None and said.price is not None and Ask.AMOUNT not in said.ask:
        said.amount = (said.quantity * said.price).quantize(_CENT, ROUND_HALF_UP)
    elif said.amount is not None and said.price is not None and Ask.QUANTITY not in said.ask:
        said.quantity = (said.amount / said.price).quantize(_CENT, ROUND_HALF_UP)
    elif said.quantity is not None and said.amount is not None:
        said.price = (said.amount / said.quantity).quantize(_THOUSANDTH, ROUND_HALF_UP)
        if said.amount and not _is_price(said, said.amount, said.quantity) and said.currency in {"EUR", "GBP"}:
            said.price = None
            said.ask.add(Ask.UNIT_PRICE)
    for value, field_ in ((said.quantity, Ask.QUANTITY), (said.amount, Ask.AMOUNT)):
        if value is None:
            said.ask.add(field_)


def _check(said: FillSaid) -> None:
    unit = FuelUnit.LITRE if said.unit == "gal" else FuelUnit(said.unit)
    quantity, amount = said.quantity or Decimal(0), said.amount or Decimal(0)
    given = Amounts(milli_of(quantity), Money.of(amount).cents, said.price, said.currency)
    try:
        complete(unit, given, insist=False)
    except Refusal:
        said.price = None
        said.ask.add(Ask.UNIT_PRICE)
