"""Papers that were read, kept by the product's own services on a database of a test."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from core.domain.capture.types import DocumentType, Field, FieldState, FieldValue, InvoiceLine, Reading
from core.domain.states import DocumentState
from core.gateways.page_pictures import PagePictures
from core.models import Account, Document
from core.services.capture import Capture
from core.services.document_files import DocumentFiles
from core.services.document_list import DocumentList
from core.services.documents import Arriving, Documents
from core.services.entitlements import Entitlements
from core.services.garages import Garages
from core.services.lessons import Lessons
from core.services.listing import Listings
from core.services.offers import Offers
from core.services.vehicles import Vehicles
from tests.services.test_capture import WrittenPages, WrittenReader
from tests.services.worlds import World

SIRET = "73282932000074"


@dataclass(slots=True)
class MemoryFiles:
    """A file store that forgets with the test."""

    kept: dict[str, bytes] = field(default_factory=dict)

    async def put(self, content: bytes) -> str:
        name = secrets.token_hex(16)
        self.kept[name] = content
        return name

    async def get(self, name: str) -> bytes:
        return self.kept[name]

    async def delete(self, name: str) -> None:
        self.kept.pop(name, None)

    async def older_than(self, seconds: float) -> list[str]:
        return list(self.kept)


@dataclass(slots=True)
class NoDownloads:
    """Nothing is fetched here."""

    async def fetch(self, reference: str) -> bytes:
        raise AssertionError(reference)


@dataclass(slots=True)
class Papers(World):
    """A world with documents."""

    files: MemoryFiles = field(default_factory=MemoryFiles)

    @property
    def entitlements(self) -> Entitlements:
        return Entitlements(self.clock, Offers())

    @property
    def vehicles(self) -> Vehicles:
        return Vehicles(self.clock, self.entitlements)

    @property
    def documents(self) -> Documents:
        copies = DocumentFiles(self.files, PagePictures())
        capture = Capture(WrittenPages(), WrittenReader({}))
        vehicles, garages, lessons = self.vehicles, Garages(self.clock, Listings(self.clock)), Lessons(self.clock)
        return Documents(self.clock, self.jobs, copies, NoDownloads(), capture, vehicles, garages, lessons)

    @property
    def listed(self) -> DocumentList:
        return DocumentList(self.clock, self.documents, self.vehicles, self.entitlements)

    async def proposed(self, owner: Account, reading: Reading, **known: object) -> Document:
        """A paper that was read and waits for its tap."""
        document = await self.documents.note(owner, Arriving("made"))
        for name, value in known.items():
            setattr(document, name, value)
        await self.documents.propose(document, owner, reading)
        return document

    async def kept(self, owner: Account, reading: Reading, **known: object) -> Document:
        """The same, kept."""
        document = await self.proposed(owner, reading)
        values = {"state": DocumentState.KEPT, **known}
        await Document.filter(id=document.id).update(**values)
        return await Document.get(id=document.id)


def invoice(
    number: str | None = "F2026-118",
    *,
    vendor: str = "GARAGE DU PARC",
    siret: str | None = SIRET,
    day: date | None = date(2026, 3, 12),
    total: str | None = "89.90",
    text: Sequence[str] = (),
    lines: Sequence[str] = ("Vidange",),
    more: Mapping[str, FieldValue] | None = None,
) -> Reading:
    """An invoice as it was read."""
    values: dict[str, FieldValue] = {
        "vendor_name": vendor,
        "vendor_siret": siret,
        "invoice_number": number,
        "invoice_date": day,
        "total_incl_tax": Decimal(total) if total is not None else None,
        **(more or {}),
    }
    fields = {
        name: Field(value, 0.8, FieldState.READ if value is not None else FieldState.MISSING)
        for name, value in values.items()
    }
    made = tuple(InvoiceLine(line) for line in lines)
    return Reading(DocumentType.INVOICE, fields, made, 1, tuple(text) or (f"{vendor}\nFacture {number}\n",))
