"""Documents from arrival to the card: received alone or as an album, in the line, fetched and read, or refused."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from core import db
from core.domain.capture.refusals import CaptureReason, CaptureRefused
from core.domain.capture.types import Captured, DocumentType
from core.domain.states import DocumentState
from core.errors import Gone
from core.faults import fault
from core.meters import Meters
from core.models import Account, Document, WaitingDocument
from core.ports import (
    Clock,
    DownloadDelayed,
    DownloadFailed,
    DownloadTooBig,
    Jobs,
    RunningJob,
)
from core.services.albums import AlbumProgress, Albums
from core.services.bundles import Bundles
from core.services.days import today_of
from core.services.documents import Arriving, CardChanged, Documents
from core.services.reading_line import ReadingLine, Standing
from core.services.reading_quota import ReadingQuota
from core.services.seeing import Seeing

# Refusals for no fault of the file: another try may go better.
WORTH_ANOTHER_TRY = frozenset(
    CaptureRefused(reason).key
    for reason in (CaptureReason.NOT_FETCHED, CaptureReason.UNAVAILABLE, CaptureReason.TIMEOUT)
)

# Milliseconds after which somebody who waits is told that their turn has come.
NOTICED = 2_000


@dataclass(frozen=True, slots=True)
class Received:
    """A document that came: where it stands in the line, or the album that its first part has opened."""

    document: Document
    standing: Standing | None = None
    opened_album: int | None = None


@dataclass(frozen=True, slots=True)
class AlbumStanding:
    """How far an album is, and where its next document stands in the line."""

    progress: AlbumProgress
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class Intake:
    """Takes documents in; reading happens in a job, never inside a transaction."""

    clock: Clock
    jobs: Jobs
    documents: Documents
    line: ReadingLine
    albums: Albums
    bundles: Bundles
    quota: ReadingQuota
    meters: Meters = field(default_factory=Meters)
    # Looks at what stayed doubtful, where a service may be asked.
    seeing: Seeing | None = None

    async def receive(self, owner: Account, arriving: Arriving) -> Received:
        """Note that a document came and have it read; one that is too large is refused at once."""
        async with db.transaction():
            album, first = await self.albums.part(owner, arriving.group) if arriving.group else (None, False)
            document = await self.documents.note(owner, arriving, album=album)
            if album is not None:
                return Received(document, opened_album=album if first else None)
            return Received(document, await self.line.join(document))

    async def collect(self, job: RunningJob) -> None:
        """Put the documents of an album in the line once it is complete, and tell its chat."""
        async with db.transaction():
            parts = await self.albums.complete(job)
            for document in parts:
                await self.line.join(document)
            if parts:
                await self.documents.tell(parts[0].owner, "album_moved", parts[0].album_id or 0)
            await job.finish()

    async def album(self, owner: Account, album_id: int) -> AlbumStanding:
        """How far one of the owner's albums is."""
        progress = await self.albums.progress(owner, album_id)
        if not progress.total:
            raise Gone
        standing = await self.line.standing(progress.waiting) if progress.waiting is not None else None
        return AlbumStanding(progress, standing)

    async def standing(self, owner: Account, document_id: int) -> tuple[Document, Standing] | None:
        """One of the owner's documents and where it stands in the line; None once it was read."""
        document = await Document.get_or_none(id=document_id, owner_id=owner.id)
        standing = await self.line.standing(document_id) if document is not None else None
        return (document, standing) if document is not None and standing is not None else None

    async def read_again(self, owner: Account, document_id: int) -> Standing:
        """Try once more to fetch and read a document that was refused for no fault of its own."""
        async with db.transaction():
            document = await Document.select_for_update().get_or_none(id=document_id, owner_id=owner.id)
            if document is None:
                raise Gone
            if document.state is not DocumentState.REFUSED or document.refusal not in WORTH_ANOTHER_TRY:
                raise CardChanged(document.state)
            document.state, document.refusal = DocumentState.RECEIVED, None
            await document.save(update_fields=["state", "refusal"])
            return await self.line.join(document)

    async def analyse_again(self, owner: Account, document_id: int) -> Standing:
        """Read a kept document anew; its card comes back, and what is saved then replaces what it made before."""
        async with db.transaction():
            document = await self.documents.owned(owner, document_id, lock=True)
            if document.state is not DocumentState.KEPT:
                raise CardChanged(document.state)
            document.state, document.kept_at = DocumentState.RECEIVED, document.kept_at or self.clock.now()
            await document.save(update_fields=["state", "kept_at"])
            return await self.line.join(document)

    async def read_as(self, owner: Account, document_id: int) -> Standing | None:
        """Read an open card anew as the kind that was chosen; None where no page of it was kept."""
        async with db.transaction():
            document = await self.documents.owned(owner, document_id, lock=True)
            if document.state is not DocumentState.PROPOSED or document.preview is None:
                return None
            document.state = DocumentState.RECEIVED
            await document.save(update_fields=["state"])
            return await self.line.join(document)

    async def analyse_all(self, owner: Account, unread: Sequence[int]) -> int:
        """Read what was kept unread, the oldest first, as many as the plan still gives; how many."""
        async with db.transaction():
            chosen = list(unread)[: await self.quota.left(owner, len(unread))]
            for document_id in chosen:
                await self.analyse_again(owner, document_id)
            return len(chosen)

    async def moved(self, job: RunningJob) -> None:
        """Tell people of their new places in the line."""
        async with db.transaction():
            for owner, document_id in await self.line.moved():
                await self.documents.tell(owner, "document_moved", document_id)
            await job.finish()

    async def read(self, job: RunningJob) -> None:
        """Fetch and read the document whose turn it is, then tell its chat; cut by a crash, it starts over."""
        waiting = await self.line.take(job)
        if waiting is None:
            return
        document, owner = waiting.document, waiting.document.owner
        if document.album_id is None and db.stamp() - waiting.joined_at > NOTICED:
            await self.documents.tell(owner, "document_taken", document.id)
        try:
            content = await self._content(document)
            with self.meters.timed("reading_seconds"):
                captured = await self.documents.capture.capture(
                    content, document.file_name, today=today_of(owner, self.clock), wanted=_wanted(document)
                )
        except DownloadDelayed:
            await self._rest(waiting, job)
            return
        except CaptureRefused as refusal:
            await self._refuse(waiting, refusal, job)
            return
        if self.seeing is not None:
            captured = await self.seeing.completed(owner, captured)
        await self._take_in(waiting, captured, job)
        self.meters.count("documents", captured.reading.document_type.value)

    async def _take_in(self, waiting: WaitingDocument, captured: Captured, job: RunningJob) -> None:
        """Keep what was read as a card, or only its pages where the plan gives no more readings; tell the chat."""
        document: Document = waiting.document
        kept = await self.documents.copies.write(captured.pages)
        document.look = await self.documents.copies.look(captured.pages)
        async with db.transaction():
            # What is read again because the person said what it is was counted before.
            counted = document.wanted_kind is not None and document.kept_at is None
            allowed = counted or await self.quota.allows(document.owner, captured.reading)
            if allowed:
                await self.documents.propose(document, document.owner, captured.reading, kept)
            else:
                await self.documents.keep_unread(document, kept)
            if document.album_id is not None:
                await self.bundles.part_read(document)
            if document.album_id is None or not allowed:
                news = "document_read" if allowed else "document_unread"
                await self.documents.tell(document.owner, news, document.id)
            fault("document.proposed")
            await self.line.leave(waiting, job)
            await job.finish()

    async def unreadable(self, job: RunningJob) -> None:
        """Reading killed its worker or failed for good: refuse the document and say so."""
        waiting = await self.line.taken_by(job)
        if waiting is not None:
            await self._give_up(waiting, CaptureRefused(CaptureReason.BROKEN), job)

    async def _content(self, document: Document) -> bytes:
        """The file as it came, or our clean copy of it where the chat no longer has it."""
        if not document.telegram_file:
            return await self.documents.copies.content(document)
        try:
            content = await self.documents.downloads.fetch(document.telegram_file)
        except DownloadTooBig:
            raise CaptureRefused(CaptureReason.TOO_BIG) from None
        except DownloadFailed:
            if document.preview is not None:
                return await self.documents.copies.content(document)
            raise CaptureRefused(CaptureReason.UNAVAILABLE) from None
        document.digest, document.size = hashlib.sha256(content).hexdigest(), len(content)
        await document.save(update_fields=["digest", "size"])
        return content

    async def _rest(self, waiting: WaitingDocument, job: RunningJob) -> None:
        async with db.transaction():
            if await self.line.rest(waiting, job):
                await job.finish()
                return
        await self._refuse(waiting, CaptureRefused(CaptureReason.NOT_FETCHED), job)

    async def _refuse(self, waiting: WaitingDocument, refusal: CaptureRefused, job: RunningJob) -> None:
        async with db.transaction():
            await self._give_up(waiting, refusal, job)
            await job.finish()

    async def _give_up(self, waiting: WaitingDocument, refusal: CaptureRefused, job: RunningJob) -> None:
        document: Document = waiting.document
        # What is read again in vain stays what it was.
        read_before = document.analysed_at is not None or document.kept_at is not None
        document.state, document.refusal = DocumentState.REFUSED, refusal.key
        if read_before:
            document.state = DocumentState.PROPOSED if document.kept_at is None else DocumentState.KEPT
        await document.save(update_fields=["state", "refusal"])
        news = "document_read" if document.state is DocumentState.PROPOSED else "document_refused"
        await self.documents.tell(document.owner, news, document.id)
        if document.album_id is not None and not read_before:
            await self.bundles.part_read(document)
        await self.line.leave(waiting, job)
        self.meters.count("documents", refusal.reason.value)


def _wanted(document: Document) -> DocumentType | None:
    """The kind that the person said it is."""
    return DocumentType(document.wanted_kind) if document.wanted_kind in set(DocumentType) else None
