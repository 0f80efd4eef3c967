"""The line of documents that wait to be read: one document per person in each turn, so that nobody waits for fifty.

A person's first document joins the turn being served, their next ones each a later turn. Every job `read_document` is
a ticket for one document, whichever is first when it runs: as many tickets as documents, and what an attempt that was
cut had taken is taken again by the same job.

    joined ──ticket──> taken by a job ──> read or refused, gone from the line
      │ ▲                   └── its file cannot be fetched now ──> rests, with a later ticket
      ▼ │
    aside: the line is full; a ticket is given when somebody leaves
"""

from dataclasses import dataclass
from datetime import timedelta

from core import db
from core.domain.states import DocumentState
from core.models import Account, Document, WaitingDocument
from core.ports import Clock, Jobs, JobTaken, RunningJob

# Documents that are promised a place; at three seconds a page, who comes last is served after some ten minutes.
LONGEST = 200
# The first places are served at once or next: telling them a number would be noise.
SERVED = 2
# People hear of their place this often at most.
MOVE_SECONDS = 4
# Seconds of rest after each time that a file could not be fetched; after the last one it is refused.
RESTS = (2, 5, 10, 20, 30)
# Milliseconds after which a job that took a document is surely dead, and a document without a ticket forgotten.
FORGOTTEN = 15 * 60 * 1000


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a document stands: its place from 1, whether the same person has earlier ones, whether it was set aside."""

    place: int
    after_own: bool = False
    aside: bool = False

    @property
    def told(self) -> int:
        """The place as it is told; 0 where it is not: served at once or next, behind one's own, set aside."""
        return self.place if self.place > SERVED and not self.after_own and not self.aside else 0


@dataclass(frozen=True, slots=True)
class Depth:
    """How many documents wait and are being read, and how many seconds the oldest has been in the line."""

    waiting: int
    taken: int
    aside: int
    oldest: float


@dataclass(frozen=True, slots=True)
class ReadingLine:
    """Decides which document is read next; every method joins the caller's transaction."""

    clock: Clock
    jobs: Jobs
    longest: int = LONGEST

    async def join(self, document: Document) -> Standing:
        """Put a document at the end of its owner's documents."""
        rows = await db.fetch(
            "INSERT INTO waiting_document(document_id, owner_id, turn, aside, tries, rests_until, told, joined_at)"
            " SELECT ?, ?, max(turn), ?, 0, 0, 0, ? FROM ("
            "SELECT coalesce(min(turn), 0) AS turn FROM waiting_document"
            " UNION ALL SELECT coalesce(max(turn) + 1, 0) FROM waiting_document WHERE owner_id = ?) AS turns"
            " RETURNING id, turn",
            *(document.id, document.owner_id, False, db.stamp(), document.owner_id),
        )
        place, own = await self._before(int(rows[0]["turn"]), int(rows[0]["id"]), document.owner_id)
        standing = Standing(place, own > 0, aside=place > self.longest)
        if standing.aside or standing.told:
            await WaitingDocument.filter(id=rows[0]["id"]).update(aside=standing.aside, told=standing.told)
        if not standing.aside:
            await self._give_ticket(document.id)
        return standing

    async def standing(self, document_id: int) -> Standing | None:
        """Where a document stands now; None once it left. Its row is held, so that it cannot leave meanwhile."""
        row = await WaitingDocument.select_for_update().get_or_none(document_id=document_id)
        if row is None:
            return None
        place, own = await self._before(row.turn, row.id, row.owner_id)
        return Standing(place, own > 0, row.aside)

    async def take(self, job: RunningJob) -> WaitingDocument | None:
        """The document this job is to read, with its owner; the same one in every attempt."""
        async with db.transaction():
            mine = WaitingDocument.filter(job=job.id)
            while not await mine.exists():
                ready = WaitingDocument.filter(job__isnull=True, aside=False, rests_until__lte=db.stamp())
                first = await ready.order_by("turn", "id").first()
                if first is None:
                    return None
                # Another process may have been quicker: then the next one.
                await WaitingDocument.filter(id=first.id, job__isnull=True).update(job=job.id, rests_until=db.stamp())
            return await mine.prefetch_related("document__owner").first()

    async def taken_by(self, job: RunningJob) -> WaitingDocument | None:
        """The document this job had taken when it was given up."""
        return await WaitingDocument.filter(job=job.id).prefetch_related("document__owner").first()

    async def leave(self, waiting: WaitingDocument, job: RunningJob) -> None:
        """It was read or refused: the next one who was set aside gets a place, and the others hear of theirs."""
        if await WaitingDocument.filter(id=waiting.id, job=job.id).delete() != 1:
            raise JobTaken
        aside = await WaitingDocument.filter(aside=True).order_by("turn", "id").first()
        if aside is not None and await WaitingDocument.filter(aside=False).count() < self.longest:
            await WaitingDocument.filter(id=aside.id).update(aside=False)
            await self._give_ticket(aside.document_id)
        await self._announce()

    async def rest(self, waiting: WaitingDocument, job: RunningJob) -> bool:
        """Its file cannot be fetched now: let it rest and try again; False when that was the last try."""
        if waiting.tries >= len(RESTS):
            return False
        pause = RESTS[waiting.tries]
        rested = await WaitingDocument.filter(id=waiting.id, job=job.id).update(
            job=None, tries=waiting.tries + 1, rests_until=db.stamp() + pause * 1000
        )
        if rested != 1:
            raise JobTaken
        await self._give_ticket(waiting.document_id, delay=pause + 0.1)
        return True

    async def moved(self) -> list[tuple[Account, int]]:
        """People whose place has changed since they were told, each with their first waiting document."""
        places: dict[int, tuple[WaitingDocument, int]] = {}
        rows = await WaitingDocument.all().order_by("turn", "id").limit(self.longest)
        # Whose document is being read has nothing to wait for.
        served = {row.owner_id for row in rows if row.job is not None}
        for place, row in enumerate(rows, start=1):
            if row.owner_id not in served:
                places.setdefault(row.owner_id, (row, Standing(place, aside=row.aside).told))
        news = [(row, told) for row, told in places.values() if row.told != told]
        for row, told in news:
            await WaitingDocument.filter(id=row.id).update(told=told)
        owners = {owner.id: owner for owner in await Account.filter(id__in=[row.owner_id for row, _ in news])}
        return [(owners[row.owner_id], row.document_id) for row, _ in news]

    async def mend(self) -> None:
        """Give a ticket to what has waited so long that its own must be lost; one too many does no harm."""
        async with db.transaction():
            await self._mend(db.stamp() - FORGOTTEN)

    async def _mend(self, before: int) -> None:
        await WaitingDocument.filter(job__not_isnull=True, rests_until__lt=before).update(job=None)
        for row in await WaitingDocument.filter(aside=False, joined_at__lt=before).limit(self.longest):
            await self._give_ticket(row.document_id)
        # What is kept for a record is not read.
        lost = Document.filter(state=DocumentState.RECEIVED, waiting__isnull=True, attached_to__isnull=True)
        since = self.clock.now() - timedelta(milliseconds=FORGOTTEN)
        for document in await lost.filter(created_at__lt=since).limit(self.longest):
            await self.join(document)

    async def depth(self) -> Depth:
        """How long the line is."""
        rows = await db.fetch(
            "SELECT count(*) AS n, count(job) AS taken, sum(CASE WHEN aside THEN 1 ELSE 0 END) AS aside,"
            " min(joined_at) AS oldest FROM waiting_document"
        )
        found = rows[0]
        oldest = (db.stamp() - int(found["oldest"])) / 1000 if found["oldest"] is not None else 0.0
        taken, aside = int(found["taken"]), int(found["aside"] or 0)
        return Depth(int(found["n"]) - taken, taken, aside, oldest)

    async def _before(self, turn: int, row_id: int, owner_id: int) -> tuple[int, int]:
        """The place of a row from 1, and how many before it are its owner's."""
        rows = await db.fetch(
            "SELECT count(*) AS n, sum(CASE WHEN owner_id = ? THEN 1 ELSE 0 END) AS own FROM waiting_document"
            " WHERE turn < ? OR (turn = ? AND id < ?)",
            *(owner_id, turn, turn, row_id),
        )
        return int(rows[0]["n"]) + 1, int(rows[0]["own"] or 0)

    async def _give_ticket(self, document_id: int, *, delay: float = 0) -> None:
        await self.jobs.enqueue("read_document", {"document": document_id}, delay=delay)

    async def _announce(self) -> None:
        """Have people told of their places, soon and not too often."""
        if await WaitingDocument.filter(job__isnull=True).exists():
            slot = db.stamp() // (MOVE_SECONDS * 1000)
            await self.jobs.enqueue("line_moved", {}, dedupe=f"line:{slot}", delay=MOVE_SECONDS)
