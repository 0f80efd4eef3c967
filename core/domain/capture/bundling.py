"""Several photos sent together: which of them are pages of one document, decided by what they say.

An album may be one invoice in three photos, three invoices, or both mixed. Two photos are one document only for a
reason: the same number, pages that count each other, or a page that cannot stand alone beside one that is not complete.
"""

from collections.abc import Iterator, Sequence
from enum import Enum, auto
from itertools import combinations, product

from rapidfuzz.distance import Levenshtein

from core.domain.capture.page_marks import PageMarks
from core.domain.capture.types import DocumentType, Reading

_PAGED = frozenset({DocumentType.INVOICE, DocumentType.QUOTE, DocumentType.INSPECTION, DocumentType.INSURANCE})
# A ticket and a dashboard have no second page.
_SINGLE = frozenset({DocumentType.FUEL_RECEIPT, DocumentType.ODOMETER})


class Verdict(Enum):
    """What two photos say about each other."""

    SAME = auto()
    APART = auto()
    OPEN = auto()


def bundle(readings: Sequence[Reading]) -> list[tuple[int, ...]]:
    """The documents among photos sent together: the places of their photos, pages in order; every photo is in one."""
    marks = [PageMarks(reading) for reading in readings]
    groups = [[place] for place in range(len(marks))]
    for one, other in sorted(combinations(range(len(marks)), 2), key=lambda pair: pair[1] - pair[0]):
        if verdict(marks[one], marks[other]) is Verdict.SAME:
            _unite(groups, marks, one, other)
    for place in range(len(marks)):
        if len(_group_of(groups, place)) == 1 and _leans(marks[place]):
            _lean(groups, marks, place)
    return [tuple(_in_order(group, marks)) for group in sorted(groups, key=min)]


def verdict(one: PageMarks, other: PageMarks) -> Verdict:
    """Whether two photos are of one document, by themselves."""
    if _differ(one, other):
        return Verdict.APART
    numbered = one.number is not None and one.number == other.number
    counted = _count_each_other(one, other) and bool(_shared(one, other))
    if numbered or counted or _are_twins(one, other):
        return Verdict.SAME
    if DocumentType.REGISTRATION is one.kind is other.kind and _shared(one, other):
        return Verdict.SAME
    return Verdict.APART if _are_whole(one, other) else Verdict.OPEN


def _differ(one: PageMarks, other: PageMarks) -> bool:
    """Whether they are of two kinds, two garages or two vehicles, or say two numbers."""
    if one.kind is not other.kind and DocumentType.OTHER not in {one.kind, other.kind}:
        return True
    # One character apart is a misread plate rather than a second car.
    if any(Levenshtein.distance(shape, other.owners.get(name, shape)) > 1 for name, shape in one.owners.items()):
        return True
    if None not in (one.number, other.number) and one.number != other.number:
        return not _count_each_other(one, other) or None not in (one.total, other.total)
    return False


def _are_whole(one: PageMarks, other: PageMarks) -> bool:
    """Whether neither needs the other: each has a total or a day of its own that the other has not."""
    if {one.kind, other.kind} & _SINGLE:
        return True
    if None not in (one.total, other.total) and one.total != other.total:
        return True
    days = None not in (one.day, other.day) and one.day != other.day
    return days and one.kind is other.kind and not _count_each_other(one, other)


def _are_twins(one: PageMarks, other: PageMarks) -> bool:
    """Whether they are one paper photographed twice."""
    same_day = one.day is not None and one.day == other.day
    same_total = one.total is not None and one.total == other.total
    return one.kind is other.kind and same_day and (same_total or (one.kind in _PAGED and _lack_a_total(one, other)))


def _lack_a_total(one: PageMarks, other: PageMarks) -> bool:
    """Whether they share garage or vehicle and are not each complete."""
    return bool(_shared(one, other)) and None in (one.total, other.total)


def _shared(one: PageMarks, other: PageMarks) -> list[str]:
    return [name for name, shape in one.owners.items() if other.owners.get(name) == shape]


def _count_each_other(one: PageMarks, other: PageMarks) -> bool:
    """Whether they say that they are different pages of the same number of pages."""
    return one.page is not None and other.page is not None and one.page[1] == other.page[1] and one.page != other.page


def _leans(mark: PageMarks) -> bool:
    """Whether a photo cannot be a document by itself."""
    if mark.kind in _SINGLE or mark.reading.pages > 1 or mark.number is not None:
        return False
    if mark.kind is DocumentType.REGISTRATION:
        return not mark.owners
    if mark.comes_from or mark.is_small_print:
        return True
    return mark.has_amounts and None in (mark.total, mark.day)


def _lean(groups: list[list[int]], marks: Sequence[PageMarks], place: int) -> None:
    """Put a page that cannot stand alone with the neighbour that waits for one: what was sent before it, or after."""
    for neighbour in _neighbours(groups, place, len(marks)):
        if _takes([marks[member] for member in _group_of(groups, neighbour)], marks[place]):
            _unite(groups, marks, place, neighbour)
            return


def _neighbours(groups: list[list[int]], place: int, count: int) -> Iterator[int]:
    if place > 0:
        yield place - 1
    if place + 1 < count:
        yield place + 1


def _takes(group: Sequence[PageMarks], page: PageMarks) -> bool:
    """Whether a document lacks such a page."""
    kinds = {mark.kind for mark in group}
    if kinds & _SINGLE or any(mark.reading.pages > 1 for mark in group):
        return False
    if page.kind is DocumentType.REGISTRATION:
        return kinds == {DocumentType.REGISTRATION} and len(group) == 1
    if not kinds & _PAGED:
        return False
    if page.is_small_print:
        return True
    if not _has_room(group, page):
        return False
    # A page of an unknown kind needs to be told to come; one that is plainly part of an invoice needs a gap only.
    told = page.comes_from or any(mark.goes_on for mark in group)
    incomplete = all(mark.total is None for mark in group)
    return told or (incomplete and page.kind in kinds)


def _has_room(group: Sequence[PageMarks], page: PageMarks) -> bool:
    """Whether the pages that are there leave a place for this one."""
    counted = [mark.page for mark in group if mark.page is not None]
    if counted and len(group) >= max(pages for _, pages in counted):
        return False
    return page.page is None or all(page.page[1] == other[1] and page.page != other for other in counted)


def _unite(groups: list[list[int]], marks: Sequence[PageMarks], one: int, other: int) -> None:
    """Make two photos one document, unless any of its photos says otherwise."""
    left, right = _group_of(groups, one), _group_of(groups, other)
    if left is right or any(verdict(marks[a], marks[b]) is Verdict.APART for a, b in product(left, right)):
        return
    left.extend(right)
    groups.remove(right)


def _group_of(groups: list[list[int]], place: int) -> list[int]:
    return next(group for group in groups if place in group)


def _in_order(group: list[int], marks: Sequence[PageMarks]) -> list[int]:
    """By the page numbers where they are printed; small print last; else as they were sent."""

    def rank(place: int) -> tuple[bool, int, int]:
        page = marks[place].page
        beginning = 1 if marks[place].number is not None and not marks[place].comes_from else 2
        return marks[place].is_small_print, page[0] if page is not None else beginning, place

    return sorted(group, key=rank)
