from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from core.domain.energy import Energy
from core.domain.fuel import FillPlace, FuelUnit
from core.domain.money import Money
from core.i18n import Rate, translator
from core.models import FillUp, OdometerReading, Vehicle
from core.services.days import today_of
from core.services.fuel import NewFill
from simulator.testing import Simulator
from tests.conftest import Chat, running_bot
from tests.making import account, vehicle

# What is proved does not depend on the language; the other journeys speak both.
ONE_LANGUAGE = pytest.mark.parametrize("language", ["fr"])


async def car(chat: Chat, energy: str | None = "petrol", kilometres: int | None = None) -> Vehicle:
    made = await vehicle(chat, plate="AB123CD", kilometres=kilometres)
    await Vehicle.filter(id=made.id).update(energy=energy)
    return made


async def begin(chat: Chat, button: str = "fuel.add") -> None:
    await chat.say("/fuel")
    await chat.tap(chat.t.plain(button))


async def answer(chat: Chat, key: str) -> None:
    await chat.tap(chat.t.plain(key))


async def logged(chat: Chat, car: Vehicle, days_ago: int, **more: object) -> FillUp:
    services, owner = chat.bot.runtime.parts.services, await account(chat)
    known: dict[str, object] = {
        "vehicle_id": car.id, "filled_on": today_of(owner, services.clock) - timedelta(days=days_ago), "energy": None,
        "quantity_milli": 40_000, "unit": FuelUnit.LITRE, "total": Money(7_000), "unit_price": None, "full": True,
    }  # fmt: skip
    return (await services.fuel.add(owner, NewFill(**(known | more)))).fill  # type: ignore[arg-type]  # as named


async def test_a_fill_is_logged_in_four_answers_and_says_what_was_used(chat: Chat):
    made = await car(chat)
    await logged(chat, made, 10, kilometres=84_000)
    await begin(chat)
    assert chat.last == chat.says("fill.ask_amounts")
    await chat.say("42,3 l 71,50 €")
    assert chat.last == chat.says("fill.ask_full")
    await answer(chat, "fill.full_full")
    assert chat.sees(chat.says("fill.ask_reading_after", last=84_000))
    await chat.say("84 650")
    assert chat.says("fill.leg", per_100=Rate(Decimal("6.5")), kilometres=650) in chat.last
    fill = await FillUp.get(kilometres=84_650)
    assert (fill.energy, fill.quantity_milli, fill.total_cents, fill.full) == (Energy.PETROL, 42_300, 7_150, True)
    assert await OdometerReading.filter(kilometres=84_650).count() == 1
    await answer(chat, "fuel.back")
    assert chat.sees_part(chat.says("fuel.average", average=Rate(Decimal("6.5")), kilometres=650))


async def test_a_charge_at_home_takes_the_tariff_and_the_prices_tell_home_from_public(chat: Chat):
    await car(chat, "electric")
    await begin(chat, "fuel.add_charge")
    assert chat.sees(chat.says("fill.ask_place"))
    await answer(chat, "fill.place_home")
    await chat.say("23,4")
    assert chat.last == chat.says("fill.ask_price")
    await answer(chat, "flow.skip")
    await answer(chat, "fill.full_full")
    await answer(chat, "flow.skip")
    free = await FillUp.get()
    assert (free.unit, free.quantity_milli, free.total_cents, free.place) == (FuelUnit.KWH, 23_400, None, "home")
    await answer(chat, "fuel.back")
    await answer(chat, "fuel.prices")
    await answer(chat, "prices.set_tariff")
    await chat.say("gratuit")
    assert chat.last == chat.says("error.unit_price_not_understood")
    await chat.say("0,2016 €/kWh")
    assert chat.says("fill.place_home") in chat.last
    await begin(chat, "fuel.add_charge")
    await answer(chat, "fill.place_home")
    await chat.say("20 kWh")
    assert chat.last == chat.says("fill.ask_full_charge")
    await answer(chat, "fill.full_partial")
    await answer(chat, "flow.skip")
    priced = await FillUp.get(quantity_milli=20_000)
    assert (priced.total_cents, priced.unit_price, priced.full) == (404, Decimal("0.202"), False)


async def test_a_plug_in_hybrid_is_asked_what_was_filled_and_a_typed_unit_says_it_too(chat: Chat):
    await car(chat, "plug_in_hybrid")
    await begin(chat)
    await answer(chat, "energy.electric")
    await chat.say("borne publique" if chat.t.language == "fr" else "public charger")
    await chat.say("12 kWh 5 €")
    await chat.say("/fuel")
    await answer(chat, "fuel.add")
    await chat.say(chat.t.plain("energy.petrol"))
    await chat.say("9,5 kWh 3 €")
    await answer(chat, "fill.full_partial")
    await answer(chat, "flow.skip")
    fill = await FillUp.get()
    assert (fill.energy, fill.unit, fill.place) == (Energy.ELECTRIC, FuelUnit.KWH, None)


async def test_what_does_not_fit_is_asked_about_and_kept_or_typed_again(chat: Chat):
    made = await car(chat)
    await logged(chat, made, 10, kilometres=84_000)
    await begin(chat)
    await chat.say("42,3 l à 1,789 = 60 €")
    assert chat.last.startswith(chat.says("error.fill_amounts_disagree", expected=Money(7_567), total=Money(6_000)))
    await chat.say("4,23 l 71,50 €")
    assert chat.says("fill.right_or_again") in chat.last
    await chat.say("42,3 l à 1,789 = 60 €")
    await answer(chat, "fill.right")
    await answer(chat, "fill.full_full_missed")
    await chat.say("8 400")
    assert chat.last == chat.says("fill.reading_lower", last=84_000, kilometres=8_400)
    assert await FillUp.all().count() == 1
    await chat.say("300 000")
    assert chat.last == chat.says("fill.reading_jumped", last=84_000, kilometres=300_000)
    await answer(chat, "odometer.keep_anyway")
    fill = await FillUp.get(kilometres=300_000)
    assert (fill.total_cents, fill.unit_price, fill.full, fill.missed) == (6_000, Decimal("1.789"), True, True)


@ONE_LANGUAGE
async def test_wrong_answers_keep_the_question_and_write_nothing(chat: Chat):
    await car(chat, "plug_in_hybrid")
    await begin(chat)
    for text in ("au charbon", "🚗" * 2000, "<b>x</b>"):
        await chat.say(text)
        assert chat.last == chat.says("error.choose_answer")
    await answer(chat, "energy.petrol")
    for text, key in (
        ("beaucoup", "error.fill_not_understood"), ("-42 l", "error.fill_not_understood"),
        ("x" * 4096, "error.fill_not_understood"), ("à 1,789", "error.fill_amount_needed"),
    ):  # fmt: skip
        await chat.say(text)
        assert chat.last == chat.says(key)
    await chat.say("99999 l 10 €")
    assert chat.last == chat.says("error.quantity_out_of_range", highest=1_500, unit="l")
    await chat.say("40 l")
    await chat.say("cher")
    assert chat.last == chat.says("error.money_not_understood")
    await chat.say("1,789")
    await chat.say("peut-être")
    assert chat.last == chat.says("error.choose_answer")
    await chat.tap(chat.t.plain("fill.full_partial"), message=chat.person.messages[-2])
    await chat.say("loin")
    assert chat.last == chat.says("error.distance_not_understood")
    assert await FillUp.all().count() == 0
    await chat.say("84 000")
    assert (await FillUp.get()).total_cents == 7_156


@ONE_LANGUAGE
async def test_back_cancel_and_old_buttons_do_what_they_say(chat: Chat):
    await car(chat)
    await begin(chat)
    await chat.say("42,3 l 71,50 €")
    full = chat.shown
    await answer(chat, "flow.back")
    assert chat.sees(chat.says("fill.ask_amounts"))
    await chat.say("40 l 70 €")
    await answer(chat, "fill.full_partial")
    await answer(chat, "flow.back")
    await answer(chat, "fill.full_full")
    await chat.person.tap(chat.t.plain("flow.cancel"))
    await chat.bot.settle()
    assert chat.sees(chat.says("flow.cancelled"))
    assert await FillUp.all().count() == 0
    await begin(chat)
    await chat.say("40 l 70 €")
    await chat.say("/cancel")
    assert chat.last == chat.says("flow.cancelled")
    assert full.id != chat.message.id


async def test_a_restart_in_the_middle_goes_on_where_it_was(sim: Simulator, tmp_path: Path):
    person, t = sim.user("Camille", lang="fr"), translator("fr")
    async with running_bot(sim, tmp_path) as bot:
        chat = Chat(bot, person, t)
        await car(chat)
        await begin(chat)
        await chat.say("42,3 l à 1,789")
    async with running_bot(sim, tmp_path) as bot:
        chat = Chat(bot, person, t)
        await answer(chat, "fill.full_full")
        await chat.say("84 650")
        fill = await FillUp.get()
        assert (fill.total_cents, fill.unit_price, fill.kilometres) == (7_567, Decimal("1.789"), 84_650)


async def test_a_fill_is_corrected_field_by_field_deleted_and_restored(chat: Chat):
    made = await car(chat, "lpg")
    fill = await logged(chat, made, 0, kilometres=84_000, unit=FuelUnit.LITRE, energy=Energy.LPG, full=None)

    async def correct(field: str, *values: str) -> FillUp:
        await chat.say("/fuel")
        await chat.tap(f"1:fill:open:{fill.id}")
        await answer(chat, "fill.correct")
        await answer(chat, f"fill.field_{field}")
        for value in values:
            await chat.say(value)
        return await FillUp.get(id=fill.id)

    yesterday = (await correct("filled_on", "jamais", "hier")).filled_on
    assert yesterday == fill.filled_on - timedelta(days=1)
    assert (await correct("quantity", "35 kWh", "35")).unit_price == Decimal("2.000")
    assert (await correct("total", "63 €")).unit_price == Decimal("1.800")
    assert (await correct("unit_price", "1,9")).total_cents == 6_650
    assert (await correct("kilometres", "84 100")).kilometres == 84_100
    assert await OdometerReading.all().values_list("read_on", "kilometres") == [(yesterday, 84_100)]
    assert (await correct("station", "Total <Access>")).station == "Total <Access>"
    assert "Total <Access>" in chat.last
    await correct("total", "6 650 €")
    assert chat.says("fill.right_or_again") in chat.last
    await answer(chat, "fill.right")
    assert (await FillUp.get(id=fill.id)).total_cents == 665_000
    await correct("energy")
    await answer(chat, "energy.petrol")
    assert (await FillUp.get(id=fill.id)).energy is Energy.PETROL
    await answer(chat, "fill.make_full")
    await answer(chat, "fill.make_missed")
    kept = await FillUp.get(id=fill.id)
    assert (kept.full, kept.missed) == (True, True)
    await answer(chat, "fill.delete")
    assert await OdometerReading.all().count() == 0
    await chat.say("/fuel")
    assert chat.says("fuel.none") in chat.last
    await chat.tap(f"1:fill:restore:{fill.id}")
    assert await OdometerReading.all().count() == 1


@ONE_LANGUAGE
async def test_several_vehicles_are_chosen_from_and_many_fills_are_paged(chat: Chat):
    await chat.say("/fuel")
    assert chat.last == chat.says("fuel.no_vehicle")
    made = await car(chat, "diesel")
    await vehicle(chat, plate="EF456GH")
    for number in range(8):
        await logged(chat, made, number, kilometres=90_000 - 100 * number)
    await chat.say("/fuel")
    await chat.tap("AB-123-CD")
    await chat.tap("›")
    assert len([label for label in chat.labels if " l · " in label]) == 2
    await answer(chat, "fuel.prices")
    assert chat.sees_part(chat.says("prices.title", vehicle="AB-123-CD"))
    await answer(chat, "fuel.back")
    await answer(chat, "vehicle.open")
    await answer(chat, "menu.fuel")
    assert chat.sees_part(chat.says("fuel.count", n=8))


@ONE_LANGUAGE
async def test_the_place_of_a_charge_is_turned_with_a_tap(chat: Chat):
    made = await car(chat, "electric")
    charge = await logged(chat, made, 0, unit=FuelUnit.KWH, place=FillPlace.PUBLIC, quantity_milli=20_000,
                          total=Money(800))  # fmt: skip
    await chat.say("/fuel")
    await chat.tap(f"1:fill:open:{charge.id}")
    await answer(chat, "fill.make_home")
    assert (await FillUp.get()).place == "home"


@ONE_LANGUAGE
async def test_a_fill_of_another_day_is_logged_for_that_day(chat: Chat):
    await car(chat)
    await begin(chat)
    await chat.say("40 l 70 € demain")
    assert chat.last == chat.says("error.date_in_future")
    await chat.say("40 l 70 € hier")
    await chat.say("retour")
    assert chat.sees(chat.says("fill.ask_amounts"))
    await chat.say("passer")
    assert chat.last == chat.says("error.fill_not_understood")
    await chat.say("40 l 70 € hier")
    await answer(chat, "fill.full_full")
    await chat.say("passer")
    clock = chat.bot.runtime.parts.services.clock
    assert (await FillUp.get()).filled_on == today_of(await account(chat), clock) - timedelta(days=1)
