from pathlib import Path

import pytest

from core.i18n import translator
from core.models import MaintenanceRecord, Vehicle
from simulator.testing import Simulator
from tests.conftest import Chat, running_bot
from tests.journeys.papers import registration_card
from tests.journeys.test_cards import FULL
from tests.making import invoice_card, vehicle


async def test_a_restart_in_the_middle_goes_on_where_it_was(sim: Simulator, tmp_path: Path, language: str):
    person, t = sim.user("Camille", lang=language), translator(language)
    async with running_bot(sim, tmp_path) as bot:
        chat = Chat(bot, person, t)
        await chat.say("/start")
        await chat.tap(t.plain("start.add_by_form"))
        await chat.say("Peugeot")
    await person.say("208")  # nobody is there: it waits at Telegram
    async with running_bot(sim, tmp_path) as bot:
        chat = Chat(bot, person, t)
        await bot.settle()
        assert chat.last == chat.says("form.plate")
        await chat.say("AB-123-CD")
    async with running_bot(sim, tmp_path) as bot:
        chat = Chat(bot, person, t)
        for _ in range(3):
            await chat.tap(t.plain("flow.skip"))
        made = await Vehicle.get()
        assert (made.make, made.model, made.plate) == ("Peugeot", "208", "AB123CD")


@pytest.mark.parametrize("language", ["en"])
async def test_archiving_and_editing_go_on_after_a_restart(sim: Simulator, tmp_path: Path, language: str):
    person, t = sim.user("Camille", lang=language), translator(language)
    async with running_bot(sim, tmp_path) as bot:
        chat = Chat(bot, person, t)
        await vehicle(chat, plate="AB123CD")
        await chat.say("AB-123-CD")
        await chat.tap(t.plain("vehicle.edit"))
        await chat.tap(t.plain("edit.nickname"))
    await person.say("Titine")
    async with running_bot(sim, tmp_path) as bot:
        chat = Chat(bot, person, t)
        await bot.settle()
        await chat.tap(t.plain("vehicle.edit"))
        await chat.tap(t.plain("archive.start"))
        await chat.tap(t.plain("archive.reason_scrapped"))
        await chat.tap(t.plain("flow.skip"))
    await person.say("500 €")
    async with running_bot(sim, tmp_path) as bot:
        await bot.settle()
        made = await Vehicle.get()
        assert (made.nickname, made.archive_reason, made.sale_cents) == ("Titine", "scrapped", 50_000)


async def test_a_card_waits_through_a_restart(sim: Simulator, tmp_path: Path, language: str):
    person, t = sim.user("Camille", lang=language), translator(language)
    async with running_bot(sim, tmp_path) as bot:
        await invoice_card(Chat(bot, person, t), FULL, ["Vidange"])
    await person.tap(t.plain("document.save"))
    async with running_bot(sim, tmp_path) as bot:
        await bot.settle()
        assert await MaintenanceRecord.all().count() == 1


async def test_a_photo_that_was_being_read_at_the_stop_is_read_after_the_start(sim: Simulator, tmp_path: Path):
    person, t = sim.user("Camille", lang="fr"), translator("fr")
    photo, truth = registration_card()
    async with running_bot(sim, tmp_path) as bot:
        await Chat(bot, person, t).say("/start")
        await person.send_photo(photo)
        await person.wait_for(t.plain("document.received"))
    async with running_bot(sim, tmp_path) as bot:
        await bot.settle()
        assert truth["vin"] in Chat(bot, person, t).last


@pytest.mark.parametrize("language", ["fr"])
async def test_a_form_for_work_goes_on_after_a_restart_and_writes_once(sim: Simulator, tmp_path: Path, language: str):
    person, t = sim.user("Camille", lang=language), translator(language)
    async with running_bot(sim, tmp_path) as bot:
        chat = Chat(bot, person, t)
        await vehicle(chat, plate="AB123CD")
        await chat.say("/add")
        await chat.say("vidange")
    await person.tap(t.plain("form.today"))
    await person.say("84 200")
    async with running_bot(sim, tmp_path) as bot:
        await bot.settle()
        chat = Chat(bot, person, t)
        assert chat.last == chat.says("form.garage")
        await chat.say("Norauto")
        await chat.tap(t.plain("flow.skip"))
        await person.tap(t.plain("document.save"))
    async with running_bot(sim, tmp_path) as bot:
        await bot.settle()
        record = await MaintenanceRecord.get()
        assert (record.garage, record.kilometres) == ("Norauto", 84_200)
