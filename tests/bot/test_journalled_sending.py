import pytest

from core.gateways.send_journal import FileSendJournal
from core.services.outbox import Outbox
from tests.bot.conftest import Desk
from tests.bot.test_messenger import MARK, texts


@pytest.mark.parametrize("marks", [False, True])
async def test_what_telegram_took_is_not_sent_again_though_the_process_died_before_its_row_went(
    desk: Desk, marks: bool
):
    ana = desk.person()
    desk.marks = marks
    await Outbox().put(ana.id, "sendMessage", {"text": "1", "parse_mode": "HTML"}, language="fr", live="document:1")
    await Outbox().put(ana.id, "sendMessage", {"text": "2", "parse_mode": "HTML"}, language="fr")
    await Outbox().put(ana.id, "sendMessage", {"text": "3", "parse_mode": "HTML"}, language="fr")
    first, second, _ = await Outbox().unsent()
    died = FileSendJournal(desk.folder / "sending.log")
    died.open()
    died.begun(first.id, first.created_at)
    died.delivered(first.id, first.created_at, 77)
    died.begun(second.id, second.created_at)
    async with desk.sender() as sender:
        await sender.all_sent()
    assert texts(ana) == [f"{MARK}2", "3"]
    assert await Outbox().live_message(ana.id, "document:1") == 77


async def test_notes_about_a_row_that_a_restored_copy_has_anew_are_not_believed(desk: Desk):
    ana = desk.person()
    await Outbox().put(ana.id, "sendMessage", {"text": "1", "parse_mode": "HTML"}, language="fr")
    [message] = await Outbox().unsent()
    died = FileSendJournal(desk.folder / "sending.log")
    died.open()
    died.delivered(message.id, message.created_at - 1, 77)
    async with desk.sender() as sender:
        await sender.all_sent()
    assert texts(ana) == ["1"]
