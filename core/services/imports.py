"""Logbooks of other apps: received, looked at, asked about, then imported as a whole, and taken back for a day."""

import json
from dataclasses import dataclass, field, replace
from datetime import timedelta

from core import db
from core.domain.imports.import_manner import Answers
from core.domain.imports.import_ports import LogbookReader
from core.domain.imports.import_preview import Preview
from core.domain.imports.import_rows import CHOICES, About, ImportRefused, RowKind
from core.domain.imports.import_wire import preview_bytes, preview_from
from core.domain.picture import PICTURE
from core.domain.retention import Held, period
from core.domain.states import ImportState
from core.errors import Gone, Refusal
from core.faults import fault
from core.meters import Meters
from core.models import (
    Account,
    Cost,
    FillUp,
    ImportBatch,
    MaintenanceRecord,
    OdometerReading,
    Reminder,
    Vehicle,
)
from core.ports import (
    Clock,
    DownloadDelayed,
    DownloadFailed,
    Downloads,
    DownloadTooBig,
    FileLost,
    FileStore,
    Jobs,
    RunningJob,
    Studio,
    StudioFailed,
)
from core.services.days import today_of
from core.services.documents import LARGEST, Arriving
from core.services.import_picture import dry_run
from core.services.import_vehicles import ImportVehicleNeeded, Meant, drop_vehicle, meant, without_rows
from core.services.import_writing import ImportWriting, Outcome
from core.services.manners import translator_of
from core.services.vehicles import Vehicles

CURRENCY = "EUR"
UNDO = timedelta(hours=24)
# Nobody drives so much: what is larger would hold up everybody while it is written.
MOST_ROWS = 100_000
# How long a card waits for its confirmation.
UNSETTLED = period(Held.IMPORT)
_BROUGHT = (FillUp, MaintenanceRecord, Cost, Reminder, OdometerReading)


@dataclass(frozen=True, slots=True)
class ImportCard:
    """An import with what was found in its file, and the person's vehicles it would go to."""

    batch: ImportBatch
    preview: Preview | None
    meant: Meant | None = None
    outcome: Outcome | None = None


class ImportChanged(Refusal):
    """The button belongs to an older state of the card, or the import is settled."""

    def __init__(self, state: ImportState) -> None:
        settled = state in {ImportState.DONE, ImportState.UNDONE, ImportState.DROPPED, ImportState.RUNNING}
        super().__init__(f"import.already_{state.value}" if settled else "import.card_changed")


@dataclass(frozen=True, slots=True)
class Imports:
    """Owns every import; files are read and rows written in jobs, never while somebody's update waits."""

    clock: Clock
    jobs: Jobs
    files: FileStore
    downloads: Downloads
    reader: LogbookReader
    vehicles: Vehicles
    writing: ImportWriting
    meters: Meters = field(default_factory=Meters)
    # None where nothing is drawn.
    studio: Studio | None = None

    async def receive(self, owner: Account, arriving: Arriving) -> ImportBatch:
        """Note that a file came and have it looked at; one that is too large is refused at once."""
        if arriving.size is not None and arriving.size > LARGEST:
            raise Refusal("import.refused_too_large")
        async with db.transaction():
            batch = await ImportBatch.create(
                owner_id=owner.id,
                state=ImportState.RECEIVED,
                telegram_file=arriving.reference,
                file_name=arriving.file_name,
                size=arriving.size,
                created_at=self.clock.now(),
            )
            await self._enqueue("read_import", owner, batch)
        return batch

    async def card(self, owner: Account, batch_id: int) -> ImportCard:
        """One of the owner's imports."""
        batch = await self._mine(owner, batch_id)
        preview = preview_from(batch.summary) if batch.summary else None
        outcome = _outcome(batch.outcome) if batch.outcome else None
        if preview is None:
            return ImportCard(batch, None, outcome=outcome)
        cars = {car.key: car for car in preview.cars}
        return ImportCard(batch, preview, meant(owner, await self.vehicles.own(owner), cars, batch.vehicle_id), outcome)

    async def answer(self, owner: Account, batch_id: int, revision: int, about: str, choice: str) -> ImportBatch:
        """Say what the file does not; it is looked at anew."""
        async with db.transaction():
            batch = await self._open(owner, batch_id, revision)
            if about not in set(About) or choice not in CHOICES[About(about)]:
                raise Gone
            batch.answers = json.dumps({**json.loads(batch.answers), about: choice})
            batch.state = ImportState.RECEIVED
            await self._changed(batch)
            await self._enqueue("read_import", owner, batch)
        return batch

    async def choose_vehicle(self, owner: Account, batch_id: int, revision: int, vehicle_id: int) -> ImportCard:
        """Say which vehicle the rows belong to; 0 is a new one."""
        async with db.transaction():
            batch = await self._open(owner, batch_id, revision)
            if vehicle_id:
                await self.vehicles.get(owner, vehicle_id)
            batch.vehicle_id = vehicle_id
            await self._changed(batch)
        return await self.card(owner, batch_id)

    async def confirm(self, owner: Account, batch_id: int, revision: int) -> ImportBatch:
        """Import what the card shows."""
        async with db.transaction():
            batch = await self._open(owner, batch_id, revision)
            card = await self.card(owner, batch_id)
            if card.preview is None or card.preview.questions:
                raise ImportChanged(batch.state)
            if card.meant is not None and card.meant.needs_choice:
                raise ImportVehicleNeeded
            batch.state = ImportState.RUNNING
            await self._changed(batch)
            await self._enqueue("run_import", owner, batch)
        return batch

    async def drop(self, owner: Account, batch_id: int) -> None:
        """Forget a file that was not imported."""
        async with db.transaction():
            batch = await self._mine(owner, batch_id, lock=True)
            if batch.state not in {ImportState.PROPOSED, ImportState.RECEIVED}:
                raise ImportChanged(batch.state)
            batch.state = ImportState.DROPPED
            await self._forget(batch)

    async def undo(self, owner: Account, batch_id: int) -> ImportBatch:
        """Take back all that an import brought, for a day; what was added to it since goes with it."""
        async with db.transaction():
            batch = await self._mine(owner, batch_id, lock=True)
            if batch.state is not ImportState.DONE or batch.finished_at is None:
                raise ImportChanged(batch.state)
            if self.clock.now() - batch.finished_at > UNDO:
                raise Refusal("import.undo_too_late")
            outcome = _outcome(batch.outcome or "{}")
            for model in _BROUGHT:
                await model.filter(import_id=batch.id).delete()
            for vehicle_id in outcome.added:
                if await without_rows(vehicle_id):
                    await drop_vehicle(vehicle_id)
            for vehicle_id in outcome.vehicles:
                if await Vehicle.exists(id=vehicle_id):
                    await self.writing.odometer.follow(owner, vehicle_id)
            batch.state = ImportState.UNDONE
            await batch.save(update_fields=["state"])
        return batch

    async def bring(self, owner: Account, content: bytes, answers: Answers, chosen: int | None) -> Outcome:
        """Import a file at once, for an operator; refused as long as a question is open."""
        found = await self.reader.rows(content, answers, CURRENCY, today_of(owner, self.clock))
        if found.header.open_questions:
            raise ImportRefused("questions")
        async with db.transaction():
            mine, now = await self.vehicles.own(owner), self.clock.now()
            if meant(owner, mine, found.header.cars, chosen).needs_choice:
                raise ImportVehicleNeeded
            batch = await ImportBatch.create(
                owner_id=owner.id, state=ImportState.DONE, telegram_file="", size=len(content), created_at=now
            )
            outcome = await self.writing.write(owner, batch.id, found, mine, chosen)
            batch.outcome, batch.finished_at = _packed(outcome), now
            await batch.save(update_fields=["outcome", "finished_at"])
        return outcome

    async def read(self, job: RunningJob) -> None:
        """Fetch and look at a file, then tell its chat; cut by a crash, it starts over."""
        batch = await self._of(job)
        if batch is None or batch.state is not ImportState.RECEIVED:
            return
        try:
            content = await self._content(batch)
            today = today_of(batch.owner, self.clock)
            with self.meters.timed("import_reading_seconds"):
                preview = await self.reader.preview(content, json.loads(batch.answers), CURRENCY, today)
            if preview.rows > MOST_ROWS:
                raise ImportRefused("too_large")  # noqa: TRY301  # the same answer as of the reader
            if not preview.rows and not preview.skipped:
                raise ImportRefused("nothing_found")  # noqa: TRY301  # the same answer as of the reader
        except ImportRefused as refused:
            await self._refuse(batch, refused.reason, job)
            return
        preview = await self._drawn(batch, preview)
        async with db.transaction():
            batch.state, batch.summary = ImportState.PROPOSED, preview_bytes(preview).decode()
            await self._changed(batch)
            await self._tell(batch, "import_read")
            await job.finish()

    async def _drawn(self, batch: ImportBatch, preview: Preview) -> Preview:
        """The preview with its picture, where one can be drawn: it is seen at a glance whether that is their car."""
        drawn = dry_run(translator_of(batch.owner), preview)
        if drawn is None or self.studio is None:
            return preview
        try:
            with self.meters.timed("drawing_seconds"):
                picture = await self.studio.make("picture", PICTURE.dump_json(drawn))
        except StudioFailed:
            return preview  # the words are enough
        return replace(preview, picture=await self.files.put(picture))

    async def run(self, job: RunningJob) -> None:
        """Read the file once more and keep its rows in one transaction, with the end of this job."""
        batch = await self._of(job)
        if batch is None or batch.state is not ImportState.RUNNING:
            return
        owner = batch.owner
        try:
            content = await self._content(batch)
            found = await self.reader.rows(content, json.loads(batch.answers), CURRENCY, today_of(owner, self.clock))
        except ImportRefused as refused:
            await self._refuse(batch, refused.reason, job)
            return
        async with db.transaction():
            mine = await self.vehicles.own(owner)
            outcome = await self.writing.write(owner, batch.id, found, mine, batch.vehicle_id)
            batch.state, batch.finished_at = ImportState.DONE, self.clock.now()
            batch.outcome = _packed(outcome)
            await self._forget(batch)
            await self._tell(batch, "import_done")
            fault("import.written")
            await job.finish()
        self.meters.count("imports", found.header.format.value if found.header.format else "none")

    async def failed(self, job: RunningJob) -> None:
        """Reading or writing was given up: nothing was imported, and the person is told."""
        batch = await self._of(job)
        if batch is not None and batch.state in {ImportState.RECEIVED, ImportState.RUNNING}:
            await self._end(batch, "broken_table")

    async def expire(self) -> int:
        """Forget files that nobody settled; how many."""
        before = self.clock.now() - UNSETTLED
        waiting = [ImportState.RECEIVED, ImportState.PROPOSED]
        old = await ImportBatch.filter(state__in=waiting, created_at__lt=before).limit(100)
        for batch in old:
            async with db.transaction():
                batch.state = ImportState.DROPPED
                await self._forget(batch)
        return len(old)

    async def _content(self, batch: ImportBatch) -> bytes:
        """The file, fetched once and kept encrypted until the import is settled."""
        if batch.stored is not None:
            try:
                return await self.files.get(batch.stored)
            except FileLost:
                batch.stored = None
        try:
            content = await self.downloads.fetch(batch.telegram_file)
        except DownloadTooBig:
            raise ImportRefused("too_large") from None
        except (DownloadFailed, DownloadDelayed):
            raise ImportRefused("not_fetched") from None
        batch.stored, batch.size = await self.files.put(content), len(content)
        await batch.save(update_fields=["stored", "size"])
        return content

    async def _refuse(self, batch: ImportBatch, reason: str, job: RunningJob) -> None:
        async with db.transaction():
            await self._end(batch, reason)
            await job.finish()

    async def _end(self, batch: ImportBatch, reason: str) -> None:
        batch.state, batch.refusal = ImportState.REFUSED, reason
        await self._forget(batch)
        await self._tell(batch, "import_refused")
        self.meters.count("imports", reason)

    async def _forget(self, batch: ImportBatch) -> None:
        """Settle an import; its file goes once that has committed."""
        picture = preview_from(batch.summary).picture if batch.summary else None
        names = [name for name in (batch.stored, picture) if name is not None]
        if names:
            await self.jobs.enqueue("delete_files", {"names": names})
        batch.stored, batch.telegram_file = None, ""
        await batch.save()

    async def _changed(self, batch: ImportBatch) -> None:
        batch.revision += 1
        await batch.save()

    async def _open(self, owner: Account, batch_id: int, revision: int) -> ImportBatch:
        batch = await self._mine(owner, batch_id, lock=True)
        if batch.state is not ImportState.PROPOSED or batch.revision != revision:
            raise ImportChanged(batch.state)
        return batch

    async def _mine(self, owner: Account, batch_id: int, *, lock: bool = False) -> ImportBatch:
        query = ImportBatch.select_for_update() if lock else ImportBatch.all()
        batch = await query.get_or_none(id=batch_id, owner_id=owner.id)
        if batch is None:
            raise Gone
        return batch

    async def _of(self, job: RunningJob) -> ImportBatch | None:
        return await ImportBatch.get_or_none(id=int(str(job.payload["import"]))).select_related("owner")

    async def _enqueue(self, name: str, owner: Account, batch: ImportBatch) -> None:
        await self.jobs.enqueue(name, {"import": batch.id}, key=f"import:{owner.id}")

    async def _tell(self, batch: ImportBatch, kind: str) -> None:
        owner = batch.owner
        payload = {"chat_id": owner.telegram_id, "kind": kind, "subject": batch.id}
        await self.jobs.enqueue("event", payload, key=f"chat:{owner.telegram_id}")


def _packed(outcome: Outcome) -> str:
    counts = {kind.value: count for kind, count in outcome.counts.items()}
    kept = {"counts": counts, "known": outcome.known, "added": outcome.added, "vehicles": outcome.vehicles}
    return json.dumps(kept)


def _outcome(packed: str) -> Outcome:
    raw = json.loads(packed)
    outcome = Outcome(known=int(raw.get("known", 0)), added=raw.get("added", []), vehicles=raw.get("vehicles", []))
    for kind, count in raw.get("counts", {}).items():
        outcome.counts[RowKind(kind)] = count
    return outcome
