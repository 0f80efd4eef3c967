import io
from datetime import date

import pytest
from PIL import Image, ImageDraw

from core.domain.capture.types import Reading
from core.domain.states import DocumentState
from core.gateways.page_pictures import PagePictures
from core.models import Document
from core.services.duplicates import ALIKE_BITS, distance
from tests.journeys.papers import jpeg
from tests.services.papers import Papers, invoice


@pytest.mark.usefixtures("database")
async def test_the_same_file_number_look_or_figures_are_recognised_and_what_differs_is_not():
    world = Papers()
    ana, bob = await world.person(7), await world.person(8)
    first = await world.kept(ana, invoice("F-1"), digest="a" * 64, look="f" * 64)
    cases: tuple[tuple[dict[str, str], Reading, str | None], ...] = (
        ({"digest": "a" * 64}, invoice("F-9"), "file"),
        ({"digest": "b" * 64}, invoice("F-1"), "number"),
        ({"look": "f" * 63 + "e"}, invoice("F-1", siret=None, vendor="Garage du Parc"), "number"),
        ({"look": "f" * 63 + "e"}, invoice(None, siret=None, vendor="X"), "look"),
        ({"look": "f" * 63 + "e"}, invoice("F-2"), None),
        ({"look": "0" * 64}, invoice("F-3"), None),
        ({}, invoice("F-1", siret="55208131766522", vendor="Autre"), None),
        ({}, invoice(None), "figures"),
        ({}, invoice(None, siret=None, vendor="Garage du Parc"), "figures"),
        ({}, invoice(None, total="89.91"), None),
        ({}, invoice(None, day=date(2026, 3, 13)), None),
        ({}, invoice(None, siret=None, vendor="Autre"), None),
        ({}, invoice("F-118"), None),
    )
    for known, reading, by in cases:
        paper = await world.proposed(ana, reading, **known)
        card = await world.documents.card(ana, paper.id)
        assert (card.document.same_by, card.same_as.id if card.same_as else None) == (by, first.id if by else None)
        await Document.filter(id=paper.id).update(state=DocumentState.DISCARDED)
    theirs = await world.proposed(bob, invoice("F-1"), digest="a" * 64)
    assert theirs.same_as is None


@pytest.mark.usefixtures("database")
async def test_a_corrected_number_changes_what_is_the_same():
    world = Papers()
    ana = await world.person()
    first = await world.kept(ana, invoice("F-1"))
    paper = await world.proposed(ana, invoice("F-7"))
    assert paper.same_as is None
    card = await world.documents.correct(ana, paper.id, "invoice_number", "F-1")
    assert card.same_as is not None
    assert card.same_as.id == first.id


async def test_a_picture_is_known_again_smaller_and_compressed_and_another_is_not():
    looks = PagePictures()
    page, other = drawn("FACTURE 118", 5), drawn("DEVIS 7", 11)
    small = page.resize((600, 800))
    out = io.BytesIO()
    small.save(out, "JPEG", quality=40)
    known, again, different = (
        await looks.look(jpeg(page)),
        await looks.look(out.getvalue()),
        await looks.look(jpeg(other)),
    )
    assert known is not None
    assert again is not None
    assert different is not None
    assert distance(known, again) <= ALIKE_BITS
    assert distance(known, different) > ALIKE_BITS
    assert await looks.look(jpeg(Image.new("RGB", (900, 1200), "white"))) is None


async def test_a_part_of_a_page_and_pages_bound_together_can_be_shown():
    from core.domain.capture.types import Box

    looks = PagePictures()
    page = jpeg(drawn("FACTURE 118", 5))
    for box in (Box(0, 0.1, 0.1, 0.3, 0.12), Box(0, 0.98, 0.99, 1.0, 1.0), Box(0, 0.0, 0.0, 1.0, 0.001)):
        with Image.open(io.BytesIO(await looks.crop(page, box))) as part:
            assert part.width + part.height <= 10_000
            assert part.width <= 20 * part.height
    assert (await looks.bound([page, page])).startswith(b"%PDF")


def drawn(title: str, lines: int) -> Image.Image:
    image = Image.new("RGB", (1_200, 1_600), (240, 238, 232))
    draw = ImageDraw.Draw(image)
    draw.rectangle((60, 60, 60 + 60 * lines, 200), fill=(40, 60, 120))
    for line in range(lines):
        draw.rectangle((90, 300 + 100 * line, 500 + 50 * line, 340 + 100 * line), fill="black")
        draw.rectangle((900 - 20 * line, 300 + 100 * line, 1100, 340 + 100 * line), fill="black")
    draw.text((100, 220), title, fill="black")
    return image
