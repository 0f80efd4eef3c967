from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from core.domain.money import Money, UnitPrice
from core.domain.recurring import CostType, next_payment
from core.domain.states import ReminderState
from core.i18n import translator
from core.models import Cost, Reminder, Vehicle
from core.services.costs import NewCost, schedule_of
from core.services.days import today_of
from simulator.testing import Simulator
from tests.conftest import Chat, running_bot
from tests.making import account, vehicle

# What is proved does not depend on the language; the other journeys speak both.
ONE_LANGUAGE = pytest.mark.parametrize("language", ["fr"])


async def begin(chat: Chat, kind: str) -> None:
    await chat.say("/costs")
    await answer(chat, "costs.add")
    await answer(chat, f"cost.{kind}")


async def answer(chat: Chat, key: str, **values: object) -> None:
    await chat.tap(chat.t.plain(key, **values))


async def today(chat: Chat) -> date:
    return today_of(await account(chat), chat.bot.runtime.parts.services.clock)


async def noted(chat: Chat, car: Vehicle, day: date, **more: object) -> Cost:
    services, owner = chat.bot.runtime.parts.services, await account(chat)
    known: dict[str, object] = {"vehicle_id": car.id, "kind": CostType.PARKING, "amount": Money(6_000), "paid_on": day}
    return (await services.costs.add(owner, NewCost(**(known | more)))).cost  # type: ignore[arg-type]  # as named


async def test_an_insurance_is_noted_in_four_answers_reminded_of_and_raised_from_its_next_payment(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await begin(chat, "insurance")
    await chat.say("48,90 €")
    await answer(chat, "period.months_1")
    assert chat.sees(chat.says("cost.ask_first_day"))
    await chat.say("il y a 40 jours" if chat.t.language == "fr" else "40 days ago")
    cost = await Cost.get()
    assert (cost.kind, cost.amount_cents, cost.period_months) == (CostType.INSURANCE, 4_890, 1)
    following = next_payment(schedule_of(cost), await today(chat))
    await answer(chat, "cost_card.remind")
    reminder = await Reminder.get()
    assert (reminder.due_on, reminder.state) == (following, ReminderState.WAITING)
    assert chat.sees_part(chat.says("cost_card.paid", n=2, paid=Money(9_780)))
    await chat.bot.advance(days=31)
    await chat.bot.advance(hours=24)
    assert chat.sees_part(chat.says("reminder.payment", what=chat.t.plain("cost.insurance")))
    await chat.tap(f"1:r:done:{reminder.id}")
    what = chat.t.plain("reminder.payment", what=chat.t.plain("cost.insurance"))
    about = chat.t.plain("reminder.what", subject=what, vehicle="AB-123-CD")
    assert chat.sees(chat.says("reminder.payment_done", what=about))
    await chat.say("/costs")
    await chat.tap(f"1:cost:open:{cost.id}")
    await answer(chat, "fill.correct")
    await answer(chat, "cost_card.field_amount")
    await chat.say("gratuit")
    assert chat.last == chat.says("error.money_not_understood")
    await chat.say("52 €")
    following = next_payment(schedule_of(cost), await today(chat))
    await answer(chat, "cost_card.from_next", day=following)
    old, raised = await Cost.all().order_by("id")
    assert following is not None
    assert (old.ends_on, raised.paid_on, raised.amount_cents) == (following - timedelta(days=1), following, 5_200)


async def test_a_toll_is_noted_without_being_asked_for_a_rhythm_and_can_be_undone_and_restored(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await begin(chat, "toll")
    await chat.say("12,50")
    assert chat.last == chat.says("cost.ask_day")
    await answer(chat, "cost_card.today")
    assert (await Cost.get()).period_months is None
    await answer(chat, "fill.undo")
    assert chat.sees(chat.says("cost_card.deleted", what=chat.t.plain("cost.toll"), amount=Money(1_250)))
    await chat.say("/costs")
    assert chat.says("costs.none") in chat.last
    await chat.tap(f"1:cost:restore:{(await Cost.get()).id}")
    await answer(chat, "costs.back")
    assert chat.sees_part(chat.says("costs.year", amount=Money(1_250)))


@ONE_LANGUAGE
async def test_another_cost_has_a_label_and_any_rhythm(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await begin(chat, "other")
    await chat.say("Abonnement <télématique>")
    await chat.say("9,90")
    await answer(chat, "cost_card.other_period")
    for text, key in (("souvent", "error.number_not_understood"), ("0", None), ("999", None)):
        await chat.say(text)
        assert chat.last == (chat.says(key) if key else chat.says("error.number_out_of_range", lowest=1, highest=120))
    await chat.say("tous les 4 mois" if chat.t.language == "fr" else "every 4 months")
    await chat.say("demain" if chat.t.language == "fr" else "tomorrow")
    cost = await Cost.get()
    assert (cost.label, cost.period_months) == ("Abonnement <télématique>", 4)
    assert cost.paid_on == await today(chat) + timedelta(days=1)
    assert "Abonnement <télématique>" in chat.last


@ONE_LANGUAGE
async def test_wrong_answers_back_skip_and_cancel_write_nothing(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await chat.say("/costs")
    await answer(chat, "costs.add")
    await chat.say("🚗" * 2000)
    assert chat.last == chat.says("error.choose_answer")
    await chat.say(chat.t.plain("cost.other").lower())
    await answer(chat, "flow.skip")
    for text, key in (
        ("cher", "error.money_not_understood"), ("-5 €", "error.money_not_understood"), ("0 €", "error.cost_nothing"),
        ("99 999 999 999 €", "error.money_too_large"), ("x" * 4096, "error.money_not_understood"),
    ):  # fmt: skip
        await chat.say(text)
        assert chat.last == chat.says(key)
    await chat.say("5 €")
    old = chat.shown
    await answer(chat, "flow.back")
    await chat.say("6 €")
    await chat.tap(chat.t.plain("flow.cancel"), message=old)
    assert chat.sees(chat.says("flow.cancelled"))
    await begin(chat, "fine")
    await chat.say("90 €")
    await chat.say("31/02/2026")
    assert chat.last == chat.says("error.date_not_understood")
    await chat.say("demain" if chat.t.language == "fr" else "tomorrow")
    assert chat.last == chat.says("error.date_in_future")
    await chat.say("/cancel")
    assert await Cost.all().count() == 0


async def test_a_restart_in_the_middle_goes_on_where_it_was(sim: Simulator, tmp_path: Path):
    person, t = sim.user("Camille", lang="fr"), translator("fr")
    async with running_bot(sim, tmp_path) as bot:
        chat = Chat(bot, person, t)
        await vehicle(chat, plate="AB123CD")
        await begin(chat, "tax")
        await chat.say("120 €")
    async with running_bot(sim, tmp_path) as bot:
        chat = Chat(bot, person, t)
        await chat.say("chaque année")
        await answer(chat, "cost_card.today")
        assert (await Cost.get()).period_months == 12


async def test_a_cost_is_corrected_field_by_field_ended_and_taken_up_again(chat: Chat):
    car, now = await vehicle(chat, plate="AB123CD"), await today(chat)
    cost = await noted(chat, car, now - timedelta(days=100), period_months=1)

    async def correct(field: str, *values: str) -> Cost:
        await chat.say("/costs")
        await chat.tap(f"1:cost:open:{cost.id}")
        await answer(chat, "fill.correct")
        await answer(chat, f"cost_card.field_{field}")
        for value in values:
            await chat.say(value)
        return await Cost.get(id=cost.id)

    assert (await correct("label", "Box 12")).label == "Box 12"
    assert (await correct("kind", "???", chat.t.plain("cost.credit"))).kind is CostType.CREDIT
    assert (await correct("period", "3")).period_months == 3
    await correct("period")
    await answer(chat, "cost_card.other_period")
    await chat.say("2")
    assert (await Cost.get()).period_months == 2
    await correct("amount", "70 €", chat.t.plain("cost_card.from_first"))
    assert (await Cost.get()).amount_cents == 7_000
    before = "il y a 130 jours" if chat.t.language == "fr" else "130 days ago"
    assert (await correct("paid_on", before)).paid_on == now - timedelta(days=130)
    too_early = "il y a 200 jours" if chat.t.language == "fr" else "200 days ago"
    await correct("ends_on", too_early)
    assert chat.last == chat.says("error.cost_ends_before_it_begins", day=now - timedelta(days=130))
    assert (await correct("ends_on", "hier")).ends_on == now - timedelta(days=1)
    await answer(chat, "cost_card.go_on")
    assert (await Cost.get()).ends_on is None
    await answer(chat, "cost_card.end")
    assert (await Cost.get()).ends_on == now
    await answer(chat, "cost_card.go_on")
    await correct("period")
    await answer(chat, "period.once")
    assert (await Cost.get()).period_months is None


async def test_what_the_vehicle_costs_is_added_up_for_each_period(chat: Chat):
    await chat.say("/costs")
    assert chat.last == chat.says("costs.no_vehicle")
    car, now = await vehicle(chat, plate="AB123CD"), await today(chat)
    services, owner = chat.bot.runtime.parts.services, await account(chat)
    for days, kilometres in ((700, 60_000), (0, 80_000)):
        await services.odometer.record(owner, car.id, kilometres, read_on=now - timedelta(days=days))
    await noted(chat, car, now - timedelta(days=600), amount=Money(100_000))
    await noted(chat, car, now - timedelta(days=3), amount=Money(5_000, "CHF"), kind=CostType.FINE)
    await chat.say("/costs")
    await answer(chat, "costs.ownership")
    assert chat.sees_part(chat.says("ownership.running", total=Money(5_000, "CHF")))
    await answer(chat, "ownership.period_life")
    assert chat.sees_part(chat.says("ownership.running", total=Money(100_000)))
    assert chat.sees_part(chat.says("ownership.per_km", price=UnitPrice(Decimal("0.050"))))
    await answer(chat, "ownership.period_year")


@ONE_LANGUAGE
async def test_several_vehicles_are_chosen_from_and_many_costs_are_paged(chat: Chat):
    car = await vehicle(chat, plate="AB123CD")
    await vehicle(chat, plate="EF456GH")
    for number in range(8):
        await noted(chat, car, await today(chat) - timedelta(days=number))
    await chat.say("/costs")
    await chat.tap("AB-123-CD")
    await chat.tap("›")
    assert len([label for label in chat.labels if chat.t.plain("cost.parking") in label]) == 2
    await answer(chat, "vehicle.open")
    await answer(chat, "menu.costs")
    assert chat.sees_part(chat.says("costs.title", vehicle="AB-123-CD"))
