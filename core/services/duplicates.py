"""Papers that came before: the same file, number of a vendor, picture in another size, or vendor, day and total."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from core import db
from core.domain.states import DocumentState
from core.domain.vendors import plain_name
from core.models import Account, Document, ExtractedField

# Bits of 256 in which two pictures of one shot differ at most, after Telegram or a phone made one of them smaller.
ALIKE_BITS = 12
MOST_COMPARED = 1_000
_EARLIER = """
    SELECT id, digest, look FROM document
     WHERE owner_id = ? AND id < ? AND (digest = ? OR look IS NOT NULL)
       AND (state IN ('kept', 'proposed') OR (state = 'joined' AND part_of IS NOT NULL))
     ORDER BY id DESC LIMIT ?
"""
_SAME_NUMBER = """
    SELECT d.id, coalesce(v.value, '') AS vendor, coalesce(s.value, '') AS siret
      FROM document d
      JOIN extracted_field n ON n.document_id = d.id AND n.name IN ('invoice_number', 'quote_number')
      LEFT JOIN extracted_field v ON v.document_id = d.id AND v.name = 'vendor_name'
      LEFT JOIN extracted_field s ON s.document_id = d.id AND s.name = 'vendor_siret'
     WHERE d.owner_id = ? AND d.id < ? AND d.kind = ? AND n.value = ? AND d.state IN ('kept', 'proposed')
     ORDER BY d.id DESC LIMIT 20
"""
# A receipt without a number, or one whose number was not read, photographed once more.
_SAME_FIGURES = """
    SELECT d.id, coalesce(v.value, '') AS vendor, coalesce(s.value, '') AS siret
      FROM document d
      JOIN extracted_field t ON t.document_id = d.id AND t.name IN ('total_incl_tax', 'total') AND t.value = ?
      JOIN extracted_field w ON w.document_id = d.id AND w.name IN ('invoice_date', 'date') AND w.value = ?
      LEFT JOIN extracted_field v ON v.document_id = d.id AND v.name IN ('vendor_name', 'station')
      LEFT JOIN extracted_field s ON s.document_id = d.id AND s.name = 'vendor_siret'
     WHERE d.owner_id = ? AND d.id < ? AND d.kind = ? AND d.state IN ('kept', 'proposed')
     ORDER BY d.id DESC LIMIT 20
"""
# What tells two papers of one form apart, when both have it.
_FIGURES = (("total_incl_tax", "total"), ("invoice_date", "date"))
_TELLING = (
    *("invoice_number", "quote_number", "total_incl_tax", "total", "invoice_date", "date", "plate", "odometer_km"),
    *("mileage_km", "quantity"),
)


class SameBy(StrEnum):
    """By what a paper is recognised as one that came before; values are stored."""

    FILE = "file"
    NUMBER = "number"
    LOOK = "look"
    FIGURES = "figures"


@dataclass(frozen=True, slots=True)
class Earlier:
    """The paper that came before, and by what it is recognised."""

    document_id: int
    by: SameBy


async def earlier_same(owner: Account, document: Document) -> Earlier | None:
    """An earlier paper of the owner that this one seems to be again."""
    found = await db.fetch(_EARLIER, owner.id, document.id, document.digest, MOST_COMPARED)
    for row in found:
        if document.digest is not None and row["digest"] == document.digest:
            whole = await _whole(int(row["id"]))
            if whole != document.id:
                return Earlier(whole, SameBy.FILE)
    fields = await _fields(document.id)
    numbered = await _same_number(owner, document, fields)
    if numbered is not None:
        return Earlier(numbered, SameBy.NUMBER)
    for row in found:
        if document.look and row["look"] and distance(document.look, row["look"]) <= ALIKE_BITS:
            other = await _whole(int(row["id"]))
            if other != document.id and not _tell_apart(fields, await _fields(other)):
                return Earlier(other, SameBy.LOOK)
    alike = await _same_figures(owner, document, fields)
    return Earlier(alike, SameBy.FIGURES) if alike is not None else None


def distance(one: str, other: str) -> int:
    """In how many bits two looks differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


async def _same_number(owner: Account, document: Document, fields: dict[str, str]) -> int | None:
    number = fields.get("invoice_number") or fields.get("quote_number")
    if not number:
        return None
    rows = await db.fetch(_SAME_NUMBER, owner.id, document.id, document.kind, number)
    return next((int(row["id"]) for row in rows if _same_vendor(fields, row)), None)


async def _same_figures(owner: Account, document: Document, fields: dict[str, str]) -> int | None:
    total, day = (fields.get(one) or fields.get(other) for one, other in _FIGURES)
    if not (total and day):
        return None
    rows = await db.fetch(_SAME_FIGURES, total, day, owner.id, document.id, document.kind)
    for row in rows:
        if _same_vendor(fields, row) and not _tell_apart(fields, await _fields(int(row["id"]))):
            return int(row["id"])
    return None


def _same_vendor(fields: dict[str, str], row: Mapping[str, object]) -> bool:
    siret, vendor = fields.get("vendor_siret"), plain_name(fields.get("vendor_name") or fields.get("station", ""))
    return bool((siret and row["siret"] == siret) or (vendor and plain_name(str(row["vendor"])) == vendor))


async def _whole(document_id: int) -> int:
    """The document that a page belongs to, or the document itself."""
    row = await Document.get(id=document_id)
    return int(row.part_of if row.state is DocumentState.JOINED and row.part_of else row.id)


async def _fields(document_id: int) -> dict[str, str]:
    rows = await ExtractedField.filter(document_id=document_id)
    return {row.name: row.value for row in rows if row.value}


def _tell_apart(one: dict[str, str], other: dict[str, str]) -> bool:
    return any(name in one and name in other and one[name] != other[name] for name in _TELLING)
