"""Looks at clean pages of ours with Pillow, in a thread. They were decoded and written anew before: none is hostile."""

import asyncio
import contextlib
import io
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageOps

from core.domain.capture.types import Box

# Differences between neighbours, row by row: 16 x 16 bits tell one form filled in from another.
SIDE = 16
# A page whose light and dark are no further apart than this shows nothing to recognise it by.
PLAIN = 24
# Around a place: so much of its height above and below, so much of the page's width beside it, to see its label.
_ABOVE, _BESIDE = 1.6, 0.12
_LEAST_HEIGHT = 0.03
_WIDEST, _NARROWEST = 1_000, 600
_QUALITY = 90
# PDFium serves one thread at a time.
_PDFIUM = threading.Lock()


@dataclass(frozen=True, slots=True)
class PagePictures:
    """Implements `Pictures`."""

    async def look(self, page: bytes) -> str | None:
        """How a page looks."""
        return await asyncio.to_thread(_look, page)

    async def crop(self, page: bytes, box: Box) -> bytes:
        """The part of a page around a place."""
        return await asyncio.to_thread(_crop, page, box)

    async def bound(self, pages: Sequence[bytes]) -> bytes:
        """Several pages as one PDF."""
        return await asyncio.to_thread(_bound, tuple(pages))

    async def joined(self, papers: Sequence[bytes]) -> bytes:
        """Several PDFs of ours as one."""
        return await asyncio.to_thread(_joined, tuple(papers))


def _look(page: bytes) -> str | None:
    with Image.open(io.BytesIO(page), formats=["JPEG"]) as image:
        image.draft("L", (SIDE * 16, SIDE * 16))
        grey = ImageOps.autocontrast(image.convert("L"), cutoff=1)
        low, high = image.convert("L").resize((SIDE, SIDE)).getextrema()
        small = grey.resize((SIDE + 1, SIDE), Image.Resampling.LANCZOS)
    if float(str(high)) - float(str(low)) < PLAIN:
        return None
    shades = small.tobytes()
    width = SIDE + 1
    bits = 0
    for row in range(SIDE):
        for column in range(SIDE):
            bits = bits << 1 | (shades[row * width + column] > shades[row * width + column + 1])
    return f"{bits:0{SIDE * SIDE // 4}x}"


def _crop(page: bytes, box: Box) -> bytes:
    with Image.open(io.BytesIO(page), formats=["JPEG"]) as image:
        width, height = image.size
        tall = max(box.y1 - box.y0, _LEAST_HEIGHT)
        left, right = max(box.x0 - _BESIDE, 0.0), min(box.x1 + _BESIDE, 1.0)
        top, bottom = max(box.y0 - tall * _ABOVE, 0.0), min(box.y1 + tall * _ABOVE, 1.0)
        edges = (int(left * width), int(top * height), max(int(right * width), 1), max(int(bottom * height), 1))
        part = image.convert("RGB").crop((min(edges[0], width - 1), min(edges[1], height - 1), edges[2], edges[3]))
    part.thumbnail((_WIDEST, _WIDEST), Image.Resampling.LANCZOS)
    if part.width < _NARROWEST:
        scale = _NARROWEST / part.width
        part = part.resize((_NARROWEST, max(round(part.height * scale), 1)), Image.Resampling.LANCZOS)
    # Telegram takes no picture that is twenty times as wide as high.
    if part.width > 10 * part.height:
        part = ImageOps.pad(part, (part.width, part.width // 10 + 1), color="white")
    return _jpeg(part)


def _bound(pages: Sequence[bytes]) -> bytes:
    opened = [Image.open(io.BytesIO(page), formats=["JPEG"]).convert("RGB") for page in pages]
    out = io.BytesIO()
    opened[0].save(out, "PDF", save_all=True, append_images=opened[1:], quality=_QUALITY, resolution=200.0)
    return out.getvalue()


def _joined(papers: Sequence[bytes]) -> bytes:
    # Imported here, as few people ask for it and everybody waits for the start.
    import pypdfium2

    out = io.BytesIO()
    with _PDFIUM, contextlib.ExitStack() as opened:
        whole = pypdfium2.PdfDocument.new()
        opened.callback(whole.close)
        for paper in papers:
            part = pypdfium2.PdfDocument(paper)
            opened.callback(part.close)
            whole.import_pages(part)
        whole.save(out)
    return out.getvalue()


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()
