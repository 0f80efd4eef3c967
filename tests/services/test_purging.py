from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from core.domain.money import Money
from core.domain.recurring import CostType
from core.models import Cost, FillUp
from core.services.costs import NewCost
from core.services.purging import Purging
from tests.services.standing import TODAY, StandingClock, car, owner
from tests.services.test_costs import COSTS
from tests.services.test_fuel import FUEL, new

pytestmark = pytest.mark.usefixtures("database")


@dataclass(frozen=True, slots=True)
class Later:
    days: int

    def now(self) -> datetime:
        return StandingClock().now() + timedelta(days=self.days)


async def test_what_was_taken_off_a_week_ago_is_gone_and_the_rest_stays():
    person = await owner()
    vehicle = await car(person)
    kept, gone = await FUEL.add(person, new(vehicle, 3)), await FUEL.add(person, new(vehicle))
    cost = await COSTS.add(person, NewCost(vehicle.id, CostType.TOLL, Money(1_250), TODAY))
    await FUEL.undo(person, gone.fill.id)
    await COSTS.undo(person, cost.cost.id)
    await Purging(Later(6)).purge()
    assert (await FillUp.all().count(), await Cost.all().count()) == (2, 1)
    await Purging(Later(8)).purge()
    assert [fill.id for fill in await FillUp.all()] == [kept.fill.id]
    assert await Cost.all().count() == 0
