"""Service books and cost reports: made in the background, signed, checked and shared for a while."""

import asyncio
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from core import db
from core.domain.book import PAPER, Paper, make_code, read_code, signature_of
from core.domain.ownership import Period
from core.domain.retention import Held, period
from core.domain.states import DocumentState, MadeState
from core.errors import Gone
from core.faults import fault
from core.meters import Meters
from core.models import Account, Document, MadeFile
from core.ports import Clock, FileLost, FileStore, Jobs, RunningJob, Studio, StudioFailed
from core.services.days import day_of, today_of
from core.services.document_files import DocumentFiles, pages_of
from core.services.exports import parts_of
from core.services.figures_read import read_figures
from core.services.file_names import file_name
from core.services.logbook_reading import read_logbook
from core.services.made_files import announce, awaited, give_up
from core.services.manners import translator_of
from core.services.paper_making import cost_report, service_book
from core.services.vehicles import Vehicles

BOOK = "book"
# A book can be checked for as long as somebody may still hold it.
KEPT, SHARED = period(Held.BOOK), timedelta(days=14)


# What is put behind a book: less than the chat takes in one file, and no more than anybody leafs through.
MOST_PAGES, MOST_BYTES = 150, 30_000_000


class BookForm(StrEnum):
    """Which paper: the whole book, alone or with the documents behind it, the one for a buyer, the report of costs.

    Values are stored.
    """

    OWN = "own"
    PAPERS = "papers"
    BUYER = "buyer"
    COSTS = "costs"


@dataclass(frozen=True, slots=True)
class Checked:
    """What a code's page says: the facts as they were printed, the digest of the file, until when it is shared."""

    code: str
    digest: str
    facts: tuple[tuple[str, str], ...]
    language: str
    made_on: str


@dataclass(frozen=True, slots=True)
class Books:
    """Makes papers and answers for them; `secret` signs, `site` is where codes are checked, if there is one."""

    clock: Clock
    jobs: Jobs
    files: FileStore
    studio: Studio
    vehicles: Vehicles
    secret: bytes
    site: str | None
    copies: DocumentFiles
    meters: Meters = field(default_factory=Meters)

    async def ask(self, owner: Account, form: BookForm, vehicle_id: int) -> int:
        """Have a paper about a vehicle made; its number."""
        async with db.transaction():
            await self.vehicles.get(owner, vehicle_id)
            now = self.clock.now()
            made = await MadeFile.create(
                owner_id=owner.id,
                kind=BOOK,
                form=form.value,
                vehicle_id=vehicle_id,
                state=MadeState.WAITING,
                created_at=now,
                expires_at=now + KEPT,
            )
            await self.jobs.enqueue("make_book", {"file": made.id}, key=f"book:{owner.id}")
        return int(made.id)

    async def get(self, owner: Account, made_id: int) -> MadeFile:
        """One of the owner's papers."""
        made = await MadeFile.get_or_none(id=made_id, owner_id=owner.id, kind=BOOK)
        if made is None:
            raise Gone
        return made

    async def make(self, job: RunningJob) -> None:
        """Write the paper and tell the chat; cut by a crash, it starts over."""
        made = await awaited(job)
        if made is None:
            return
        code = make_code(secrets.token_bytes(8), self.secret)
        paper = await self._paper(made, code)
        try:
            with self.meters.timed("paper_seconds"):
                content = await self.studio.make("paper", PAPER.dump_json(paper))
        except StudioFailed:
            if job.attempts < 2:
                raise
            await self.failed(job)
            return
        if made.form == BookForm.PAPERS.value:
            content = await self._with_papers(made, content)
        name = await self._named(made)
        stored = json.dumps([[await self.files.put(content), name, "application/pdf"]])
        fault("book.written")
        async with db.transaction():
            made.state, made.stored = MadeState.READY, stored
            self._sign(made, paper, code, content)
            await made.save()
            await announce(self.jobs, made, "book_made")
            await job.finish()

    async def _named(self, made: MadeFile) -> str:
        vehicle = await self.vehicles.get(made.owner, made.vehicle_id)
        t, day = translator_of(made.owner), day_of(made.owner, made.created_at)
        return file_name(t, f"file.book_{made.form}", day, "pdf", vehicle)

    async def _paper(self, made: MadeFile, code: str) -> Paper:
        owner, form = made.owner, BookForm(made.form)
        vehicle, today = await self.vehicles.get(owner, made.vehicle_id), today_of(owner, self.clock)
        if form is BookForm.COSTS:
            figures = await read_figures(vehicle, Period.LIFE, today)
            return await asyncio.to_thread(cost_report, owner, vehicle, figures, today)
        logbook = await read_logbook(owner, [vehicle])
        check = f"{self.site}/book/{code}" if self.site is not None else ""
        masked = form is BookForm.BUYER
        return await asyncio.to_thread(
            service_book, owner, vehicle, logbook, today, code=code, check=check, masked=masked
        )

    async def _with_papers(self, made: MadeFile, book: bytes) -> bytes:
        """The book with the documents of its vehicle behind it, newest first, as many as the chat takes in one file."""
        mine = Document.filter(owner_id=made.owner.id, vehicle_id=made.vehicle_id, state=DocumentState.KEPT)
        parts, size = [book], len(book)
        for document in await mine.order_by("-dated_on", "-id"):
            for name in await pages_of(document):
                try:
                    page = await self.files.get(name)
                except FileLost:
                    continue
                size += len(page)
                if size > MOST_BYTES or len(parts) > MOST_PAGES:
                    return await self.copies.pictures.joined(parts)
                # One by one, as a page takes a hundred times its size while it is bound.
                parts.append(await self.copies.pictures.bound([page]))
        return await self.copies.pictures.joined(parts) if len(parts) > 1 else book

    def _sign(self, made: MadeFile, paper: Paper, code: str, content: bytes) -> None:
        """Note what proves the paper; a report of costs is nobody's proof."""
        made.size, made.digest = len(content), hashlib.sha256(content).hexdigest()
        day = today_of(made.owner, self.clock).isoformat()
        said = json.dumps({"facts": paper.facts, "language": paper.language, "made_on": day})
        made.facts = json.dumps({"said": said, "signature": signature_of(code, made.digest, said, self.secret)})
        made.code = code if paper.code else None

    async def failed(self, job: RunningJob) -> None:
        """Making it was given up: say so."""
        await give_up(self.jobs, job, "book_made")

    async def share(self, owner: Account, made_id: int) -> str | None:
        """An address under which anybody may fetch the book for two weeks; an earlier one ends. None: no site."""
        if self.site is None:
            return None
        async with db.transaction():
            made = await self.get(owner, made_id)
            if made.code is None:
                raise Gone
            word = secrets.token_urlsafe(16)
            made.share, made.share_until = self._hashed(word), self.clock.now() + SHARED
            await made.save(update_fields=["share", "share_until"])
        return f"{self.site}/book/{made.code}/{word}"

    async def stop_sharing(self, owner: Account, made_id: int) -> MadeFile:
        """End the address of a book."""
        made = await self.get(owner, made_id)
        made.share, made.share_until = None, None
        await made.save(update_fields=["share", "share_until"])
        return made

    async def checked(self, typed: str) -> Checked | None:
        """What we know of a code; None when we never gave it out, or what is stored of it was changed."""
        code = read_code(typed, self.secret)
        made = await MadeFile.get_or_none(code=code, kind=BOOK) if code is not None else None
        if made is None or code is None or not made.digest:
            return None
        kept = json.loads(made.facts)
        said, signature = str(kept["said"]), str(kept["signature"])
        if not secrets.compare_digest(signature, signature_of(code, made.digest, said, self.secret)):
            return None
        facts = json.loads(said)
        pairs = tuple((str(label), str(value)) for label, value in facts["facts"])
        return Checked(code, made.digest, pairs, str(facts["language"]), str(facts["made_on"]))

    async def shared(self, typed: str, word: str) -> bytes | None:
        """The file of a book that is shared, to whoever has its address."""
        code = read_code(typed, self.secret)
        made = await MadeFile.get_or_none(code=code, kind=BOOK) if code is not None else None
        if made is None or made.share is None or made.share_until is None or made.share_until < self.clock.now():
            return None
        if not secrets.compare_digest(made.share, self._hashed(word[:100])):
            return None
        try:
            return await self.files.get(parts_of(made)[0].stored)
        except FileLost:
            return None

    def _hashed(self, word: str) -> str:
        return hashlib.sha256(self.secret + word.encode()).hexdigest()
