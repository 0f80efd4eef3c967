"""Albums: Telegram sends their parts one by one and marks no end, so a short silence is the end."""

from dataclasses import dataclass

from core import db
from core.domain.states import DocumentState
from core.models import Account, Album, Document
from core.ports import Jobs, RunningJob

# Seconds without a further part after which an album is complete.
QUIET = 1.2


@dataclass(frozen=True, slots=True)
class AlbumProgress:
    """How far an album is: its parts, how many of them are read or refused, and which one waits first.

    `documents` is how many documents the parts are, once that is decided.
    """

    album_id: int
    total: int
    read: int
    refused: int
    waiting: int | None
    documents: int = 0

    @property
    def done(self) -> int:
        """How many need no more waiting."""
        return self.read + self.refused


@dataclass(frozen=True, slots=True)
class Albums:
    """Collects parts; every method joins the caller's transaction."""

    jobs: Jobs

    async def part(self, owner: Account, group: str) -> tuple[int, bool]:
        """Note that a part comes: the album's id, and whether it is the first part."""
        now = db.stamp()
        rows = await db.fetch(
            'INSERT INTO album(owner_id, "group", part_at) VALUES(?, ?, ?)'
            ' ON CONFLICT(owner_id, "group") DO NOTHING RETURNING id',
            *(owner.id, group[:64], now),
        )
        first = bool(rows)
        if not first:
            rows = await db.fetch(
                'UPDATE album SET part_at = ? WHERE owner_id = ? AND "group" = ? RETURNING id',
                *(now, owner.id, group[:64]),
            )
        album_id = int(rows[0]["id"])
        # Each part looks whether it was the last, so that none is forgotten whatever dies meanwhile.
        await self.jobs.enqueue("album", {"album": album_id}, delay=QUIET + 0.05)
        return album_id, first

    async def complete(self, job: RunningJob) -> list[Document]:
        """The documents of an album that has been quiet, in their order, not yet in the line; none before that."""
        album = await Album.select_for_update().get_or_none(id=int(str(job.payload["album"])))
        if album is None or db.stamp() - album.part_at < QUIET * 1000:
            return []
        received = Document.filter(album_id=album.id, owner_id=album.owner_id, state=DocumentState.RECEIVED)
        return await received.filter(waiting__isnull=True).order_by("id").prefetch_related("owner")

    async def progress(self, owner: Account, album_id: int) -> AlbumProgress:
        """How far an album of the owner's is."""
        parts = Document.filter(album_id=album_id, owner_id=owner.id).order_by("id")
        rows = await parts.values_list("id", "state", "part_of")
        states = [state for _, state, _ in rows]
        waiting = [int(number) for number, state, _ in rows if state == DocumentState.RECEIVED]
        whole = {part_of or number for number, state, part_of in rows if state != DocumentState.REFUSED}
        refused = states.count(DocumentState.REFUSED)
        read = len(states) - len(waiting) - refused
        return AlbumProgress(album_id, len(states), read, refused, waiting[0] if waiting else None, len(whole))
