"""Photos sent together: one document in several pages, or several documents; decided, shown, and changed by a tap.

A part that was read waits (`joined`, of nothing yet) until its album is read. Then what belongs together becomes a
document of its own, which names the pages of its parts; each part keeps what was read on it, so that a tap can undo it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from core import db
from core.domain.capture.bundling import bundle
from core.domain.capture.joining import joined
from core.domain.capture.types import DocumentType, Reading
from core.domain.states import DocumentState
from core.errors import Gone, Refusal
from core.models import Account, Album, Document, DocumentPage, DocumentText, ExtractedField, ExtractedLine
from core.services.document_files import KeptPage
from core.services.document_texts import PAGE_BREAK
from core.services.documents import CardChanged, Documents
from core.services.reading_rows import reading_of

# Photos sent one by one within this time may still be pages of one document.
TOGETHER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Regrouped:
    """What became of papers that were joined or split: the documents to show, and parts whose cards are no more."""

    shown: tuple[int, ...]
    gone: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Bundles:
    """Decides what belongs together; every method joins the caller's transaction."""

    documents: Documents

    async def part_read(self, document: Document) -> None:
        """A part of an album was read or refused: decide when it was the last, else count on."""
        album_id = document.album_id or 0
        # The row lock makes two parts that end at once look one after the other.
        await Album.select_for_update().get(id=album_id)
        if document.state is DocumentState.PROPOSED:
            document.state = DocumentState.JOINED
            await document.save(update_fields=["state"])
        if await Document.filter(album_id=album_id, state=DocumentState.RECEIVED).exists():
            await self.documents.tell(document.owner, "album_moved", album_id)
            return
        await self._decide(document.owner, album_id)
        await self.documents.tell(document.owner, "album_read", album_id)

    async def of_album(self, owner: Account, album_id: int) -> list[Document]:
        """The documents that the parts of an album are, or belong to, while they wait for their tap."""
        parts = await Document.filter(album_id=album_id, owner_id=owner.id).order_by("id")
        whole = [part.part_of or part.id for part in parts if part.state is not DocumentState.JOINED or part.part_of]
        ids = list(dict.fromkeys(whole))
        rows = await Document.filter(id__in=ids, owner_id=owner.id, state=DocumentState.PROPOSED)
        return sorted(rows, key=lambda row: ids.index(row.id))

    async def split(self, owner: Account, document_id: int, revision: int | None = None) -> Regrouped:
        """Take a joint document apart: each of its parts is a document again."""
        async with db.transaction():
            whole = await self.documents.owned(owner, document_id, lock=True)
            if whole.state is not DocumentState.PROPOSED or revision not in {None, whole.revision}:
                raise CardChanged(whole.state)
            parts = await self._parts(whole)
            if not parts or whole.telegram_file:
                raise Gone
            await self._release(whole, parts)
            return Regrouped(tuple(part.id for part in parts), (whole.id,))

    async def split_album(self, owner: Account, album_id: int) -> Regrouped:
        """Take apart what an album was joined to."""
        async with db.transaction():
            whole = [one for one in await self.of_album(owner, album_id) if not one.telegram_file]
            if not whole:
                raise Refusal("album.settled")
            apart = [await self.split(owner, one.id) for one in whole]
            shown = tuple(number for one in apart for number in one.shown)
            return Regrouped(shown, tuple(number for one in apart for number in one.gone))

    async def join_album(self, owner: Account, album_id: int) -> Regrouped:
        """Make one document of all that is left of an album."""
        async with db.transaction():
            return await self._join(owner, await self.of_album(owner, album_id))

    async def join_previous(self, owner: Account, document_id: int, revision: int) -> Regrouped:
        """Make a document the following pages of the one that came before it."""
        async with db.transaction():
            document = await self.documents.owned(owner, document_id, lock=True)
            if document.state is not DocumentState.PROPOSED or document.revision != revision:
                raise CardChanged(document.state)
            before = await self.previous(owner, document)
            if before is None:
                raise Gone
            return await self._join(owner, [before, document])

    async def previous(self, owner: Account, document: Document) -> Document | None:
        """The card before this one that still waits, if it came shortly before."""
        since = document.created_at - TOGETHER
        mine = Document.filter(owner_id=owner.id, state=DocumentState.PROPOSED, id__lt=document.id)
        return await mine.filter(created_at__gte=since, part_of__isnull=True).order_by("-id").first()

    async def belongs_to_previous(self, owner: Account, document: Document) -> bool:
        """Whether a paper sent by itself reads like a further page of the one before."""
        before = await self.previous(owner, document)
        if before is None:
            return False
        readings = [await reading_of_document(before), await reading_of_document(document)]
        return len(bundle(readings)) == 1

    async def _decide(self, owner: Account, album_id: int) -> None:
        waiting = Document.filter(album_id=album_id, state=DocumentState.JOINED, part_of__isnull=True)
        parts = await waiting.order_by("id")
        readings = [await reading_of_document(part) for part in parts]
        for places in bundle(readings):
            if len(places) == 1:
                await Document.filter(id=parts[places[0]].id).update(state=DocumentState.PROPOSED)
            else:
                await self._unite(owner, [parts[place] for place in places], [readings[place] for place in places])

    async def _join(self, owner: Account, documents: Sequence[Document]) -> Regrouped:
        if len(documents) < 2:
            raise Refusal("album.settled")
        parts: list[Document] = []
        gone = [document.id for document in documents]
        for document in documents:
            own = await self._parts(document) if not document.telegram_file else []
            if own:
                await self._release(document, own)
            parts += own or [document]
        whole = await self._unite(owner, parts, [await reading_of_document(part) for part in parts])
        return Regrouped((whole.id,), tuple(gone))

    async def _unite(self, owner: Account, parts: Sequence[Document], readings: Sequence[Reading]) -> Document:
        """Make a document of parts, in this order."""
        first = parts[0]
        whole = await Document.create(
            owner_id=owner.id,
            state=DocumentState.RECEIVED,
            sent_as=first.sent_as,
            telegram_file="",
            file_name=first.file_name,
            look=first.look,
            size=sum(part.size or 0 for part in parts),
            created_at=self.documents.clock.now(),
        )
        ids = [part.id for part in parts]
        await Document.filter(id__in=ids).update(state=DocumentState.JOINED, part_of=whole.id)
        pages = await DocumentPage.filter(document_id__in=ids).order_by("number")
        pages.sort(key=lambda page: ids.index(page.document_id))
        await self.documents.propose(whole, owner, joined(readings), [KeptPage(page.stored, 0) for page in pages])
        return whole

    async def _release(self, whole: Document, parts: Sequence[Document]) -> None:
        """Let the parts of a document be documents again, and forget it."""
        for part in parts:
            part.state, part.part_of, part.revision = DocumentState.PROPOSED, None, part.revision + 1
            await part.save(update_fields=["state", "part_of", "revision"])
        await DocumentPage.filter(document_id=whole.id).delete()
        await whole.delete()

    async def _parts(self, whole: Document) -> list[Document]:
        """Its parts in the order of their pages."""
        pages = await DocumentPage.filter(document_id=whole.id).order_by("number")
        order = [page.stored for page in pages]
        parts = await Document.filter(part_of=whole.id, state=DocumentState.JOINED).order_by("id")
        return sorted(parts, key=lambda part: order.index(part.preview) if part.preview in order else len(order))


async def reading_of_document(document: Document) -> Reading:
    """What was read on a document, as its rows tell it."""
    rows = await ExtractedField.filter(document_id=document.id)
    lines = await ExtractedLine.filter(document_id=document.id).order_by("position")
    written = await DocumentText.get_or_none(document_id=document.id)
    text = written.content.split(PAGE_BREAK) if written is not None and written.content else [""]
    kind = DocumentType(document.kind or DocumentType.OTHER)
    return reading_of(kind, rows, lines, document.pages or 1, text)
