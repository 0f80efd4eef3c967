import asyncio
from collections.abc import Callable
from datetime import date

import pytest

from core.models import Album, Document, WaitingDocument
from core.services.albums import QUIET
from core.services.documents import Arriving
from simulator.testing import Upload
from tests.conftest import Chat
from tests.journeys.papers import invoice
from tests.making import account, vehicle

PATIENCE = 30


async def until(condition: Callable[[], bool]) -> None:
    """Wait for what jobs of later bring about."""
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - the chat is watched from outside, nothing tells that it is done
            await asyncio.sleep(0.02)


def paper(number: int) -> Upload:
    return Upload(f"n{number}.bin", f"\0\1 no paper {number}".encode(), "application/octet-stream")


def said(chat: Chat) -> list[str]:
    return [message.text for message in chat.person.messages]


async def test_an_album_is_one_message_that_counts_and_a_card_for_each_of_its_papers(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    photo = invoice(plate="AB-123-CD", day=date(2026, 2, 20), kilometres=84_200)
    before = len(said(chat))
    await chat.person.send_album([Upload("a.jpg", photo, "image/jpeg"), paper(1), paper(2)])
    await chat.bot.settle()
    assert said(chat)[before:] == [chat.says("album.receiving")]
    await until(lambda: chat.sees_part(chat.says("album.read", n=3)))
    await chat.bot.settle()
    album, *answers = chat.person.messages[before:]
    assert album.text == f"{chat.says('album.read', n=3)}\n{chat.says('album.refused', n=2)}"
    assert await Document.filter(state="received").count() + await WaitingDocument.all().count() == 0
    # Each answers the picture it is about.
    photo_id, *others = [one.id for one in chat.person.transcript if not one.from_bot][-3:]
    found = {one.view["reply_to"]: one.text for one in answers}
    assert found.pop(photo_id).startswith(chat.says("document.title_invoice"))
    assert found == dict.fromkeys(others, chat.says("capture.unsupported"))
    await chat.tap(chat.t.plain("document.save"))
    assert chat.sees_part(chat.says("album.read", n=3))


async def test_a_part_that_comes_late_is_read_too(chat: Chat):
    await chat.say("/start")
    await chat.person.send_album([paper(1), paper(2)])
    await until(lambda: chat.sees_part(chat.says("album.read", n=2)))
    await chat.bot.settle()
    album, owner = await Album.get(), await account(chat)
    await chat.bot.runtime.parts.services.intake.receive(owner, Arriving("unknown", size=1, group=album.group))
    await until(lambda: chat.sees_part(chat.says("album.read", n=3)))


@pytest.mark.parametrize("language", ["fr"])
async def test_two_albums_at_once_and_words_between_them_are_kept_apart(chat: Chat):
    await chat.say("/start")
    before = len(said(chat))
    await chat.person.send_album([paper(1), paper(2)])
    await chat.person.say("/km")
    await chat.person.send_album([paper(3), paper(4), paper(5)])
    await until(lambda: chat.sees_part(chat.says("album.read", n=2)) and chat.sees_part(chat.says("album.read", n=3)))
    await chat.bot.settle()
    assert sum(text == chat.says("capture.unsupported") for text in said(chat)[before:]) == 5
    assert QUIET < 2
