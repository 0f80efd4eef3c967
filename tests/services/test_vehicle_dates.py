from datetime import date

import pytest

from core.domain.service_types import ServiceType
from core.domain.states import ReminderState
from core.domain.technical_inspection import InspectionClass, InspectionResult, InspectionRule
from core.errors import Gone, Refusal
from core.models import Reminder, VehicleDate
from tests.services.worlds import World

WAITING = ReminderState.WAITING


@pytest.fixture
async def world(database: str) -> World:
    return World()


async def test_an_inspection_on_an_invoice_rolls_the_next_one_from_its_day(world: World):
    ana = await world.person()
    car = await world.car(ana, category="M1", first_registered_on=date(2015, 5, 2))
    record = await world.visit(car, 30, 88_000, "technical_inspection")
    (proposed,) = await world.reminders.propose(ana, car, record, [ServiceType.TECHNICAL_INSPECTION])
    assert (proposed.due_on, proposed.state) == (date(2028, 10, 23), ReminderState.PROPOSED)
    dates = await world.dates.of(ana, car.id)
    assert dates.sale_until == date(2027, 4, 23)
    assert dates.inspection.next is not None
    assert dates.inspection.next.rule is InspectionRule.CAR_AGAIN


async def test_a_major_fault_plans_its_re_test_and_passing_it_the_next_inspection(world: World):
    ana = await world.person()
    car = await world.car(ana, category="M1", first_registered_on=date(2015, 5, 2))
    await world.dates.note_inspection(ana, car.id, world.clock.ago(3), InspectionResult.MAJOR)
    assert (await Reminder.get(state=WAITING)).due_on == date(2027, 1, 19)
    await world.dates.note_inspection(ana, car.id, world.clock.today, InspectionResult.FAVOURABLE)
    # Two years from the inspection that failed, not from its re-test.
    assert (await Reminder.get(state=WAITING)).due_on == date(2028, 11, 19)


async def test_an_inspection_ends_what_the_registration_card_said_before(world: World):
    ana = await world.person()
    car = await world.car(ana, category="M1", first_registered_on=date(2015, 5, 2), inspection_due_on=date(2026, 12, 1))
    record = await world.visit(car, 2, 88_000, "technical_inspection")
    (proposed,) = await world.reminders.propose(ana, car, record, [ServiceType.TECHNICAL_INSPECTION])
    assert proposed.due_on == date(2028, 11, 20)
    dates = await world.dates.of(ana, car.id)
    assert dates.inspection.next is not None
    assert dates.inspection.next.due_on == date(2028, 11, 20)


async def test_another_countrys_inspection_rolls_by_its_own_repeat(world: World):
    ana = await world.person()
    car = await world.car(ana, first_registered_on=date(2015, 5, 2))
    await world.dates.set_class(ana, car.id, InspectionClass.PLAIN)
    assert not await Reminder.exists(state=WAITING)
    await world.dates.set_date(ana, car.id, "inspection", date(2027, 3, 31), "P1Y")
    assert (await Reminder.get(state=WAITING)).due_on == date(2027, 3, 31)
    world.clock.move(days=120)
    dates = await world.dates.note_inspection(ana, car.id, world.clock.today, InspectionResult.FAVOURABLE)
    assert dates.inspection.next is not None
    assert dates.inspection.next.due_on == date(2028, 3, 22)


async def test_the_insurance_comes_back_every_year_and_can_be_forgotten(world: World):
    ana = await world.person()
    car = await world.car(ana)
    await world.dates.set_date(ana, car.id, "insurance", date(2027, 1, 31))
    told = await Reminder.get(state=WAITING)
    await world.reminders.finish(ana, told.id, ReminderState.DONE)
    assert (await Reminder.get(state=WAITING)).due_on == date(2028, 1, 31)
    world.clock.move(days=100)
    assert (await world.dates.of(ana, car.id)).insurance_on == date(2028, 1, 31)
    await world.dates.clear(ana, car.id, "insurance")
    assert not await Reminder.exists(state=WAITING)
    assert not await VehicleDate.exists()


async def test_impossible_days_and_kinds_are_refused(world: World):
    ana = await world.person()
    car = await world.car(ana)
    with pytest.raises(Refusal):
        await world.dates.set_date(ana, car.id, "insurance", world.clock.ago(1))
    with pytest.raises(Refusal):
        await world.dates.note_inspection(ana, car.id, date(2027, 1, 1), InspectionResult.MAJOR)
    with pytest.raises(Gone):
        await world.dates.set_date(ana, car.id, "birthday", date(2027, 1, 1))
