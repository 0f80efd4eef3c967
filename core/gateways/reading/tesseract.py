"""Tesseract through pytesseract: the reader that always works. Runs inside a reader's worker process."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytesseract
from PIL import Image, ImageChops, ImageFilter, ImageOps, ImageStat

from core.domain.capture.ports import Effort
from core.domain.capture.types import Lie, PageText, Segment
from core.gateways.reading.tesseract_binary import TesseractBinary, tesseract_binary

_SECONDS = {Effort.QUICK: 8, Effort.THOROUGH: 12}
_WORD_FLOOR = 20.0
_SHORTEST_SIDE = 1_600
# What a hand held slanted is a photo that a chat made small: its letters are too low, and it has no layout to follow.
_SHORTEST_SIDE_OF_A_PHOTO = 2_200
_SPARSE, _COLUMN = 11, 4
_QUARTERS = {0: None, 90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
_THUMBNAIL = 1_000
_TILT_SIDE = 560
_MOST_TILT = 11
_LEAST_TILT = 0.6
_CLEARLY = 1.15
_MARK = 40
Place = tuple[float, float, float, float]


@dataclass(frozen=True)
class _Word:
    text: str
    score: float
    left: int
    top: int
    right: int
    bottom: int
    line: tuple[int, int, int]


class TesseractReader:
    """Reads page pictures with Tesseract's sparse layout, levelled in brightness first."""

    def __init__(self, command: str = "") -> None:
        found = tesseract_binary(command or None)
        if found is None:
            raise FileNotFoundError("no Tesseract that reads French")
        self._binary: TesseractBinary = found
        pytesseract.pytesseract.tesseract_cmd = found.program

    def warm(self) -> None:
        """Run once, so that a program that does not start is noticed at the start."""
        self._words(Image.new("L", (64, 32), 255), Effort.QUICK)

    def read(self, picture: bytes, effort: Effort, lie: Lie | None = None) -> PageText:
        """All lines of text of a page, in the coordinates of the page turned upright."""
        with Image.open(io.BytesIO(picture), formats=["JPEG", "PNG"]) as opened:
            page = opened.convert("RGB")
        # Text in slanted lines is cut into rows wrongly, and a slanted page is turned wrongly: level it first.
        tilt = _tilt(page)
        level = page.rotate(tilt, Image.Resampling.BICUBIC, expand=True, fillcolor=_border(page)) if tilt else page
        turn = self._turn(level)
        quarter = _QUARTERS[turn]
        upright = level.transpose(quarter) if quarter is not None else level
        careful = effort is Effort.THOROUGH
        prepared, scale = _prepared(upright, _SHORTEST_SIDE_OF_A_PHOTO if careful and tilt else _SHORTEST_SIDE)
        layout = _COLUMN if careful and not tilt else _SPARSE
        segments = tuple(_segments(self._words(prepared, effort, layout), scale))
        return PageText(upright.width, upright.height, segments, _jpeg(upright) if turn or tilt else None)

    def look(self, picture: bytes, effort: Effort, places: Sequence[Place]) -> list[tuple[str, float]] | None:
        """Nothing: a start of the program for each place would take longer than the whole page."""
        return None

    def _turn(self, page: Image.Image) -> int:
        """The quarter turn in which a small copy of the page gives the most sure letters."""
        small = ImageOps.grayscale(page)
        small.thumbnail((_THUMBNAIL, _THUMBNAIL))
        best, most = 0, -1.0
        for turn, quarter in _QUARTERS.items():
            turned = small.transpose(quarter) if quarter is not None else small
            sure = sum(word.score * len(word.text) for word in self._words(turned, Effort.QUICK) if word.score > 0.6)
            # Upright is the usual case: turning needs a clear lead, and a page that reads well is not turned at all.
            if sure > most * 1.3:
                best, most = turn, sure
            if turn == 0 and sure > 120:
                return 0
        return best

    def _words(self, picture: Image.Image, effort: Effort, layout: int = _SPARSE) -> list[_Word]:
        data = f' --tessdata-dir "{self._binary.data}"' if self._binary.data else ""
        table: dict[str, Sequence[Any]] = pytesseract.image_to_data(
            picture,
            lang=self._binary.languages,
            config=f"--oem 1 --psm {layout}{data}",
            output_type=pytesseract.Output.DICT,
            timeout=_SECONDS[effort],
        )
        return list(_table_words(table))


def _border(page: Image.Image) -> tuple[int, int, int]:
    red, green, blue = page.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))  # type: ignore[misc]  # three bands
    return int(red), int(green), int(blue)


def _tilt(page: Image.Image) -> float:
    """Degrees that level the lines of a page, 0 when they are level: rows of a level page are either text or paper."""
    small = ImageOps.grayscale(page)
    small.thumbnail((_TILT_SIDE, _TILT_SIDE))
    edges = ImageChops.subtract(small.filter(ImageFilter.MaxFilter(9)), small)
    marks = edges.point(lambda value: 255 if value > _MARK else 0)
    coarse = max(
        (half / 2 for half in range(-2 * _MOST_TILT, 2 * _MOST_TILT + 1)), key=lambda angle: _clear(marks, angle)
    )
    best = max((coarse + step / 8 for step in range(-3, 4)), key=lambda angle: _clear(marks, angle))
    worth = _clear(marks, best) > _CLEARLY * _clear(marks, 0.0)
    return best if abs(best) >= _LEAST_TILT and worth else 0.0


def _clear(marks: Image.Image, angle: float) -> float:
    """How unlike each other neighbouring rows, or columns on a page lying on its side, are."""
    turned = marks.rotate(angle, Image.Resampling.BILINEAR)
    rows = turned.resize((1, turned.height), Image.Resampling.BOX)
    columns = turned.resize((turned.width, 1), Image.Resampling.BOX)
    down = ImageStat.Stat(ImageChops.difference(rows, ImageChops.offset(rows, 0, 2))).sum2[0] / rows.height
    across = ImageStat.Stat(ImageChops.difference(columns, ImageChops.offset(columns, 2, 0))).sum2[0] / columns.width
    return max(down, across)


def _table_words(table: dict[str, Sequence[Any]]) -> Iterator[_Word]:
    for at, text in enumerate(table["text"]):
        score = float(table["conf"][at])
        if score < _WORD_FLOOR or not str(text).strip():
            continue
        left, top = int(table["left"][at]), int(table["top"][at])
        right, bottom = left + int(table["width"][at]), top + int(table["height"][at])
        line = (int(table["block_num"][at]), int(table["par_num"][at]), int(table["line_num"][at]))
        yield _Word(str(text).strip(), score / 100, left, top, right, bottom, line)


def _segments(words: Sequence[_Word], scale: float) -> Iterator[Segment]:
    """Words of one line joined, unless the gap of a column is between them."""
    run: list[_Word] = []
    for word in words:
        if run and (word.line != run[-1].line or _is_column(run[-1], word)):
            yield _segment(run, scale)
            run = []
        run.append(word)
    if run:
        yield _segment(run, scale)


def _is_column(left: _Word, right: _Word) -> bool:
    return right.left - left.right > 1.1 * max(left.bottom - left.top, right.bottom - right.top)


def _segment(run: Sequence[_Word], scale: float) -> Segment:
    x0, y0 = min(word.left for word in run) / scale, min(word.top for word in run) / scale
    x1, y1 = max(word.right for word in run) / scale, max(word.bottom for word in run) / scale
    score = sum(word.score * len(word.text) for word in run) / sum(len(word.text) for word in run)
    return Segment(" ".join(word.text for word in run), score, ((x0, y0), (x1, y0), (x1, y1), (x0, y1)))


def _prepared(page: Image.Image, shortest: int) -> tuple[Image.Image, float]:
    """Grey, large enough, and with the shadows of the room divided out."""
    grey = ImageOps.grayscale(page)
    scale = min(3.0, max(1.0, shortest / min(grey.size)))
    if scale > 1.0:
        size = (round(grey.width * scale), round(grey.height * scale))
        grey = grey.resize(size, Image.Resampling.BICUBIC)
    paper = grey.resize((max(1, grey.width // 16), max(1, grey.height // 16))).filter(ImageFilter.MaxFilter(5))
    paper = paper.filter(ImageFilter.GaussianBlur(4)).resize(grey.size, Image.Resampling.BICUBIC)
    shade = ImageChops.subtract(paper, grey)
    return ImageOps.autocontrast(ImageOps.invert(shade), cutoff=1), scale


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90)
    return out.getvalue()
