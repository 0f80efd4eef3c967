"""The service plan of a vehicle: its rules, what is due next by each, and how the person changes them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from core import db
from core.db.gather import gather, made, rows_of
from core.domain.energy import Energy
from core.domain.next_due import Done, NextDue, next_due
from core.domain.pace import Mileage, mileage_of
from core.domain.service_plan import Origin, Rule, learned_interval
from core.domain.service_schedule import Interval, interval_for, services_of, vehicle_kind
from core.domain.service_types import ENDS, ServiceType
from core.errors import Gone, Refusal
from core.models import Account, ServiceInterval, Vehicle
from core.ports import Clock
from core.services.days import today_of
from core.services.mileage import as_day, newest_of, offsets_of, readings_of

# Visits that are looked at, the newest ones: enough for decades of one vehicle.
_MOST_VISITS = 500
_VISITS = """
    SELECT done.service, record.done_on, record.kilometres
      FROM service_done done JOIN maintenance_record record ON record.id = done.record_id
     WHERE record.vehicle_id = ? AND record.status = 'completed' ORDER BY record.done_on DESC, record.id DESC LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class PlanItem:
    """A service of the plan: its rule, its last visit and when it is due; driven kilometres throughout.

    `since_new` tells that no visit is known and it counts from the first registration; `learned` is the rhythm that
    one's own visits had, where it differs from the rule.
    """

    rule: Rule
    done: Done | None
    due: NextDue | None
    since_new: bool = False
    learned: Interval | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole plan of a vehicle, soonest first, then what nothing is known of, then what is switched off."""

    vehicle: Vehicle
    items: tuple[PlanItem, ...]
    mileage: Mileage | None

    def item(self, service: ServiceType) -> PlanItem:
        """The item of a service; `Gone` when the plan does not have it."""
        for item in self.items:
            if item.rule.service is service:
                return item
        raise Gone


# What is changed about a service of a plan, given its item as it was.
Change: TypeAlias = Callable[[ServiceInterval, PlanItem], None]


@dataclass(frozen=True, slots=True)
class ServicePlan:
    """Reads and changes service plans."""

    clock: Clock

    async def of(self, owner: Account, vehicle_id: int) -> Plan:
        """The plan of one of the owner's vehicles."""
        vehicle = await Vehicle.get_or_none(id=vehicle_id, owner_id=owner.id)
        return _plan(await self._known(owner, vehicle))

    async def set(
        self, owner: Account, vehicle_id: int, service: ServiceType, months: int | None, kilometres: int | None
    ) -> Plan:
        """Have it due so often on this vehicle."""

        def change(row: ServiceInterval, _: PlanItem) -> None:
            interval = Interval(months, kilometres)
            row.months, row.kilometres, row.active = interval.months, interval.kilometres, True

        return await self._change(owner, vehicle_id, service, change)

    async def limit(self, owner: Account, vehicle_id: int, service: ServiceType, limit: str, value: int) -> Plan:
        """Change its `months` or its `kilometres`, 0 for no such limit; the other stays, and one there must be."""

        def change(row: ServiceInterval, _: PlanItem) -> None:
            if limit == "months":
                row.months = value or None
            else:
                row.kilometres = value or None
            if not row.months and not row.kilometres:
                raise Refusal("plan.one_limit_needed")
            row.active = True

        return await self._change(owner, vehicle_id, service, change)

    async def switch(self, owner: Account, vehicle_id: int, service: ServiceType, *, on: bool) -> Plan:
        """Have it due, or never."""

        def change(row: ServiceInterval, _: PlanItem) -> None:
            row.active = on

        return await self._change(owner, vehicle_id, service, change)

    async def fix(self, owner: Account, vehicle_id: int, service: ServiceType, *, fixed: bool) -> Plan:
        """Count from a fixed start, the last visit, or from each visit anew."""

        def change(row: ServiceInterval, item: PlanItem) -> None:
            if fixed and item.done is None:
                raise Gone
            start = item.done if fixed else None
            row.fixed = fixed
            row.anchor_on = start.on if start is not None else None
            row.anchor_kilometres = start.kilometres if start is not None else None

        return await self._change(owner, vehicle_id, service, change)

    async def reset(self, owner: Account, vehicle_id: int, service: ServiceType) -> Plan:
        """Back to the default rhythm."""
        async with db.transaction():
            known = await self._known(owner, await _locked(owner, vehicle_id))
            row = known.own.pop(service.value, None)
            if row is not None:
                await row.delete()
            return _plan(known)

    async def _change(self, owner: Account, vehicle_id: int, service: ServiceType, change: Change) -> Plan:
        async with db.transaction():
            known = await self._known(owner, await _locked(owner, vehicle_id))
            item = _plan(known).item(service)
            row = known.own.get(service.value)
            if row is None:
                default = item.rule.interval
                row = ServiceInterval(
                    vehicle_id=known.vehicle.id,
                    service=service.value,
                    months=default.months if default else None,
                    kilometres=default.kilometres if default else None,
                )
            change(row, item)
            await row.save()
            known.own[service.value] = row
            return _plan(known)

    async def _known(self, owner: Account, vehicle: Vehicle | None) -> "_Known":
        if vehicle is None:
            raise Gone
        intervals = rows_of(ServiceInterval, "WHERE vehicle_id = ?", vehicle.id)
        answers = await gather({"intervals": intervals, "newest": newest_of(vehicle.id)})
        own = {row.service: row for row in made(ServiceInterval, answers["intervals"])}
        mileage = mileage_of(readings_of(answers["newest"]), vehicle.first_registered_on)
        return _Known(vehicle, own, await self._visits(vehicle), mileage, today_of(owner, self.clock))

    async def _visits(self, vehicle: Vehicle) -> dict[ServiceType, list[Done]]:
        """The visits of each service, oldest first."""
        visits: dict[ServiceType, list[Done]] = {}
        offset = await offsets_of(vehicle)
        for row in await db.fetch(_VISITS, vehicle.id, _MOST_VISITS):
            day, shown = as_day(row["done_on"]), row["kilometres"]
            done = Done(day, shown + offset(day) if shown is not None else None)
            visits.setdefault(ServiceType(row["service"]), []).insert(0, done)
        return visits


@dataclass(frozen=True, slots=True)
class _Known:
    """Everything that a plan is made of."""

    vehicle: Vehicle
    own: dict[str, ServiceInterval]
    visits: Mapping[ServiceType, Sequence[Done]]
    mileage: Mileage | None
    today: date


def _plan(known: _Known) -> Plan:
    items = [
        _item(known, rule_of(known.vehicle, service, known.own.get(service.value)))
        for service in _services(known.vehicle, known.visits, known.own)
    ]
    return Plan(known.vehicle, tuple(sorted(items, key=_soonest)), known.mileage)


async def _locked(owner: Account, vehicle_id: int) -> Vehicle | None:
    return await Vehicle.select_for_update().get_or_none(id=vehicle_id, owner_id=owner.id)


def _services(
    vehicle: Vehicle, visits: Mapping[ServiceType, Sequence[Done]], own: Mapping[str, ServiceInterval]
) -> list[ServiceType]:
    """What the plan lists: the schedule of its kind, what the person set, and each end that has its own visits.

    Pads, discs and tyres appear once, whole, unless the ends were done apart.
    """
    scheduled = services_of(_energy(vehicle), vehicle_kind(vehicle.category))
    apart = {service for ends in ENDS.values() for service in ends}
    named = {service for service in ServiceType if service.value in own}
    whole = {general for general, ends in ENDS.items() if any(end in visits for end in ends) and general not in visits}
    shown = [
        service
        for service in scheduled
        if service in named or (service not in whole and (service not in apart or service in visits))
    ]
    covered = [service for service in shown if service is not ServiceType.OIL_FILTER or service in named]
    return [*covered, *sorted(named.difference(covered))]


def _energy(vehicle: Vehicle) -> Energy:
    # Of an unknown energy the petrol rhythm is taken: it is the prudent one for every combustion engine.
    return Energy(vehicle.energy) if vehicle.energy else Energy.PETROL


def rule_of(vehicle: Vehicle, service: ServiceType, own: ServiceInterval | None) -> Rule:
    """How often a service is due on a vehicle; `own` is what the person set."""
    default = interval_for(service, _energy(vehicle), vehicle_kind(vehicle.category))
    if own is None:
        return Rule(service, default, Origin.SCHEDULE if default else Origin.NONE, active=default is not None)
    set_ = Interval(own.months, own.kilometres) if own.months or own.kilometres else None
    anchor = Done(own.anchor_on, own.anchor_kilometres) if own.fixed and own.anchor_on is not None else None
    same = set_ == default and anchor is None
    return Rule(service, set_, Origin.SCHEDULE if same else Origin.OWN, own.active and set_ is not None, anchor)


def _item(known: _Known, rule: Rule) -> PlanItem:
    mine = known.visits.get(rule.service, [])
    done, since_new = (mine[-1], False) if mine else (_as_new(known, rule), True)
    due = None
    if done is not None and rule.interval is not None and rule.active:
        due = next_due(done, rule.interval, known.today, known.mileage, rule.anchor)
    learned = learned_interval(mine, rule.interval)
    return PlanItem(rule, done, due, since_new and done is not None, learned)


def _as_new(known: _Known, rule: Rule) -> Done | None:
    """A vehicle so young that the service cannot have been due yet counts from its first registration."""
    registered, mileage = known.vehicle.first_registered_on, known.mileage
    if registered is None or rule.interval is None:
        return None
    due = next_due(Done(registered, 0), rule.interval, known.today)
    passed_by_date = due.due_on is not None and due.due_on < known.today
    unknown_or_passed = due.due_km is not None and (mileage is None or mileage.last.kilometres >= due.due_km)
    return None if passed_by_date or unknown_or_passed else Done(registered, 0)


def _soonest(item: PlanItem) -> tuple[bool, bool, date]:
    expected = item.due.expected_on if item.due is not None else None
    known = item.due is not None
    return (not item.rule.active, not known, expected or date.max)
