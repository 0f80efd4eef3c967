"""What the fill-ups of a vehicle say: pages of them, consumption, prices."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core import db
from core.db.gather import Question
from core.domain.consumption import Consumption, Fill, Leg, consumption, legs_of, tank_of
from core.domain.energy import Energy
from core.domain.fuel import FillPlace, FuelUnit
from core.domain.fuel_prices import ChargeShare, PriceTrend, charge_shares, price_trends
from core.models import Account, FillUp, Vehicle
from core.services.vehicles import Vehicles, page_start

PAGE = 6
# Raw: figures need every fill-up of a vehicle, and the ORM takes five times as long to build three thousand of them.
# The kilometres are driven ones, over clusters that were replaced: on the very day, the one that shows about as much.
_FILLS = """
    SELECT id, filled_on, energy, unit, quantity_milli, total_cents, currency, unit_price, "full", missed,
           kilometres + coalesce((
               SELECT sum(c.old_kilometres - c.new_kilometres) FROM cluster_replacement c
                WHERE c.vehicle_id = fill_up.vehicle_id AND (c.replaced_on < filled_on OR (c.replaced_on = filled_on
                  AND abs(kilometres - c.new_kilometres) < abs(kilometres - c.old_kilometres)))), 0) AS kilometres,
           place
      FROM fill_up WHERE vehicle_id = ? AND deleted_at IS NULL
"""


_COLUMNS = (
    *("id", "filled_on", "energy", "unit", "quantity_milli", "total_cents", "currency", "unit_price"),
    *("full", "missed", "kilometres", "place"),
)
# Enough to reach back to the last full tank: nobody fills a hundred times in part.
_UP_TO = f"{_FILLS} AND filled_on <= ? ORDER BY filled_on DESC, id DESC LIMIT 100"


@dataclass(frozen=True, slots=True)
class FuelPage:
    """A vehicle's fill-ups, newest first from a position, with what all of them say."""

    vehicle: Vehicle
    fills: tuple[FillUp, ...]
    position: int
    total: int
    consumption: tuple[Consumption, ...]


@dataclass(frozen=True, slots=True)
class FuelPrices:
    """How the prices a vehicle's owner paid went, per fuel and currency, and what charging cost where."""

    vehicle: Vehicle
    trends: tuple[PriceTrend, ...]
    charges: tuple[ChargeShare, ...]


@dataclass(frozen=True, slots=True)
class FuelFigures:
    """Reads fill-ups."""

    vehicles: Vehicles

    async def page(self, owner: Account, vehicle_id: int, position: int = 0) -> FuelPage:
        """A page of a vehicle's fill-ups with its consumption."""
        vehicle = await self.vehicles.get(owner, vehicle_id)
        fills = await fills_of(vehicle.id)
        start = page_start(position, len(fills), PAGE)
        mine = FillUp.filter(vehicle_id=vehicle.id, deleted_at__isnull=True)
        rows = await mine.order_by("-filled_on", "-id").offset(start).limit(PAGE)
        return FuelPage(vehicle, tuple(rows), start, len(fills), consumption(fills))

    async def prices(self, owner: Account, vehicle_id: int, today: date) -> FuelPrices:
        """How prices went."""
        vehicle = await self.vehicles.get(owner, vehicle_id)
        fills = await fills_of(vehicle.id)
        return FuelPrices(vehicle, price_trends(fills, today), charge_shares(fills))


async def fills_of(vehicle_id: int) -> list[Fill]:
    """Every fill-up of a vehicle that the caller owns."""
    return [as_fill(row) for row in await fill_rows(vehicle_id)]


async def fill_rows(vehicle_id: int) -> Sequence[dict[str, Any]]:
    """The same as rows, for whoever has them built by `as_fill` beside the loop."""
    return await db.fetch(_FILLS, vehicle_id)


def fills_up_to(vehicle_id: int, day: date) -> Question:
    """What to ask for the legs that end on a day."""
    return Question(_COLUMNS, _UP_TO, (vehicle_id, day))


async def leg_ending_with(fill: FillUp) -> Leg | None:
    """The leg from the last full tank that a fill-up completed."""
    if not fill.full or fill.kilometres is None:
        return None
    rows = await db.fetch(_UP_TO, fill.vehicle_id, fill.filled_on)
    return _leg_of(fill, [as_fill(row) for row in rows])


def leg_among(rows: Sequence[dict[str, Any]], fill: FillUp, offset: int) -> Leg | None:
    """The same, from rows that were read before the fill-up was written; `offset` is that of its cluster."""
    if not fill.full or fill.kilometres is None:
        return None
    fills = [as_fill(row) for row in rows if row["id"] != fill.id]
    said = {name: getattr(fill, name) for name in _COLUMNS}
    fills.append(as_fill(said | {"kilometres": fill.kilometres + offset}))
    return _leg_of(fill, fills)


def _leg_of(fill: FillUp, fills: Sequence[Fill]) -> Leg | None:
    legs = legs_of([one for one in fills if tank_of(one.energy) is tank_of(fill.energy) and one.unit is fill.unit])
    return next((leg for leg in reversed(legs) if leg.ends_with == fill.id), None)


def as_fill(row: dict[str, Any]) -> Fill:
    """A fill-up from its row."""
    price = row["unit_price"]
    return Fill(
        filled_on=db.as_day(row["filled_on"]),
        energy=Energy(row["energy"]),
        unit=FuelUnit(row["unit"]),
        quantity_milli=row["quantity_milli"],
        kilometres=row["kilometres"],
        full=bool(row["full"]),
        missed=bool(row["missed"]),
        total_cents=row["total_cents"],
        currency=row["currency"],
        unit_price=Decimal(str(price)) if price is not None else None,
        place=FillPlace(row["place"]) if row["place"] else None,
        id=row["id"],
    )
