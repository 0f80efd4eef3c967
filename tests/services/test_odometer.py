from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from tortoise.connection import get_connection

from core.domain.odometer import ReadingSource
from core.errors import Gone
from core.models import OdometerReading, Reminder, Vehicle
from core.services.odometer import OdometerJumped, OdometerWentBack
from tests.services.worlds import World


@pytest.fixture
async def world(database: str) -> World:
    return World()


async def test_a_reading_keeps_who_said_it(world: World):
    ana = await world.person()
    car = await world.car(ana)
    for days, source in enumerate(reversed(ReadingSource)):
        await world.odometer.record(ana, car.id, 1_000 - days, read_on=world.clock.ago(days), source=source)
    assert {row.source for row in await OdometerReading.all()} == set(ReadingSource)


async def test_a_doubted_reading_names_what_it_contradicts_and_what_was_perhaps_meant(world: World):
    ana = await world.person()
    car = await world.car(ana)
    await world.drive(ana, car, (90, 69_049), (60, 70_249), (30, 71_449))
    with pytest.raises(OdometerWentBack) as back:
        await world.odometer.record(ana, car.id, 2_649)
    assert (back.value.last, back.value.guesses) == (71_449, (72_649,))
    with pytest.raises(OdometerJumped) as leap:
        await world.odometer.record(ana, car.id, 116_920)
    assert (leap.value.last, leap.value.guesses) == (71_449, (72_650,))
    assert await OdometerReading.all().count() == 3


async def test_the_history_goes_on_over_two_clusters_and_every_view_shows_the_dash(world: World):
    ana = await world.person()
    car = await world.car(ana)
    await world.drive(ana, car, (200, 72_000), (100, 76_000))
    reminder = await Reminder.create(
        owner_id=ana.id, vehicle_id=car.id, service="brake_pads", state="waiting", due_kilometres=95_000,
        created_at=world.clock.now(),
    )  # fmt: skip
    await world.odometer.replace_cluster(ana, car.id, 80_000, 20, world.clock.ago(10))
    await world.odometer.record(ana, car.id, 420)
    shown = await Vehicle.get(id=car.id)
    assert (shown.kilometres, shown.odometer_offset) == (420, 79_980)
    assert (await Reminder.get(id=reminder.id)).due_kilometres == 15_020
    expected = await world.odometer.expected(ana, shown)
    assert expected is not None
    assert expected.kilometres == 420
    assert expected.pace is not None
    assert 38 < expected.pace.per_day < 46
    past = await world.odometer.expected(ana, shown, world.clock.ago(150))
    assert past is not None
    assert past.kilometres == 74_000
    with pytest.raises(OdometerWentBack) as back:
        await world.odometer.record(ana, car.id, 5)
    assert back.value.last == 420
    # An old invoice has what the old cluster showed.
    await world.odometer.record(ana, car.id, 74_000, read_on=world.clock.ago(150))
    await world.odometer.undo_replacement(ana, car.id)
    assert (await Vehicle.get(id=car.id)).odometer_offset == 0
    assert (await Reminder.get(id=reminder.id)).due_kilometres == 95_000


async def test_an_old_cluster_cannot_have_shown_less_than_it_did_before(world: World):
    ana = await world.person()
    car = await world.car(ana)
    await world.drive(ana, car, (30, 80_000))
    with pytest.raises(OdometerWentBack):
        await world.odometer.replace_cluster(ana, car.id, 79_000, 0, world.clock.today)
    assert (await Vehicle.get(id=car.id)).odometer_offset == 0


async def test_somebody_elses_vehicle_is_gone(world: World):
    ana, bob = await world.person(), await world.person(8)
    car = await world.car(bob)
    for attempt in (
        world.odometer.record(ana, car.id, 5),
        world.odometer.replace_cluster(ana, car.id, 5, 0, world.clock.today),
        world.odometer.undo_replacement(ana, car.id),
        world.plan.of(ana, car.id),
        world.dates.of(ana, car.id),
        world.dates.clear(ana, car.id, "insurance"),
    ):
        with pytest.raises(Gone):
            await attempt


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements of a block, by listening to the connection's log."""
    import logging

    said: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    log, listener = logging.getLogger("tortoise.db_client"), Listener()
    level = log.level
    log.setLevel(logging.DEBUG)
    log.addHandler(listener)
    try:
        yield said
    finally:
        log.removeHandler(listener)
        log.setLevel(level)


async def test_a_plain_reading_takes_six_statements_at_most_however_long_the_history(world: World):
    ana = await world.person()
    car = await world.car(ana)
    await OdometerReading.bulk_create(
        [
            OdometerReading(
                vehicle_id=car.id, read_on=world.clock.ago(3_000 - day), kilometres=30 * day, source="typed",
                created_at=world.clock.now(),
            )
            for day in range(3_000)
        ]
    )  # fmt: skip
    assert get_connection("default") is not None
    with counted() as said:
        await world.odometer.record(ana, car.id, 90_000)
    statements = [line for line in said if line.lstrip().upper().startswith(("SELECT", "INSERT", "UPDATE", "DELETE"))]
    assert 3 <= len(statements) <= 6
    car = await Vehicle.get(id=car.id)
    expected = await world.odometer.expected(ana, car)
    assert expected is not None
    assert expected.pace is not None
    assert expected.pace.per_day == pytest.approx(30)
