"""From pages of text to a reading, and from two readings of the same pages to one."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from rapidfuzz import fuzz

from core.domain.capture.classify import classify
from core.domain.capture.electronic import read_electronic
from core.domain.capture.folding import fold, readable
from core.domain.capture.kinds import extract, has_lines, is_proved
from core.domain.capture.layout import Row, rows_of
from core.domain.capture.types import DocumentType, Field, FieldState, InvoiceLine, PageText, Reading

# Fields that are read together and stay together: mixing two readings of them makes a third that nobody printed.
_GROUPS = (
    ("total_excl_tax", "tax_amount", "total_incl_tax"),
    ("mileage_km", "mileage_value", "mileage_unit"),
    ("quantity", "quantity_unit", "unit_price", "total"),
    ("inspection_date", "next_inspection", "result"),
)
_RANK = {FieldState.VERIFIED: 3, FieldState.READ: 2, FieldState.DOUBTFUL: 1, FieldState.MISSING: 0}
# What is concluded rather than printed as it is given.
_DERIVED = {
    "currency",
    "mileage_unit",
    "mileage_km",
    "tax_amount",
    "mrz",
    "quantity_unit",
    "result",
    "defects",
    "odometer_km",
}
_FEWEST_CHARACTERS = 8
_LAYER_AGREES = 0.75


def interpret(pages: Sequence[PageText], page_count: int, today: date, wanted: DocumentType | None = None) -> Reading:
    """The reading of a document from the text of its pages, as the kind that its person says it is, if they did."""
    rows = rows_of(pages)
    kind = wanted or classify(rows)
    fields, lines = extract(kind, rows, today)
    return Reading(kind, fields, lines, page_count, _texts(rows, len(pages)))


def has_text(pages: Sequence[PageText]) -> bool:
    """Whether there is anything to read at all: some words that the reader was fairly sure of."""
    clear = [segment for page in pages for segment in page.segments if segment.score >= 0.7]
    characters = sum(char.isalnum() for segment in clear for char in segment.text if len(segment.text) > 1)
    return characters >= _FEWEST_CHARACTERS


def is_settled(reading: Reading) -> bool:
    """Whether a quick reading is good enough: its checks agree and nothing that matters is missing or doubtful."""
    siret = reading.fields.get("vendor_siret")
    if siret is not None and siret.value is None and any("SIRET" in fold(text) for text in reading.text):
        # A number that is printed and whose digits do not agree was misread: in small print, a larger model sees more.
        return False
    proved = is_proved(reading.document_type, reading.fields)
    return proved and (not has_lines(reading.document_type) or (lines_add_up(reading) and _even(reading.lines)))


def combined(quick: Reading, thorough: Reading) -> Reading:
    """The best of two readings of the same pages, field by field; where both agree we are surer."""
    if quick.document_type is not thorough.document_type:
        return quick if thorough.document_type is DocumentType.OTHER else thorough
    fields = {name: _better(quick.fields[name], field) for name, field in thorough.fields.items()}
    for group in _GROUPS:
        if all(name in fields for name in group):
            best = quick if _strength(quick, group) > _strength(thorough, group) else thorough
            fields.update({name: best.fields[name] for name in group})
    return replace(thorough, fields=fields, lines=_better_lines(quick, thorough))


def layer_agrees(layer: PageText, seen: PageText) -> bool:
    """Whether the text hidden in a page says what the picture of the page shows."""
    words = {word for segment in layer.segments for word in re.findall(r"[A-Z0-9]{3,}", fold(readable(segment.text)))}
    shown = _compact(seen)
    if not words:
        return False
    return sum(word in shown for word in words) >= _LAYER_AGREES * len(words)


def with_electronic(reading: Reading, data: bytes | None) -> Reading:
    """The reading with what an electronic invoice inside the file says; the vehicle stays as read on the pages."""
    invoice = read_electronic(data) if data is not None else None
    if invoice is None or reading.document_type is not DocumentType.INVOICE:
        return reading
    told = {
        name: replace(field, seen=reading.fields[name].seen)
        for name, field in invoice.fields.items()
        if field.value is not None
    }
    return replace(reading, fields={**reading.fields, **told}, lines=invoice.lines or reading.lines)


def flag_unseen(reading: Reading, seen: Sequence[PageText]) -> Reading:
    """Mark as doubtful every value of a text layer that the picture does not show."""
    shown = "".join(_compact(page) for page in seen)
    fields = {
        name: field
        if name in _DERIVED or _is_shown(field, shown)
        else replace(field, state=FieldState.DOUBTFUL, confidence=0.3)
        for name, field in reading.fields.items()
    }
    return replace(reading, fields=fields)


def _texts(rows: tuple[Row, ...], pages: int) -> tuple[str, ...]:
    return tuple("\n".join(row.text for row in rows if row.page == page) for page in range(pages))


def _better(quick: Field, thorough: Field) -> Field:
    if quick.value == thorough.value:
        stronger = max(quick, thorough, key=lambda field: (_RANK[field.state], field.confidence))
        if stronger.state is FieldState.READ:
            return replace(stronger, confidence=min(0.97, round(stronger.confidence + 0.05, 3)))
        return stronger
    if _RANK[quick.state] > _RANK[thorough.state]:
        return quick
    if quick.value is None or _RANK[thorough.state] > _RANK[quick.state]:
        return thorough
    return replace(thorough, confidence=round(thorough.confidence * 0.85, 3))


def _strength(reading: Reading, group: tuple[str, ...]) -> float:
    return sum(_RANK[reading.fields[name].state] + reading.fields[name].confidence / 10 for name in group)


def _better_lines(quick: Reading, thorough: Reading) -> tuple[InvoiceLine, ...]:
    if lines_add_up(quick) and not lines_add_up(thorough):
        return quick.lines
    return thorough.lines or quick.lines


def _even(lines: Sequence[InvoiceLine]) -> bool:
    """Whether every line has a quantity and a price, or none: a gap in one line is a number that was passed over."""
    return len({(line.quantity is None, line.unit_price is None) for line in lines}) == 1


def lines_add_up(reading: Reading) -> bool:
    """Whether the lines of an invoice sum up to one of its totals."""
    totals = [line.total for line in reading.lines]
    known = [total for total in totals if total is not None]
    if not known or len(known) < len(totals):
        return False
    values = [reading.fields[name].value for name in ("total_excl_tax", "total_incl_tax") if name in reading.fields]
    return any(isinstance(value, Decimal) and abs(value - sum(known)) <= Decimal("0.03") for value in values)


def _compact(page: PageText) -> str:
    return re.sub(r"[^A-Z0-9]", "", "".join(fold(readable(segment.text)) for segment in page.segments))


def _is_shown(field: Field, shown: str) -> bool:
    value = field.value
    if value is None:
        return True
    if isinstance(value, date):
        parts = (f"{value:%d%m%Y}", f"{value:%Y%m%d}", f"{value:%d%m%y}", f"{value.year}", f"{value:%m%d%Y}")
        return any(part in shown for part in parts)
    compact = re.sub(r"[^A-Z0-9]", "", fold(str(value)))
    if isinstance(value, Decimal | int):
        return compact in shown
    return compact in shown or (len(compact) >= 6 and fuzz.partial_ratio(compact, shown) >= 85)
