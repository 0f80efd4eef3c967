from collections.abc import Sequence

import pytest

from core.domain.capture.types import Reading
from core.domain.states import DocumentState
from core.errors import Gone, Refusal
from core.models import Account, Album, Document, DocumentPage, ExtractedField, ExtractedLine
from core.services.bundles import Bundles
from core.services.document_files import KeptPage
from core.services.documents import Arriving, CardChanged
from tests.services.papers import Papers, invoice

pytestmark = pytest.mark.usefixtures("database")

PAGE_1 = invoice(
    "F-1", total=None, text=("GARAGE DU PARC\nFacture F-1\nPage 1/2\nA reporter 50,00\n",), lines=("Vidange",)
)
PAGE_2 = invoice("F-1", vendor="GARAGE DU PARC", text=("Facture F-1\nPage 2/2\nTotal 89,90\n",), lines=("Pneus",))
OTHER = invoice("F-9", total="12.00", text=("GARAGE DU PARC\nFacture F-9\nTotal 12,00\n",), lines=("Batterie",))


async def album(world: Papers, owner: Account, readings: Sequence[Reading | None]) -> tuple[int, list[Document]]:
    """An album whose parts were read one after the other; None: refused."""
    made = await Album.create(owner_id=owner.id, group="g", part_at=1)
    documents = [await world.documents.note(owner, Arriving(f"r{n}", n), album=made.id) for n in range(len(readings))]
    bundles = Bundles(world.documents)
    for document, reading in zip(documents, readings, strict=True):
        row = await Document.get(id=document.id).prefetch_related("owner")
        if reading is None:
            row.state = DocumentState.REFUSED
            await row.save()
        else:
            await world.documents.propose(row, owner, reading, [KeptPage(f"{row.id:032d}", 10)])
        await bundles.part_read(row)
    return made.id, documents


async def test_pages_of_one_paper_are_one_document_and_the_other_is_another():
    world = Papers()
    ana = await world.person()
    number, parts = await album(world, ana, [PAGE_1, PAGE_2, OTHER, None])
    whole, other = await Bundles(world.documents).of_album(ana, number)
    assert other.id == parts[2].id
    card = await world.documents.card(ana, whole.id)
    assert (card.value("total_incl_tax"), card.value("invoice_number")) == ("89.90", "F-1")
    assert [line.description for line in card.lines] == ["Vidange", "Pneus"]
    assert card.is_joint
    assert [page.stored for page in await DocumentPage.filter(document_id=whole.id).order_by("number")] == [
        f"{part.id:032d}" for part in parts[:2]
    ]
    assert (await world.listed.stored(ana)).bytes == 30
    assert whole.same_as is None


async def test_what_was_joined_is_split_and_joined_again_with_nothing_lost():
    world = Papers()
    ana, bob = await world.person(7), await world.person(8)
    bundles = Bundles(world.documents)
    number, parts = await album(world, ana, [PAGE_1, PAGE_2, OTHER])
    (whole, _) = await bundles.of_album(ana, number)
    with pytest.raises(Gone):
        await bundles.split(bob, whole.id)
    apart = await bundles.split_album(ana, number)
    assert (apart.shown, apart.gone) == ((parts[0].id, parts[1].id), (whole.id,))
    assert {row.state for row in await Document.filter(album_id=number)} == {"proposed"}
    assert await ExtractedLine.all().count() == 3
    together = await bundles.join_album(ana, number)
    assert together.gone == tuple(part.id for part in parts)
    (shown,) = together.shown
    assert await ExtractedLine.filter(document_id=shown).count() == 3
    with pytest.raises(Refusal):
        await bundles.join_album(ana, number)


async def test_a_joint_document_is_thrown_away_or_deleted_with_its_parts():
    world = Papers()
    deleted: list[str] = []

    async def gone(job: object) -> None:
        deleted.append(str(job))

    world.jobs.register("delete_files", gone)
    ana = await world.person()
    number, parts = await album(world, ana, [PAGE_1, PAGE_2])
    (whole,) = await Bundles(world.documents).of_album(ana, number)
    await world.documents.discard(ana, whole.id)
    assert {row.state for row in await Document.all()} == {"discarded"}
    assert await ExtractedField.all().count() == await DocumentPage.all().count() == 0
    with pytest.raises(CardChanged):
        await Bundles(world.documents).split(ana, whole.id)
    assert len(parts) == 2


async def test_a_photo_sent_by_itself_may_go_on_with_the_one_before():
    world = Papers()
    ana = await world.person()
    bundles = Bundles(world.documents)
    first = await world.proposed(ana, PAGE_1)
    second = await world.proposed(ana, PAGE_2)
    assert await bundles.belongs_to_previous(ana, second)
    joined = await bundles.join_previous(ana, second.id, second.revision)
    assert joined.gone == (first.id, second.id)
    third = await world.proposed(ana, OTHER)
    assert not await bundles.belongs_to_previous(ana, third)
    world.clock.move(minutes=30)
    late = await world.proposed(ana, PAGE_2)
    assert not await bundles.belongs_to_previous(ana, late)


async def test_a_part_that_comes_after_the_decision_is_decided_by_itself():
    world = Papers()
    ana = await world.person()
    number, _ = await album(world, ana, [OTHER])
    late = await world.documents.note(ana, Arriving("late"), album=number)
    row = await Document.get(id=late.id).prefetch_related("owner")
    await world.documents.propose(row, ana, PAGE_1)
    await Bundles(world.documents).part_read(row)
    assert [one.state for one in await Document.filter(album_id=number).order_by("id")] == ["proposed", "proposed"]
