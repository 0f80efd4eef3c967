"""Readings of the photos of one document as one reading."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from core.domain.capture.folding import fold
from core.domain.capture.types import DocumentType, Field, FieldState, InvoiceLine, Reading

# Read together, kept together: half of one page's totals and half of another's add up to nothing.
_TOGETHER = (
    ("total_excl_tax", "tax_amount", "total_incl_tax"),
    ("mileage_km", "mileage_value", "mileage_unit"),
)
# The sum that one page hands to the next is no work that was done.
_CARRIED = re.compile(
    r"(?:A )?REPORT(?:ER)?\b|(?:CARRIED|BROUGHT) FORWARD|(?:SOUS[ -]?)?TOTAL (?:DE LA )?PAGE|SUMA (?:Y SIGUE|ANTERIOR)"
)
_RANK = {FieldState.VERIFIED: 3, FieldState.READ: 2, FieldState.DOUBTFUL: 1, FieldState.MISSING: 0}


def joined(readings: Sequence[Reading]) -> Reading:
    """One reading of several pages in their order: each field as it was read best, lines one after another.

    The place of a field counts its page from the first photo.
    """
    kind = _kind(readings)
    placed = _placed(readings)
    # What was read as another kind has other fields.
    alike = [reading for reading in placed if reading.document_type is kind]
    return Reading(
        kind,
        _fields(alike),
        _lines(alike),
        sum(reading.pages for reading in readings),
        tuple(text for reading in readings for text in reading.text),
        tuple(dict.fromkeys(remark for reading in readings for remark in reading.remarks)),
    )


def _kind(readings: Sequence[Reading]) -> DocumentType:
    known = [reading.document_type for reading in readings if reading.document_type is not DocumentType.OTHER]
    return known[0] if known else DocumentType.OTHER


def _placed(readings: Sequence[Reading]) -> list[Reading]:
    placed, before = [], 0
    for reading in readings:
        fields = {name: _moved(field, before) for name, field in reading.fields.items()}
        placed.append(replace(reading, fields=fields))
        before += len(reading.text) or reading.pages
    return placed


def _moved(field: Field, pages: int) -> Field:
    return field if field.seen is None else replace(field, seen=replace(field.seen, page=field.seen.page + pages))


def _fields(readings: Sequence[Reading]) -> Mapping[str, Field]:
    names = dict.fromkeys(name for reading in readings for name in reading.fields)
    # The first page names the document, the last one adds it up.
    fields = {name: max((r.fields[name] for r in readings if name in r.fields), key=_strength) for name in names}
    for group in _TOGETHER:
        whole = [reading for reading in reversed(readings) if all(name in reading.fields for name in group)]
        if whole:
            best = max(whole, key=lambda reading: sum(_strength(reading.fields[name]) for name in group))
            fields |= {name: best.fields[name] for name in group}
    return fields


def _strength(field: Field) -> float:
    return _RANK[field.state] + field.confidence / 10


def _lines(readings: Sequence[Reading]) -> tuple[InvoiceLine, ...]:
    lines: list[InvoiceLine] = []
    for reading in readings:
        if not _are_there(reading.lines, lines):
            lines.extend(line for line in reading.lines if not _CARRIED.match(fold(line.description)))
    return tuple(lines)


def _are_there(lines: Sequence[InvoiceLine], already: Sequence[InvoiceLine]) -> bool:
    """Whether lines are the same ones again, of a page that was photographed twice."""
    return not _totals(lines) - _totals(already)


def _totals(lines: Sequence[InvoiceLine]) -> Counter[tuple[Decimal | None, str]]:
    return Counter((line.total, "".join(filter(str.isalnum, line.description.upper()))[:12]) for line in lines)
