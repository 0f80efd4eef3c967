"""Papers and pictures that belong to a record besides its invoice."""

import hashlib
from dataclasses import dataclass

from tortoise.expressions import Q, Subquery

from core import db
from core.domain.capture.refusals import CaptureReason, CaptureRefused
from core.domain.capture.types import DocumentType
from core.domain.states import DocumentState
from core.errors import Gone, Refusal
from core.models import Account, Document, MaintenanceRecord, RecordAttachment
from core.ports import DownloadFailed, DownloadTooBig, RunningJob
from core.services.document_files import adopt
from core.services.documents import Arriving, Documents
from core.services.records import RecordData, Records, record_data

CANDIDATES = 6
MOST_ATTACHED = 20


@dataclass(frozen=True, slots=True)
class Attached:
    """The papers of a record: the invoice that made it first, then what was attached."""

    data: RecordData
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Attachments:
    """Attaches documents to records of the same owner."""

    documents: Documents
    records: Records

    async def of(self, owner: Account, record_id: int) -> Attached:
        """The papers of one of the owner's records."""
        record = await self.records.owned(owner, record_id, with_lines=False)
        mine = Document.filter(owner_id=owner.id).filter(Q(attached_to__record_id=record.id) | Q(id=record.document_id))
        rows = await mine.distinct().order_by("id")
        return Attached(record_data(record), tuple(sorted(rows, key=lambda row: row.id != record.document_id)))

    async def candidates(self, owner: Account, record_id: int) -> Attached:
        """A record, and the latest papers of the owner that do not belong to it yet."""
        record = await self.records.owned(owner, record_id, with_lines=False)
        taken = Subquery(RecordAttachment.filter(record_id=record.id).values("document_id"))
        kept = Document.filter(owner_id=owner.id, state__in=[DocumentState.KEPT, DocumentState.PROPOSED])
        rows = await kept.filter(id__not_in=taken).exclude(id=record.document_id or 0).order_by("-id").limit(CANDIDATES)
        return Attached(record_data(record), tuple(rows))

    async def attach(self, owner: Account, record_id: int, document_id: int) -> bool:
        """Attach a document; one whose file was not kept is fetched again, and then it says False."""
        async with db.transaction():
            record = await self.records.owned(owner, record_id, lock=True, with_lines=False)
            document = await Document.get_or_none(id=document_id, owner_id=owner.id)
            if document is None or document.state is DocumentState.DISCARDED:
                raise Gone
            await self._link(record, document)
            if document.preview is None:
                await self._store_later(document)
                return False
            if document.state is DocumentState.PROPOSED:
                document = await self.documents.settle(owner, document.id, DocumentState.KEPT)
                await self._name(record, document)
            return True

    async def receive(self, owner: Account, record_id: int, arriving: Arriving) -> Document:
        """Take a photo or file for a record: it is kept as it is, not read."""
        async with db.transaction():
            record = await self.records.owned(owner, record_id, with_lines=False)
            document = await self.documents.note(owner, arriving)
            await self._link(record, document)
            await self._store_later(document)
        return document

    async def store(self, job: RunningJob) -> None:
        """Fetch the file of an attachment and keep its clean copy; run again after a crash it starts over."""
        document = await Document.get_or_none(id=int(str(job.payload["document"]))).prefetch_related("owner")
        link = await RecordAttachment.get_or_none(document_id=int(str(job.payload["document"])))
        if document is None or link is None or document.preview is not None:
            return
        owner: Account = document.owner
        try:
            kept = await self.documents.copies.write(await self._pictures(document))
        except CaptureRefused as refusal:
            await self._give_up(document, owner, refusal.key, job)
            return
        async with db.transaction():
            await adopt(document, kept)
            document.state, document.pages = DocumentState.KEPT, len(kept)
            document.kept_at = self.documents.clock.now()
            await self._name(await MaintenanceRecord.get(id=link.record_id), document)
            await document.save()
            await self.documents.tell(owner, "document_attached", document.id)
            await job.finish()

    async def lost(self, job: RunningJob) -> None:
        """Keeping the file killed its worker or failed for good: say so."""
        document = await Document.get_or_none(id=int(str(job.payload["document"]))).prefetch_related("owner")
        if document is not None and document.preview is None:
            await RecordAttachment.filter(document_id=document.id).delete()
            document.state, document.refusal = DocumentState.REFUSED, CaptureRefused(CaptureReason.BROKEN).key
            await document.save(update_fields=["state", "refusal"])
            await self.documents.tell(document.owner, "document_refused", document.id)

    async def detach(self, owner: Account, record_id: int, document_id: int) -> None:
        """Let a document no longer belong to a record; it stays among the documents."""
        record = await self.records.owned(owner, record_id, with_lines=False)
        await RecordAttachment.filter(record_id=record.id, document_id=document_id).delete()

    async def record_of(self, owner: Account, document_id: int) -> RecordData | None:
        """The record that a document is attached to, if it is to one of the owner's."""
        link = await RecordAttachment.filter(
            document_id=document_id, record__vehicle__owner_id=owner.id, record__vehicle__deleted_at__isnull=True
        ).first()
        return (
            record_data(await self.records.owned(owner, link.record_id, with_lines=False)) if link is not None else None
        )

    async def _link(self, record: MaintenanceRecord, document: Document) -> None:
        if record.document_id == document.id:
            return
        if await RecordAttachment.filter(record_id=record.id).count() >= MOST_ATTACHED:
            raise Refusal("attach.too_many")
        await RecordAttachment.get_or_create(record_id=record.id, document_id=document.id)

    async def _name(self, record: MaintenanceRecord, document: Document) -> None:
        """Under the garage and the day of its record a paper is found again."""
        document.kind = document.kind or DocumentType.OTHER
        document.title = document.title or (record.garage or "")[:120] or None
        document.dated_on = document.dated_on or record.done_on
        document.vehicle_id = record.vehicle_id
        await document.save(update_fields=["kind", "title", "dated_on", "vehicle_id"])

    async def _store_later(self, document: Document) -> None:
        await self.documents.jobs.enqueue("keep_attachment", {"document": document.id})

    async def _pictures(self, document: Document) -> tuple[bytes, ...]:
        try:
            content = await self.documents.downloads.fetch(document.telegram_file)
        except DownloadTooBig:
            raise CaptureRefused(CaptureReason.TOO_BIG) from None
        except DownloadFailed:
            raise CaptureRefused(CaptureReason.UNAVAILABLE) from None
        document.digest, document.size = hashlib.sha256(content).hexdigest(), len(content)
        return await self.documents.capture.pictures(content)

    async def _give_up(self, document: Document, owner: Account, reason: str, job: RunningJob) -> None:
        async with db.transaction():
            await RecordAttachment.filter(document_id=document.id).delete()
            document.state, document.refusal = DocumentState.REFUSED, reason
            await document.save(update_fields=["state", "refusal"])
            await self.documents.tell(owner, "document_refused", document.id)
            await job.finish()
