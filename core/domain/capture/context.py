"""What a value's surroundings say it is: the words before it on its line, or the heading above it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from rapidfuzz import fuzz

from core.domain.capture.layout import Piece, Row

_ROWS_ABOVE = 4
# Cells of a form whose texts stand at different heights make rows of their own.
_ROWS_BELOW = 7
_ALIKE = 78.0
# Labels are short; what matters of a long text before a value is its end.
_LABEL_CAP = 60
# Near enough to the words of a label to be taken for one misread.
_WORDS_OF_THEIR_OWN = frozenset({"PRESTATION", "PRESTATIONS", "REGULATION", "FACTEUR", "FACTURER", "FACTUREE"})
_LETTERS = re.compile(r"[A-Z]{2,}")


@dataclass(frozen=True)
class Spot:
    """A piece in its surroundings."""

    rows: tuple[Row, ...]
    row_at: int
    piece_at: int

    @property
    def row(self) -> Row:
        """The line it is on."""
        return self.rows[self.row_at]

    @property
    def piece(self) -> Piece:
        """The piece itself."""
        return self.row.pieces[self.piece_at]

    @cached_property
    def left(self) -> str:
        """The nearest words to its left on the same line, empty when a bare number stands between."""
        if self.piece_at == 0:
            return ""
        neighbour = self.row.pieces[self.piece_at - 1].plain
        if _has_words(neighbour):
            return neighbour
        # `RM`, `€`, `:` and `20 %` may stand alone between a label and its amount.
        small = re.fullmatch(r"[\s:.€£$*%=]*|RM|EUR|\d{1,2}(?:[.,]\d{1,2})?\s?%", neighbour) is not None
        return self.row.pieces[self.piece_at - 2].plain if small and self.piece_at > 1 else ""

    @cached_property
    def above(self) -> str:
        """The nearest heading above it, empty when there is none close by."""
        piece = self.piece
        for back in range(1, min(_ROWS_ABOVE, self.row_at) + 1):
            row = self.rows[self.row_at - back]
            if row.page != self.row.page or piece.middle - row.middle > 7 * max(piece.height, row.height):
                return ""
            heading = _heading(row, self.row, self.piece_at)
            if heading is not None:
                return heading.plain
        return ""

    def label(self, start: int = 0) -> str:
        """Words before a place in the piece: in the piece itself, over its column of a table, to its left, or above."""
        before = self.piece.plain[max(0, start - _LABEL_CAP) : start]
        if _has_words(before):
            return before
        return self._table_heading or self.left or self.above

    @cached_property
    def _table_heading(self) -> str:
        """The heading of its column, when the line above holds nothing but the headings of this line."""
        over = self.rows[self.row_at - 1] if self.row_at else None
        if over is None or over.page != self.row.page or len(self.row.pieces) < 3:
            return ""
        plain = all(_has_words(cell.plain) and not re.search(r"\d{2}|:$", cell.plain) for cell in over.pieces)
        if not plain or len(over.pieces) < len(self.row.pieces):
            return ""
        heading = _heading(over, self.row, self.piece_at)
        return heading.plain if heading is not None else ""

    @property
    def right(self) -> "Spot | None":
        """The next piece on the same line."""
        following = self.piece_at + 1
        return Spot(self.rows, self.row_at, following) if following < len(self.row.pieces) else None

    def below(self) -> Iterator["Spot"]:
        """Pieces under it on the next lines, nearest first."""
        for forward in range(1, _ROWS_BELOW):
            at = self.row_at + forward
            if at >= len(self.rows) or self.rows[at].page != self.row.page:
                return
            if self.rows[at].middle - self.piece.middle > 5 * self.piece.height:
                return
            for number in range(len(self.rows[at].pieces)):
                if _heading(self.row, self.rows[at], number) is self.piece:
                    yield Spot(self.rows, at, number)


def spots(rows: tuple[Row, ...]) -> Iterator[Spot]:
    """Every piece of a document, in reading order."""
    for row_at, row in enumerate(rows):
        for piece_at in range(len(row.pieces)):
            yield Spot(rows, row_at, piece_at)


class Behind(NamedTuple):
    """A text that may be the value of a label, where it is, the label, and whether it stands under the label."""

    text: str
    spot: Spot
    label: Spot
    under: bool


def values_behind(
    rows: tuple[Row, ...], label: re.Pattern[str], words: tuple[str, ...] = ()
) -> Iterator[tuple[str, Spot]]:
    """Texts that may be the value of a label: the rest of its piece, what follows, what is below.

    `words` are long words of the label, which are recognised when a letter or two were misread.
    """
    return ((behind.text, behind.spot) for behind in behind_labels(rows, label, words))


def behind_labels(rows: tuple[Row, ...], label: re.Pattern[str], words: tuple[str, ...] = ()) -> Iterator[Behind]:
    """The same texts, each with its label."""
    for spot in spots(rows):
        match = label.search(spot.piece.plain)
        end = match.end() if match is not None else misread(spot.piece.plain, words)
        if end is None:
            continue
        rest = spot.piece.plain[end:].strip(" :.-")
        if rest:
            yield Behind(rest, spot, spot, under=False)
        if spot.right is not None:
            yield Behind(spot.right.piece.plain, spot.right, spot, under=False)
        for under in spot.below():
            yield Behind(under.piece.plain, under, spot, under=True)


def misread(plain: str, words: tuple[str, ...]) -> int | None:
    """Where a misread long word ends in a text, None when none of the words is in it."""
    for token in re.finditer(r"[A-Z0-9]{6,}", plain):
        if token.group() not in _WORDS_OF_THEIR_OWN and any(
            fuzz.ratio(token.group(), word) >= _ALIKE for word in words
        ):
            return token.end()
    return None


def _has_words(plain: str) -> bool:
    """Whether a text says something, rather than being a number, a code, a unit or a currency."""
    words = re.sub(r"\b(?:EUR|RM|KM)\b|[A-Z0-9-]*\d[A-Z0-9/-]*", "", plain[-_LABEL_CAP:])
    return _LETTERS.search(words) is not None


def _heading(upper: Row, lower: Row, number: int) -> Piece | None:
    """The piece of an upper line that heads a piece of a lower line: over it, or over its cell."""
    piece = lower.pieces[number]
    over = [other for other in upper.pieces if _stacked(other, piece)]
    if over:
        best = max(over, key=lambda other: min(other.right, piece.right) - max(other.left, piece.left))
        return best if _has_words(best.plain) else None
    cells = [other for other in upper.pieces if _has_words(other.plain)]
    if len(cells) < 3 or len(cells) < len(upper.pieces):
        return None
    if len(cells) == len(lower.pieces):
        return cells[number]
    # Headings set from the left over numbers set from the right share a cell but no column.
    return next((other for other in reversed(cells) if other.left <= piece.left), None)


def _stacked(upper: Piece, lower: Piece) -> bool:
    """Whether two pieces share a column: they overlap by a good part of the narrower one."""
    overlap = min(upper.right, lower.right) - max(upper.left, lower.left)
    narrower = max(1.0, min(upper.right - upper.left, lower.right - lower.left))
    return overlap > 0.4 * narrower
