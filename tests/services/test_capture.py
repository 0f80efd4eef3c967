import asyncio
import io
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from PIL import Image

from core.domain.capture.ports import Effort
from core.domain.capture.refusals import CaptureReason, CaptureRefused
from core.domain.capture.stored import plain_value
from core.domain.capture.types import Box, DocumentType, FieldState, Lie, Normalised, PageText, Remark
from core.gateways.reading.choice import build_opener, build_reader
from core.services.capture import Capture
from tests.domain.capture.pages import page
from tests.gateways.reading import files
from tests.samples import pictures

# One reader serves the whole module: its models take a second to load.
pytestmark = pytest.mark.asyncio(loop_scope="module")

TODAY = date(2026, 11, 22)
DOCUMENTS = Path(__file__).parent.parent / "samples" / "documents"
INVOICE = (
    "GARAGE DU PARC|FACTURE N° 2026-0142", "Date : 12/10/2026|Immat : FG-418-KT|Kms : 98 450",
    "Désignation|Quantité|P.U. HT|Montant HT", "Plaquettes de frein|1|170,60|170,60", "Total HT|170,60 €",
    "TVA 20%|34,12 €", "Total TTC|204,72 €",
)  # fmt: skip


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def capture() -> AsyncIterator[Capture]:
    capture = Capture(build_opener(), build_reader("rapidocr"))
    yield capture
    await capture.close()


@dataclass
class WrittenPages:
    """Opens anything as pages without a picture."""

    layers: tuple[PageText | None, ...] = (None,)

    async def open(self, _: bytes) -> Normalised:
        return Normalised(
            tuple(b"page %d" % number for number in range(len(self.layers))), self.layers, len(self.layers)
        )


@dataclass
class WrittenReader:
    """Reads every page as what was written for that effort, and counts."""

    pages: Mapping[Effort, PageText]
    asked: list[Effort] = field(default_factory=list)
    # What stands at any place that is looked at; None: this reader reads whole pages only.
    at_places: str | None = None

    async def look(self, _: bytes, effort: Effort, places: Sequence[Box]) -> list[tuple[str, float]] | None:
        return None if self.at_places is None else [(self.at_places, 0.97) for _ in places]

    async def start(self) -> None:
        self.asked.clear()

    async def read(self, _: bytes, effort: Effort, lie: Lie | None = None) -> PageText:
        self.asked.append(effort)
        return self.pages[effort]

    async def close(self) -> None:
        self.asked.clear()


def truth_of(path: Path) -> dict[str, Any]:
    fields: dict[str, Any] = json.loads(path.with_suffix(".json").read_text("utf-8"))["fields"]
    return fields


def content_of(path: Path) -> bytes:
    return path.read_bytes()


def jpeg(image: Image.Image) -> bytes:
    return files.encoded(image, "JPEG", quality=85)


async def test_a_reading_whose_checks_agree_is_not_read_again() -> None:
    reader = WrittenReader({Effort.QUICK: page(*INVOICE)})
    reading = await Capture(WrittenPages(), reader).read(b"x", None, today=TODAY)
    assert reader.asked == [Effort.QUICK]
    assert reading.fields["total_incl_tax"].value == Decimal("204.72")


async def test_a_reading_whose_totals_do_not_add_up_is_read_with_care() -> None:
    misread = page(*INVOICE[:-1], "Total TTC|264,72 €")
    reader = WrittenReader({Effort.QUICK: misread, Effort.THOROUGH: page(*INVOICE)})
    reading = await Capture(WrittenPages(), reader).read(b"x", None, today=TODAY)
    assert reader.asked == [Effort.QUICK, Effort.THOROUGH]
    assert reading.fields["total_incl_tax"].value == Decimal("204.72")
    assert reading.fields["total_incl_tax"].state is FieldState.VERIFIED


async def test_the_exact_text_of_a_pdf_is_used_when_its_picture_agrees() -> None:
    shown = page(*(row.replace("Plaquettes", "Plaqueltes") for row in INVOICE))
    reader = WrittenReader({Effort.QUICK: shown, Effort.THOROUGH: shown})
    reading = await Capture(WrittenPages((page(*INVOICE),)), reader).read(b"x", None, today=TODAY)
    assert reading.lines[0].description == "Plaquettes de frein"


async def test_a_long_document_is_read_at_its_beginning_and_its_end() -> None:
    reader = WrittenReader({Effort.QUICK: page(*INVOICE)})
    reading = await Capture(WrittenPages((None,) * 6), reader).read(b"x", None, today=TODAY)
    assert len(reader.asked) == 3
    assert reading.pages == 6


@pytest.mark.parametrize("path", sorted(DOCUMENTS.glob("*.jpg")), ids=lambda path: str(path.stem))
async def test_a_sample_is_read_right(capture: Capture, path: Path) -> None:
    truth, content = truth_of(path), content_of(path)
    reading = await capture.read(content, path.name, today=TODAY)
    assert reading.document_type == truth.pop("document_type")
    lines = truth.pop("lines", [])
    read = {name: plain_value(reading.fields[name].value) for name in truth}
    amounts = {name: float(str(read[name])) for name, value in truth.items() if isinstance(value, float) and read[name]}
    assert read | amounts == truth
    assert [float(line.total or 0) for line in reading.lines] == [line["total"] for line in lines]


@pytest.mark.parametrize(
    "picture",
    [
        Image.new("RGB", (1_200, 900), "white"),
        Image.new("RGB", (1_200, 900), "black"),
        pictures.animal(),
        pictures.blurred_page(),
    ],
    ids=["white", "black", "animal", "blurred"],
)
async def test_a_picture_without_text_yields_no_field(capture: Capture, picture: Image.Image) -> None:
    with pytest.raises(CaptureRefused) as refused:
        await capture.read(jpeg(picture), "photo.jpg", today=TODAY)
    assert refused.value.reason is CaptureReason.NOTHING_READ


async def test_a_page_that_is_no_invoice_yields_no_field(capture: Capture) -> None:
    reading = await capture.read(jpeg(pictures.letter()), "photo.jpg", today=TODAY)
    assert reading.document_type is DocumentType.OTHER
    assert reading.fields == {}
    assert "Madame Duval" in reading.text[0]


async def test_a_pdf_whose_hidden_text_lies_is_read_by_what_it_shows(capture: Capture) -> None:
    shown = ("FACTURE 2026-0142", "Date 12/10/2026", "Total HT 100,00", "TVA 20,00", "Total TTC 120,00")
    hidden = ("FACTURE 9999-9999", "Date 01/01/2020", "Total HT 900,00", "TVA 180,00", "Total TTC 1080,00")
    content = files.pdf_with_hidden_text(shown, hidden)
    reading = await capture.read(content, "facture.pdf", today=TODAY)
    assert reading.fields["total_incl_tax"].value == Decimal("120.00")
    assert reading.fields["invoice_number"].value == "2026-0142"
    assert reading.fields["total_incl_tax"].state is FieldState.DOUBTFUL
    assert reading.remarks == (Remark.HIDDEN_TEXT,)


async def test_a_pdf_with_one_hidden_lie_marks_that_value_as_doubtful(capture: Capture) -> None:
    shown = (
        "FACTURE 2026-0142",
        "Date 12/10/2026",
        "Immat FG-418-KT",
        "Total HT 100,00",
        "TVA 20,00",
        "Total TTC 120,00",
    )
    hidden = (*shown[:2], "Immat ZZ-999-ZZ", *shown[3:])
    reading = await capture.read(files.pdf_with_hidden_text(shown, hidden), "facture.pdf", today=TODAY)
    plate = reading.fields["plate"]
    assert plate.state is FieldState.DOUBTFUL
    assert Remark.HIDDEN_TEXT in reading.remarks


async def test_the_preview_is_upright_small_and_clean(capture: Capture) -> None:
    sample = DOCUMENTS / "receipt_poor_0.jpg"
    turned = Image.open(sample).rotate(90, expand=True)
    captured = await capture.capture(files.encoded(turned, "JPEG", comment=b"SECRET"), "photo.jpg", today=TODAY)
    assert captured.preview is not None
    assert b"SECRET" not in captured.preview
    preview = Image.open(io.BytesIO(captured.preview))
    assert preview.height > preview.width


async def test_a_hostile_name_changes_nothing(capture: Capture) -> None:
    content = content_of(DOCUMENTS / "receipt_poor_0.jpg")
    plain = await capture.read(content, "ticket.jpg", today=TODAY)
    for name in ("../../etc/passwd", "--psm 6", "a\x00b.jpg", "\u202egpj.exe", "x" * 300, "=cmd|' /C calc'!A0", None):
        assert (await capture.read(content, name, today=TODAY)).fields == plain.fields


async def test_documents_wait_for_their_turn() -> None:
    @dataclass
    class Busy(WrittenReader):
        at_once: int = 0
        most: int = 0

        async def read(self, picture: bytes, effort: Effort, lie: Lie | None = None) -> PageText:
            self.at_once += 1
            self.most = max(self.most, self.at_once)
            await asyncio.sleep(0)
            self.at_once -= 1
            return await super().read(picture, effort)

    reader = Busy({Effort.QUICK: page(*INVOICE)})
    capture = Capture(WrittenPages(), reader)
    readings = await asyncio.gather(*(capture.read(b"x", None, today=TODAY) for _ in range(5)))
    assert len(readings) == 5
    assert reader.most == 1


async def test_a_text_layer_is_taken_at_once_where_a_look_at_its_values_shows_the_same() -> None:
    layer = page(*INVOICE)
    everything = " ".join(segment.text for segment in layer.segments)
    reader = WrittenReader({}, at_places=everything)
    reading = await Capture(WrittenPages((layer,)), reader).read(b"x", None, today=TODAY)
    assert reading.fields["total_incl_tax"].state is FieldState.VERIFIED
    assert reader.asked == []


async def test_a_text_layer_that_lies_is_found_out_by_a_look() -> None:
    layer, shown = page(*INVOICE[:1], "Date : 12/10/2026|Immat : ZZ-999-ZZ|Kms : 98 450", *INVOICE[2:]), page(*INVOICE)
    reader = WrittenReader(dict.fromkeys(Effort, shown), at_places=" ".join(one.text for one in shown.segments))
    reading = await Capture(WrittenPages((layer,)), reader).read(b"x", None, today=TODAY)
    assert reader.asked != []
    assert reading.fields["plate"].state is FieldState.DOUBTFUL
