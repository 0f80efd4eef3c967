from datetime import date

import pytest

from core.domain.service_plan import Origin
from core.domain.service_schedule import Interval
from core.domain.service_types import ServiceType
from core.errors import Gone
from core.models import Vehicle
from tests.services.worlds import World

OIL = ServiceType.OIL_CHANGE


@pytest.fixture
async def world(database: str) -> World:
    return World()


async def test_the_plan_counts_from_the_visit_and_is_ordered_by_what_comes_first(world: World):
    ana = await world.person()
    car = await world.car(ana, energy="diesel")
    await world.drive(ana, car, (100, 70_000), (50, 72_000), (0, 74_000))
    await world.visit(car, 400, 60_000, "oil_change", "brake_fluid")
    await world.visit(car, 50, 72_000, "cabin_filter")
    plan = await world.plan.of(ana, car.id)
    due = [item.rule.service for item in plan.items if item.due is not None]
    assert due == [ServiceType.OIL_CHANGE, ServiceType.CABIN_FILTER, ServiceType.BRAKE_FLUID]
    oil = plan.item(OIL)
    assert oil.due is not None
    assert (oil.due.due_on, oil.due.due_km) == (date(2026, 10, 18), 75_000)
    assert plan.item(ServiceType.TIMING_BELT).done is None
    assert ServiceType.OIL_FILTER not in {item.rule.service for item in plan.items}


async def test_a_young_car_counts_from_its_first_registration_while_that_is_ahead(world: World):
    ana = await world.person()
    car = await world.car(ana, energy="petrol", first_registered_on=world.clock.ago(200))
    await world.drive(ana, car, (0, 6_000))
    plan = await world.plan.of(ana, car.id)
    oil = plan.item(OIL)
    assert oil.since_new
    assert oil.due is not None
    assert oil.due.due_km == 15_000
    assert oil.due.expected_on == date(2027, 5, 6)
    old = await world.car(ana, energy="petrol", first_registered_on=date(2010, 1, 1))
    assert all(item.due is None for item in (await world.plan.of(ana, old.id)).items)


async def test_ones_own_rhythm_is_proposed_and_taken_only_by_a_tap(world: World):
    ana = await world.person()
    car = await world.car(ana, energy="petrol")
    for years, kilometres in ((3, 30_000), (2, 40_000), (1, 50_000), (0, 60_000)):
        await world.visit(car, 365 * years + 10, kilometres, "oil_change")
    item = (await world.plan.of(ana, car.id)).item(OIL)
    assert item.learned == Interval(12, 10_000)
    assert item.rule.interval == Interval(12, 15_000)
    assert item.rule.origin is Origin.SCHEDULE
    changed = (await world.plan.set(ana, car.id, OIL, 12, 10_000)).item(OIL)
    assert (changed.rule.origin, changed.learned) == (Origin.OWN, None)
    assert (await world.plan.reset(ana, car.id, OIL)).item(OIL).rule.origin is Origin.SCHEDULE


async def test_a_service_that_is_off_is_never_due_and_a_fixed_one_keeps_its_turns(world: World):
    ana = await world.person()
    car = await world.car(ana, energy="petrol")
    await world.visit(car, 100, 50_000, "oil_change")
    fixed = (await world.plan.fix(ana, car.id, OIL, fixed=True)).item(OIL)
    assert fixed.rule.anchor is not None
    first = fixed.due
    late = await world.visit(car, 5, 52_000, "oil_change")
    again = (await world.plan.of(ana, car.id)).item(OIL)
    assert first is not None
    assert again.due is not None
    assert again.due.due_on == first.due_on
    (proposed,) = await world.reminders.propose(ana, car, late, [OIL])
    assert proposed.due_on == first.due_on
    off = (await world.plan.switch(ana, car.id, OIL, on=False)).item(OIL)
    assert off.due is None
    assert await world.reminders.propose(ana, car, late, [OIL]) == ()


async def test_a_motorbike_and_an_electric_car_have_plans_of_their_own(world: World):
    ana = await world.person()
    bike = await world.plan.of(ana, (await world.car(ana, category="L3e", energy="petrol")).id)
    assert bike.item(OIL).rule.interval == Interval(12, 8_000)
    assert bike.item(ServiceType.TRANSMISSION).rule.interval == Interval(None, 20_000)
    electric = await world.plan.of(ana, (await world.car(ana, category="M1", energy="electric")).id)
    with pytest.raises(Gone):
        electric.item(OIL)


async def test_front_tyres_done_apart_are_followed_apart(world: World):
    ana = await world.person()
    car = await world.car(ana, energy="petrol")
    await world.visit(car, 100, 50_000, "tyres_front")
    services = {item.rule.service for item in (await world.plan.of(ana, car.id)).items}
    assert ServiceType.TYRES_FRONT in services
    assert {ServiceType.TYRES, ServiceType.TYRES_REAR}.isdisjoint(services)
    assert ServiceType.BRAKE_PADS in services


async def test_a_long_history_makes_a_plan_all_the_same(world: World):
    ana = await world.person()
    car = await world.car(ana, energy="petrol")
    for days in range(600, 0, -1):
        await world.visit(car, days, 90_000 - days, "other_repair")
    await world.visit(car, 5, 89_990, "oil_change")
    plan = await world.plan.of(ana, car.id)
    assert plan.item(OIL).due is not None
    assert (await Vehicle.get(id=car.id)).id == plan.vehicle.id
