from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from core.domain.money import Money
from core.domain.recurring import CostType
from core.domain.states import ReminderState
from core.errors import Gone, Refusal
from core.models import Cost, Reminder
from core.services.cost_reminders import CostReminders
from core.services.costs import ONCE, CostChange, Costs, NewCost
from core.services.vehicles import Vehicles
from tests.services.standing import TODAY, StandingClock, car, owner

pytestmark = pytest.mark.usefixtures("database")
CLOCK = StandingClock()


@dataclass(frozen=True, slots=True)
class LaterClock:
    def now(self) -> datetime:
        return datetime(2027, 1, 4, 12, tzinfo=UTC)


LATER = LaterClock()
COSTS = Costs(CLOCK, Vehicles(CLOCK), CostReminders(CLOCK))


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


async def test_costs_that_come_back_stand_first_and_the_year_is_added_up_per_currency():
    person = await owner()
    vehicle = await car(person)
    for number in range(7):
        await COSTS.add(person, NewCost(vehicle.id, CostType.TOLL, Money(1_000), date(2026, 6, 1 + number)))
    await COSTS.add(person, NewCost(vehicle.id, CostType.TAX, Money(5_000, "CHF"), date(2020, 1, 1), None, 12))
    await COSTS.add(person, NewCost(vehicle.id, CostType.PARKING, Money(6_000), date(2026, 9, 1), None, 1))
    page = await COSTS.page(person, vehicle.id)
    assert [one.cost.kind for one in page.costs[:3]] == [CostType.PARKING, CostType.TAX, CostType.TOLL]
    assert page.year == (Money(5_000, "CHF"), Money(7_000 + 18_000))
    assert (page.total, len(page.costs), len((await COSTS.page(person, vehicle.id, 6)).costs)) == (9, 6, 3)


async def test_a_cost_is_corrected_ended_and_taken_up_again():
    person = await owner()
    vehicle = await car(person)
    cost = (
        await COSTS.add(person, NewCost(vehicle.id, CostType.PARKING, Money(6_000), date(2026, 9, 1), None, 1))
    ).cost
    changed = await COSTS.change(person, cost.id, CostChange(amount=Money(7_000), kind=CostType.CREDIT, label="Box"))
    assert (changed.paid, changed.cost.kind, changed.cost.label) == (Money(21_000), CostType.CREDIT, "Box")
    assert (await COSTS.end(person, cost.id, date(2026, 10, 31))).paid == Money(14_000)
    with pytest.raises(Refusal):
        await COSTS.end(person, cost.id, date(2026, 8, 1))
    assert (await COSTS.end(person, cost.id, None)).next_on == date(2026, 12, 1)
    once = await COSTS.change(person, cost.id, CostChange(period_months=ONCE))
    assert (once.times, once.next_on) == (1, None)
    with pytest.raises(Gone):
        await COSTS.end(person, cost.id, TODAY)


async def test_a_new_amount_from_the_next_payment_on_leaves_the_past_as_it_was():
    person = await owner()
    vehicle = await car(person)
    cost = (
        await COSTS.add(person, NewCost(vehicle.id, CostType.INSURANCE, Money(5_000), date(2026, 9, 3), "X", 1))
    ).cost
    await COSTS.remind(person, cost.id, wanted=True)
    raised = await COSTS.raise_to(person, cost.id, Money(5_500))
    assert (raised.cost.paid_on, raised.cost.label, raised.times, raised.reminded) == (date(2026, 12, 3), "X", 0, True)
    before = await COSTS.get(person, cost.id)
    assert (before.paid, before.next_on, before.reminded) == (Money(15_000), None, False)
    assert [one.due_on for one in await Reminder.filter(state=ReminderState.WAITING)] == [date(2026, 12, 3)]


async def test_the_next_payment_is_reminded_of_again_and_again_until_they_have_enough():
    person = await owner()
    vehicle = await car(person)
    cost = (await COSTS.add(person, NewCost(vehicle.id, CostType.TAX, Money(5_000), date(2026, 12, 20), None, 3))).cost
    await COSTS.remind(person, cost.id, wanted=True)
    reminder = await Reminder.get()
    assert (reminder.due_on, reminder.service) == (date(2026, 12, 20), "cost.tax")
    assert reminder.remind_at == datetime(2026, 12, 13, 8, tzinfo=UTC)
    await COSTS.undo(person, cost.id)
    assert (await Reminder.get()).state is ReminderState.DISMISSED
    await COSTS.restore(person, cost.id)
    assert (await Reminder.get()).state is ReminderState.WAITING
    later = Costs(LATER, Vehicles(LATER), CostReminders(LATER))
    await Reminder.all().update(state=ReminderState.PUSHED)
    for _ in range(2):
        await later.reminders.roll()
    assert [(one.due_on, one.state.value) for one in await Reminder.all().order_by("id")] == [
        (date(2026, 12, 20), "pushed"),
        (date(2027, 3, 20), "waiting"),
    ]
    await Reminder.all().update(state=ReminderState.DISMISSED, due_on=date(2026, 12, 20))
    await later.reminders.roll()
    assert not (await later.get(person, cost.id)).reminded
    with pytest.raises(Refusal):
        await COSTS.remind(person, (await COSTS.end(person, cost.id, date(2026, 12, 20))).cost.id + 1, wanted=True)
