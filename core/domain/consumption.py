"""Consumption from full to full.

A full tank is a known level: what was filled since the last full tank was burnt since then. Partial fills are summed
into the next full one; a fill that was missed, or one whose quantity is unknown, breaks the chain until the next full
one. What shares a tank (petrol and E85) is counted together, each other energy by itself, so a plug-in hybrid has
litres and kilowatt-hours for the same distance.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Final

from core.domain.energy import Energy
from core.domain.fuel import FillPlace, FuelUnit

LITRES_PER_100_KM_AT_ONE_MPG_US: Final = Decimal("235.214583")
LITRES_PER_100_KM_AT_ONE_MPG_IMPERIAL: Final = Decimal("282.480936")
_KILOMETRES_PER_MILE: Final = Decimal("1.609344")
_HUNDREDTH: Final = Decimal("0.01")


class Tank(StrEnum):
    """What is filled apart from the rest of the vehicle."""

    LIQUID = "liquid"
    LPG = "lpg"
    GAS = "gas"
    HYDROGEN = "hydrogen"
    BATTERY = "battery"


@dataclass(frozen=True, slots=True)
class Fill:
    """A fill-up or charge; the quantity in thousandths of its unit. Not known to be full counts as partial."""

    filled_on: date
    energy: Energy
    unit: FuelUnit
    quantity_milli: int | None
    kilometres: int | None = None
    full: bool = False
    missed: bool = False
    total_cents: int | None = None
    currency: str = "EUR"
    unit_price: Decimal | None = None
    place: FillPlace | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Leg:
    """From one full tank to a later one: how far, with how much, for how much (None: a price is missing)."""

    ends_with: int
    ended_on: date
    kilometres: int
    quantity_milli: int
    cost_cents: int | None
    currency: str

    @property
    def per_100_km(self) -> Decimal:
        """Litres, kilowatt-hours or kilograms per 100 km, to two places."""
        return _rate(self.quantity_milli, self.kilometres)


@dataclass(frozen=True, slots=True)
class Consumption:
    """What one tank of a vehicle uses; legs in the order they were driven, at least one."""

    tank: Tank
    unit: FuelUnit
    legs: tuple[Leg, ...]

    @property
    def average(self) -> Decimal:
        """Per 100 km over all legs: all that was burnt by all that was driven, not a mean of means."""
        return _rate(sum(leg.quantity_milli for leg in self.legs), self.kilometres)

    @property
    def kilometres(self) -> int:
        """How far the legs go."""
        return sum(leg.kilometres for leg in self.legs)

    @property
    def last(self) -> Leg:
        """The latest leg."""
        return self.legs[-1]

    @property
    def best(self) -> Leg:
        """The leg that used least."""
        return min(self.legs, key=lambda leg: leg.per_100_km)

    @property
    def worst(self) -> Leg:
        """The leg that used most."""
        return max(self.legs, key=lambda leg: leg.per_100_km)

    def cost_per_100_km(self) -> dict[str, int]:
        """Cents per 100 km by currency, over the legs whose every fill has its price."""
        found = {}
        for currency in {leg.currency for leg in self.legs if leg.cost_cents is not None}:
            priced = [leg for leg in self.legs if leg.cost_cents is not None and leg.currency == currency]
            cents = Decimal(sum(leg.cost_cents or 0 for leg in priced)) * 100
            found[currency] = _whole(cents / sum(leg.kilometres for leg in priced))
        return found


def consumption(fills: Sequence[Fill]) -> tuple[Consumption, ...]:
    """The consumption of each tank that two full fills say something about; fills in any order."""
    apart: dict[tuple[Tank, FuelUnit], list[Fill]] = {}
    for fill in fills:
        apart.setdefault((tank_of(fill.energy), fill.unit), []).append(fill)
    found = []
    for tank in Tank:
        for unit in FuelUnit:
            legs = legs_of(apart.get((tank, unit), []))
            if legs:
                found.append(Consumption(tank, unit, legs))
    return tuple(found)


def legs_of(fills: Sequence[Fill]) -> tuple[Leg, ...]:
    """The legs between full tanks of one tank's fills, in any order."""
    legs = []
    chain: _Chain | None = None
    for fill in _visits(fills):
        broken = fill.missed or fill.quantity_milli is None
        if chain is not None and not broken:
            chain.add(fill)
        if broken:
            chain = None
        if not fill.full or fill.kilometres is None:
            continue
        if chain is not None and fill.kilometres > chain.start:
            legs.append(chain.leg(fill, fill.kilometres))
        chain = _Chain(fill.kilometres)
    return tuple(legs)


def tank_of(fuel: Energy) -> Tank:
    """Where a fuel goes."""
    match fuel:
        case Energy.ELECTRIC:
            return Tank.BATTERY
        case Energy.LPG:
            return Tank.LPG
        case Energy.CNG:
            return Tank.GAS
        case Energy.HYDROGEN:
            return Tank.HYDROGEN
        case _:
            return Tank.LIQUID


def miles_per_gallon(litres_per_100_km: Decimal, *, imperial: bool) -> Decimal:
    """The same consumption as miles per US or imperial gallon, to one place; 0 for no consumption at all."""
    factor = LITRES_PER_100_KM_AT_ONE_MPG_IMPERIAL if imperial else LITRES_PER_100_KM_AT_ONE_MPG_US
    return (factor / litres_per_100_km).quantize(Decimal("0.1"), ROUND_HALF_UP) if litres_per_100_km else Decimal(0)


def miles_per_unit(per_100_km: Decimal) -> Decimal:
    """The same consumption as miles per kilowatt-hour or kilogram, to two places; 0 for no consumption at all."""
    if not per_100_km:
        return Decimal(0)
    return (100 / per_100_km / _KILOMETRES_PER_MILE).quantize(_HUNDREDTH, ROUND_HALF_UP)


class _Chain:
    """What was filled since a full tank."""

    def __init__(self, start: int) -> None:
        self.start = start
        self.quantity = 0
        self.cents: int | None = 0
        self.currencies: set[str] = set()

    def add(self, fill: Fill) -> None:
        """Take a fill into the sum; one price that is missing, or of another currency, leaves no cost."""
        self.quantity += fill.quantity_milli or 0
        self.currencies.add(fill.currency)
        known = self.cents is not None and fill.total_cents is not None and len(self.currencies) == 1
        self.cents = (self.cents or 0) + (fill.total_cents or 0) if known else None

    def leg(self, fill: Fill, kilometres: int) -> Leg:
        """The leg that a full tank at this mileage completes."""
        return Leg(fill.id, fill.filled_on, kilometres - self.start, self.quantity, self.cents, fill.currency)


def _visits(fills: Sequence[Fill]) -> list[Fill]:
    """The fills in the order they were driven; those at the same mileage are one visit to the pump."""
    ordered = sorted(fills, key=lambda fill: (fill.filled_on, fill.kilometres or 0, fill.id))
    visits: list[Fill] = []
    for fill in ordered:
        before = visits[-1] if visits else None
        if before is not None and fill.kilometres is not None and before.kilometres == fill.kilometres:
            visits[-1] = _joined(before, fill)
        else:
            visits.append(fill)
    return visits


def _joined(first: Fill, second: Fill) -> Fill:
    """Two fills at one mileage: the later one says whether the tank is full."""
    both = first.quantity_milli is not None and second.quantity_milli is not None
    priced = first.total_cents is not None and second.total_cents is not None and first.currency == second.currency
    return replace(
        second,
        quantity_milli=(first.quantity_milli or 0) + (second.quantity_milli or 0) if both else None,
        total_cents=(first.total_cents or 0) + (second.total_cents or 0) if priced else None,
        full=first.full or second.full,
        missed=first.missed or second.missed,
    )


def _rate(quantity_milli: int, kilometres: int) -> Decimal:
    return (Decimal(quantity_milli) / (kilometres * 10)).quantize(_HUNDREDTH, ROUND_HALF_UP)


def _whole(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_HALF_UP))
