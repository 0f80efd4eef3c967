import pytest

from core.models import Document
from tests.conftest import Chat
from tests.journeys.papers import blank


@pytest.mark.parametrize("language", ["fr"])
async def test_a_file_that_is_no_paper_is_refused_kindly_and_the_next_one_is_read(chat: Chat):
    await chat.say("/start")
    for content, name in ((b"\x00\x01 not a picture", "notes.bin"), (b"%PDF-1.7 broken", "scan.pdf")):
        await chat.send_document(content, name, "application/octet-stream")
        assert chat.sees_part(chat.t.plain("capture.unsupported")[:30]) or chat.sees_part(
            chat.t.plain("capture.broken")[:30]
        )
    assert await Document.filter(state="refused").count() == 2
    await chat.send_photo(blank())
    assert await Document.filter(state="proposed").count() == 0 or chat.says("document.not_recognised") in chat.last


@pytest.mark.parametrize("language", ["en"])
async def test_a_photo_in_the_middle_of_a_question_leaves_the_question_open(chat: Chat):
    await chat.say("/start")
    await chat.tap(chat.t.plain("start.add_by_form"))
    await chat.send_photo(blank())
    await chat.say("Peugeot")
    assert chat.last == chat.says("form.model")
