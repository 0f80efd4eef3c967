from collections.abc import Sequence
from dataclasses import replace

from core import db
from core.domain.capture.types import Reading, Remark
from core.models import Album, Document, ExtractedField, MaintenanceRecord
from core.services.documents import Arriving
from tests.conftest import Chat
from tests.making import account, vehicle
from tests.services.papers import invoice

PAGES = (
    invoice("F-1", total=None, text=("GARAGE DU PARC\nFacture F-1\nPage 1/2\nA reporter 50,00\n",), lines=("Vidange",)),
    invoice("F-1", text=("Facture F-1\nPage 2/2\nTotal 89,90\n",), lines=("Pneus",)),
)
OTHER = invoice("F-9", total="12.00", text=("GARAGE DU PARC\nFacture F-9\nTotal 12,00\n",), lines=("Batterie",))


async def album(chat: Chat, readings: Sequence[Reading]) -> int:
    """An album that was read, as after its photos."""
    services, owner = chat.bot.runtime.parts.services, await account(chat)
    made = await Album.create(owner_id=owner.id, group=f"g{len(readings)}", part_at=1)
    documents = [await services.documents.note(owner, Arriving("made"), album=made.id) for _ in readings]
    for document, reading in zip(documents, readings, strict=True):
        row = await Document.get(id=document.id).prefetch_related("owner")
        async with db.transaction():
            await services.documents.propose(row, owner, reading)
            await services.bundles.part_read(row)
    await chat.bot.settle()
    return int(made.id)


async def test_pages_are_one_card_that_can_be_split_and_put_together_and_saved_once(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await album(chat, PAGES)
    assert chat.sees_part(chat.says("album.joined", n=1, photos=2))
    assert chat.says("document.joint", n=2) in chat.last
    await chat.tap(chat.t.plain("album.split"))
    assert await Document.filter(state="proposed").count() == 2
    assert chat.sees(chat.says("document.taken_apart", n=2))
    first = next(message for message in chat.person.messages if "F-1" in message.text and message.buttons)
    await chat.tap(chat.t.plain("album.join"))
    assert await Document.filter(state="proposed").count() == 1
    await chat.tap(chat.t.plain("document.save"))
    assert await MaintenanceRecord.all().count() == 1
    assert first.text != ""


async def test_two_papers_of_one_album_are_two_cards_and_the_second_can_follow_the_first(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await album(chat, [PAGES[0], OTHER])
    cards = [
        message for message in chat.person.messages if message.text.startswith(chat.says("document.title_invoice"))
    ]
    assert len(cards) == 2
    await chat.tap(chat.t.plain("document.correct"), message=cards[1])
    await chat.tap(chat.t.plain("document.join"))
    assert chat.says("document.joint", n=2) in chat.last
    await chat.tap(chat.t.plain("document.correct"))
    await chat.tap(chat.t.plain("document.split"))
    assert await Document.filter(state="proposed").count() == 2


async def test_a_kept_paper_read_again_replaces_what_it_made_and_is_never_thrown_away(chat: Chat):
    services, owner = chat.bot.runtime.parts.services, await account(chat)
    await vehicle(chat, plate="AB123CD")
    await album(chat, [OTHER])
    await chat.tap(chat.t.plain("document.save"))
    (paper, record) = await Document.get(), await MaintenanceRecord.get()
    for better in ("14.00", "16.00"):
        await services.intake.analyse_again(owner, paper.id)
        await chat.bot.settle()
        row = await Document.get(id=paper.id)
        await services.documents.propose(row, owner, invoice("F-9", total=better, lines=("Batterie",)))
        await chat.say("/documents")
        await chat.tap(next(label for label in chat.labels if "⏳" in label))
        assert chat.says("document.replaces") in chat.last
        await chat.tap(chat.t.plain("document.save" if better == "14.00" else "document.discard"))
        assert (await Document.get()).state == "kept"
    now = await MaintenanceRecord.get()
    assert (now.total_cents, now.document_id) == (1_400, paper.id)
    assert now.id != record.id
    assert await ExtractedField.all().count() > 0


async def test_what_the_reader_remarks_stands_on_the_card_until_the_paper_is_read_without_it(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await album(chat, [replace(OTHER, remarks=(Remark.HIDDEN_TEXT, Remark.SMALL_PHOTO))])
    assert chat.says("capture.remark_hidden_text") in chat.last
    assert chat.says("capture.remark_small_photo") in chat.last
    await chat.tap(chat.t.plain("document.correct"))
    await chat.tap(chat.t.plain("flow.back"))
    assert chat.says("capture.remark_hidden_text") in chat.last
