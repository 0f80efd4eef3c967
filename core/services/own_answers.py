"""Answers to questions about one's own logbook, from its rows and from nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from core.domain.assistant.own_questions import Asked, OwnQuestion, Unclear, names_a_place, read_question
from core.domain.consumption import Consumption, consumption
from core.domain.money import Money
from core.domain.ownership import Span, distance_driven
from core.domain.recurring import CostType
from core.domain.service_types import ENDS, ServiceType
from core.models import Account, Vehicle
from core.ports import Clock
from core.services.days import today_of
from core.services.fuel_figures import fills_of
from core.services.mileage import newest_readings, offsets_of
from core.services.own_rows import Rows, summed
from core.services.service_plan import ServicePlan
from core.services.vehicle_dates import VehicleDates
from core.services.vehicles import Vehicles, default_of, names_of

_FIRST: Final = date(1970, 1, 1)
# What a question about work includes besides the very kind that was named.
_INCLUDES: Final[dict[ServiceType, tuple[ServiceType, ...]]] = dict(ENDS)
# Questions that are about one vehicle: with several and none named, nobody knows which.
_OF_ONE: Final = frozenset({Asked.ODOMETER, Asked.DRIVEN, Asked.CONSUMPTION, Asked.FACT, Asked.NEXT})


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """What rows say; `empty`: that there is nothing of the kind. `link` leads to the record or fill-up it is about."""

    question: OwnQuestion
    vehicle: Vehicle | None = None
    day: date | None = None
    months: int = 0
    at_km: int | None = None
    since_km: int | None = None
    sums: tuple[Money, ...] = ()
    count: int = 0
    unpriced: int = 0
    text: str = ""
    rates: tuple[Consumption, ...] = ()
    quantities: tuple[tuple[str, Decimal], ...] = ()
    due_on: date | None = None
    due_km: int | None = None
    expected_on: date | None = None
    estimated: bool = False
    record_id: int | None = None
    fill_id: int | None = None
    empty: bool = False


@dataclass(frozen=True, slots=True)
class WhichVehicle:
    """The question is about one vehicle, and does not say which."""

    vehicles: tuple[Vehicle, ...]


@dataclass(frozen=True, slots=True)
class OwnAnswers:
    """Reads a question and answers it."""

    clock: Clock
    vehicles: Vehicles
    plan: ServicePlan
    dates: VehicleDates

    async def read(
        self, owner: Account, text: str, mine: Sequence[Vehicle] | None = None
    ) -> OwnQuestion | Unclear | None:
        """What a text asks of the logbook; None: nothing. `mine`: their vehicles, where they were read already."""
        mine = mine if mine is not None else await self.vehicles.all(owner)
        garages = await Rows(owner.id, 0).garages() if names_a_place(text) else []
        return read_question(text, today_of(owner, self.clock), [names_of(one) for one in mine], garages)

    async def answer(
        self, owner: Account, question: OwnQuestion, mine: Sequence[Vehicle] | None = None
    ) -> OwnAnswer | WhichVehicle:
        """Answer a question; a vehicle that is none of theirs counts as none."""
        mine = mine if mine is not None else await self.vehicles.all(owner)
        vehicle = next((one for one in mine if one.id == question.vehicle), None)
        if vehicle is None and question.asked in _OF_ONE:
            active = [one for one in mine if one.archived_at is None]
            vehicle = default_of(owner, active)
            if vehicle is None and active:
                return WhichVehicle(tuple(active))
        question = replace(question, vehicle=vehicle.id if vehicle is not None else None)
        asking = _Asking(owner, question, vehicle, mine, today_of(owner, self.clock))
        return await self._of_kind(asking)

    async def _of_kind(self, asking: "_Asking") -> OwnAnswer:
        match asking.question.asked:
            case Asked.LAST:
                return await _last(asking)
            case Asked.COUNT:
                return await _count(asking)
            case Asked.SPENT:
                return await _spent(asking)
            case Asked.BIGGEST:
                return await _biggest(asking)
            case Asked.FILLS | Asked.LAST_FILL:
                return await _fills(asking)
            case Asked.VEHICLES:
                return OwnAnswer(asking.question, count=sum(one.archived_at is None for one in asking.mine))
            case _:
                return await self._of_vehicle(asking)

    async def _of_vehicle(self, asking: "_Asking") -> OwnAnswer:
        vehicle = asking.vehicle
        if vehicle is None:
            return OwnAnswer(asking.question, empty=True)
        match asking.question.asked:
            case Asked.NEXT:
                return await self._next(asking, vehicle)
            case Asked.ODOMETER:
                return await _odometer(asking, vehicle)
            case Asked.DRIVEN:
                return await _driven(asking, vehicle)
            case Asked.CONSUMPTION:
                used = consumption(await fills_of(vehicle.id))
                return OwnAnswer(asking.question, vehicle, rates=tuple(used), empty=not used)
            case _:
                value = getattr(vehicle, asking.question.fact, None)
                text = "" if value is None or isinstance(value, date) else str(value)
                day = value if isinstance(value, date) else None
                return OwnAnswer(asking.question, vehicle, day=day, text=text, empty=value is None)

    async def _next(self, asking: "_Asking", vehicle: Vehicle) -> OwnAnswer:
        """When work is due next: the inspection by its own rules, the rest by the service plan."""
        if ServiceType.TECHNICAL_INSPECTION in asking.question.services:
            due = (await self.dates.of_vehicle(asking.owner, vehicle)).inspection.next
            day = due.due_on if due is not None else None
            return OwnAnswer(asking.question, vehicle, due_on=day, empty=day is None)
        plan = await self.plan.of(asking.owner, vehicle.id)
        wanted = _wanted(asking.question.services)
        found = [item for item in plan.items if item.rule.service in wanted and item.due is not None]
        if not found or found[0].due is None:
            return OwnAnswer(asking.question, vehicle, empty=True)
        due_next = found[0].due
        shown = due_next.due_km - vehicle.odometer_offset if due_next.due_km is not None else None
        return OwnAnswer(
            asking.question, vehicle, due_on=due_next.due_on, due_km=shown, expected_on=due_next.expected_on
        )


@dataclass(frozen=True, slots=True)
class _Asking:
    """A question with whoever asks it."""

    owner: Account
    question: OwnQuestion
    vehicle: Vehicle | None
    mine: Sequence[Vehicle]
    today: date

    @property
    def rows(self) -> Rows:
        return Rows(self.owner.id, self.vehicle.id if self.vehicle is not None else 0)

    @property
    def span(self) -> Span:
        return self.question.span or Span(_FIRST, self.today)

    def of(self, row: dict[str, Any]) -> Vehicle | None:
        return next((one for one in self.mine if one.id == row["vehicle_id"]), None)


def _wanted(services: Sequence[ServiceType]) -> tuple[ServiceType, ...]:
    return tuple(one for service in services for one in (service, *_INCLUDES.get(service, ())))


async def _visits(asking: _Asking) -> list[dict[str, Any]]:
    """The visits that are meant; of an end that was never done apart, those of both ends."""
    until = asking.today
    services = asking.question.services
    found = await asking.rows.work(_wanted(services), until)
    if not found:
        whole = tuple(general for general, ends in ENDS.items() if any(end in services for end in ends))
        found = await asking.rows.work(whole, until) if whole else []
    garage = asking.question.garage
    return [row for row in found if row["done_on"] in asking.span and (not garage or row["garage"] == garage)]


async def _last(asking: _Asking) -> OwnAnswer:
    visits = await _visits(asking)
    if not visits:
        return OwnAnswer(asking.question, asking.vehicle, empty=True)
    row = visits[0]
    vehicle = asking.of(row)
    months = (asking.today.year - row["done_on"].year) * 12 + asking.today.month - row["done_on"].month
    months -= asking.today.day < row["done_on"].day
    return OwnAnswer(
        asking.question,
        vehicle,
        day=row["done_on"],
        months=months,
        at_km=row["kilometres"],
        since_km=await _since(vehicle, row),
        sums=_price(row),
        text=row["garage"] or "",
        record_id=int(row["id"]),
    )


async def _since(vehicle: Vehicle | None, row: dict[str, Any]) -> int | None:
    """Driven since a visit, over clusters that were replaced."""
    if vehicle is None or vehicle.kilometres is None or row["kilometres"] is None:
        return None
    offset = await offsets_of(vehicle)
    since = vehicle.kilometres + vehicle.odometer_offset - row["kilometres"] - offset(row["done_on"])
    return since if since >= 0 else None


def _price(row: dict[str, Any]) -> tuple[Money, ...]:
    return (Money(int(row["total_cents"]), row["currency"]),) if row["total_cents"] is not None else ()


async def _count(asking: _Asking) -> OwnAnswer:
    visits = await _visits(asking)
    newest = visits[0] if visits else None
    return OwnAnswer(
        asking.question,
        asking.vehicle,
        day=newest["done_on"] if newest is not None else None,
        count=len(visits),
        record_id=int(newest["id"]) if newest is not None else None,
    )


async def _spent(asking: _Asking) -> OwnAnswer:
    category, garage, span = asking.question.category, asking.question.garage, asking.span
    if category == "service":
        return await _spent_on_work(asking)
    amounts: list[Money] = []
    quantities: tuple[tuple[str, Decimal], ...] = ()
    missing = 0
    if category in {"", "work"}:
        visits = [row for row in await asking.rows.visits(span) if not garage or row["garage"] == garage]
        amounts += [price for row in visits for price in _price(row)]
        missing += sum(row["total_cents"] is None for row in visits)
    if category in {"", "fuel"} and not garage:
        fills = await asking.rows.fills(span)
        amounts += [price for row in fills for price in _price(row)]
        missing += sum(row["total_cents"] is None for row in fills)
        quantities = _quantities(fills) if category == "fuel" else ()
    if category not in {"work", "fuel"} and not garage:
        amounts += await asking.rows.costs(span, CostType(category).value if category else "")
    return OwnAnswer(
        asking.question,
        asking.vehicle,
        sums=summed(amounts),
        unpriced=missing,
        quantities=quantities,
        empty=not amounts,
    )


async def _spent_on_work(asking: _Asking) -> OwnAnswer:
    """What visits cost that had this work; other work of the same visit is in its price."""
    visits = await _visits(asking)
    prices = [price for row in visits for price in _price(row)]
    return OwnAnswer(
        asking.question,
        asking.vehicle,
        sums=summed(prices),
        count=len(visits),
        unpriced=sum(row["total_cents"] is None for row in visits),
        record_id=int(visits[0]["id"]) if visits else None,
        empty=not prices,
    )


async def _biggest(asking: _Asking) -> OwnAnswer:
    priced = [row for row in await asking.rows.visits(asking.span) if row["total_cents"] is not None]
    if not priced or len({row["currency"] for row in priced}) > 1:
        return OwnAnswer(asking.question, asking.vehicle, empty=True)
    row = max(priced, key=lambda one: (one["total_cents"], one["done_on"]))
    return OwnAnswer(
        asking.question,
        asking.of(row),
        day=row["done_on"],
        sums=_price(row),
        text=row["garage"] or "",
        record_id=int(row["id"]),
    )


async def _fills(asking: _Asking) -> OwnAnswer:
    fills = await asking.rows.fills(asking.span)
    if asking.question.asked is Asked.FILLS:
        return OwnAnswer(asking.question, asking.vehicle, count=len(fills), quantities=_quantities(fills))
    if not fills:
        return OwnAnswer(asking.question, asking.vehicle, empty=True)
    row = fills[0]
    return OwnAnswer(
        asking.question,
        asking.of(row),
        day=row["filled_on"],
        at_km=row["kilometres"],
        sums=_price(row),
        quantities=_quantities([row]),
        text=row["station"] or "",
        fill_id=int(row["id"]),
    )


def _quantities(fills: Sequence[dict[str, Any]]) -> tuple[tuple[str, Decimal], ...]:
    """What was filled, for each unit."""
    sums: dict[str, int] = {}
    for row in fills:
        if row["quantity_milli"] is not None:
            sums[row["unit"]] = sums.get(row["unit"], 0) + int(row["quantity_milli"])
    return tuple((unit, Decimal(milli) / 1000) for unit, milli in sorted(sums.items()))


async def _odometer(asking: _Asking, vehicle: Vehicle) -> OwnAnswer:
    readings = await newest_readings(vehicle.id)
    day = readings[0].on if readings else None
    return OwnAnswer(asking.question, vehicle, day=day, at_km=vehicle.kilometres, empty=vehicle.kilometres is None)


async def _driven(asking: _Asking, vehicle: Vehicle) -> OwnAnswer:
    readings = [(one.on, one.kilometres) for one in await newest_readings(vehicle.id)]
    span = asking.question.span or Span(min((day for day, _ in readings), default=asking.today), asking.today)
    distance = distance_driven(readings, span)
    if distance is None:
        return OwnAnswer(asking.question, vehicle, empty=True)
    days = {day for day, _ in readings}
    # Between two readings the distance is taken as even: only with one at each end it is exact.
    exact = not distance.estimated and span.end in days and (span.start in days or _eve(span) in days)
    return OwnAnswer(asking.question, vehicle, since_km=distance.kilometres, estimated=not exact)


def _eve(span: Span) -> date:
    return date.fromordinal(span.start.toordinal() - 1)
