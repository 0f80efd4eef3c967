"""What a vehicle costs beside fuel and maintenance: once, or again and again."""

from dataclasses import dataclass
from datetime import date

from core import db
from core.domain.money import HIGHEST_CENTS, Money
from core.domain.recurring import HIGHEST_PERIOD, CostType, Schedule, next_payment, times_paid
from core.errors import Gone, Refusal
from core.models import Account, Cost, Vehicle
from core.ports import Clock
from core.services.days import today_of
from core.services.vehicles import Vehicles

PAGE = 6
HIGHEST_LABEL = 120


@dataclass(frozen=True, slots=True)
class NewCost:
    """A cost as given: paid on a day, and again every `period_months` from then on if that is set."""

    vehicle_id: int
    kind: CostType
    amount: Money
    paid_on: date
    label: str | None = None
    period_months: int | None = None


@dataclass(frozen=True, slots=True)
class CostData:
    """A cost with its vehicle, what was paid so far, and when it is paid next (None: never again)."""

    cost: Cost
    vehicle: Vehicle
    paid: Money
    times: int
    next_on: date | None


@dataclass(frozen=True, slots=True)
class Costs:
    """Keeps costs; a deletion can be undone."""

    clock: Clock
    vehicles: Vehicles

    async def add(self, owner: Account, new: NewCost) -> CostData:
        """Keep a cost of one of the owner's vehicles."""
        _check(new.amount, new.period_months)
        async with db.transaction():
            vehicle = await Vehicle.select_for_update().get_or_none(id=new.vehicle_id, owner_id=owner.id)
            if vehicle is None:
                raise Gone
            cost = await Cost.create(
                vehicle_id=vehicle.id,
                kind=new.kind,
                label=(new.label or "").strip()[:HIGHEST_LABEL] or None,
                amount_cents=new.amount.cents,
                currency=new.amount.currency,
                paid_on=new.paid_on,
                period_months=new.period_months,
                created_at=self.clock.now(),
            )
            return self._data(owner, cost, vehicle)

    async def get(self, owner: Account, cost_id: int) -> CostData:
        """One of the owner's costs."""
        cost = await self._mine(owner, cost_id)
        return self._data(owner, cost, cost.vehicle)

    async def undo(self, owner: Account, cost_id: int) -> Cost:
        """Take a cost off; `restore` brings it back. Twice changes nothing."""
        async with db.transaction():
            cost = await self._mine(owner, cost_id, deleted=True)
            if cost.deleted_at is None:
                cost.deleted_at = self.clock.now()
                await cost.save(update_fields=["deleted_at"])
            return cost

    async def restore(self, owner: Account, cost_id: int) -> CostData:
        """Bring back a cost that was taken off."""
        async with db.transaction():
            cost = await self._mine(owner, cost_id, deleted=True)
            cost.deleted_at = None
            await cost.save(update_fields=["deleted_at"])
            return self._data(owner, cost, cost.vehicle)

    def _data(self, owner: Account, cost: Cost, vehicle: Vehicle) -> CostData:
        today, schedule = today_of(owner, self.clock), schedule_of(cost)
        times = times_paid(schedule, cost.paid_on, today)
        paid = Money(cost.amount_cents * times, cost.currency)
        return CostData(cost, vehicle, paid, times, next_payment(schedule, today))

    async def _mine(self, owner: Account, cost_id: int, *, deleted: bool = False) -> Cost:
        cost = await Cost.get_or_none(id=cost_id, vehicle__owner_id=owner.id).prefetch_related("vehicle")
        if cost is None or (cost.deleted_at is not None and not deleted):
            raise Gone
        return cost


def schedule_of(cost: Cost) -> Schedule:
    """When a cost is paid."""
    return Schedule(cost.paid_on, cost.period_months, cost.ends_on)


def _check(amount: Money, period_months: int | None) -> None:
    if amount.cents <= 0:
        raise Refusal("error.cost_nothing")
    if amount.cents > HIGHEST_CENTS:
        raise Refusal("error.money_too_large")
    if period_months is not None and not 1 <= period_months <= HIGHEST_PERIOD:
        raise Refusal("error.period_out_of_range", highest=HIGHEST_PERIOD)
