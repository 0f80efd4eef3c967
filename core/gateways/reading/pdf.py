"""PDF pages to pictures and text layers with pdfium. Runs only inside the guarded child."""

import ctypes
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from core.domain.capture.refusals import CaptureReason
from core.domain.capture.types import PageText, Segment
from core.gateways.reading.pictures import LONGEST_SIDE, Refused, as_jpeg

PAGE_CAP = 6
# A4 at 200 dots an inch; a poster is scaled down to the same number of pixels.
SCALE_CAP = 200 / 72
CHARACTER_CAP = 12_000
_INVOICE_NAMES = {"factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml", "order-x.xml"}
_ATTACHMENT_CAP = 20
_DATA_CAP = 300_000
# In heights of a capital: fixed-width fonts put a gap of one height between words.
_GAP_OF_A_COLUMN = 0.75
_GAP_OF_A_SPACE = 1.25
_OVERHANG = 0.2


@dataclass(frozen=True, slots=True)
class PdfPages:
    """Pictures and text layers of the first pages, how many pages there are, and an electronic invoice."""

    pictures: list[bytes]
    layers: list[PageText | None]
    count: int
    invoice_data: bytes | None


def pdf_pages(content: bytes) -> PdfPages:
    """Everything that capture wants of a PDF."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise Refused(CaptureReason.ENCRYPTED) from error
        raise Refused(CaptureReason.BROKEN) from error
    count = len(document)
    if not count:
        raise Refused(CaptureReason.BROKEN)
    pictures, layers = [], []
    for number in range(min(count, PAGE_CAP)):
        page = document[number]
        bitmap = page.render(scale=_scale(page), may_draw_forms=False)
        image = bitmap.to_pil()
        layers.append(_text_layer(page, number, *image.size))
        pictures.append(as_jpeg(image.convert("RGB")))
        bitmap.close()
        page.close()
    return PdfPages(pictures, layers, count, _invoice_data(document))


def _invoice_data(document: Any) -> bytes | None:
    for number in range(min(document.count_attachments(), _ATTACHMENT_CAP)):
        attachment = document.get_attachment(number)
        if attachment.get_name().lower() not in _INVOICE_NAMES:
            continue
        try:
            data = bytes(attachment.get_data())
        except pypdfium2.PdfiumError:
            continue
        if len(data) <= _DATA_CAP:
            return data
    return None


def _scale(page: Any) -> float:
    width, height = page.get_size()
    longest = max(width, height)
    if longest <= 0:
        raise Refused(CaptureReason.BROKEN)
    return float(min(SCALE_CAP, LONGEST_SIDE / longest))


def _text_layer(page: Any, number: int, width: int, height: int) -> PageText | None:
    text_page = page.get_textpage()
    characters = _characters(page, text_page, width, height)
    text_page.close()
    segments = tuple(_segment(run, number) for run in _runs(characters))
    return PageText(width, height, segments) if segments else None


Character = tuple[str, float, float, float, float]


def _characters(page: Any, text_page: Any, width: int, height: int) -> list[Character]:
    found: list[Character] = []
    box = pdfium.FS_RECTF()
    for index in range(min(text_page.count_chars(), CHARACTER_CAP)):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        if code < 32 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            continue
        # Loose boxes are as tall as the font and as wide as its advance, whatever the letter.
        if not pdfium.FPDFText_GetLooseCharBox(text_page, index, ctypes.byref(box)):
            continue
        x0, y0 = _to_device(page, width, height, box.left, box.top)
        x1, y1 = _to_device(page, width, height, box.right, box.bottom)
        found.append((chr(code), min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
    return found


def _to_device(page: Any, width: int, height: int, x: float, y: float) -> tuple[int, int]:
    at_x, at_y = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, ctypes.byref(at_x), ctypes.byref(at_y))
    return at_x.value, at_y.value


def _runs(characters: list[Character]) -> list[list[Character]]:
    """Runs of characters on one line without the gap of a column."""
    runs: list[list[Character]] = []
    for character in characters:
        if runs and _continues(runs[-1], character):
            runs[-1].append(character)
        elif not character[0].isspace():
            runs.append([character])
    return runs


def _continues(run: list[Character], character: Character) -> bool:
    text, x0, y0, _, y1 = character
    if text.isspace():
        return True
    solid = [c for c in run if not c[0].isspace()]
    top, bottom = min(c[2] for c in solid), max(c[4] for c in solid)
    tall = max(bottom - top, y1 - y0, 4.0)
    same_line = top + _OVERHANG * tall <= (y0 + y1) / 2 <= bottom - _OVERHANG * tall
    reach = _GAP_OF_A_SPACE if run[-1][0].isspace() else _GAP_OF_A_COLUMN
    return same_line and -tall <= x0 - solid[-1][3] <= reach * tall


def _segment(run: list[Character], number: int) -> Segment:
    text = "".join(character[0] for character in run).strip()
    solid = [character for character in run if not character[0].isspace()]
    x0, y0 = min(c[1] for c in solid), min(c[2] for c in solid)
    x1, y1 = max(c[3] for c in solid), max(c[4] for c in solid)
    return Segment(text, 1.0, ((x0, y0), (x1, y0), (x1, y1), (x0, y1)), number)
