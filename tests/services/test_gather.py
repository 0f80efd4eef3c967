from datetime import UTC, date, datetime
from decimal import Decimal

from core.db.gather import gather, made, put, rows_of
from core.domain.energy import Energy
from core.domain.fuel import FuelUnit
from core.models import FillUp, Reminder
from tests.services.worlds import World

NOON = datetime(2026, 11, 26, 12, 0, 0, 120, tzinfo=UTC)


def fill(vehicle: int, litres: int, **more: object) -> FillUp:
    known = {"filled_on": date(2024, 2, 29), "energy": Energy.DIESEL, "unit": FuelUnit.LITRE, "currency": "EUR"}
    return FillUp(vehicle_id=vehicle, quantity_milli=litres * 1000, created_at=NOON, **known, **more)


async def test_what_was_put_is_gathered_as_it_was(database: str):
    world = World()
    ana = await world.person()
    car = await world.car(ana, plate="AB123CD")
    tank, part = fill(car.id, 40, full=True, unit_price=Decimal("1.789")), fill(car.id, 12, station="« L’été » 🚗\n")
    await put(FillUp, [tank, part])
    found = await gather({"fills": rows_of(FillUp, "WHERE vehicle_id = ?", car.id)})
    read = {row.id: row for row in made(FillUp, found["fills"])}
    for row in (tank, part):
        for name in FillUp._meta.fields_db_projection:
            assert getattr(read[row.id], name) == getattr(row, name), name
    assert await FillUp.get(id=part.id) == part


async def test_rows_that_changed_and_rows_that_are_new_are_written_together(database: str):
    world = World()
    ana = await world.person()
    car = await world.car(ana)
    await put(FillUp, [old := fill(car.id, 40)])
    old.quantity_milli, old.full = 41_000, True
    await put(FillUp, [first := fill(car.id, 1), old, second := fill(car.id, 2)])
    kept = await FillUp.filter(vehicle_id=car.id).order_by("id")
    assert [(row.id, row.quantity_milli, row.full) for row in kept] == [
        (old.id, 41_000, True),
        (first.id, 1_000, None),
        (second.id, 2_000, None),
    ]
    await put(FillUp, [])


async def test_instants_are_written_as_the_orm_writes_them(database: str):
    world = World()
    ana = await world.person()
    car = await world.car(ana)
    known = {"owner_id": ana.id, "vehicle_id": car.id, "state": "waiting", "created_at": NOON, "remind_at": NOON}
    await put(Reminder, [Reminder(**known)])
    by_the_orm = await Reminder.create(**known)
    assert await Reminder.filter(remind_at=NOON).count() == 2
    assert await Reminder.filter(remind_at__lt=NOON).count() == 0
    assert (await Reminder.get(id=by_the_orm.id)).remind_at == NOON
