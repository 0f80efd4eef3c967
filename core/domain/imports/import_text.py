"""Bytes of a stranger's file to text, and text to tables whose lines keep their numbers."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from core.domain.imports.import_rows import ImportRefused

_DELIMITERS: Final = ",;\t|"
# More than any logbook: what is wider or longer was made to hurt.
MOST_COLUMNS, LONGEST_CELL, MOST_LINES = 300, 100_000, 400_000
MOST_LINES_IN_A_CELL = 30
_SEPARATOR_LINE: Final = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of cells and the line of the file where it starts."""

    number: int
    cells: tuple[str, ...]

    @property
    def text(self) -> str:
        """The row as one text, for titles that stand alone in it."""
        return " ".join(cell.strip() for cell in self.cells if cell.strip())


def decoded(content: bytes) -> str:
    """The text of a file in whatever encoding apps write, with one kind of line end."""
    text = _text(content)
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").lstrip("\ufeff")


def _text(content: bytes) -> str:
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return content.decode(encoding, errors="replace")
    head = content[:4_000]
    nulls = head.count(0)
    if nulls * 5 > len(head) * 2:
        # Every second byte of Latin text in UTF-16 is zero.
        return content.decode("utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be", "replace")
    if nulls > 2:
        raise ImportRefused("unsupported")
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def delimiter_of(text: str) -> str:
    """The sign between cells, told from the first lines that are made of words: headers hold no decimal commas."""
    stated = _SEPARATOR_LINE.match(text)
    if stated:
        return stated[1]
    best, most = ",", 0
    lines = [line for line in text[:200_000].split("\n")[:400] if line.strip(' ,;"\t')]
    worded = [line for line in lines if sum(char.isdigit() for char in line) * 8 <= len(line)][:40] or lines[:10]
    for delimiter in _DELIMITERS:
        counted = sum(_outside_quotes(line, delimiter) for line in worded)
        if counted > most:
            best, most = delimiter, counted
    return best


def lines_of(text: str) -> list[Line]:
    """Every row that holds something, with its place; what cannot be a table is refused."""
    stated = _SEPARATOR_LINE.match(text)
    delimiter = delimiter_of(text)
    if stated:
        text = "\n" + text[stated.end() :]
    csv.field_size_limit(LONGEST_CELL)
    try:
        return list(_read(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)))
    except (csv.Error, _QuoteLeftOpen):
        return _unquoted(text, delimiter)


class _QuoteLeftOpen(Exception):
    """A quote that is never closed swallows the rows after it."""


def _read(reader: Iterable[list[str]]) -> Iterator[Line]:
    number = 1
    for cells in reader:
        # The reader's own count: a cell may hold line ends.
        line = number + 1 + sum(cell.count("\n") for cell in cells)
        if len(cells) > MOST_COLUMNS or line > MOST_LINES:
            raise ImportRefused("too_large")
        if any(cell.count("\n") > MOST_LINES_IN_A_CELL for cell in cells):
            raise _QuoteLeftOpen
        if any(cell.strip() for cell in cells):
            yield Line(number, tuple(cells))
        number = line


def _unquoted(text: str, delimiter: str) -> list[Line]:
    """The rows of a file whose quotes mean nothing."""
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        cells = tuple(cell.strip().strip('"') for cell in line[:LONGEST_CELL].split(delimiter))
        if len(cells) > MOST_COLUMNS or number > MOST_LINES:
            raise ImportRefused("too_large")
        if any(cell.strip() for cell in cells):
            found.append(Line(number, cells))
    return found


def _outside_quotes(line: str, delimiter: str) -> int:
    return sum(piece.count(delimiter) for piece in line.split('"')[::2])


def mapped(names: Sequence[str | None], line: Line) -> dict[str, str]:
    """The cells of a line under the names of its columns; of two columns of one name the first that says something."""
    values: dict[str, str] = {}
    for name, cell in zip(names, line.cells, strict=False):
        text = cell.strip()
        if name is not None and text and name not in values:
            values[name] = text
    return values
