import pytest

from core.domain.capture.types import DocumentType, Field, FieldState, Reading
from core.errors import Gone
from core.services.document_files import KeptPage
from core.services.document_list import DocumentFilter
from core.services.documents import Arriving
from core.services.entitlements import Blocked
from core.services.reading_quota import ReadingQuota
from tests.services.papers import Papers, invoice

pytestmark = pytest.mark.usefixtures("database")


def card(plate: str) -> Reading:
    return Reading(DocumentType.REGISTRATION, {"plate": Field(plate, 0.9, FieldState.READ)})


async def test_readings_are_counted_by_the_month_and_a_new_vehicles_card_is_free():
    world = Papers()
    ana = await world.person()
    quota = ReadingQuota(world.entitlements, world.vehicles)
    assert [await quota.allows(ana, invoice()) for _ in range(2)] == [True, True]
    assert await quota.allows(ana, card("AB123CD"))
    assert await quota.left(ana, 5) == 1
    await world.car(ana, plate="AB123CD")
    assert await quota.allows(ana, card("AB123CD"))
    assert not await quota.allows(ana, invoice())
    assert await quota.allows(ana, card("EF456GH"))
    with pytest.raises(Blocked):
        await quota.left(ana, 5)
    world.clock.move(days=10)
    assert await quota.left(ana, 5) == 3
    assert (await world.listed.shares(ana)).read == 0


async def test_what_is_over_the_plan_is_kept_listed_and_goes_with_its_person():
    world = Papers()
    ana, bob = await world.person(7), await world.person(8)
    paper = await world.documents.note(ana, Arriving("made", file_name="facture.jpg"))
    await world.documents.keep_unread(paper, [KeptPage("0" * 32, 700)])
    assert await world.listed.unread(ana) == [paper.id]
    assert await world.listed.unread(bob) == []
    found = await world.listed.page(ana, DocumentFilter(unread=True))
    assert [row.id for row in found.documents] == [paper.id]
    kept = await world.listed.stored(ana)
    assert (kept.kept, kept.bytes) == (1, 700)
    with pytest.raises(Gone):
        await world.documents.card(bob, paper.id)
