"""The text of a PDF page with its places, without what the page does not show. Runs only inside the guarded child."""

import ctypes
from itertools import pairwise
from typing import Any, cast

import pypdfium2.raw as pdfium
from PIL import Image

from core.domain.capture.types import PageText, Segment

CHARACTER_CAP = 12_000
# In heights of a capital: fixed-width fonts put a gap of one height between words.
_GAP_OF_A_COLUMN = 0.75
_GAP_OF_A_SPACE = 1.25
_OVERHANG = 0.2
# Shades between the lightest and the darkest spot of a text that can be seen at all.
_CONTRAST = 24
# Hidden text that matters says a number; programs leave marks for signatures and the like.
_DIGITS = 3

Character = tuple[str, float, float, float, float]


def text_layer(page: Any, number: int, image: Image.Image) -> tuple[PageText | None, bool]:
    """The text that can be seen, and whether there is text with numbers that cannot."""
    width, height = image.size
    text_page = page.get_textpage()
    characters = _characters(page, text_page, width, height)
    text_page.close()
    if not _runs_on(characters):
        return None, False
    segments = [_segment(run, number) for run in _runs(characters)]
    shades = image.convert("L")
    shown = tuple(segment for segment in segments if _is_shown(segment, shades))
    hidden = [segment for segment in segments if segment not in shown]
    layer = PageText(width, height, shown) if shown else None
    return layer, any(sum(map(str.isdigit, segment.text)) >= _DIGITS for segment in hidden)


def _runs_on(characters: list[Character]) -> bool:
    """Whether letters follow each other to the right; on a page that stands on its head they do not."""
    steps = [after[1] - one[1] for one, after in pairwise(characters) if abs(after[2] - one[2]) * 2 < one[4] - one[2]]
    return 2 * sum(step >= 0 for step in steps) >= len(steps)


def _is_shown(segment: Segment, shades: Image.Image) -> bool:
    """Whether there is any ink where a text says it is: white on white, off the page and under a picture is none."""
    (left, top), _, (right, bottom), _ = segment.quad
    # The boxes are as tall as the line; its middle holds no ink of the lines above and below.
    margin = (bottom - top) / 4
    left, top = max(0, round(left)), max(0, round(top + margin))
    right, bottom = min(shades.width, round(right)), min(shades.height, round(bottom - margin))
    if right <= left or bottom <= top:
        return False
    darkest, lightest = cast("tuple[int, int]", shades.crop((left, top, right, bottom)).getextrema())
    return lightest - darkest >= _CONTRAST


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
