import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaDocument, ReplyKeyboardMarkup
from telegram.error import BadRequest

from simulator.person import Person
from simulator.testing import Simulator
from tests.simulator.conftest import Ask, png

MENU = InlineKeyboardMarkup([[InlineKeyboardButton("Oui", callback_data="v1:yes")]])


async def test_an_edit_replaces_text_and_keyboard(sim: Simulator, bot: Bot, ana: Person) -> None:
    sent = await bot.send_message(ana.id, "un", reply_markup=MENU)
    before = ana.last
    await bot.edit_message_text("deux", ana.id, sent.message_id)
    assert (ana.last.text, ana.last.buttons, ana.last.edited) == ("deux", [], True)
    assert (before.text, before.edited) == ("un", False)
    assert len(ana.messages) == 1


async def test_an_edit_that_changes_nothing_is_refused(sim: Simulator, bot: Bot, ana: Person) -> None:
    sent = await bot.send_message(ana.id, "<b>un</b>", reply_markup=MENU, parse_mode="HTML")
    with pytest.raises(BadRequest, match="Message is not modified: specified new message content and reply markup"):
        await bot.edit_message_text("<b>un</b>", ana.id, sent.message_id, reply_markup=MENU, parse_mode="HTML")
    await bot.edit_message_text("un", ana.id, sent.message_id, reply_markup=MENU)
    assert sim.violations == []


async def test_what_cannot_be_edited_is_refused_in_telegrams_words(sim: Simulator, bot: Bot, ana: Person) -> None:
    photo = await bot.send_photo(ana.id, png())
    helper = await bot.send_message(ana.id, "ici", reply_markup=ReplyKeyboardMarkup([["km"]]))
    for message_id, words in (
        (999, "Message to edit not found"),
        (1, "Message can't be edited"),
        (helper.message_id, "Message can't be edited"),
        (photo.message_id, "There is no text in the message to edit"),
    ):
        with pytest.raises(BadRequest, match=words):
            await bot.edit_message_text("x", ana.id, message_id)
    assert sim.violations == []


async def test_captions_and_files_are_edited(bot: Bot, ana: Person) -> None:
    sent = await bot.send_photo(ana.id, png(), caption="un")
    await bot.edit_message_caption(ana.id, sent.message_id, caption="<i>deux</i>", parse_mode="HTML")
    assert (ana.last.caption, ana.last.html) == ("deux", "<i>deux</i>")
    await bot.edit_message_media(InputMediaDocument(b"%PDF", filename="a.pdf"), ana.id, sent.message_id)
    assert (ana.last.photo, ana.last.document, ana.last.file_name) == (None, b"%PDF", "a.pdf")


async def test_a_deleted_message_is_gone_for_both(sim: Simulator, bot: Bot, ana: Person) -> None:
    sent = await bot.send_message(ana.id, "un", reply_markup=MENU)
    await bot.delete_message(ana.id, sent.message_id)
    assert ana.messages == []
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(ana.id, sent.message_id)
    assert await bot.delete_messages(ana.id, [1, sent.message_id, 77])
    assert ana.transcript == []


async def test_after_two_days_a_message_cannot_be_deleted(sim: Simulator, bot: Bot, ana: Person) -> None:
    sent = await bot.send_message(ana.id, "un")
    await sim.advance(days=2, minutes=1)
    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await bot.delete_message(ana.id, sent.message_id)


async def test_a_tap_is_answered_once_and_within_its_time(sim: Simulator, ask: Ask, bot: Bot, ana: Person) -> None:
    await bot.send_message(ana.id, "menu", reply_markup=MENU)
    await ana.tap("Oui")
    await ana.tap("v1:yes")
    queries = [one["callback_query"] for one in (await ask("getUpdates"))["result"][1:]]
    assert [one["data"] for one in queries] == ["v1:yes", "v1:yes"]
    assert await bot.answer_callback_query(queries[0]["id"], "ok")
    await sim.advance(seconds=151)
    for query_id in (queries[0]["id"], queries[1]["id"], "12"):
        refused = await ask("answerCallbackQuery", callback_query_id=query_id)
        assert refused["description"] == (
            "Bad Request: query is too old and response timeout expired or query ID is invalid"
        )
    assert ana.toasts == ["ok"]
    assert sim.unanswered == 1
