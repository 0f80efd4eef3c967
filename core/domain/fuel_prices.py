"""How the prices of fuel and charging went, from what a person paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from core.domain.consumption import Fill
from core.domain.energy import Energy
from core.domain.fuel import FillPlace, FuelUnit, unit_price_of

# Months shown: a year to compare with the same month of the last one.
MONTHS_SHOWN: Final = 13
_TENTH_OF_A_PERCENT: Final = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class MonthPrice:
    """What a unit cost in a month: all that was paid by all that was filled."""

    month: date
    average: Decimal
    fills: int


@dataclass(frozen=True, slots=True)
class PricePoint:
    """What a unit cost at one fill-up."""

    day: date
    price: Decimal


@dataclass(frozen=True, slots=True)
class PriceTrend:
    """The prices of one fuel in one currency: months in order (those with a price), the last fill-up and extremes."""

    energy: Energy
    unit: FuelUnit
    currency: str
    months: tuple[MonthPrice, ...]
    cheapest: PricePoint
    dearest: PricePoint
    last: PricePoint
    previous: PricePoint | None

    @property
    def change(self) -> Decimal | None:
        """How much dearer the last fill-up was than the one before, as a ratio (0.05: 5 % dearer)."""
        if self.previous is None or not self.previous.price:
            return None
        return (self.last.price / self.previous.price - 1).quantize(_TENTH_OF_A_PERCENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class ChargeShare:
    """What was charged at one kind of place: quantity in watt-hours; the price over what has one."""

    place: FillPlace | None
    quantity_milli: int
    total_cents: int
    average: Decimal | None
    currency: str
    charges: int
    unpriced: int


def price_trends(fills: Sequence[Fill], today: date) -> tuple[PriceTrend, ...]:
    """The trend of each fuel and currency that has a price, the latest used first."""
    groups: dict[tuple[Energy, FuelUnit, str], list[Fill]] = {}
    for fill in sorted(fills, key=lambda fill: (fill.filled_on, fill.id)):
        # What was free says nothing about prices.
        if fill.unit_price and fill.filled_on <= today:
            groups.setdefault((fill.energy, fill.unit, fill.currency), []).append(fill)
    trends = [_trend(key, group) for key, group in groups.items()]
    return tuple(sorted(trends, key=lambda trend: trend.last.day, reverse=True))


def charge_shares(fills: Sequence[Fill]) -> tuple[ChargeShare, ...]:
    """What was charged at home, in public and at places nobody named, per currency."""
    groups: dict[tuple[FillPlace | None, str], list[Fill]] = {}
    for fill in fills:
        if fill.energy is Energy.ELECTRIC:
            groups.setdefault((fill.place, fill.currency), []).append(fill)
    return tuple(
        _share(place, currency, groups[place, currency])
        for place in (FillPlace.HOME, FillPlace.PUBLIC, None)
        for currency in sorted(currency for where, currency in groups if where is place)
    )


def _trend(key: tuple[Energy, FuelUnit, str], fills: Sequence[Fill]) -> PriceTrend:
    points = [PricePoint(fill.filled_on, fill.unit_price) for fill in fills if fill.unit_price is not None]
    return PriceTrend(
        *key,
        months=tuple(_months(fills)[-MONTHS_SHOWN:]),
        cheapest=min(points, key=lambda point: point.price),
        dearest=max(points, key=lambda point: point.price),
        last=points[-1],
        previous=points[-2] if len(points) > 1 else None,
    )


def _months(fills: Sequence[Fill]) -> list[MonthPrice]:
    by_month: dict[date, list[Fill]] = {}
    for fill in fills:
        by_month.setdefault(fill.filled_on.replace(day=1), []).append(fill)
    return [MonthPrice(month, _average(mine), len(mine)) for month, mine in sorted(by_month.items())]


def _average(fills: Sequence[Fill]) -> Decimal:
    """What a unit cost over some fill-ups: by quantity where it is known, else the mean of the prices."""
    whole = [(fill.quantity_milli, fill.total_cents) for fill in fills]
    known = [(quantity, cents) for quantity, cents in whole if quantity is not None and cents is not None]
    if known:
        return unit_price_of(sum(cents for _, cents in known), sum(quantity for quantity, _ in known))
    prices = [fill.unit_price for fill in fills if fill.unit_price is not None]
    return (sum(prices, Decimal(0)) / len(prices)).quantize(Decimal("0.001"), ROUND_HALF_UP)


def _share(place: FillPlace | None, currency: str, fills: Sequence[Fill]) -> ChargeShare:
    priced = [fill for fill in fills if fill.total_cents is not None and fill.quantity_milli is not None]
    cents = sum(fill.total_cents or 0 for fill in priced)
    quantity = sum(fill.quantity_milli or 0 for fill in priced)
    return ChargeShare(
        place=place,
        quantity_milli=sum(fill.quantity_milli or 0 for fill in fills),
        total_cents=sum(fill.total_cents or 0 for fill in fills),
        average=unit_price_of(cents, quantity) if quantity else None,
        currency=currency,
        charges=len(fills),
        unpriced=sum(1 for fill in fills if fill.total_cents is None),
    )
