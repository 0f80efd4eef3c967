from datetime import date

import pytest

from core.domain.money import Money
from core.domain.recurring import CostType
from core.errors import Gone, Refusal
from core.models import Cost
from core.services.costs import Costs, NewCost
from core.services.vehicles import Vehicles
from tests.services.standing import TODAY, StandingClock, car, owner

pytestmark = pytest.mark.usefixtures("database")
CLOCK = StandingClock()
COSTS = Costs(CLOCK, Vehicles(CLOCK))


async def test_a_cost_that_comes_back_counts_what_was_paid_so_far_and_knows_its_next_day():
    person = await owner()
    vehicle = await car(person)
    kept = await COSTS.add(
        person, NewCost(vehicle.id, CostType.INSURANCE, Money(5_000), date(2026, 9, 30), " MAIF ", 1)
    )
    assert (kept.times, kept.paid, kept.next_on, kept.cost.label) == (2, Money(10_000), date(2026, 11, 30), "MAIF")
    once = await COSTS.add(person, NewCost(vehicle.id, CostType.FINE, Money(9_000, "CHF"), TODAY))
    assert (once.times, once.paid, once.next_on) == (1, Money(9_000, "CHF"), None)


@pytest.mark.parametrize(("cents", "period"), [(0, 1), (-5, 1), (10**12, 1), (100, 0), (100, 121)])
async def test_what_is_no_cost_is_refused(cents: int, period: int):
    person = await owner()
    vehicle = await car(person)
    with pytest.raises(Refusal):
        await COSTS.add(person, NewCost(vehicle.id, CostType.TAX, Money(cents), TODAY, None, period))
    assert await Cost.all().count() == 0


async def test_a_cost_is_taken_off_and_brought_back_by_its_owner_alone():
    person, stranger = await owner(), await owner(2)
    vehicle = await car(person)
    kept = await COSTS.add(person, NewCost(vehicle.id, CostType.TOLL, Money(1_250), TODAY))
    with pytest.raises(Gone):
        await COSTS.add(stranger, NewCost(vehicle.id, CostType.TOLL, Money(1_250), TODAY))
    for act in (COSTS.get, COSTS.undo, COSTS.restore):
        with pytest.raises(Gone):
            await act(stranger, kept.cost.id)
    for _ in range(2):
        await COSTS.undo(person, kept.cost.id)
    with pytest.raises(Gone):
        await COSTS.get(person, kept.cost.id)
    assert (await COSTS.restore(person, kept.cost.id)).paid == Money(1_250)
