# ruff: noqa: ASYNC110 - a server and a bot are watched from outside, nothing tells that they are done
import asyncio
import itertools
from collections import Counter
from datetime import date
from pathlib import Path

from core import db
from core.i18n import translator
from core.models import ChatState, MaintenanceRecord, OdometerReading, Reminder, Vehicle
from simulator.testing import Simulator
from tests.bot.telegram import arrives, message, user
from tests.conftest import Chat
from tests.journeys.test_cards import FULL
from tests.making import invoice_card
from tests.postgres.conftest import running_on
from tests.postgres.server import started_server


async def test_from_start_to_a_logbook_with_a_reminder(chat: Chat):
    await chat.say("/start")
    assert chat.last.startswith(chat.says("start.welcome", name="Camille"))
    await chat.tap(chat.t.plain("start.add_by_form"))
    for answer in ("Peugeot", "208", "AB-123-CD"):
        await chat.say(answer)
    for _ in range(3):
        await chat.tap(chat.t.plain("flow.skip"))
    car = await Vehicle.get()
    assert (car.make, car.model, car.plate) == ("Peugeot", "208", "AB123CD")
    await chat.say("84 100 km")
    await invoice_card(chat, FULL, ["Vidange moteur"])
    await chat.tap(chat.t.plain("document.save"))
    record = await MaintenanceRecord.get()
    assert (record.vehicle_id, record.done_on, record.total_cents) == (car.id, date(2026, 3, 12), 8990)
    assert await Reminder.filter(vehicle_id=car.id).count() >= 1
    await chat.say("/history")
    assert chat.last.startswith(chat.says("history.title", n=1)[:10])
    await chat.say("/km")
    await chat.say("beaucoup")
    assert chat.last == chat.says("error.distance_not_understood")
    state = await ChatState.get()
    assert (state.flow, state.step) == ("log_odometer", "kilometres")


async def test_a_restart_in_the_middle_goes_on_where_it_was(sim: Simulator, tmp_path: Path, url: str):
    person, t = sim.user("Camille", lang="fr"), translator("fr")
    async with running_on(sim, tmp_path, url) as bot:
        chat = Chat(bot, person, t)
        await chat.say("/start")
        await chat.tap(t.plain("start.add_by_form"))
    await person.say("Peugeot")
    async with running_on(sim, tmp_path, url) as bot:
        await bot.settle()
        assert Chat(bot, person, t).last == Chat(bot, person, t).says("form.model")


async def test_text_a_server_cannot_store_as_it_is_still_gets_its_answer(chat: Chat):
    await chat.say("/start")
    said = len(chat.person.messages)
    text = "before \0 between \ud83d after"
    update = message(chat, text=text)
    sent = update["message"]
    assert isinstance(sent, dict)
    sent["from"] = user(chat, first_name="A\0\ud800na")
    await arrives(chat.bot, update)
    assert [one.text for one in chat.person.messages[said:]] == [chat.says("chat.hint")]


async def test_the_bot_outlives_its_server(sim: Simulator, tmp_path: Path):
    with started_server() as server:
        async with server.database() as url, running_on(sim, tmp_path, url) as bot:
            chat = Chat(bot, sim.user("Camille", lang="fr"), translator("fr"))
            await chat.say("/start")
            car = await bot.runtime.parts.services.accounts.by_chat(chat.person.id)
            assert car is not None
            await chat.tap(chat.t.plain("start.add_by_form"))
            for _ in range(6):
                await chat.tap(chat.t.plain("flow.skip"))
            numbers = itertools.count(50_000)
            for _ in range(3):
                for _ in range(10):
                    await chat.person.say(f"{next(numbers)} km")
                await asyncio.sleep(0.05)
                server.stop("immediate")
                await chat.person.say(f"{next(numbers)} km")
                await asyncio.sleep(0.3)
                server.start()
            async with asyncio.timeout(40):
                while bot.sim.unconfirmed or not await idle(chat):
                    await asyncio.sleep(0.1)
            kept = [row.kilometres for row in await OdometerReading.all().order_by("id")]
            said = Counter(message.text for message in chat.person.messages)
    assert kept == list(range(50_000, 50_033))
    saved = [chat.says("odometer.saved", kilometres=number, vehicle=chat.t.plain("vehicle.unnamed")) for number in kept]
    assert {said[text] for text in saved} == {1}


async def idle(chat: Chat) -> bool:
    try:
        rows = await db.fetch("SELECT count(*) AS n FROM procrastinate_jobs WHERE status IN ('todo', 'doing')")
        return int(rows[0]["n"]) == 0 and await chat.bot.runtime.idle()
    except db.DatabaseError:
        return False
