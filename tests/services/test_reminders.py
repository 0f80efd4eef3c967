from datetime import date, time

import pytest

from core.domain.service_types import ServiceType
from core.domain.states import ReminderState
from core.errors import Gone, Refusal
from core.models import Notification, Reminder, Vehicle
from tests.services.worlds import World, local

DONE, WAITING = ReminderState.DONE, ReminderState.WAITING


@pytest.fixture
async def world(database: str) -> World:
    return World()


async def test_ones_own_reminder_speaks_at_the_time_that_was_said_or_at_the_usual_hour(world: World):
    ana = await world.person()
    early = await world.reminders.add_custom(ana, " changer  les pneus ", date(2027, 3, 12), time(6, 30))
    usual = await world.reminders.add_custom(ana, "contrôler l’huile", date(2027, 3, 12))
    assert (early.subject, local(early.remind_at)) == ("changer les pneus", (date(2027, 3, 12), time(6, 30)))
    assert local(usual.remind_at) == (date(2027, 3, 12), time(9))
    assert (early.vehicle_id, early.service) == (None, None)
    assert {one.id for one in (await world.reminders.page(ana)).reminders} == {early.id, usual.id}


async def test_one_for_today_whose_hour_is_past_comes_in_an_hour_and_a_past_one_is_refused(world: World):
    ana = await world.person()
    today = await world.reminders.add_custom(ana, "pneus", world.clock.today)
    assert local(today.remind_at) == (world.clock.today, time(13))
    for day, at in ((world.clock.ago(1), None), (world.clock.today, time(8))):
        with pytest.raises(Refusal) as refused:
            await world.reminders.add_custom(ana, "pneus", day, at)
        assert refused.value.key == "reminder.in_the_past"


async def test_one_that_comes_back_is_done_for_this_time_and_a_second_tap_changes_nothing(world: World):
    ana = await world.person()
    made = await world.reminders.add_custom(ana, "antivol", date(2027, 1, 31), repeat="P1M")
    world.clock.move(days=71)
    assert await world.reminders.claim_due() == 1
    for _ in range(2):
        assert (await world.reminders.finish(ana, made.id, DONE)).state is DONE
    following = await Reminder.get(state=WAITING)
    assert (following.due_on, following.subject, following.repeat) == (date(2027, 2, 28), "antivol", "P1M")
    assert await world.reminders.comes_back_on(ana, await Reminder.get(id=made.id)) == date(2027, 2, 28)
    await world.reminders.finish(ana, following.id, DONE)
    assert (await Reminder.get(state=WAITING)).due_on == date(2027, 3, 31)
    assert await Notification.all().count() == 1


async def test_a_repeated_one_whose_first_day_is_past_begins_with_its_next_turn(world: World):
    ana = await world.person()
    made = await world.reminders.add_custom(ana, "assurance", date(2024, 2, 29), repeat="P1Y")
    assert (made.due_on, made.first_on) == (date(2027, 2, 28), date(2024, 2, 29))
    with pytest.raises(ValueError, match="repeat"):
        await world.reminders.add_custom(ana, "x", date(2027, 1, 1), repeat="P1Y2M")


async def test_dismissing_one_that_comes_back_ends_it(world: World):
    ana = await world.person()
    made = await world.reminders.add_custom(ana, "antivol", date(2027, 1, 31), repeat="P1M")
    await world.reminders.finish(ana, made.id, ReminderState.DISMISSED)
    assert not await Reminder.exists(state=WAITING)


async def test_somebody_elses_vehicle_or_reminder_is_gone_and_an_empty_subject_refused(world: World):
    ana, bob = await world.person(), await world.person(8)
    theirs = await world.car(bob)
    with pytest.raises(Gone):
        await world.reminders.add_custom(ana, "pneus", date(2027, 3, 12), vehicle_id=theirs.id)
    made = await world.reminders.add_custom(bob, "pneus", date(2027, 3, 12), vehicle_id=theirs.id)
    with pytest.raises(Gone):
        await world.reminders.finish(ana, made.id, DONE)
    with pytest.raises(Refusal):
        await world.reminders.add_custom(ana, " \u200b ", date(2027, 3, 12))
    long = await world.reminders.add_custom(ana, "🛞" * 4_096, date(2027, 3, 12))
    assert len(long.subject or "") == 200


async def test_what_is_due_next_is_counted_from_the_visit_and_predicted_from_the_pace(world: World):
    ana = await world.person()
    car = await world.car(ana)
    await world.drive(ana, car, (90, 70_000), (60, 71_500), (30, 73_000), (0, 74_500))
    record = await world.visit(car, 60, 71_500, "oil_change")
    (proposed,) = await world.reminders.propose(ana, car, record, [ServiceType.OIL_CHANGE])
    assert (proposed.due_on, proposed.due_kilometres) == (date(2027, 9, 23), 86_500)
    assert proposed.expected_on == date(2027, 7, 20)
    await world.reminders.decide(ana, [proposed.id], accept=True)
    waiting = await Reminder.get()
    assert local(waiting.remind_at) == (date(2027, 7, 13), time(9))


async def test_a_reading_moves_what_the_distance_decides_and_the_day_to_ask_for_the_next(world: World):
    ana = await world.person()
    car = await world.car(ana)
    await world.drive(ana, car, (60, 70_000), (30, 71_200))
    record = await world.visit(car, 30, 71_200, "brake_pads")
    (proposed,) = await world.reminders.propose(ana, car, record, [ServiceType.BRAKE_PADS])
    await Reminder.filter(id=proposed.id).update(due_kilometres=76_000)
    await world.reminders.decide(ana, [proposed.id], accept=True)
    planned = await Vehicle.get(id=car.id)
    assert planned.ask_odometer_at is not None
    assert planned.ask_odometer_at < (await Reminder.get()).remind_at  # type: ignore[operator]  # both are set
    await world.drive(ana, car, (0, 75_500))
    moved = await Reminder.get()
    assert moved.expected_on is not None
    assert moved.expected_on <= date(2026, 12, 8)
