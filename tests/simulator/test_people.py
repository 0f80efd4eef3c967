import asyncio

import pytest
from telegram import (
    Bot,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LabeledPrice,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    Update,
)

from simulator.person import Person
from simulator.testing import ImpossibleError, Simulator
from simulator.validation import faulty
from simulator.world import World
from tests.simulator.conftest import Ask, png


def menu(*labels: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(one, callback_data=one.lower())] for one in labels])


async def tapped(ask: Ask) -> list[tuple[int, str]]:
    updates = (await ask("getUpdates"))["result"]
    queries = [one["callback_query"] for one in updates if "callback_query" in one]
    return [(one["message"]["message_id"], one["data"]) for one in queries]


async def test_every_kind_of_update_fits_the_bot_api_and_the_library(
    sim: Simulator, bot: Bot, ask: Ask, ana: Person
) -> None:
    sent = await bot.send_message(ana.id, "menu", reply_markup=menu("Oui"))
    await ana.say("bonjour @autotrack_bot", reply_to=ana.last)
    await ana.edit_last("bonsoir")
    await ana.send_photo(png(), "x")
    await ana.send_document(b"%PDF", "a.pdf", "application/pdf")
    await ana.send_album([png(), png()])
    await ana.send_album([b"a", b"b"])
    await ana.send_location(48.85, 2.35)
    await ana.send_contact()
    await ana.send_voice()
    await ana.send_sticker()
    await ana.tap("Oui")
    await ana.block()
    await ana.unblock()
    updates = (await ask("getUpdates"))["result"]
    assert len(updates) == 16
    assert [faulty("Update", one) for one in updates if faulty("Update", one)] == []
    read = [Update.de_json(one, bot) for one in updates]
    assert read[-3].callback_query
    assert read[-3].callback_query.message
    assert read[-3].callback_query.message.message_id == sent.message_id


async def test_a_button_is_found_by_label_beginning_or_data_on_the_newest_message(
    bot: Bot, ask: Ask, ana: Person
) -> None:
    old = await bot.send_message(ana.id, "un", reply_markup=menu("🚗 Véhicules", "Oui"))
    new = await bot.send_message(ana.id, "deux", reply_markup=menu("Oui", "Oui, tout"))
    for wanted in ("Oui", "Oui, t", "Véh", "🚗 véhicules"):
        await ana.tap(wanted)
    await ana.tap("Oui", message=next(one for one in ana.messages if one.id == old.message_id))
    assert await tapped(ask) == [
        (new.message_id, "oui"),
        (new.message_id, "oui, tout"),
        (old.message_id, "🚗 véhicules"),
        (old.message_id, "🚗 véhicules"),
        (old.message_id, "oui"),
    ]


async def test_a_button_that_is_not_there_names_those_that_are(bot: Bot, ana: Person) -> None:
    await bot.send_message(ana.id, "menu", reply_markup=menu("Oui", "Non"))
    with pytest.raises(ImpossibleError, match="no button 'Peut-être'; there are: Oui, Non"):
        await ana.tap("Peut-être")


async def test_keys_of_the_reply_keyboard_send_what_they_say(bot: Bot, ask: Ask, ana: Person) -> None:
    keys: list[list[str | KeyboardButton]] = [["12 000 km"], [KeyboardButton("Ma position", request_location=True)]]
    await bot.send_message(ana.id, "?", reply_markup=ReplyKeyboardMarkup(keys))
    assert ana.last.labels == ["12 000 km", "Ma position"]
    await ana.tap("12 000")
    await ana.tap("Ma position")
    first, second = (one["message"] for one in (await ask("getUpdates"))["result"][-2:])
    assert first["text"] == "12 000 km"
    assert second["location"] == {"latitude": 48.8566, "longitude": 2.3522}
    await bot.send_message(ana.id, "merci", reply_markup=ReplyKeyboardRemove())
    with pytest.raises(ImpossibleError):
        await ana.tap("12 000")


async def test_waiting_sees_messages_and_edits_since_the_last_deed(bot: Bot, ana: Person) -> None:
    sent = await bot.send_message(ana.id, "lecture 1/2")
    await ana.say("encore")
    with pytest.raises(TimeoutError, match="nothing"):
        await ana.wait_for("lecture", timeout=0.05)

    async def work() -> None:
        for words in ("lecture 2/2", "fini"):
            await bot.edit_message_text(words, ana.id, sent.message_id)
        await bot.send_message(ana.id, "voici")

    working = asyncio.ensure_future(work())
    assert (await ana.wait_for("2/2")).edited
    assert (await ana.wait_for(lambda message: not message.edited)).text == "voici"
    await working
    assert (await ana.wait_for("fini")).text == "fini"


async def test_next_returns_each_event_once(bot: Bot, ana: Person) -> None:
    await bot.send_message(ana.id, "un")
    await bot.send_message(ana.id, "deux")
    assert [(await ana.next()).text, (await ana.next()).text] == ["un", "deux"]
    with pytest.raises(TimeoutError, match="the bot did nothing"):
        await ana.next(timeout=0.05)


async def test_moving_the_clock_forgets_what_was_said_before(sim: Simulator, bot: Bot, ana: Person) -> None:
    await bot.send_message(ana.id, "rappel")
    await sim.advance(days=1)
    with pytest.raises(TimeoutError):
        await ana.wait_for("rappel", timeout=0.05)


async def test_a_block_is_told_and_stops_both_sides(sim: Simulator, ask: Ask, ana: Person) -> None:
    await ana.block()
    change = (await ask("getUpdates"))["result"][-1]["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("member", "kicked")
    with pytest.raises(ImpossibleError, match="Ana has blocked the bot"):
        await ana.say("coucou")
    await ana.unblock()
    await ana.say("coucou")


async def test_the_command_menu_follows_scope_and_language(sim: Simulator, bot: Bot, ana: Person) -> None:
    tom = sim.user("Tom", lang="en")
    await bot.set_my_commands([("start", "Start")])
    await bot.set_my_commands([("start", "Démarrer")], language_code="fr")
    assert (ana.commands, tom.commands) == ([("start", "Démarrer")], [("start", "Start")])
    await bot.set_my_commands([("km", "Kilométrage")], scope=BotCommandScopeAllPrivateChats())
    assert ana.commands == tom.commands == [("km", "Kilométrage")]
    await bot.set_my_commands([("admin", "x")], scope=BotCommandScopeChat(tom.id))
    assert (ana.commands[0][0], tom.commands[0][0]) == ("km", "admin")
    assert [one.command for one in await bot.get_my_commands(language_code="fr")] == ["start"]
    await bot.delete_my_commands(scope=BotCommandScopeAllPrivateChats())
    assert ana.commands == [("start", "Démarrer")]
    await bot.set_my_description("Votre carnet", language_code="fr")
    assert (ana.description, tom.description) == ("Votre carnet", "")


async def test_a_group_hears_only_what_is_meant_for_the_bot(sim: Simulator, bot: Bot, ask: Ask, ana: Person) -> None:
    [member] = sim.group("Famille", ana)
    assert await member.say("bonjour à tous") == 0
    assert await member.say("/start") > 0
    await bot.send_message(member.chat_id, "en privé, merci")
    assert member.last.text == "en privé, merci"
    assert await member.say("d'accord", reply_to=member.last) > 0
    await bot.leave_chat(member.chat_id)
    refused = await ask("sendMessage", chat_id=member.chat_id, text="x")
    assert refused["description"] == "Forbidden: bot is not a member of the supergroup chat"


async def test_drafts_and_signs_of_life_are_seen(sim: Simulator, bot: Bot, ana: Person) -> None:
    await bot.send_chat_action(ana.id, "typing")
    await bot.send_message_draft(ana.id, 7, "Bon")
    await bot.send_message_draft(ana.id, 7, "Bonjour")
    assert (ana.actions, ana.drafts, ana.messages) == (["typing"], ["Bon", "Bonjour"], [])
    assert sim.violations == []


async def test_a_subscription_in_stars_is_asked_then_paid_then_renewed(
    sim: Simulator, bot: Bot, ask: Ask, ana: Person
) -> None:
    prices = [LabeledPrice("Standard", 500)]
    link = await bot.create_invoice_link(
        "Standard", "Un mois", "plan:1", currency="XTR", prices=prices, subscription_period=2_592_000
    )
    await ana.pay(link=link)
    query = (await ask("getUpdates"))["result"][-1]["pre_checkout_query"]
    assert (query["total_amount"], query["invoice_payload"]) == (500, "plan:1")
    assert await bot.answer_pre_checkout_query(query["id"], ok=True)
    await ana.pay(link=link, renewal=True)
    updates = (await ask("getUpdates"))["result"]
    assert [faulty("Update", one) for one in updates if faulty("Update", one)] == []
    paid, renewed = (one["message"]["successful_payment"] for one in updates[-2:])
    assert (paid["is_first_recurring"], renewed.get("is_first_recurring")) == (True, None)
    charge = paid["telegram_payment_charge_id"]
    assert charge != renewed["telegram_payment_charge_id"]
    assert await bot.refund_star_payment(ana.id, charge)
    assert not (await ask("refundStarPayment", user_id=ana.id, telegram_payment_charge_id=charge))["ok"]


def test_whoever_comes_back_to_a_page_that_was_stopped_has_the_same_number_and_nobody_elses() -> None:
    first, second = (World("42:secret", "carnet_bot", continues=True) for _ in range(2))
    for world in (first, second):
        world.user("Ana")
        world.user("Tom")
    kim, ines = first.user("Kim"), second.user("Inès")
    assert second.user("Kim").id == kim.id != ines.id
    assert first.user("Ana").id == second.user("Ana").id
