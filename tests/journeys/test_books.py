import io
from datetime import timedelta

import pypdfium2
import pytest
from PIL import Image

from core.domain.money import Money
from core.domain.service_types import ServiceType
from core.domain.states import DocumentState
from core.models import Document, DocumentPage, MadeFile
from core.services.days import today_of
from tests.conftest import Chat
from tests.making import account, record, vehicle


def text_of(pdf: bytes | None) -> str:
    assert pdf is not None
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


async def test_a_service_book_tells_the_history_and_one_for_a_buyer_keeps_what_is_private(chat: Chat):
    car = await vehicle(chat, plate="AB123CD", kilometres=84_000)
    day = today_of(await account(chat), chat.bot.runtime.parts.services.clock)
    warranty = day + timedelta(days=300)
    done = await record(
        chat, car, ServiceType.BRAKE_PADS_FRONT, total=Money(18_990), garage="Garage du Parc", note="CANARYNOTE"
    )
    done.warranty_until = warranty
    await done.save()
    await chat.say("/report")
    menu = chat.message
    await chat.tap(chat.t.plain("book.form_own"), message=menu)
    own = text_of(chat.message.document)
    assert chat.message.file_name == f"{chat.t.plain('file.book_own')} AB-123-CD {day:%Y-%m-%d}.pdf"
    for words in ("AB-123-CD", "Garage du Parc", "CANARYNOTE", "Camille", chat.t.plain("book.warranties")):
        assert words in own
    await chat.tap(chat.t.plain("book.form_buyer"), message=menu)
    bought = text_of(chat.message.document)
    assert "Garage du Parc" in bought
    assert "CANARYNOTE" not in bought
    assert "Camille" not in bought
    await chat.tap(chat.t.plain("book.form_costs"), message=menu)
    assert chat.t.plain("book.total") in text_of(chat.message.document)
    assert chat.says("book.no_site") == [one.caption for one in chat.person.messages if one.document][-2]


@pytest.mark.parametrize("language", ["fr"])
async def test_the_documents_of_the_vehicle_come_behind_the_book_when_wanted(chat: Chat):
    car, owner = await vehicle(chat, plate="AB123CD", kilometres=84_000), await account(chat)
    drawn, pages = io.BytesIO(), list[int]()
    Image.new("RGB", (300, 400), "white").save(drawn, "JPEG")
    (page,) = await chat.bot.runtime.parts.services.documents.copies.write([drawn.getvalue()])
    now = chat.bot.clock.now()
    paper = await Document.create(
        owner_id=owner.id, vehicle_id=car.id, state=DocumentState.KEPT, telegram_file="made", created_at=now
    )
    await DocumentPage.create(document_id=paper.id, number=0, stored=page.stored, size=page.size)
    for form in ("own", "papers"):
        await chat.say("/report")
        await chat.tap(chat.t.plain(f"book.form_{form}"))
        document = pypdfium2.PdfDocument(io.BytesIO(chat.message.document or b""))
        pages.append(len(document))
        document.close()
    assert pages == [1, 2]
    assert await chat.bot.runtime.parts.services.books.checked((await MadeFile.all().order_by("-id"))[0].code or "")


@pytest.mark.parametrize("language", ["en"])
async def test_a_code_proves_its_file_and_a_link_ends(chat: Chat):
    car = await vehicle(chat, plate="AB123CD", kilometres=84_000)
    await chat.say("/report")
    await chat.tap(chat.t.plain("book.form_buyer"))
    made, books = await MadeFile.get(), chat.bot.runtime.parts.services.books
    assert made.code is not None
    found = await books.checked(made.code.lower().replace("-", " "))
    assert found is not None
    assert found.digest == made.digest
    assert await books.checked("AAAA-AAAA-AAAA-AAAA") is None
    made.facts = (made.facts or "").replace("84", "48")
    await made.save()
    assert await books.checked(made.code) is None
    assert car.id == made.vehicle_id
