from datetime import date, timedelta
from decimal import Decimal

import pytest

from core.domain.energy import Energy
from core.domain.fuel import AmountsDisagree, FillPlace, FuelUnit
from core.domain.money import Money
from core.errors import Gone, Refusal
from core.models import FillUp, OdometerReading, Vehicle
from core.services.fuel import FillChange, Fuel, NewFill
from core.services.fuel_figures import FuelFigures
from core.services.odometer import Odometer, OdometerWentBack
from core.services.vehicles import Vehicles
from tests.services.standing import TODAY, StandingClock, car, owner

pytestmark = pytest.mark.usefixtures("database")
CLOCK = StandingClock()
FUEL = Fuel(CLOCK, Odometer(CLOCK))
FIGURES = FuelFigures(Vehicles(CLOCK))


def new(vehicle: Vehicle, days_ago: int = 0, **more: object) -> NewFill:
    known: dict[str, object] = {
        "vehicle_id": vehicle.id, "filled_on": TODAY - timedelta(days=days_ago), "energy": None,
        "quantity_milli": 40_000, "unit": FuelUnit.LITRE, "total": Money(7_000), "unit_price": None, "full": True,
    }  # fmt: skip
    return NewFill(**(known | more))  # type: ignore[arg-type]  # named as the fields are


async def readings() -> list[tuple[date, int]]:
    return [(row.read_on, row.kilometres) for row in await OdometerReading.all().order_by("read_on", "id")]


async def test_a_fill_is_kept_with_its_third_amount_its_fuel_and_its_reading():
    person = await owner()
    vehicle = await car(person, "plug_in_hybrid")
    saved = await FUEL.add(person, new(vehicle, kilometres=84_200, station="  Total Access "))
    kept = await FillUp.get()
    assert (kept.energy, kept.unit, kept.unit_price) == (Energy.PETROL, FuelUnit.LITRE, Decimal("1.750"))
    assert (kept.station, kept.currency, saved.leg) == ("Total Access", "EUR", None)
    assert await readings() == [(TODAY, 84_200)]
    assert (await Vehicle.get()).kilometres == 84_200


async def test_a_full_tank_says_what_was_used_since_the_last_one_partials_included():
    person = await owner()
    vehicle = await car(person)
    await FUEL.add(person, new(vehicle, 20, kilometres=84_000))
    await FUEL.add(person, new(vehicle, 10, kilometres=84_400, quantity_milli=20_000, total=None, full=None))
    saved = await FUEL.add(person, new(vehicle, kilometres=85_000))
    assert saved.leg is not None
    assert (saved.leg.kilometres, saved.leg.per_100_km) == (1_000, Decimal("6.00"))
    page = await FIGURES.page(person, vehicle.id)
    assert [fill.kilometres for fill in page.fills] == [85_000, 84_400, 84_000]
    assert [one.average for one in page.consumption] == [Decimal("6.00")]


@pytest.mark.parametrize("shown", [20, 120_000])
async def test_a_cluster_that_was_replaced_changes_nothing_about_what_is_used(shown: int):
    person = await owner()
    vehicle = await car(person)
    await FUEL.add(person, new(vehicle, 20, kilometres=79_000))
    await FUEL.add(person, new(vehicle, 10, kilometres=80_000, quantity_milli=60_000, total=None))
    await FUEL.odometer.replace_cluster(person, vehicle.id, 80_000, shown, TODAY - timedelta(days=10))
    saved = await FUEL.add(person, new(vehicle, kilometres=shown + 500, quantity_milli=30_000, total=None))
    assert saved.leg is not None
    assert (saved.leg.kilometres, saved.leg.per_100_km) == (500, Decimal("6.00"))
    assert (await FUEL.get(person, saved.fill.id)).leg == saved.leg
    (used,) = (await FIGURES.page(person, vehicle.id)).consumption
    assert (used.kilometres, used.average) == (1_500, Decimal("6.00"))


async def test_what_is_unlikely_writes_nothing_until_they_say_it_is_right():
    person = await owner()
    vehicle = await car(person)
    await FUEL.add(person, new(vehicle, 5, kilometres=84_000))
    with pytest.raises(AmountsDisagree):
        await FUEL.add(person, new(vehicle, unit_price=Decimal("1.950")))
    with pytest.raises(OdometerWentBack):
        await FUEL.add(person, new(vehicle, kilometres=8_420))
    with pytest.raises(Refusal):
        await FUEL.add(person, new(vehicle, -1))
    assert await FillUp.all().count() == 1
    await FUEL.add(person, new(vehicle, unit_price=Decimal("1.950")), amounts_right=True)
    await FUEL.add(person, new(vehicle, kilometres=8_420), reading_right=True)
    assert (await readings())[-1] == (TODAY, 8_420)


async def test_a_fill_taken_off_takes_its_reading_along_and_both_come_back():
    person = await owner()
    vehicle = await car(person)
    saved = await FUEL.add(person, new(vehicle, kilometres=84_000))
    for _ in range(2):
        await FUEL.undo(person, saved.fill.id)
    assert (await readings(), (await Vehicle.get()).kilometres) == ([], None)
    assert (await FIGURES.page(person, vehicle.id)).total == 0
    with pytest.raises(Gone):
        await FUEL.get(person, saved.fill.id)
    for _ in range(2):
        await FUEL.restore(person, saved.fill.id)
    assert (await readings(), (await Vehicle.get()).kilometres) == ([(TODAY, 84_000)], 84_000)


async def test_a_reading_that_was_there_before_or_that_another_fill_shows_stays():
    person = await owner()
    vehicle = await car(person)
    await FUEL.odometer.record(person, vehicle.id, 83_000, read_on=TODAY - timedelta(days=1))
    typed = await FUEL.add(person, new(vehicle, 1, kilometres=83_000))
    await FUEL.undo(person, typed.fill.id)
    assert await readings() == [(TODAY - timedelta(days=1), 83_000)]
    first = await FUEL.add(person, new(vehicle, kilometres=84_000))
    second = await FUEL.add(person, new(vehicle, kilometres=84_000, total=Money(500), quantity_milli=3_000))
    await FUEL.undo(person, first.fill.id)
    assert len(await readings()) == 2
    await FUEL.undo(person, second.fill.id)
    assert len(await readings()) == 1


async def test_a_change_lets_the_dependent_amount_follow_and_moves_the_reading():
    person = await owner()
    vehicle = await car(person)
    saved = await FUEL.add(person, new(vehicle, kilometres=84_000))

    async def changed(**change: object) -> FillUp:
        return (await FUEL.change(person, saved.fill.id, FillChange(**change))).fill  # type: ignore[arg-type]  # as named

    assert (await changed(quantity_milli=35_000)).unit_price == Decimal("2.000")
    assert (await changed(unit_price=Decimal("1.8"))).total_cents == 6_300
    assert (await changed(total=Money(7_000, "CHF"))).currency == "CHF"
    await changed(filled_on=TODAY - timedelta(days=3))
    assert await readings() == [(TODAY - timedelta(days=3), 84_000)]
    await changed(kilometres=84_100)
    assert await readings() == [(TODAY - timedelta(days=3), 84_100)]
    last = await changed(full=False, missed=True, station="Leclerc", place=FillPlace.HOME)
    assert (last.full, last.missed, last.station, last.place) == (False, True, "Leclerc", None)
    with pytest.raises(Refusal):
        await changed(filled_on=TODAY + timedelta(days=1))


async def test_a_charge_at_home_without_a_price_takes_the_tariff_and_one_without_tariff_stays_open():
    person = await owner()
    vehicle = await car(person, "electric")
    at_home = new(vehicle, quantity_milli=20_000, unit=FuelUnit.KWH, total=None, place=FillPlace.HOME)
    assert (await FUEL.add(person, at_home)).fill.total_cents is None
    await FUEL.set_tariff(person, Decimal("0.2016"))
    saved = await FUEL.add(person, at_home)
    assert (saved.fill.unit_price, saved.fill.total_cents) == (Decimal("0.202"), 404)
    free = new(vehicle, quantity_milli=20_000, unit=FuelUnit.KWH, total=Money(0), place=FillPlace.HOME)
    assert (await FUEL.add(person, free)).fill.total_cents == 0
    await FUEL.set_tariff(person, Decimal("0.15"))
    tariff = await FUEL.tariff(person)
    assert tariff is not None
    assert tariff.unit_price == Decimal("0.150")


async def test_what_is_somebody_elses_is_gone():
    person, stranger = await owner(), await owner(2)
    vehicle = await car(person)
    saved = await FUEL.add(person, new(vehicle))
    with pytest.raises(Gone):
        await FUEL.add(stranger, new(vehicle))
    for act in (FUEL.get, FUEL.undo, FUEL.restore):
        with pytest.raises(Gone):
            await act(stranger, saved.fill.id)
    with pytest.raises(Gone):
        await FUEL.change(stranger, saved.fill.id, FillChange(full=False))
    with pytest.raises(Gone):
        await FIGURES.page(stranger, vehicle.id)
