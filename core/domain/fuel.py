"""Fill-ups and charges: what fits together, what a vehicle takes, units and their conversions.

Quantities are integer thousandths of their unit (millilitres, watt-hours, grams), unit prices have three places.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum, unique
from typing import Final

from core.domain.energy import Energy
from core.domain.money import HIGHEST_CENTS, Money
from core.errors import Refusal


@unique
class FuelUnit(StrEnum):
    """What an energy is measured in; values are stored."""

    LITRE = "l"
    KWH = "kWh"
    KG = "kg"


@unique
class FillPlace(StrEnum):
    """Where a battery was charged; values are stored."""

    HOME = "home"
    PUBLIC = "public"


# More than any tank or battery of a vehicle takes, so that a slipped comma is noticed.
HIGHEST_MILLI: Final[Mapping[FuelUnit, int]] = {
    FuelUnit.LITRE: 1_500_000,
    FuelUnit.KWH: 1_000_000,
    FuelUnit.KG: 500_000,
}
# What a unit may cost where money is worth about a euro; elsewhere only what is no price at all is refused.
_USUAL_PRICES: Final[Mapping[FuelUnit, tuple[Decimal, Decimal]]] = {
    FuelUnit.LITRE: (Decimal("0.3"), Decimal(5)),
    FuelUnit.KWH: (Decimal(0), Decimal(2)),
    FuelUnit.KG: (Decimal("0.3"), Decimal(35)),
}
_ABOUT_A_EURO: Final = frozenset({"EUR", "CHF", "GBP", "USD", "CAD", "AUD"})
HIGHEST_PRICE: Final = Decimal(100_000)

MILLILITRES_PER_US_GALLON: Final = Decimal("3785.411784")
MILLILITRES_PER_IMPERIAL_GALLON: Final = Decimal("4546.09")
_THOUSANDTH: Final = Decimal("0.001")

# What each kind of vehicle is filled with, the likeliest first.
_TAKES: Final[Mapping[Energy, tuple[Energy, ...]]] = {
    Energy.PETROL: (Energy.PETROL, Energy.ETHANOL),
    Energy.DIESEL: (Energy.DIESEL,),
    Energy.HYBRID: (Energy.PETROL, Energy.DIESEL, Energy.ETHANOL),
    Energy.PLUG_IN_HYBRID: (Energy.PETROL, Energy.ELECTRIC, Energy.DIESEL, Energy.ETHANOL),
    Energy.ELECTRIC: (Energy.ELECTRIC,),
    Energy.LPG: (Energy.LPG, Energy.PETROL),
    Energy.CNG: (Energy.CNG, Energy.PETROL),
    Energy.ETHANOL: (Energy.ETHANOL, Energy.PETROL),
    Energy.HYDROGEN: (Energy.HYDROGEN,),
}
ANY_FUEL: Final = (
    Energy.PETROL, Energy.DIESEL, Energy.ETHANOL, Energy.LPG, Energy.CNG, Energy.ELECTRIC, Energy.HYDROGEN,
)  # fmt: skip
# Where the vehicle's energy alone says which fuel is meant, so that nobody is asked.
_OBVIOUS: Final = frozenset({Energy.PETROL, Energy.DIESEL, Energy.HYBRID, Energy.ELECTRIC, Energy.HYDROGEN})


_USUAL_FUEL: Final = {
    FuelUnit.LITRE: Energy.PETROL,
    FuelUnit.KWH: Energy.ELECTRIC,
    FuelUnit.KG: Energy.CNG,
}


class QuantityOutOfRange(Refusal):
    """Nothing, or more than a tank or battery takes."""

    def __init__(self, unit: FuelUnit) -> None:
        super().__init__("error.quantity_out_of_range", highest=HIGHEST_MILLI[unit] // 1000, unit=unit.value)


class PriceOutOfRange(Refusal):
    """A unit price below nothing or above anything."""

    def __init__(self) -> None:
        super().__init__("error.unit_price_out_of_range")


class AmountNeeded(Refusal):
    """Neither a quantity nor a total can be told from what was given."""

    def __init__(self) -> None:
        super().__init__("error.fill_amount_needed")


class AmountsDisagree(Refusal):
    """Quantity, unit price and total do not multiply; a discount may explain it: then the person says so."""

    def __init__(self, expected: Money, total: Money) -> None:
        super().__init__("error.fill_amounts_disagree", expected=expected, total=total)
        self.expected = expected
        self.total = total


class PriceUnlikely(Refusal):
    """A price that no station shows: a slipped comma, or the person says it is right."""

    def __init__(self, price: Decimal, unit: FuelUnit) -> None:
        super().__init__("error.unit_price_unlikely", price=price, unit=unit.value)
        self.price = price


@dataclass(frozen=True, slots=True)
class Amounts:
    """What was filled and paid; what cannot be known is None. The quantity is in thousandths of the unit."""

    quantity_milli: int | None = None
    total_cents: int | None = None
    unit_price: Decimal | None = None
    currency: str = "EUR"

    @property
    def total(self) -> Money | None:
        """What was paid."""
        return Money(self.total_cents, self.currency) if self.total_cents is not None else None


def complete(unit: FuelUnit, given: Amounts, *, insist: bool = False) -> Amounts:
    """Work out the third of quantity, unit price and total.

    Three that do not multiply, and a price that no station shows, are refused, unless they `insist`.
    """
    _check(unit, given)
    quantity, total, price = given.quantity_milli, given.total_cents, given.unit_price
    if quantity is None and total is None:
        raise AmountNeeded
    if quantity is not None and total is not None and price is not None:
        if not insist:
            _check_product(quantity, total, price, given.currency)
    elif quantity is not None and price is not None:
        total = total_of(quantity, price)
    elif quantity is not None and total is not None:
        price = unit_price_of(total, quantity)
    elif total is not None and price:
        quantity = _whole(Decimal(total) * 10 / price)
    found = Amounts(quantity, total, price, given.currency)
    _check(unit, found)
    if not insist:
        _check_price(unit, found)
    return found


def total_of(quantity_milli: int, unit_price: Decimal) -> int:
    """What a quantity costs, in cents, rounded half up as a pump does."""
    return _whole(quantity_milli * unit_price / 10)


def unit_price_of(total_cents: int, quantity_milli: int) -> Decimal:
    """The price of one unit, to three places."""
    return (Decimal(total_cents) * 10 / quantity_milli).quantize(_THOUSANDTH, ROUND_HALF_UP)


def fuels_of(vehicle: Energy | None) -> tuple[Energy, ...]:
    """What a vehicle may be filled with, the likeliest first."""
    return _TAKES.get(vehicle, ANY_FUEL) if vehicle is not None else ANY_FUEL


def only_fuel(vehicle: Energy | None) -> Energy | None:
    """The fuel that goes without saying, or None where it has to be asked."""
    return fuels_of(vehicle)[0] if vehicle in _OBVIOUS else None


def fuel_meant(vehicle: Energy | None, unit: FuelUnit) -> Energy:
    """The likeliest fuel of a vehicle that was given in this unit, where nobody said which."""
    return next((fuel for fuel in fuels_of(vehicle) if unit_of(fuel) is unit), _USUAL_FUEL[unit])


def unit_of(fuel: Energy) -> FuelUnit:
    """What a fuel is sold in."""
    match fuel:
        case Energy.ELECTRIC:
            return FuelUnit.KWH
        case Energy.CNG | Energy.HYDROGEN:
            return FuelUnit.KG
        case _:
            return FuelUnit.LITRE


def millilitres_of_gallons(gallons: Decimal, *, imperial: bool) -> int:
    """Convert US or imperial gallons to whole millilitres, rounded half up."""
    return _whole(gallons * (MILLILITRES_PER_IMPERIAL_GALLON if imperial else MILLILITRES_PER_US_GALLON))


def milli_of(quantity: Decimal) -> int:
    """A quantity in whole thousandths of its unit, rounded half up."""
    return _whole(quantity.scaleb(3))


def _whole(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_HALF_UP))


def _check(unit: FuelUnit, amounts: Amounts) -> None:
    """Refuse what is no quantity, no price or no amount at all."""
    if amounts.quantity_milli is not None and not 0 < amounts.quantity_milli <= HIGHEST_MILLI[unit]:
        raise QuantityOutOfRange(unit)
    if amounts.unit_price is not None and not 0 <= amounts.unit_price <= HIGHEST_PRICE:
        raise PriceOutOfRange
    if amounts.total_cents is not None and not 0 <= amounts.total_cents <= HIGHEST_CENTS:
        raise Refusal("error.money_too_large")


def _check_product(quantity: int, total: int, price: Decimal, currency: str) -> None:
    """Refuse three amounts that differ by more than the rounding of what was typed explains."""
    expected = Decimal(quantity) * price / 10
    # Half of the last place typed, of the quantity (`42` may be 42.3) and of the price; and a cent for the till.
    slack = price * _last_place(quantity) / 20 + Decimal(quantity) * _half_place(price) / 10 + 1
    if abs(expected - total) > slack:
        raise AmountsDisagree(Money(_whole(expected), currency), Money(total, currency))


def _last_place(quantity_milli: int) -> int:
    """The thousandths that the last figure of a quantity stands for: 42.3 is known to 100, 42 to a whole unit."""
    return next((place for place in (1000, 100, 10) if quantity_milli % place == 0), 1)


def _half_place(price: Decimal) -> Decimal:
    exponent = price.as_tuple().exponent
    return Decimal(5).scaleb(max(min(exponent, 0), -3) - 1) if isinstance(exponent, int) else Decimal(0)


def _check_price(unit: FuelUnit, amounts: Amounts) -> None:
    price = amounts.unit_price
    if price is None or price == 0 or amounts.currency not in _ABOUT_A_EURO:
        return
    lowest, highest = _USUAL_PRICES[unit]
    if not lowest <= price <= highest:
        raise PriceUnlikely(price, unit)
