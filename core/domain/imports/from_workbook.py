"""Sheets of an .xlsx as tables of text."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Final

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from core.domain.imports.import_rows import ImportRefused
from core.domain.imports.import_text import MOST_COLUMNS, MOST_LINES, Line

_MOST_SHEETS: Final = 50


def tables_of(content: bytes) -> Iterator[tuple[str, list[Line]]]:
    """The name and the rows of each sheet; formulas give the values that were stored with them."""
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, SyntaxError, OSError):
        raise ImportRefused("broken_archive") from None
    for sheet in book.worksheets[:_MOST_SHEETS]:
        lines = []
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            if number > MOST_LINES or len(row) > MOST_COLUMNS:
                raise ImportRefused("too_large")
            cells = tuple(_text(cell) for cell in row)
            if any(cells):
                lines.append(Line(number, cells))
        yield str(sheet.title), lines


def _text(cell: object) -> str:
    match cell:
        case None:
            return ""
        case datetime():
            return cell.isoformat(sep=" ", timespec="minutes") if cell.time() != time() else cell.date().isoformat()
        case date() | time():
            return cell.isoformat()
        case bool():
            return "1" if cell else "0"
        case float():
            # Repr is the shortest text that means this number: 71.5 for what was typed as 71.50.
            return repr(int(cell)) if cell.is_integer() else repr(cell)
        case _:
            return str(cell)
