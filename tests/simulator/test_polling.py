import asyncio

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ContextTypes

from simulator.person import Person
from simulator.testing import Simulator
from tests.simulator.conftest import App, Ask

Context = ContextTypes.DEFAULT_TYPE


async def greet(update: Update, _: Context) -> None:
    assert update.message
    await update.message.reply_html("<b>Bonjour</b> 🚗 Ana &amp; co")


async def test_a_stock_bot_polls_and_answers(sim: Simulator, app: App) -> None:
    app.add_handler(CommandHandler("start", greet))
    assert app.updater
    await app.updater.start_polling()
    ana = sim.user("Ana")
    await ana.say("/start")
    message = await ana.wait_for("Bonjour")
    assert message.html == "<b>Bonjour</b> 🚗 Ana &amp; co"
    await sim.quiet()
    assert sim.unconfirmed == 0
    assert sim.violations == []


async def test_a_tap_is_answered_with_a_toast_and_an_edit(sim: Simulator, app: App, ana: Person) -> None:
    async def tapped(update: Update, _: Context) -> None:
        assert update.callback_query
        await update.callback_query.answer("Noté", show_alert=True)
        await update.callback_query.edit_message_text("fini")

    app.add_handler(CallbackQueryHandler(tapped))
    assert app.updater
    await app.updater.start_polling()
    button = InlineKeyboardButton("🚗 Mes véhicules", callback_data="v1:veh")
    await app.bot.send_message(ana.id, "menu", reply_markup=InlineKeyboardMarkup([[button]]))
    await ana.tap("Mes véhicules")
    assert (await ana.wait_for("fini")).edited
    assert ana.toasts == ["Noté"]
    assert ana.toasts[-1].alert
    assert sim.unanswered == 0


async def test_updates_stay_until_a_later_offset_confirms_them(sim: Simulator, ask: Ask) -> None:
    ana = sim.user("Ana")
    first = await ana.say("un")
    second = await ana.say("deux")
    assert [one["update_id"] for one in (await ask("getUpdates"))["result"]] == [first, second]
    assert [one["update_id"] for one in (await ask("getUpdates", limit=1))["result"]] == [first]
    assert [one["update_id"] for one in (await ask("getUpdates", offset=second))["result"]] == [second]
    assert sim.unconfirmed == 1
    assert (await ask("getUpdates", offset=second + 1))["result"] == []
    assert sim.unconfirmed == 0


async def test_a_negative_offset_keeps_only_the_newest(sim: Simulator, ask: Ask) -> None:
    ana = sim.user("Ana")
    for number in range(3):
        await ana.say(str(number))
    texts = [one["message"]["text"] for one in (await ask("getUpdates", offset=-1))["result"]]
    assert texts == ["2"]
    assert sim.unconfirmed == 1


async def test_a_long_poll_ends_when_a_message_comes(sim: Simulator, ask: Ask) -> None:
    waiting = asyncio.ensure_future(ask("getUpdates", timeout=20))
    await asyncio.sleep(0.05)
    await sim.user("Ana").say("enfin")
    answer = await asyncio.wait_for(waiting, 2)
    assert answer["result"][0]["message"]["text"] == "enfin"


async def test_a_second_poller_ends_the_first_with_a_conflict(ask: Ask) -> None:
    first = asyncio.ensure_future(ask("getUpdates", timeout=20))
    await asyncio.sleep(0.05)
    second = await ask("getUpdates", timeout=0)
    assert second["ok"]
    refused = await asyncio.wait_for(first, 2)
    assert refused["status"] == refused["error_code"] == 409
    assert refused["description"] == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )


async def test_polling_is_refused_while_a_webhook_is_set(ask: Ask) -> None:
    assert (await ask("setWebhook", url="https://bot.example.fr/hook"))["ok"]
    refused = await ask("getUpdates")
    assert refused["error_code"] == 409
    assert refused["description"].startswith("Conflict: can't use getUpdates method while webhook is active")
    await ask("deleteWebhook")
    assert (await ask("getUpdates"))["ok"]


async def test_only_the_kinds_asked_for_are_queued(sim: Simulator, ask: Ask) -> None:
    ana = sim.user("Ana")
    await ask("getUpdates", allowed_updates=["message"])
    await ana.say("avant")
    assert await ana.edit_last("après") == 0
    assert await ana.block() == 0
    assert sim.unconfirmed == 1


async def test_duplicates_and_reordering_reach_the_poller(sim: Simulator, ask: Ask) -> None:
    ana = sim.user("Ana")
    ids = [await ana.say("un"), await ana.say("deux")]
    sim.updates(duplicates=1, reorder=True)
    answered = [one["update_id"] for one in (await ask("getUpdates"))["result"]]
    assert answered == [ids[1], ids[1], ids[0], ids[0]]


async def test_a_wrong_token_and_an_unknown_method_are_refused(sim: Simulator, ask: Ask) -> None:
    refused = await ask("../bot1:x/getMe")
    assert (refused["status"], refused["description"]) == (401, "Unauthorized")
    unknown = await ask("sendNonsense")
    assert (unknown["status"], unknown["description"]) == (404, "Not Found")
    assert sim.violations == []
