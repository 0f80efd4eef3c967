"""The service plan of a vehicle: its rules, what is due next by each, and how the person changes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core import db
from core.domain.energy import Energy
from core.domain.next_due import Done, NextDue, next_due
from core.domain.pace import Mileage
from core.domain.service_plan import Origin, Rule, learned_interval
from core.domain.service_schedule import Interval, interval_for, services_of, vehicle_kind
from core.domain.service_types import ENDS, ServiceType
from core.errors import Gone
from core.models import Account, ServiceInterval, Vehicle
from core.ports import Clock
from core.services.days import today_of
from core.services.mileage import as_day, driven_on, mileage_of_vehicle

# Visits that are looked at, the newest ones: enough for decades of one vehicle.
_MOST_VISITS = 500
_VISITS = f"""
    SELECT done.service, record.done_on, record.kilometres
      FROM service_done done JOIN maintenance_record record ON record.id = done.record_id
     WHERE record.vehicle_id = ? ORDER BY record.done_on DESC, record.id DESC LIMIT {_MOST_VISITS}
"""  # noqa: S608 - a constant of ours


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


@dataclass(frozen=True, slots=True)
class ServicePlan:
    """Reads and changes service plans."""

    clock: Clock

    async def of(self, owner: Account, vehicle_id: int) -> Plan:
        """The plan of one of the owner's vehicles."""
        vehicle = await Vehicle.get_or_none(id=vehicle_id, owner_id=owner.id)
        if vehicle is None:
            raise Gone
        visits = await self._visits(vehicle)
        mileage = await mileage_of_vehicle(vehicle)
        own = {row.service: row for row in await ServiceInterval.filter(vehicle_id=vehicle.id)}
        today = today_of(owner, self.clock)
        items = [
            _item(vehicle, _rule(vehicle, service, own.get(service.value)), visits, mileage, today)
            for service in _services(vehicle, visits, own)
        ]
        return Plan(vehicle, tuple(sorted(items, key=_soonest)), mileage)

    async def rule(self, vehicle: Vehicle, service: ServiceType) -> Rule:
        """How often a service is due on a vehicle that the caller owns."""
        own = await ServiceInterval.get_or_none(vehicle_id=vehicle.id, service=service.value)
        return _rule(vehicle, service, own)

    async def set(
        self, owner: Account, vehicle_id: int, service: ServiceType, months: int | None, kilometres: int | None
    ) -> Plan:
        """Have it due so often on this vehicle."""
        interval = Interval(months, kilometres)
        return await self._change(
            owner, vehicle_id, service, {"months": interval.months, "kilometres": interval.kilometres, "active": True}
        )

    async def switch(self, owner: Account, vehicle_id: int, service: ServiceType, *, on: bool) -> Plan:
        """Have it due, or never."""
        return await self._change(owner, vehicle_id, service, {"active": on})

    async def fix(self, owner: Account, vehicle_id: int, service: ServiceType, *, fixed: bool) -> Plan:
        """Count from a fixed start, the last visit, or from each visit anew."""
        plan = await self.of(owner, vehicle_id)
        done = plan.item(service).done
        if done is None:
            raise Gone
        anchor = {
            "fixed": fixed,
            "anchor_on": done.on if fixed else None,
            "anchor_kilometres": done.kilometres if fixed else None,
        }
        return await self._change(owner, vehicle_id, service, anchor)

    async def reset(self, owner: Account, vehicle_id: int, service: ServiceType) -> Plan:
        """Back to the default rhythm."""
        async with db.transaction():
            await ServiceInterval.filter(
                vehicle_id=vehicle_id, vehicle__owner_id=owner.id, service=service.value
            ).delete()
            return await self.of(owner, vehicle_id)

    async def _change(
        self, owner: Account, vehicle_id: int, service: ServiceType, values: Mapping[str, object]
    ) -> Plan:
        async with db.transaction():
            vehicle = await Vehicle.select_for_update().get_or_none(id=vehicle_id, owner_id=owner.id)
            if vehicle is None:
                raise Gone
            own = await ServiceInterval.get_or_none(vehicle_id=vehicle.id, service=service.value)
            if own is None:
                default = _rule(vehicle, service, None).interval
                own = ServiceInterval(
                    vehicle_id=vehicle.id,
                    service=service.value,
                    months=default.months if default else None,
                    kilometres=default.kilometres if default else None,
                )
            own.update_from_dict(dict(values))
            await own.save()
            return await self.of(owner, vehicle_id)

    async def _visits(self, vehicle: Vehicle) -> dict[ServiceType, list[Done]]:
        """The visits of each service, oldest first."""
        visits: dict[ServiceType, list[Done]] = {}
        for row in await db.fetch(_VISITS, vehicle.id):
            day = as_day(row["done_on"])
            # A replaced cluster is rare: without one this asks nothing.
            done = Done(day, await driven_on(vehicle, day, row["kilometres"]))
            visits.setdefault(ServiceType(row["service"]), []).insert(0, done)
        return visits


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


def _rule(vehicle: Vehicle, service: ServiceType, own: ServiceInterval | None) -> Rule:
    default = interval_for(service, _energy(vehicle), vehicle_kind(vehicle.category))
    if own is None:
        return Rule(service, default, Origin.SCHEDULE if default else Origin.NONE, active=default is not None)
    set_ = Interval(own.months, own.kilometres) if own.months or own.kilometres else None
    anchor = Done(own.anchor_on, own.anchor_kilometres) if own.fixed and own.anchor_on is not None else None
    same = set_ == default and anchor is None
    return Rule(service, set_, Origin.SCHEDULE if same else Origin.OWN, own.active and set_ is not None, anchor)


def _item(
    vehicle: Vehicle,
    rule: Rule,
    visits: Mapping[ServiceType, Sequence[Done]],
    mileage: Mileage | None,
    today: date,
) -> PlanItem:
    mine = visits.get(rule.service, [])
    done, since_new = (mine[-1], False) if mine else (_as_new(vehicle, rule, mileage, today), True)
    due = None
    if done is not None and rule.interval is not None and rule.active:
        due = next_due(done, rule.interval, today, mileage, rule.anchor)
    learned = learned_interval(mine, rule.interval)
    return PlanItem(rule, done, due, since_new and done is not None, learned)


def _as_new(vehicle: Vehicle, rule: Rule, mileage: Mileage | None, today: date) -> Done | None:
    """A vehicle so young that the service cannot have been due yet counts from its first registration."""
    if vehicle.first_registered_on is None or rule.interval is None:
        return None
    new = Done(vehicle.first_registered_on, 0)
    due = next_due(new, rule.interval, today)
    passed_by_date = due.due_on is not None and due.due_on < today
    unknown_or_passed = due.due_km is not None and (mileage is None or mileage.last.kilometres >= due.due_km)
    return None if passed_by_date or unknown_or_passed else new


def _soonest(item: PlanItem) -> tuple[bool, bool, date]:
    expected = item.due.expected_on if item.due is not None else None
    known = item.due is not None
    return (not item.rule.active, not known, expected or date.max)
