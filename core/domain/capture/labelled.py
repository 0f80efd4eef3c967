"""Values found by their labels: the pieces that kinds of documents other than invoices are read with."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import TypeVar

from core.domain.capture.context import Spot, values_behind
from core.domain.capture.days import Day, find_days
from core.domain.capture.folding import tidy
from core.domain.capture.layout import Piece, Row
from core.domain.capture.types import MISSING, Field, FieldState, FieldValue

T = TypeVar("T")
# A form prints day, month and year in cells of their own: `25 05 2022`.
_IN_CELLS = re.compile(r"(?<![\d/.-])([0-3]\d)\s+([01]\d)\s+((?:19|20)\d\d)(?!\d)")
_EARLIEST = date(1990, 1, 1)
_LATEST = date(2060, 1, 1)


def read_field(value: FieldValue, piece: Piece, confidence: float = 0.9) -> Field:
    """A value as read on a piece, as sure as the reader was of its letters."""
    sure = round(confidence * min(1.0, 0.1 + piece.score), 3)
    return Field(value, sure, FieldState.READ if sure >= 0.5 else FieldState.DOUBTFUL, piece.box)


def first_behind(
    rows: tuple[Row, ...], label: re.Pattern[str], parse: Callable[[str], T | None], words: tuple[str, ...] = ()
) -> tuple[T, Spot] | None:
    """The first value behind a label that is one."""
    for text, spot in values_behind(rows, label, words):
        value = parse(text)
        if value is not None:
            return value, spot
    return None


def day_behind(rows: tuple[Row, ...], label: re.Pattern[str], words: tuple[str, ...] = ()) -> Field:
    """The day behind a label; a day whose separators had to be guessed is doubtful."""
    found = first_behind(rows, label, first_day, words)
    if found is None:
        return MISSING
    day, spot = found
    return day_field(day, spot.piece)


def day_field(day: Day, piece: Piece) -> Field:
    """A day as a field."""
    if day.exact:
        return read_field(day.value, piece, 0.92)
    return Field(day.value, 0.5, FieldState.DOUBTFUL, piece.box)


def first_day(text: str) -> Day | None:
    """The first day of a text that a paper about a car may carry."""
    return next(iter(days_of(text)), None)


def days_of(text: str) -> list[Day]:
    """The days of a text, those in cells of a form among them."""
    plain = _IN_CELLS.sub(lambda match: "/".join(match.groups()), text)
    return [day for day in find_days(plain) if _EARLIEST <= day.value <= _LATEST]


def printed_texts(rows: tuple[Row, ...], label: re.Pattern[str]) -> Iterator[tuple[str, Spot]]:
    """Texts behind a label with the letters as they are printed."""
    for plain, spot in values_behind(rows, label):
        text = spot.piece.text
        # Folding keeps lengths but for ligatures, which names hardly have.
        yield tidy(text[-len(plain) :] if len(plain) < len(text) else text), spot
