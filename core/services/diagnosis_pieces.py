"""Photos and voice notes of diagnoses: fetched, kept encrypted, put into words by whoever can see and hear."""

from dataclasses import dataclass, field
from typing import Final, Protocol

from core import db
from core.domain.capture.refusals import CaptureReason, CaptureRefused
from core.domain.diagnosis.diagnosis_status import PieceKind
from core.domain.typed_text import clean
from core.models import Account, DiagnosisPiece
from core.ports import DownloadFailed, Downloads, DownloadTooBig, FileStore, Jobs, RunningJob
from core.services.capture import Capture
from core.services.diagnoses import LONGEST_REPLY

HIGHEST_VOICE: Final = 5_000_000
# How a voice note of the chat begins.
_OGG: Final = b"OggS"


class Senses(Protocol):
    """Puts what is seen on a photo or heard in a voice note into words, where an endpoint offers it."""

    async def words_of(self, owner: Account, kind: PieceKind, content: bytes) -> str | None:
        """What it says or shows; None where nobody can tell, or the person wants nobody to."""
        ...


class NoSenses:
    """Without an endpoint nobody sees or hears anything."""

    async def words_of(self, owner: Account, kind: PieceKind, content: bytes) -> str | None:
        """Say nothing."""
        return None


@dataclass(frozen=True, slots=True)
class DiagnosisPieces:
    """Keeps the files of what was added to diagnoses."""

    jobs: Jobs
    files: FileStore
    downloads: Downloads
    capture: Capture
    senses: Senses = field(default_factory=NoSenses)

    async def store(self, job: RunningJob) -> None:
        """Fetch a photo or a voice note and keep it; run again after a crash it starts over."""
        piece = await self._piece(job)
        if piece is None or piece.stored is not None or piece.refusal is not None:
            return
        owner: Account = piece.case.owner
        try:
            content = await self._clean(piece)
        except CaptureRefused as refusal:
            await self._refuse(piece, owner, refusal.key, job)
            return
        words = await self.senses.words_of(owner, piece.kind, content)
        stored = await self.files.put(content)
        async with db.transaction():
            piece.stored, piece.words = stored, clean(words or "")[:LONGEST_REPLY]
            await piece.save(update_fields=["stored", "words"])
            if piece.words:
                await self._tell(owner, "diagnosis_understood", piece.case_id)
            await job.finish()

    async def lost(self, job: RunningJob) -> None:
        """Keeping the file killed its worker or failed for good: say so."""
        piece = await self._piece(job)
        if piece is not None and piece.stored is None and piece.refusal is None:
            piece.refusal = CaptureRefused(CaptureReason.BROKEN).key
            await piece.save(update_fields=["refusal"])
            await self._tell(piece.case.owner, "diagnosis_piece_lost", piece.id)

    async def of(self, owner: Account, piece_id: int) -> DiagnosisPiece | None:
        """A piece of one of the owner's diagnoses."""
        return await DiagnosisPiece.get_or_none(id=piece_id, case__owner_id=owner.id)

    async def _piece(self, job: RunningJob) -> DiagnosisPiece | None:
        found = DiagnosisPiece.filter(id=int(str(job.payload["piece"])))
        return await found.prefetch_related("case__owner").first()

    async def _clean(self, piece: DiagnosisPiece) -> bytes:
        """The file as it is kept: a photo drawn anew, a voice note as it came if it is one."""
        try:
            content = await self.downloads.fetch(piece.telegram_file or "")
        except DownloadTooBig:
            raise CaptureRefused(CaptureReason.TOO_BIG) from None
        except DownloadFailed:
            raise CaptureRefused(CaptureReason.UNAVAILABLE) from None
        if piece.kind is PieceKind.PHOTO:
            return (await self.capture.pictures(content))[0]
        if len(content) > HIGHEST_VOICE:
            raise CaptureRefused(CaptureReason.TOO_BIG)
        if not content.startswith(_OGG):
            raise CaptureRefused(CaptureReason.BROKEN)
        return content

    async def _refuse(self, piece: DiagnosisPiece, owner: Account, reason: str, job: RunningJob) -> None:
        async with db.transaction():
            piece.refusal = reason[:60]
            await piece.save(update_fields=["refusal"])
            await self._tell(owner, "diagnosis_piece_lost", piece.id)
            await job.finish()

    async def _tell(self, owner: Account, kind: str, subject: int) -> None:
        payload = {"chat_id": owner.telegram_id, "kind": kind, "subject": subject}
        await self.jobs.enqueue("event", payload, key=f"chat:{owner.telegram_id}")
