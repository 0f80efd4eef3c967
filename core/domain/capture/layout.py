"""Pages as rows of text: slanted and slightly curved lines are levelled by the boxes themselves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import median

from core.domain.capture.folding import fold, readable
from core.domain.capture.types import Box, PageText, Segment

_SAME_ROW = 0.55
_STEPS = 8
# Ten times a dense invoice; a page made to keep us busy has more.
_SEGMENT_CAP = 2_000
_TEXT_CAP = 400


@dataclass(frozen=True)
class Piece:
    """A segment on the levelled page: `left` to `right`, `middle` from the top, `height` of its line."""

    text: str
    score: float
    left: float
    right: float
    middle: float
    height: float
    box: Box

    @cached_property
    def plain(self) -> str:
        """The text as labels are compared."""
        return fold(self.text)

    @property
    def centre(self) -> float:
        """Half way between left and right."""
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Row:
    """Pieces on one line of a page, from left to right."""

    page: int
    pieces: tuple[Piece, ...]

    @cached_property
    def text(self) -> str:
        """The whole line."""
        return "  ".join(piece.text for piece in self.pieces)

    @cached_property
    def plain(self) -> str:
        """The whole line as labels are compared."""
        return fold(self.text)

    @cached_property
    def middle(self) -> float:
        """Distance from the top of the page."""
        return sum(piece.middle for piece in self.pieces) / len(self.pieces)

    @cached_property
    def height(self) -> float:
        """Usual height of its text."""
        return median(piece.height for piece in self.pieces)


@dataclass(frozen=True)
class _Slope:
    """How lines rise: `level + across * x + down * y`, a plane over the page."""

    level: float
    across: float
    down: float

    def at(self, x: float, y: float) -> float:
        """Rise over run at a place."""
        return self.level + self.across * x + self.down * y

    def levelled(self, x: float, y: float, to: float) -> float:
        """Where the line through (x, y) crosses the vertical `to`."""
        step = (to - x) / _STEPS
        for _ in range(_STEPS):
            y += self.at(x, y) * step
            x += step
        return y


def rows_of(pages: Iterable[PageText]) -> tuple[Row, ...]:
    """All rows of all pages, from top to bottom."""
    return tuple(row for number, page in enumerate(pages) for row in _page_rows(number, page))


def _page_rows(number: int, page: PageText) -> list[Row]:
    if not page.segments:
        return []
    segments = page.segments[:_SEGMENT_CAP]
    slope = _slope(page)
    placed = [_piece(number, page, slope, segment) for segment in segments]
    usual = median(piece.height for piece in placed)
    pieces = sorted((_of_usual_height(piece, usual) for piece in placed), key=lambda piece: piece.middle)
    rows: list[list[Piece]] = []
    for piece in pieces:
        home = next((row for row in reversed(rows[-4:]) if _joins(row, piece)), None)
        if home is None:
            rows.append([piece])
        else:
            home.append(piece)
    ordered = [Row(number, tuple(sorted(row, key=lambda piece: piece.left))) for row in rows]
    return sorted(ordered, key=lambda row: row.middle)


def _of_usual_height(piece: Piece, usual: float) -> Piece:
    """A digit alone in its cell is boxed so tightly that its height says nothing about its line."""
    low = len(piece.text.strip()) <= 2 and piece.height < 0.8 * usual
    return replace(piece, height=0.8 * usual) if low else piece


def _joins(row: Sequence[Piece], piece: Piece) -> bool:
    """Whether a piece is on the line of the nearest pieces of a row, and does not lie over them."""
    nearest = min(row, key=lambda other: _gap(other, piece))
    reach = _SAME_ROW * min(max(nearest.height, 1.0), max(piece.height, 1.0))
    if abs(nearest.middle - piece.middle) > reach:
        return False
    return all(_overlap(other, piece) <= 0.5 * min(_width(other), _width(piece)) for other in row)


def _gap(one: Piece, other: Piece) -> float:
    return max(one.left, other.left) - min(one.right, other.right)


def _overlap(one: Piece, other: Piece) -> float:
    return max(0.0, min(one.right, other.right) - max(one.left, other.left))


def _width(piece: Piece) -> float:
    return max(1.0, piece.right - piece.left)


def _piece(number: int, page: PageText, slope: _Slope, segment: Segment) -> Piece:
    xs, ys = [point[0] for point in segment.quad], [point[1] for point in segment.quad]
    x, y = sum(xs) / 4, sum(ys) / 4
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = segment.quad
    width = (abs(bx - ax) + abs(cx - dx)) / 2
    height = (abs(dy - ay) + abs(cy - by)) / 2
    box = Box(
        number,
        max(0.0, min(xs) / page.width),
        max(0.0, min(ys) / page.height),
        min(1.0, max(xs) / page.width),
        min(1.0, max(ys) / page.height),
    )
    # The vertical of a slanted page leans as its lines do, so columns are levelled too.
    lean = slope.at(x, y) * (y - page.height / 2)
    middle = slope.levelled(x, y, page.width / 2)
    return Piece(
        readable(segment.text[:_TEXT_CAP]),
        segment.score,
        x + lean - width / 2,
        x + lean + width / 2,
        middle,
        height,
        box,
    )


def _slope(page: PageText) -> _Slope:
    """The plane that fits the slants of the long boxes best, outliers left out once."""
    samples = [_slant(segment) for segment in page.segments]
    wide = [sample for sample in samples if sample is not None]
    if not wide:
        return _Slope(0.0, 0.0, 0.0)
    fitted = _fit(wide)
    kept = [s for s in wide if abs(fitted.at(s[0], s[1]) - s[2]) < 0.03]
    return _fit(kept) if len(kept) >= len(wide) / 2 else fitted


def _slant(segment: Segment) -> tuple[float, float, float, float] | None:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = segment.quad
    run, rise = ((bx - ax) + (cx - dx)) / 2, ((by - ay) + (cy - dy)) / 2
    height = (abs(dy - ay) + abs(cy - by)) / 2
    # Less than a pixel long has no direction (and a weight that vanishes).
    if run < max(3 * height, 1.0):
        return None
    return (ax + cx) / 2, (ay + cy) / 2, rise / run, run * run


def _fit(samples: Sequence[tuple[float, float, float, float]]) -> _Slope:
    total = sum(weight for *_, weight in samples)
    mean_x = sum(x * weight for x, _, _, weight in samples) / total
    mean_y = sum(y * weight for _, y, _, weight in samples) / total
    mean_s = sum(slant * weight for _, _, slant, weight in samples) / total
    if len(samples) < 6:
        return _Slope(mean_s, 0.0, 0.0)
    moved = [(x - mean_x, y - mean_y, slant - mean_s, weight) for x, y, slant, weight in samples]
    # A little ridge keeps a page whose text stands in one column from being bent.
    ridge = total * 100.0**2
    xx = sum(w * x * x for x, _, _, w in moved) + ridge
    yy = sum(w * y * y for _, y, _, w in moved) + ridge
    xy = sum(w * x * y for x, y, _, w in moved)
    xs = sum(w * x * s for x, _, s, w in moved)
    ys = sum(w * y * s for _, y, s, w in moved)
    determinant = xx * yy - xy * xy
    across, down = (xs * yy - ys * xy) / determinant, (ys * xx - xs * xy) / determinant
    return _Slope(mean_s - across * mean_x - down * mean_y, across, down)
