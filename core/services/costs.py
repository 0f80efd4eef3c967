"""What a vehicle costs beside fuel and maintenance: once, or again and again."""

from dataclasses import dataclass
from datetime import date, timedelta

from core import db
from core.domain.money import HIGHEST_CENTS, Money
from core.domain.months import plus_months
from core.domain.recurring import HIGHEST_PERIOD, CostType, Schedule, next_payment, times_paid
from core.errors import Gone, Refusal
from core.models import PRESENT, Account, Cost, Vehicle
from core.ports import Clock
from core.services.cost_reminders import CostReminders
from core.services.cost_rows import cost_rows
from core.services.days import today_of
from core.services.vehicles import Vehicles, page_start

PAGE = 6
HIGHEST_LABEL = 120
ONCE = 0


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
class CostChange:
    """What is to be different about a cost; None stays as it is, a period of `ONCE` is no rhythm."""

    kind: CostType | None = None
    amount: Money | None = None
    paid_on: date | None = None
    label: str | None = None
    period_months: int | None = None


@dataclass(frozen=True, slots=True)
class CostData:
    """A cost with its vehicle, what was paid so far, when it is paid next (None: never), whether they are reminded."""

    cost: Cost
    vehicle: Vehicle
    paid: Money
    times: int
    next_on: date | None
    reminded: bool


@dataclass(frozen=True, slots=True)
class CostPage:
    """A vehicle's costs from a position, those that still come back first; what was paid in twelve months."""

    vehicle: Vehicle
    costs: tuple[CostData, ...]
    position: int
    total: int
    year: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class Costs:
    """Keeps costs; a deletion can be undone."""

    clock: Clock
    vehicles: Vehicles
    reminders: CostReminders

    async def add(self, owner: Account, new: NewCost) -> CostData:
        """Keep a cost of one of the owner's vehicles."""
        _check(new.amount, new.period_months)
        if new.period_months is None and new.paid_on > today_of(owner, self.clock):
            raise Refusal("error.date_in_future")
        async with db.transaction():
            vehicle = await Vehicle.select_for_update().get_or_none(id=new.vehicle_id, owner_id=owner.id)
            if vehicle is None:
                raise Gone
            cost = self._unsaved(new)
            await cost.save(force_create=True)
            return self._data(owner, cost, vehicle)

    def check(self, amount: Money) -> None:
        """Refuse an amount that no cost has."""
        _check(amount, None)

    async def get(self, owner: Account, cost_id: int) -> CostData:
        """One of the owner's costs."""
        cost = await self._mine(owner, cost_id)
        return self._data(owner, cost, cost.vehicle)

    async def page(self, owner: Account, vehicle_id: int, position: int = 0) -> CostPage:
        """A page of a vehicle's costs."""
        vehicle, today = await self.vehicles.get(owner, vehicle_id), today_of(owner, self.clock)
        rows = await cost_rows(vehicle.id)
        # What will be paid again stands first, the soonest first; then what was paid last.
        ordered = sorted(rows, key=lambda row: (row.paid_on, row.id), reverse=True)
        ordered.sort(key=lambda row: next_payment(row.schedule, today) or date.max)
        start = page_start(position, len(rows), PAGE)
        ids = [row.id for row in ordered[start : start + PAGE]]
        costs = {cost.id: cost for cost in await Cost.filter(id__in=ids)}
        shown = tuple(self._data(owner, costs[cost_id], vehicle) for cost_id in ids)
        begin, year = plus_months(today, -12) + timedelta(days=1), dict[str, int]()
        for row in rows:
            cents = row.amount.cents * times_paid(row.schedule, begin, today)
            year[row.amount.currency] = year.get(row.amount.currency, 0) + cents
        paid = tuple(Money(cents, currency) for currency, cents in sorted(year.items()) if cents)
        return CostPage(vehicle, shown, start, len(rows), paid)

    async def change(self, owner: Account, cost_id: int, change: CostChange) -> CostData:
        """Correct a cost, from its first payment on."""
        async with db.transaction():
            cost = await self._mine(owner, cost_id)
            if change.kind is not None:
                cost.kind = change.kind
            if change.amount is not None:
                cost.amount_cents, cost.currency = change.amount.cents, change.amount.currency
            if change.label is not None:
                cost.label = _label(change.label)
            if change.period_months is not None:
                cost.period_months = change.period_months or None
            cost.paid_on = change.paid_on or cost.paid_on
            return await self._kept(owner, cost)

    async def raise_to(self, owner: Account, cost_id: int, amount: Money) -> CostData:
        """Another amount from the next payment on: the old cost ends before it, a new one takes over."""
        async with db.transaction():
            cost = await self._mine(owner, cost_id)
            following = next_payment(schedule_of(cost), today_of(owner, self.clock))
            if following is None or cost.period_months is None:
                raise Refusal("error.cost_ended")
            if following == cost.paid_on:
                return await self.change(owner, cost_id, CostChange(amount=amount))
            new = NewCost(cost.vehicle_id, cost.kind, amount, following, cost.label, cost.period_months)
            _check(new.amount, new.period_months)
            raised = self._unsaved(new)
            # The reminder goes on to the payments to come.
            raised.ends_on, raised.reminder_id, cost.reminder_id = cost.ends_on, cost.reminder_id, None
            cost.ends_on = following - timedelta(days=1)
            await cost.save()
            await raised.save(force_create=True)
            await self.reminders.follow(owner, raised)
            return self._data(owner, raised, cost.vehicle)

    async def end(self, owner: Account, cost_id: int, ends_on: date | None) -> CostData:
        """End a cost on a day, which may still be a payment's; None: it goes on."""
        async with db.transaction():
            cost = await self._mine(owner, cost_id)
            if cost.period_months is None:
                raise Gone
            cost.ends_on = ends_on
            return await self._kept(owner, cost)

    async def remind(self, owner: Account, cost_id: int, *, wanted: bool) -> CostData:
        """Remind of each next payment, or no longer."""
        async with db.transaction():
            cost = await self._mine(owner, cost_id)
            await self.reminders.want(owner, cost, wanted=wanted)
            return self._data(owner, cost, cost.vehicle)

    async def undo(self, owner: Account, cost_id: int) -> Cost:
        """Take a cost off, with its reminder; `restore` brings it back. Twice changes nothing."""
        async with db.transaction():
            cost = await self._mine(owner, cost_id, deleted=True)
            if cost.deleted_at is None:
                cost.deleted_at = self.clock.now()
                await cost.save(update_fields=["deleted_at"])
                await self.reminders.pause(cost)
            return cost

    async def restore(self, owner: Account, cost_id: int) -> CostData:
        """Bring back a cost that was taken off, with its reminder."""
        async with db.transaction():
            cost = await self._mine(owner, cost_id, deleted=True)
            cost.deleted_at = None
            return await self._kept(owner, cost)

    async def _kept(self, owner: Account, cost: Cost) -> CostData:
        """Store a cost that was changed; its reminder follows."""
        _check(Money(cost.amount_cents, cost.currency), cost.period_months)
        if cost.period_months is None:
            cost.ends_on = None
            if cost.paid_on > today_of(owner, self.clock):
                raise Refusal("error.date_in_future")
        if cost.ends_on is not None and cost.ends_on < cost.paid_on:
            raise Refusal("error.cost_ends_before_it_begins", day=cost.paid_on)
        await cost.save()
        await self.reminders.follow(owner, cost)
        return self._data(owner, cost, cost.vehicle)

    def _unsaved(self, new: NewCost) -> Cost:
        return Cost(
            vehicle_id=new.vehicle_id,
            kind=new.kind,
            label=_label(new.label),
            amount_cents=new.amount.cents,
            currency=new.amount.currency,
            paid_on=new.paid_on,
            period_months=new.period_months,
            created_at=self.clock.now(),
        )

    def _data(self, owner: Account, cost: Cost, vehicle: Vehicle) -> CostData:
        today, schedule = today_of(owner, self.clock), schedule_of(cost)
        times = times_paid(schedule, cost.paid_on, today)
        paid = Money(cost.amount_cents * times, cost.currency)
        return CostData(cost, vehicle, paid, times, next_payment(schedule, today), cost.reminder_id is not None)

    async def _mine(self, owner: Account, cost_id: int, *, deleted: bool = False) -> Cost:
        cost = await Cost.get_or_none(PRESENT, id=cost_id, vehicle__owner_id=owner.id).select_related("vehicle")
        if cost is None or (cost.deleted_at is not None and not deleted):
            raise Gone
        return cost


def schedule_of(cost: Cost) -> Schedule:
    """When a cost is paid."""
    return Schedule(cost.paid_on, cost.period_months, cost.ends_on)


def _label(text: str | None) -> str | None:
    return (text or "").strip()[:HIGHEST_LABEL] or None


def _check(amount: Money, period_months: int | None) -> None:
    if amount.cents <= 0:
        raise Refusal("error.cost_nothing")
    if amount.cents > HIGHEST_CENTS:
        raise Refusal("error.money_too_large")
    if period_months is not None and not 1 <= period_months <= HIGHEST_PERIOD:
        raise Refusal("error.period_out_of_range", highest=HIGHEST_PERIOD)
