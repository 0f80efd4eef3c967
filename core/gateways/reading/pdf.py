"""PDF pages to pictures and text layers with pdfium. Runs only inside the guarded child."""

import time
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from core.domain.capture.refusals import CaptureReason, Stranger
from core.domain.capture.types import PageText
from core.gateways.reading.pdf_parts import invoice_data, only_inner_document
from core.gateways.reading.pdf_text import text_layer
from core.gateways.reading.pictures import LONGEST_SIDE, Refused, as_jpeg, opened_pages

PAGE_CAP = 6
# A4 at 200 dots an inch; a poster is scaled down to the same number of pixels.
SCALE_CAP = 200 / 72
# Pages that come later than this are left out: a document whose first page is read is better than none.
SECONDS_FOR_PAGES = 7.0
_XFA = {pdfium.FORMTYPE_XFA_FULL, pdfium.FORMTYPE_XFA_FOREGROUND}
# What programs show that cannot draw the real form.
_PLEASE_WAIT = "please wait"


@dataclass(frozen=True, slots=True)
class PdfPages:
    """Pictures and text layers of some pages, how many pages there are, and an electronic invoice.

    `hidden` says whether there is text that the pages do not show.
    """

    pictures: list[bytes]
    layers: list[PageText | None]
    count: int
    invoice_data: bytes | None
    hidden: bool = False


def pdf_pages(content: bytes, *, inner: bool = False) -> PdfPages:
    """Everything that capture wants of a PDF; one that only wraps another PDF is opened for it."""
    document = _opened(content)
    count = len(document)
    if not count:
        raise Refused(CaptureReason.BROKEN)
    form = document.get_formtype()
    if form != pdfium.FORMTYPE_NONE:
        # What people typed into a form is drawn only by the form's own code. It is built without JavaScript.
        document.init_forms()
    if not inner and (wrapped := only_inner_document(document)) is not None:
        return pdf_pages(wrapped, inner=True)
    pages = PdfPages([], [], count, invoice_data(document))
    began, hidden = time.monotonic(), False
    for number in opened_pages(count, PAGE_CAP):
        if pages.pictures and time.monotonic() - began > SECONDS_FOR_PAGES:
            break
        image, layer, invisible = _page(document, number, len(pages.pictures), with_form=form != pdfium.FORMTYPE_NONE)
        if form in _XFA and layer is not None and _says(layer, _PLEASE_WAIT):
            raise Refused(CaptureReason.UNSUPPORTED, Stranger.FORM)
        hidden |= invisible
        pages.pictures.append(as_jpeg(image))
        pages.layers.append(layer)
    return PdfPages(pages.pictures, pages.layers, count, pages.invoice_data, hidden)


def _opened(content: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise Refused(CaptureReason.ENCRYPTED) from error
        raise Refused(CaptureReason.BROKEN) from error


def _page(
    document: pypdfium2.PdfDocument, number: int, place: int, *, with_form: bool
) -> tuple[Image.Image, PageText | None, bool]:
    """The picture of a page, its text as far as the picture shows it, and whether there is more."""
    page = document[number]
    if with_form:
        # What was typed becomes part of the page, and so of its text.
        pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
        page.close()
        page = document[number]
    bitmap = page.render(scale=_scale(page), may_draw_forms=False)
    image = bitmap.to_pil().convert("RGB")
    layer, hidden = text_layer(page, place, image)
    bitmap.close()
    page.close()
    return image, layer, hidden


def _says(layer: PageText, words: str) -> bool:
    return words in " ".join(segment.text for segment in layer.segments).lower()


def _scale(page: pypdfium2.PdfPage) -> float:
    width, height = page.get_size()
    longest = max(width, height)
    if longest <= 0:
        raise Refused(CaptureReason.BROKEN)
    return float(min(SCALE_CAP, LONGEST_SIDE / longest))
