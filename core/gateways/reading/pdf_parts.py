"""What a PDF carries beside its pages: an electronic invoice's data, other PDFs. Runs only inside the guarded child."""

import re
from collections.abc import Iterator
from typing import Any

import pypdfium2

from core.domain.capture.refusals import CaptureReason, Stranger
from core.gateways.reading.pictures import Refused

_INVOICE_NAMES = {"factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml", "order-x.xml"}
_ATTACHMENT_CAP = 20
_DATA_CAP = 300_000
_INNER_CAP = 20 * 1024 * 1024
# The cover sheet that programs show which cannot open what is inside.
_COVER = re.compile(r"portfolio|porte-documents|cartera pdf|acrobat|adobe reader", re.IGNORECASE)


def invoice_data(document: Any) -> bytes | None:
    """The data of an electronic invoice: by one of the usual names first, else whatever XML there is."""
    files = [(name, attachment) for name, attachment in _attachments(document) if name.endswith(".xml")]
    for _, attachment in sorted(files, key=lambda file: file[0] not in _INVOICE_NAMES):
        data = _data(attachment, _DATA_CAP)
        if data is not None:
            return data
    return None


def only_inner_document(document: Any) -> bytes | None:
    """The one PDF that a cover sheet wraps; refused when there are several, as nobody can tell which is meant."""
    inner = [attachment for name, attachment in _attachments(document) if name.endswith(".pdf")]
    if not inner or len(document) != 1 or not _is_cover(document):
        return None
    data = _data(inner[0], _INNER_CAP) if len(inner) == 1 else None
    if data is None:
        raise Refused(CaptureReason.UNSUPPORTED, Stranger.PORTFOLIO)
    return data


def _is_cover(document: Any) -> bool:
    page = document[0]
    text_page = page.get_textpage()
    text = text_page.get_text_range(0, min(text_page.count_chars(), 2_000))
    text_page.close()
    page.close()
    return _COVER.search(text) is not None


def _attachments(document: Any) -> Iterator[tuple[str, Any]]:
    for number in range(min(document.count_attachments(), _ATTACHMENT_CAP)):
        attachment = document.get_attachment(number)
        yield attachment.get_name().lower(), attachment


def _data(attachment: Any, cap: int) -> bytes | None:
    try:
        data = bytes(attachment.get_data())
    except pypdfium2.PdfiumError:
        return None
    return data if len(data) <= cap else None
