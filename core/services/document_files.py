"""The files of documents: our clean copies, page by page, encrypted under names of ours."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.domain.capture.types import Box
from core.models import Document, DocumentPage
from core.ports import FileStore, Jobs, Pictures


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page whose clean copy was written; a row must name it, or it is swept away as an orphan."""

    stored: str
    size: int


@dataclass(frozen=True, slots=True)
class DocumentFiles:
    """Writes pages, and gives back the whole document or a part of a page."""

    files: FileStore
    pictures: Pictures

    async def write(self, pages: Sequence[bytes]) -> tuple[KeptPage, ...]:
        """Write clean pages, outside any transaction."""
        return tuple([KeptPage(await self.files.put(page), len(page)) for page in pages])

    async def look(self, pages: Sequence[bytes]) -> str | None:
        """How the first page looks."""
        return await self.pictures.look(pages[0]) if pages else None

    async def whole(self, document: Document) -> tuple[str, bool]:
        """The name of a file with all pages, and whether it is a PDF. One made for this is an orphan and goes again."""
        pages = await pages_of(document)
        if len(pages) <= 1:
            return pages[0] if pages else document.preview or "", False
        bound = await self.pictures.bound([await self.files.get(page) for page in pages])
        return await self.files.put(bound), True

    async def content(self, document: Document) -> bytes:
        """All pages as one file, to be read again."""
        kept = [await self.files.get(page) for page in await pages_of(document)]
        return kept[0] if len(kept) == 1 else await self.pictures.bound(kept)

    async def part(self, document: Document, box: Box) -> str | None:
        """The name of a picture of a place in the document; None where its page was not kept."""
        pages = await pages_of(document)
        if not 0 <= box.page < len(pages):
            return None
        return await self.files.put(await self.pictures.crop(await self.files.get(pages[box.page]), box))


async def adopt(document: Document, kept: Sequence[KeptPage]) -> None:
    """Let a document name its pages, in the caller's transaction; the caller stores the document."""
    await DocumentPage.filter(document_id=document.id).delete()
    rows = [DocumentPage(document_id=document.id, number=n, stored=p.stored, size=p.size) for n, p in enumerate(kept)]
    await DocumentPage.bulk_create(rows)
    document.preview = kept[0].stored if kept else document.preview
    document.stored_bytes = sum(page.size for page in kept)


async def pages_of(document: Document) -> list[str]:
    """The names of the pages of a document in their order; one of before pages were kept has its first."""
    rows = await DocumentPage.filter(document_id=document.id).order_by("number")
    return [row.stored for row in rows] or ([document.preview] if document.preview else [])


async def drop_files(jobs: Jobs, document: Document) -> None:
    """Forget the files once the deletion has committed: a job does it, so that a crash cannot skip it.

    A page that another document names too stays.
    """
    names = set(await pages_of(document))
    await DocumentPage.filter(document_id=document.id).delete()
    shared = await DocumentPage.filter(stored__in=list(names)).values_list("stored", flat=True) if names else []
    gone = sorted(names - {str(name) for name in shared})
    if gone:
        await jobs.enqueue("delete_files", {"names": gone})
