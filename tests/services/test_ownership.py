from datetime import date, timedelta

import pytest

from core.domain.fuel import FuelUnit
from core.domain.money import Money
from core.domain.ownership import Period
from core.domain.recurring import CostType
from core.errors import Gone
from core.models import MaintenanceRecord, Vehicle
from core.services.cost_reminders import CostReminders
from core.services.costs import Costs, NewCost
from core.services.fuel import Fuel, NewFill
from core.services.odometer import Odometer
from core.services.ownership import OwnershipCosts
from core.services.vehicles import Vehicles
from tests.services.standing import TODAY, StandingClock, car, owner

pytestmark = pytest.mark.usefixtures("database")
CLOCK = StandingClock()
VEHICLES = Vehicles(CLOCK)
ODOMETER = Odometer(CLOCK)
OWNERSHIP = OwnershipCosts(CLOCK, VEHICLES)


async def test_everything_that_was_logged_is_added_up_and_what_was_taken_off_is_not():
    person, stranger = await owner(), await owner(2)
    vehicle, other = await car(person), await car(person)
    costs, fuel = Costs(CLOCK, VEHICLES, CostReminders(CLOCK)), Fuel(CLOCK, ODOMETER)
    for days, kilometres in ((364, 60_000), (100, 70_000), (0, 74_000)):
        day = TODAY - timedelta(days=days)
        await fuel.add(person, NewFill(vehicle.id, day, None, 40_000, FuelUnit.LITRE, Money(7_000), None, True,
                                       kilometres=kilometres))  # fmt: skip
    taken = await fuel.add(person, NewFill(vehicle.id, TODAY, None, 40_000, FuelUnit.LITRE, Money(7_700), None, True))
    await fuel.undo(person, taken.fill.id)
    await MaintenanceRecord.create(
        vehicle_id=vehicle.id, done_on=date(2026, 3, 12), total_cents=24_000, currency="EUR", created_at=CLOCK.now()
    )
    await costs.add(person, NewCost(vehicle.id, CostType.INSURANCE, Money(5_000), date(2026, 1, 31), None, 1))
    await costs.add(person, NewCost(vehicle.id, CostType.FINE, Money(4_000, "CHF"), date(2026, 5, 1)))
    await costs.add(person, NewCost(other.id, CostType.TAX, Money(99_900), date(2026, 5, 1)))
    data = await OWNERSHIP.of(person, vehicle.id, Period.MONTHS)
    euros, francs = data.found.costs
    assert dict(euros.categories) == {
        "insurance": Money(50_000), "category.maintenance": Money(24_000), "fuel": Money(21_000),
    }  # fmt: skip
    assert francs.running == Money(4_000, "CHF")
    assert data.found.distance is not None
    assert data.found.distance.kilometres == 14_000
    with pytest.raises(Gone):
        await OWNERSHIP.of(stranger, vehicle.id, Period.LIFE)


async def test_a_vehicle_without_anything_costs_nothing():
    person = await owner()
    vehicle = await car(person)
    for period in Period:
        assert (await OWNERSHIP.of(person, vehicle.id, period)).found.costs == ()


async def test_purchase_and_sale_count_and_a_sold_vehicle_costs_nothing_more():
    person = await owner()
    vehicle = await car(person)
    costs = Costs(CLOCK, VEHICLES, CostReminders(CLOCK))
    await costs.add(person, NewCost(vehicle.id, CostType.INSURANCE, Money(5_000), date(2026, 1, 15), None, 1))
    await costs.add(person, NewCost(vehicle.id, CostType.FINE, Money(9_000), date(2026, 8, 1)))
    await Vehicle.filter(id=vehicle.id).update(
        purchase_cents=1_000_000, purchase_currency="EUR", purchased_on=date(2024, 6, 1), disposed_on=date(2026, 6, 20),
        sale_cents=600_000, sale_currency="EUR",
    )  # fmt: skip
    life = (await OWNERSHIP.of(person, vehicle.id, Period.LIFE)).found
    (euros,) = life.costs
    assert (life.span.start, life.span.end) == (date(2024, 6, 1), date(2026, 6, 20))
    # Six months of insurance, and the fine that came after the sale.
    assert (euros.running, euros.whole) == (Money(39_000), Money(439_000))
    year = (await OWNERSHIP.of(person, vehicle.id, Period.YEAR)).found.costs[0]
    assert (year.purchase, year.sale) == (None, Money(600_000))
    await Vehicle.filter(id=vehicle.id).update(purchased_on=None, disposed_on=None, sale_cents=None)
    (unknown,) = (await OWNERSHIP.of(person, vehicle.id, Period.MONTHS)).found.costs
    assert unknown.purchase is None
    assert (await OWNERSHIP.of(person, vehicle.id, Period.LIFE)).found.costs[0].purchase == Money(1_000_000)


async def test_what_hangs_on_a_deleted_vehicle_is_gone():
    person = await owner()
    vehicle = await car(person)
    cost = await Costs(CLOCK, VEHICLES, CostReminders(CLOCK)).add(
        person, NewCost(vehicle.id, CostType.FINE, Money(9_000), date(2026, 8, 1))
    )
    fuel = Fuel(CLOCK, ODOMETER)
    fill = await fuel.add(person, NewFill(vehicle.id, TODAY, None, 40_000, FuelUnit.LITRE, Money(7_000), None, True))
    await Vehicle.filter(id=vehicle.id).update(deleted_at=CLOCK.now())
    with pytest.raises(Gone):
        await Costs(CLOCK, VEHICLES, CostReminders(CLOCK)).get(person, cost.cost.id)
    with pytest.raises(Gone):
        await fuel.get(person, fill.fill.id)
    with pytest.raises(Gone):
        await OWNERSHIP.of(person, vehicle.id, Period.LIFE)
