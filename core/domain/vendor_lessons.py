"""What a correction teaches about the papers of one vendor: a name that is always the same, or a label to look for.

A lesson is about the text of the paper: the words before the right value, or above it. On the next paper the value of
the same kind behind the same words is taken. It never makes a value sure, and never replaces one that checks prove.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from core.domain.capture.amounts import find_amounts
from core.domain.capture.days import find_days
from core.domain.capture.folding import fold, readable
from core.domain.capture.identifiers import find_plate, find_vins
from core.domain.document_fields import FieldKind, ShownField
from core.domain.garage_words import words_of

# Fields that one vendor always fills alike.
CONSTANT: Final = frozenset({"vendor_name", "insurer", "station"})
# What is different on every paper and never has a label of its own.
_UNTAUGHT: Final = frozenset({"label", "defects", "holder_name", "holder_address", "make", "model"})
_LABEL_END: Final = 30
_LEAST_LABEL: Final = 3
_ALIKE: Final = 86
_KILOMETRES: Final = re.compile(r"(?<![0-9.,/])([0-9]{1,3}(?:[ .][0-9]{3})|[0-9]{3,7})(?![0-9.,/])")
_NUMBER: Final = re.compile(r"(?<![A-Z0-9])(?=[A-Z0-9/_-]*[0-9])[A-Z0-9][A-Z0-9/_-]{2,30}(?![A-Z0-9])")

Values = Iterator[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A value to take as it is, or the words to look for; `above`: they stand on the line above the value."""

    value: str | None = None
    label: str | None = None
    above: bool = False


def taught(field: ShownField, text: str, right: str) -> Lesson | None:
    """What a correction teaches; None when the right value is not on the paper, or has no words before it."""
    if field.name in CONSTANT:
        return Lesson(value=right)
    if field.name in _UNTAUGHT or field.kind not in _FINDERS:
        return None
    above = ""
    lessons = []
    for line in _lines(text):
        for value, start in _FINDERS[field.kind](line):
            if _same(value, right):
                before = _label(line[:start])
                lessons.append(Lesson(label=before) if before else Lesson(label=_label(above), above=True))
        above = line
    return next((lesson for lesson in lessons if lesson.label), None)


def recalled(field: ShownField, lesson: Lesson, text: str) -> str | None:
    """The value that a lesson finds on another paper of the same vendor; None when it finds none."""
    if lesson.value is not None:
        return lesson.value if field.name in CONSTANT else None
    if not lesson.label or field.kind not in _FINDERS:
        return None
    above = ""
    for line in _lines(text):
        for value, start in _FINDERS[field.kind](line):
            words = _label(above) if lesson.above else _label(line[:start])
            if words and fuzz.ratio(words, lesson.label) >= _ALIKE:
                return value
        above = line
    return None


def candidates(field: ShownField, text: str, present: str | None, highest: int = 4) -> tuple[str, ...]:
    """Other values of a field's kind that stand on the paper, in the order of the page: what may have been meant."""
    if field.kind not in _FINDERS or field.name in CONSTANT or field.name in _UNTAUGHT or field.kind is FieldKind.TEXT:
        return ()
    found = (value for line in _lines(text) for value, _ in _FINDERS[field.kind](line))
    return tuple(value for value in dict.fromkeys(found) if not _same(value, present or ""))[:highest]


def lines_key(lines: Sequence[str]) -> str:
    """The name under which the work of these lines is remembered, whatever their order."""
    words = sorted(filter(None, (words_of(line) for line in lines)))
    return f"lines:{hashlib.sha256('|'.join(words).encode()).hexdigest()[:32]}"


def _lines(text: str) -> Iterator[str]:
    for line in text.replace("\f", "\n").splitlines():
        yield fold(readable(line))


def _label(before: str) -> str:
    words = re.sub(r"[^A-Z]+", " ", before).strip()[-_LABEL_END:].strip()
    return words if len(words.replace(" ", "")) >= _LEAST_LABEL else ""


def _same(value: str, right: str) -> bool:
    return re.sub(r"[^A-Z0-9]", "", value.upper()) == re.sub(r"[^A-Z0-9]", "", right.upper())


def _days(line: str) -> Values:
    for day in find_days(line):
        yield day.value.isoformat(), day.start


def _amounts(line: str) -> Values:
    for amount in find_amounts(line):
        if amount.exact and amount.value > 0:
            yield f"{amount.value:.2f}", amount.start


def _kilometres(line: str) -> Values:
    for match in _KILOMETRES.finditer(line):
        yield re.sub(r"[ .]", "", match[1]).lstrip("0") or "0", match.start()


def _plates(line: str) -> Values:
    found = find_plate(line)
    if found is not None:
        yield found.value, found.start


def _vins(line: str) -> Values:
    for vin in find_vins(line):
        yield vin.value, vin.start


def _numbers(line: str) -> Values:
    for match in _NUMBER.finditer(line):
        yield match.group(), match.start()


_FINDERS: Final[Mapping[FieldKind, Callable[[str], Values]]] = {
    FieldKind.DATE: _days,
    FieldKind.AMOUNT: _amounts,
    FieldKind.KILOMETRES: _kilometres,
    FieldKind.PLATE: _plates,
    FieldKind.VIN: _vins,
    FieldKind.TEXT: _numbers,
}
