from datetime import timedelta

import pytest

from core import db
from core.domain.capture.types import DocumentType, Field, FieldState, Reading
from core.domain.record_search import asked_words
from core.errors import Gone
from core.models import Document, DocumentText
from core.services.document_list import DocumentFilter, Due
from core.services.document_texts import found_by
from tests.services.papers import Papers, invoice

pytestmark = pytest.mark.usefixtures("database")

TEXTS = {
    "brakes": "GARAGE DES ÉTANGS\nRemplacement disques et plaquettes AV\nMme LÉONARD\n",
    "tyres": "PNEUS EXPRESS\n4 pneumatiques hiver 205/55R16\nRéf. XJ-204\n",
    "battery": "Zürich Auto AG\nBatterie 70 Ah — garantie 24 mois\n",
}


async def test_words_are_found_without_accents_case_plural_or_end():
    world = Papers()
    ana, bob = await world.person(7), await world.person(8)
    made = {
        name: await world.kept(ana, invoice(None, siret=None, vendor="X", text=(text,))) for name, text in TEXTS.items()
    }
    hidden = await world.kept(bob, invoice(None, text=("plaquettes",)))
    asked = {
        "etangs": ["brakes"],
        "ÉTANGS": ["brakes"],
        "plaquettes leonard": ["brakes"],
        "pneu": ["tyres"],
        "pneumatiques hiver": ["tyres"],
        "zurich": ["battery"],
        "xj 204": ["tyres"],
        "facture": ["brakes", "tyres", "battery"],
        "invoice": ["brakes", "tyres", "battery"],
        "absent": [],
        'plaquettes" OR 1=1 --': [],
        "pneu* (NEAR": [],
    }
    for text, names in asked.items():
        found = await found_by(ana, asked_words(text))
        assert set(found) == {made[name].id for name in names}, text
    assert await found_by(bob, asked_words("plaquettes")) == [hidden.id]


async def test_the_index_follows_what_is_renamed_read_again_and_deleted():
    world = Papers()
    ana = await world.person()
    paper = await world.kept(ana, invoice(None, text=("embrayage",)))
    await world.listed.rename(ana, paper.id, "Révision des 60 000")
    assert await found_by(ana, asked_words("revision")) == [paper.id]
    await DocumentText.filter(document_id=paper.id).update(words="courroie")
    assert await found_by(ana, asked_words("embrayage")) == []
    assert await found_by(ana, asked_words("courroie")) == [paper.id]
    await Document.filter(id=paper.id).delete()
    assert await found_by(ana, asked_words("courroie")) == []
    if db.is_sqlite():
        left = await db.fetch("SELECT count(*) AS n FROM document_words WHERE document_words MATCH 'courroie'")
        assert left[0]["n"] == 0


async def test_documents_are_filtered_by_kind_vehicle_last_day_and_whether_they_were_read():
    world = Papers()
    ana = await world.person()
    car, _ = await world.car(ana, plate="AB123CD"), await world.car(ana, plate="EF456GH")
    today = world.clock.today
    bill = await world.kept(ana, invoice("1"), vehicle_id=car.id)
    soon = await world.kept(ana, invoice("2"), kind="insurance", expires_on=today + timedelta(days=20))
    late = await world.kept(ana, invoice("3"), kind="inspection", expires_on=today - timedelta(days=1))
    far = await world.kept(ana, invoice("4"), kind="quote", expires_on=today + timedelta(days=400))
    unread = await world.kept(ana, invoice("5"), kind=None, analysed_at=None)
    cases = (
        (DocumentFilter(), [unread, far, late, soon, bill]),
        (DocumentFilter(kind=DocumentType.INSURANCE), [soon]),
        (DocumentFilter(vehicle=car.id), [bill]),
        (DocumentFilter(due=Due.SOON), [soon]),
        (DocumentFilter(due=Due.PAST), [late]),
        (DocumentFilter(unread=True), [unread]),
        (DocumentFilter(kind=DocumentType.INVOICE, words=("garage",)), [bill]),
    )
    for asked, expected in cases:
        found = await world.listed.page(ana, asked)
        assert [row.id for row in found.documents] == [row.id for row in expected], asked
    assert await world.listed.unread(ana) == [unread.id]
    assert (await world.listed.stored(ana)).kept == 5


async def test_what_is_taken_off_comes_back_for_a_week_and_is_then_gone_with_its_files():
    world = Papers()
    world.jobs.register("delete_files", _nothing)
    ana, bob = await world.person(7), await world.person(8)
    paper = await world.kept(ana, invoice())
    with pytest.raises(Gone):
        await world.listed.remove(bob, paper.id)
    await world.listed.remove(ana, paper.id)
    assert (await world.listed.page(ana, DocumentFilter())).total == 0
    await world.listed.restore(ana, paper.id)
    assert (await world.listed.page(ana, DocumentFilter())).total == 1
    await world.listed.remove(ana, paper.id)
    world.clock.move(days=8)
    assert await world.listed.purge() == 1
    assert await DocumentText.all().count() == 0
    with pytest.raises(Gone):
        await world.listed.restore(ana, paper.id)


async def test_a_paper_goes_to_another_vehicle_of_the_same_person_only():
    world = Papers()
    ana, bob = await world.person(7), await world.person(8)
    mine, theirs = await world.car(ana, plate="AB123CD"), await world.car(bob, plate="EF456GH")
    paper = await world.kept(ana, invoice())
    await world.listed.move(ana, paper.id, mine.id)
    assert (await Document.get(id=paper.id)).vehicle_id == mine.id
    with pytest.raises(Gone):
        await world.listed.move(ana, paper.id, theirs.id)
    await world.listed.move(ana, paper.id, 0)
    assert (await Document.get(id=paper.id)).vehicle_id is None


async def _nothing(_: object) -> None:
    pass


async def test_of_a_registration_card_no_word_of_its_holder_is_kept_or_found():
    world = Papers()
    ana = await world.person()
    fields = {
        "plate": Field("AB123CD", 0.9, FieldState.READ),
        "holder_name": Field("DUPONT JEANNE", 0.9, FieldState.READ),
        "make": Field("RENAULT", 0.9, FieldState.READ),
    }
    text = ("A AB-123-CD\nC.1 DUPONT JEANNE\n1 RUE HAUTE\nD.1 RENAULT",)
    paper = await world.kept(ana, Reading(DocumentType.REGISTRATION, fields, (), 1, text))
    assert (await DocumentText.get(document_id=paper.id)).content == ""
    assert await found_by(ana, asked_words("dupont")) == []
    assert await found_by(ana, asked_words("renault")) == [paper.id]
