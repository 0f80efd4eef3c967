from datetime import date

import pytest

from core.domain.service_types import ServiceType
from core.domain.states import ReminderState
from core.domain.technical_inspection import InspectionClass, InspectionResult
from core.models import Reminder, VehicleDate
from core.services.proposals import close
from core.services.standing import stand, visit_of
from core.services.upcoming import Span, Upcoming
from tests.services.worlds import World

WAITING = ReminderState.WAITING


@pytest.fixture
async def world(database: str) -> World:
    return World()


async def test_an_old_inspection_leaves_the_date_that_was_set_by_hand(world: World):
    ana = await world.person()
    car = await world.car(ana, category="M1", first_registered_on=date(2010, 5, 2))
    await world.dates.set_date(ana, car.id, "inspection", date(2027, 5, 10))
    record = await world.visit(car, 5 * 365, 88_000, "technical_inspection")
    await world.reminders.propose(ana, car, record, [ServiceType.TECHNICAL_INSPECTION])
    for result in InspectionResult:
        await world.dates.note_inspection(ana, car.id, date(2021, 5, 12), result)
    due = (await world.dates.of(ana, car.id)).inspection.next
    assert due is not None
    assert due.due_on == date(2027, 5, 10)
    assert (await Reminder.get(state=WAITING)).due_on == date(2027, 5, 10)


async def test_an_old_inspection_leaves_the_turn_of_a_date_that_comes_back(world: World):
    ana = await world.person()
    car = await world.car(ana)
    await world.dates.set_class(ana, car.id, InspectionClass.PLAIN)
    await world.dates.set_date(ana, car.id, "inspection", date(2027, 3, 31), "P1Y")
    await world.dates.note_inspection(ana, car.id, date(2025, 3, 20), InspectionResult.FAVOURABLE)
    assert (await VehicleDate.get()).due_on == date(2027, 3, 31)


async def test_a_failed_inspection_ends_a_date_that_was_set_by_hand(world: World):
    ana = await world.person()
    car = await world.car(ana, category="M1", first_registered_on=date(2015, 5, 2))
    await world.dates.set_date(ana, car.id, "inspection", date(2028, 11, 20))
    await world.dates.note_inspection(ana, car.id, date(2026, 11, 20), InspectionResult.MAJOR)
    assert not await VehicleDate.exists()
    assert (await Reminder.get(state=WAITING)).due_on == date(2027, 1, 20)


async def test_what_is_planned_after_a_later_visit_outlives_an_old_invoice(world: World):
    ana = await world.person()
    car = await world.car(ana, energy="petrol")
    await world.visit(car, 100, 60_000, "oil_change")
    plan = await world.plan.of(ana, car.id)
    planned = await world.reminders.follow_plan(ana, plan, ServiceType.OIL_CHANGE, create=True)
    assert planned is not None
    old = await world.visit(car, 800, 40_000, "oil_change")
    (standing,) = await stand(ana, world.clock.now(), visit_of(car.id, old))
    assert not close(standing, old, [ServiceType.OIL_CHANGE])
    await standing.pending.store()
    assert (await Reminder.get(id=planned.id)).state is WAITING


async def test_vehicles_that_were_put_away_or_deleted_are_not_coming_by_distance(world: World):
    ana = await world.person()
    kept = await world.car(ana, kilometres=10_000)
    sold = await world.car(ana, kilometres=20_000, archived_at=world.clock.now())
    gone = await world.car(ana, kilometres=30_000, deleted_at=world.clock.now())
    for car in (kept, sold, gone):
        await Reminder.create(
            owner_id=ana.id, vehicle_id=car.id, service="tyres", state="waiting",
            due_kilometres=(car.kilometres or 0) + 500, created_at=world.clock.now(),
        )  # fmt: skip
    nearest = await Upcoming(world.clock).page(ana, Span.DISTANCE)
    assert ([one.vehicle_id for one in nearest.reminders], nearest.total) == ([kept.id], 1)


async def test_a_re_test_that_failed_too_has_the_days_that_the_first_one_left(world: World):
    ana = await world.person()
    car = await world.car(ana, category="M1", first_registered_on=date(2015, 5, 2))
    await world.dates.note_inspection(ana, car.id, date(2026, 10, 1), InspectionResult.MAJOR)
    await world.dates.note_inspection(ana, car.id, date(2026, 11, 10), InspectionResult.MAJOR)
    assert (await Reminder.get(state=WAITING)).due_on == date(2026, 12, 1)
    record = await world.visit(car, 0, 88_000, "technical_inspection")
    await world.reminders.propose(ana, car, record, [ServiceType.TECHNICAL_INSPECTION])
    due = (await world.dates.of(ana, car.id)).inspection.next
    assert due is not None
    assert due.due_on == (await Reminder.get(state=WAITING)).due_on == date(2028, 10, 1)


async def test_an_inspection_long_after_one_that_failed_begins_anew(world: World):
    ana = await world.person()
    car = await world.car(ana, category="M1", first_registered_on=date(2015, 5, 2))
    await world.dates.note_inspection(ana, car.id, date(2026, 8, 1), InspectionResult.MAJOR)
    await world.dates.note_inspection(ana, car.id, date(2026, 11, 20), InspectionResult.FAVOURABLE)
    assert (await Reminder.get(state=WAITING)).due_on == date(2028, 11, 20)
