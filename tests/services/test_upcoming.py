from datetime import date

import pytest

from core.models import Reminder
from core.services.upcoming import PAGE, Span, Upcoming
from tests.services.worlds import World


@pytest.fixture
async def world(database: str) -> World:
    return World()


async def test_each_span_has_its_own_order_and_nothing_of_anybody_else(world: World):
    ana, bob = await world.person(), await world.person(8)
    near, far = await world.car(ana, kilometres=99_000), await world.car(ana, kilometres=10_000)
    theirs = await world.car(bob, kilometres=5)
    for owner, car, due, expected in (
        (ana, far, 12_000, date(2026, 12, 1)),
        (ana, near, 99_500, date(2027, 1, 15)),
        (ana, far, 60_000, None),
        (bob, theirs, 6, date(2026, 11, 23)),
    ):
        await Reminder.create(
            owner_id=owner.id, vehicle_id=car.id, service="tyres", state="waiting", due_kilometres=due,
            expected_on=expected, created_at=world.clock.now(),
        )  # fmt: skip
    await world.reminders.add_custom(ana, "pneus", date(2026, 11, 25))
    upcoming = Upcoming(world.clock)
    week, quarter = await upcoming.page(ana, Span.WEEK), await upcoming.page(ana, Span.QUARTER)
    assert [one.subject for one in week.reminders] == ["pneus"]
    assert [one.due_kilometres for one in quarter.reminders] == [None, 12_000, 99_500]
    nearest = await upcoming.page(ana, Span.DISTANCE)
    assert [one.due_kilometres for one in nearest.reminders] == [99_500, 12_000, 60_000]
    assert nearest.total == 3


async def test_what_was_done_in_the_last_thirty_days_is_newest_first_and_in_pages(world: World):
    ana = await world.person()
    car = await world.car(ana)
    for days in range(40):
        await world.visit(car, days, None, "wash")
    found = await Upcoming(world.clock).page(ana, Span.RECENT, 30)
    assert (found.total, found.position, len(found.records)) == (31, 30, 1)
    first = await Upcoming(world.clock).page(ana, Span.RECENT)
    assert len(first.records) == PAGE
    assert first.records[0].done_on == world.clock.today
