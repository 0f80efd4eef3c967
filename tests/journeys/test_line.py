import asyncio
from collections.abc import Awaitable, Callable

import pytest

from core import db
from core.i18n import translator
from core.models import Document, WaitingDocument
from core.services.reading_line import RESTS
from tests.bot.telegram import arrives, tap
from tests.conftest import Bot, Chat

PAPER = (b"\0\1 no paper at all", "notes.bin", "application/octet-stream")


@pytest.fixture
def language() -> str:
    """What is said is the catalogue's; what is proved here does not depend on it."""
    return "fr"


def chat_of(bot: Bot, name: str, language: str = "fr") -> Chat:
    return Chat(bot, bot.sim.user(name, lang=language), translator(language))


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(20):
        while not await condition():  # noqa: ASYNC110 - the database is watched, nothing tells that it is done
            await asyncio.sleep(0.02)


async def nobody_waits() -> bool:
    return await WaitingDocument.all().count() == 0


async def resting() -> bool:
    return await WaitingDocument.filter(tries__gt=0).exists()


async def test_people_are_told_their_place_hear_when_it_changes_and_are_all_served(bot: Bot):
    bot.sim.fault(kind="502", method="getFile", times=None)
    chats = [chat_of(bot, f"Person {number}", "fr" if number % 2 else "en") for number in range(6)]
    for chat in chats:
        await chat.say("/start")
        await chat.send_document(*PAPER)
    assert [chat.last for chat in chats[:2]] == [chat.says("document.received") for chat in chats[:2]]
    assert [chat.last for chat in chats[2:]] == [
        chat.says("document.place", place=place) for place, chat in enumerate(chats[2:], start=3)
    ]
    await chats[5].send_document(*PAPER)
    assert chats[5].last == chats[5].says("document.after_own")
    # Two go, as if they had been read: the others move up, in the message that told them their place.
    await WaitingDocument.filter(owner__telegram_id__in=[chat.person.id for chat in chats[:2]]).delete()
    await bot.runtime.parts.jobs.enqueue("line_moved", {})
    await bot.settle()
    assert [chats[2].last, chats[3].last] == [chat.says("document.received") for chat in chats[2:4]]
    assert chats[4].last == chats[4].says("document.place", place=3)
    assert chats[5].sees(chats[5].says("document.place", place=4))
    said = [len(chat.person.messages) for chat in chats]
    bot.sim.clear_faults()
    await until(nobody_waits)
    await bot.settle()
    assert [chat.last for chat in chats[2:]] == [chat.says("capture.unsupported") for chat in chats[2:]]
    assert [len(chat.person.messages) for chat in chats] == said


async def test_a_download_that_fails_for_seconds_is_tried_again_without_a_word(chat: Chat):
    await chat.say("/start")
    chat.bot.sim.fault(kind="reset", method="getFile", times=2)
    await chat.send_document(*PAPER)
    assert chat.last == chat.says("document.received")
    await until(nobody_waits)
    await chat.bot.settle()
    assert chat.last == chat.says("capture.unsupported")


async def test_a_download_that_fails_for_longer_can_be_tried_again_by_a_tap(chat: Chat):
    await chat.say("/start")
    chat.bot.sim.fault(kind="503", method="getFile", times=None)
    await chat.send_document(*PAPER)
    await until(resting)
    await db.execute("UPDATE waiting_document SET tries = ?", len(RESTS))
    await until(nobody_waits)
    await chat.bot.settle()
    assert chat.last == chat.says("capture.not_fetched")
    said = len(chat.person.messages)
    chat.bot.sim.clear_faults()
    refused = chat.message
    await chat.tap(chat.t.plain("document.try_again"))
    await until(nobody_waits)
    await chat.bot.settle()
    assert (chat.last, len(chat.person.messages)) == (chat.says("capture.unsupported"), said)
    # The old button, tapped once more, does nothing twice.
    await arrives(chat.bot, tap(chat, refused.buttons[0][0][1]))
    await chat.bot.settle()
    assert await Document.all().count() == 1
    assert await nobody_waits()


async def test_a_line_that_is_full_keeps_what_comes_and_reads_it_later(chat: Chat):
    await chat.say("/start")
    line = chat.bot.runtime.parts.services.intake.line
    object.__setattr__(line, "longest", 1)
    chat.bot.sim.fault(kind="502", method="getFile", times=None)
    await chat_of(chat.bot, "Somebody").say("/start")
    await chat_of(chat.bot, "Somebody").send_document(*PAPER)
    await chat.send_document(*PAPER)
    assert chat.last == chat.says("document.set_aside")
    chat.bot.sim.clear_faults()
    await until(nobody_waits)
    await chat.bot.settle()
    assert chat.last == chat.says("capture.unsupported")
