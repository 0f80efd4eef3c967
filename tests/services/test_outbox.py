import pytest

from core import db
from core.services.outbox import Delivered, Lane, Outbox, OutgoingMessage


@pytest.fixture
def outbox(database: str) -> Outbox:
    return Outbox()


async def put(outbox: Outbox, text: str, chat_id: int = 1, live: str | None = None) -> None:
    await outbox.put(chat_id, "sendMessage", {"text": text}, language="fr", live=live)


def texts(messages: list[OutgoingMessage]) -> list[object]:
    return [message.payload["text"] for message in messages]


async def test_what_is_stored_is_found_again_oldest_first_and_whole(outbox: Outbox):
    await put(outbox, "é🚗\0\ud800")
    await outbox.put(2**40, "editMessageText", {"text": "2", "n": [1, None]}, language="en", lane=Lane.PUSH, live="d:1")
    first, second = await outbox.unsent()
    assert (first.payload, first.lane, first.live, first.interrupted) == (
        {"text": "é🚗\0\ud800"},
        Lane.ANSWER,
        None,
        False,
    )
    assert (second.chat_id, second.method, second.payload) == (2**40, "editMessageText", {"text": "2", "n": [1, None]})
    assert (second.lane, second.live, second.language) == (Lane.PUSH, "d:1", "en")


async def test_the_sender_hears_of_a_message_after_its_commit_only(outbox: Outbox):
    heard: list[object] = []
    outbox.listener = lambda message: heard.append(message.payload["text"])
    async with db.transaction():
        await put(outbox, "1")
        await put(outbox, "2")
        assert heard == []
    assert heard == ["1", "2"]
    with pytest.raises(ZeroDivisionError):
        await failing(outbox)
    assert heard == ["1", "2"]
    assert texts(await outbox.unsent()) == ["1", "2"]


async def failing(outbox: Outbox) -> None:
    async with db.transaction():
        await put(outbox, "3")
        raise ZeroDivisionError


async def test_what_was_about_to_be_sent_is_known_after_a_crash(outbox: Outbox):
    await put(outbox, "1")
    await put(outbox, "2")
    first, _ = await outbox.unsent()
    await outbox.settle([first], [])
    assert [message.interrupted for message in await outbox.unsent()] == [True, False]
    await outbox.release(first)
    assert [message.interrupted for message in await outbox.unsent()] == [False, False]


async def test_what_was_delivered_is_gone_and_its_place_in_the_chat_is_known(outbox: Outbox):
    await put(outbox, "1", live="document:1")
    await put(outbox, "2", live="document:1")
    first, second = await outbox.unsent()
    await outbox.settle([first, second], [Delivered(first, 10)])
    assert texts(await outbox.unsent()) == ["2"]
    assert await outbox.live_message(1, "document:1") == 10
    await outbox.settle([], [Delivered(second, 11)])
    assert await outbox.live_message(1, "document:1") == 11
    assert await outbox.live_message(2, "document:1") is None
    assert await outbox.idle()


async def test_what_was_dropped_is_remembered_nowhere(outbox: Outbox):
    await put(outbox, "1", live="document:1")
    await put(outbox, "2", chat_id=2)
    first, _ = await outbox.unsent()
    await outbox.drop([first])
    assert texts(await outbox.unsent()) == ["2"]
    assert await outbox.live_message(1, "document:1") is None


async def test_nothing_to_settle_is_no_trouble(outbox: Outbox):
    await outbox.settle([], [])
    await outbox.drop([])
    assert await outbox.idle()
