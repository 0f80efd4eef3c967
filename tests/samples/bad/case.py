from dataclasses import dataclass
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

# What every readable file shows; the vehicle, the day and the total must come out of it.
LINES = (
    "GARAGE DU PARC", "FACTURE 2026-0142", "Date 12/10/2026", "Immat FG-418-KT", "Total HT 100,00", "TVA 20% 20,00",
    "Total TTC 120,00",
)  # fmt: skip
SHOWN = {"plate": "FG418KT", "total_incl_tax": "120.00", "invoice_date": "2026-10-12"}
READ, NOTHING, BROKEN, UNSUPPORTED = "read", "nothing_read", "broken", "unsupported"
ENCRYPTED, PIXELS, TIMEOUT, EMPTY, BIG, MISSING = (
    "encrypted", "too_many_pixels", "timeout", "empty", "too_big", "not_found",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """A file, and what may be answered: `read`, or a reason of refusal, with the kind of stranger after a slash.

    `shown` says that the invoice on it must come out right. `acts` marks what tries to do something.
    """

    name: str
    content: bytes
    expected: frozenset[str]
    shown: bool = False
    acts: bool = False


def case(name: str, content: bytes, *expected: str, shown: bool = False, acts: bool = False) -> Case:
    return Case(name, content, frozenset(expected), shown, acts)


def good(name: str, content: bytes) -> Case:
    """A file that must be read like the plain one."""
    return case(name, content, READ, shown=True)


@cache
def paper(width: int = 700, height: int = 620, lines: tuple[str, ...] = LINES) -> Image.Image:
    page = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(page)
    for at, text in enumerate(lines):
        draw.text((50, 40 + 76 * at), text, fill="black", font=ImageFont.load_default(40))
    return page


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()
