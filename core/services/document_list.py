"""Kept documents: found by kind, vehicle, last day and words; renamed, moved, deleted for a while, counted."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from tortoise.expressions import Q, RawSQL
from tortoise.queryset import QuerySet

from core import db
from core.db.gather import Question, Row
from core.domain.capture.types import DocumentType
from core.domain.plans import Feature, Limits
from core.domain.states import DocumentState
from core.domain.typed_text import clean_line
from core.errors import Gone, Refusal
from core.models import PRESENT, Account, Document, DocumentText, RecordAttachment, Vehicle
from core.ports import Clock
from core.services.days import today_of
from core.services.document_files import drop_files
from core.services.document_texts import found_by, index
from core.services.documents import Documents
from core.services.entitlements import Entitlements
from core.services.vehicle_life import UNDO
from core.services.vehicles import Vehicles, page_start

PAGE = 6
# How soon a last day is soon.
SOON = timedelta(days=60)
HIGHEST_LABEL = 80
_STORED = """
    SELECT sum(CASE WHEN state = 'joined' THEN 0 ELSE 1 END) AS n, sum(stored_bytes) AS size,
           sum(CASE WHEN state = 'kept' THEN 1 ELSE 0 END) AS kept FROM document
     WHERE owner_id = ? AND state IN ('kept', 'proposed', 'joined')
       AND (vehicle_id IS NULL OR vehicle_id IN (SELECT id FROM vehicle WHERE deleted_at IS NULL))
"""
SHOWN = (DocumentState.KEPT, DocumentState.PROPOSED)


class Due(StrEnum):
    """Whether the last day of a document is near, or past."""

    SOON = "soon"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """Which documents are asked for; what is not set is not asked."""

    kind: DocumentType | None = None
    vehicle: int = 0
    due: Due | None = None
    unread: bool = False
    words: tuple[str, ...] = ()

    @property
    def is_set(self) -> bool:
        """Whether anything is asked for."""
        return self != DocumentFilter()


@dataclass(frozen=True, slots=True)
class ListedDocuments:
    """A page of documents, newest first, or soonest due first; `vehicle` when it is one vehicle's."""

    documents: tuple[Document, ...]
    position: int
    total: int
    asked: DocumentFilter
    vehicle: Vehicle | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """What a person has: how many documents, those of them that are kept, and the bytes they take."""

    documents: int
    kept: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Shares:
    """What a person has of documents, storage and readings of this month, and what their plan gives."""

    stored: Stored
    limits: Limits
    read: int


@dataclass(frozen=True, slots=True)
class DocumentList:
    """Shows and changes the kept documents of their owner."""

    clock: Clock
    documents: Documents
    vehicles: Vehicles
    entitlements: Entitlements

    async def page(self, owner: Account, asked: DocumentFilter, position: int = 0) -> ListedDocuments:
        """A page of what is asked for; a position past the end shows the last page."""
        vehicle = await self.vehicles.get(owner, asked.vehicle) if asked.vehicle else None
        found = await self._matching(owner, asked)
        start = max(position, 0) // PAGE * PAGE
        order = "expires_on" if asked.due is Due.SOON else "-expires_on" if asked.due is Due.PAST else "-id"
        ordered = found.order_by(order, "-id").annotate(total=RawSQL("count(*) OVER ()"))
        rows = await ordered.offset(start).limit(PAGE)
        if not rows and start:
            start = page_start(position, await found.count(), PAGE)
            rows = await ordered.offset(start).limit(PAGE)
        total = int(getattr(rows[0], "total", 0)) if rows else 0
        return ListedDocuments(tuple(rows), start, total, asked, vehicle)

    async def rename(self, owner: Account, document_id: int, typed: str) -> Document:
        """Call a document by a name of one's own."""
        label = clean_line(typed, HIGHEST_LABEL)
        if not label:
            raise Refusal("error.text_expected")
        async with db.transaction():
            document = await self._kept(owner, document_id)
            document.label = label
            await document.save(update_fields=["label"])
            await index(document)
        return document

    async def move(self, owner: Account, document_id: int, vehicle_id: int) -> Document:
        """Give a document to another vehicle, or to none; the record made from it stays where it is."""
        async with db.transaction():
            document = await self._kept(owner, document_id)
            if vehicle_id:
                await self.vehicles.get(owner, vehicle_id)
            document.vehicle_id = vehicle_id or None
            await document.save(update_fields=["vehicle_id"])
        return document

    async def remove(self, owner: Account, document_id: int) -> Document:
        """Take a document off; the record made from it stays in the logbook. `restore` brings it back for a while."""
        async with db.transaction():
            document = await self._kept(owner, document_id)
            document.state, document.deleted_at = DocumentState.DELETED, self.clock.now()
            await document.save(update_fields=["state", "deleted_at"])
        return document

    async def restore(self, owner: Account, document_id: int) -> Document:
        """Bring back a document that was taken off; twice changes nothing."""
        async with db.transaction():
            document = await self.documents.owned(owner, document_id, lock=True)
            if document.state is DocumentState.DELETED:
                document.state, document.deleted_at = DocumentState.KEPT, None
                await document.save(update_fields=["state", "deleted_at"])
            if document.state is not DocumentState.KEPT:
                raise Gone
        return document

    async def purge(self) -> int:
        """Forget for good what was taken off longer ago than it can be brought back; how many."""
        before = self.clock.now() - UNDO
        old = await Document.filter(state=DocumentState.DELETED, deleted_at__lt=before).limit(100)
        for document in old:
            async with db.transaction():
                parts = await Document.filter(part_of=document.id, state=DocumentState.JOINED)
                for one in (document, *parts):
                    await drop_files(self.documents.jobs, one)
                    await DocumentText.filter(document_id=one.id).delete()
                    await one.delete()
        return len(old)

    async def stored(self, owner: Account) -> Stored:
        """What the owner keeps, what waits for an answer included."""
        return await _stored(owner)

    async def shares(self, owner: Account) -> Shares:
        """What the owner has, against what their plan gives."""
        _, limits = await self.entitlements.limits(owner)
        used = next(use.used for use in await self.entitlements.usage(owner) if use.feature is Feature.READINGS)
        return Shares(await _stored(owner), limits, used)

    async def unread(self, owner: Account) -> list[int]:
        """The documents that were kept and not analysed yet, oldest first; papers of records never are."""
        attached = RecordAttachment.filter(document__owner_id=owner.id).values_list("document_id", flat=True)
        taken = [int(str(row)) for row in await attached]
        mine = Document.filter(PRESENT, owner_id=owner.id, state=DocumentState.KEPT, analysed_at__isnull=True)
        rows = await mine.filter(made_id__isnull=True, kind__isnull=True).exclude(id__in=taken).order_by("id")
        return [row.id for row in rows]

    async def _kept(self, owner: Account, document_id: int) -> Document:
        document = await self.documents.owned(owner, document_id, lock=True)
        if document.state is not DocumentState.KEPT:
            raise Gone
        return document

    async def _matching(self, owner: Account, asked: DocumentFilter) -> QuerySet[Document]:
        wanted = PRESENT & Q(owner_id=owner.id, state__in=list(SHOWN))
        today = today_of(owner, self.clock)
        if asked.kind is not None:
            wanted &= Q(kind=asked.kind.value)
        if asked.vehicle:
            wanted &= Q(vehicle_id=asked.vehicle)
        if asked.due is Due.SOON:
            wanted &= Q(expires_on__gte=today, expires_on__lte=today + SOON)
        elif asked.due is Due.PAST:
            wanted &= Q(expires_on__lt=today)
        if asked.unread:
            wanted &= Q(analysed_at__isnull=True, kind__isnull=True)
        if asked.words:
            wanted &= Q(id__in=await found_by(owner, asked.words))
        return Document.filter(wanted)


def stored_by(owner: Account) -> Question:
    """What to ask for what a person keeps."""
    return Question(("n", "size", "kept"), _STORED, (owner.id,))


def stored_of(row: Row) -> Stored:
    """What the answer says."""
    return Stored(int(row["n"] or 0), int(row["kept"] or 0), int(row["size"] or 0))


async def _stored(owner: Account) -> Stored:
    return stored_of((await db.fetch(_STORED, owner.id))[0])
