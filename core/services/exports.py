"""A person's data as files of their own, made in the background and sent in the chat: free on every plan."""

import asyncio
import io
import json
import zipfile
from dataclasses import dataclass, field
from enum import StrEnum

from core import db
from core.domain.imports.import_rows import Found
from core.domain.recurring import CostType, cost_name
from core.domain.retention import Held, period
from core.domain.service_types import ServiceType, service_name
from core.domain.states import MadeState
from core.errors import Gone
from core.faults import fault
from core.i18n import translator
from core.meters import Meters
from core.models import Account, MadeFile
from core.ports import Clock, FileStore, Jobs, RunningJob
from core.services.days import day_of, today_of
from core.services.file_names import file_name
from core.services.logbook_reading import count_rows, read_logbook
from core.services.made_files import announce, awaited, give_up
from core.services.manners import translator_of
from core.services.vehicles import Vehicles

# What Telegram takes from a bot is 50 MB; the rest is for what goes with the file.
LARGEST = 49 * 2**20
KEPT = period(Held.EXPORT)
EXPORT = "export"


class ExportForm(StrEnum):
    """What an export is written as; values are stored."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    LUBELOGGER = "lubelogger"


_TYPES = {
    ExportForm.JSON: ("json", "application/json"),
    ExportForm.CSV: ("csv", "text/csv"),
    ExportForm.XLSX: ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ExportForm.LUBELOGGER: ("zip", "application/zip"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One file of what was made: its name in the store, and the name and type the person sees."""

    stored: str
    file_name: str
    mime_type: str


@dataclass(frozen=True, slots=True)
class Exports:
    """Makes exports."""

    clock: Clock
    jobs: Jobs
    files: FileStore
    vehicles: Vehicles
    meters: Meters = field(default_factory=Meters)
    largest: int = LARGEST

    async def ask(self, owner: Account, form: ExportForm) -> tuple[MadeFile, int]:
        """Have an export made; with it, how many rows it will have."""
        async with db.transaction():
            now = self.clock.now()
            made = await MadeFile.create(
                owner_id=owner.id,
                kind=EXPORT,
                form=form.value,
                state=MadeState.WAITING,
                created_at=now,
                expires_at=now + KEPT,
            )
            await self.jobs.enqueue("make_export", {"file": made.id}, key=f"export:{owner.id}")
        return made, await count_rows(owner)

    async def get(self, owner: Account, made_id: int) -> MadeFile:
        """One of the owner's files."""
        made = await MadeFile.get_or_none(id=made_id, owner_id=owner.id)
        if made is None:
            raise Gone
        return made

    async def make(self, job: RunningJob) -> None:
        """Write the files and tell the chat; cut by a crash, it starts over."""
        made = await awaited(job)
        if made is None:
            return
        owner = made.owner
        with self.meters.timed("export_seconds"):
            logbook = await read_logbook(owner, await self.vehicles.own(owner))
            content = await self._written(owner, ExportForm(made.form), logbook)
            parts = [
                Part(await self.files.put(piece), name, mime)
                for name, mime, piece in await asyncio.to_thread(self._portions, made, content)
            ]
        fault("export.written")
        async with db.transaction():
            made.state, made.size = MadeState.READY, len(content)
            made.stored = json.dumps([[part.stored, part.file_name, part.mime_type] for part in parts])
            await made.save()
            await announce(self.jobs, made, "file_made")
            await job.finish()

    async def failed(self, job: RunningJob) -> None:
        """Making it was given up: say so."""
        await give_up(self.jobs, job, "file_made")

    async def expire(self) -> int:
        """Forget files whose time is over; how many."""
        old = await MadeFile.filter(expires_at__lt=self.clock.now()).limit(100)
        for made in old:
            async with db.transaction():
                names = [part.stored for part in parts_of(made)]
                if names:
                    await self.jobs.enqueue("delete_files", {"names": names})
                await made.delete()
        return len(old)

    async def _written(self, owner: Account, form: ExportForm, logbook: Found) -> bytes:
        """In a thread: others must not wait for ten thousand rows."""
        # Imported here, as few people export and everybody waits for the start.
        from core.domain.exports.export_json import json_export
        from core.domain.exports.export_lubelogger import lubelogger_export
        from core.domain.exports.export_tables import csv_export, xlsx_export

        say = translator(owner.language).plain
        today, now = today_of(owner, self.clock), self.clock.now()

        def named(one: str) -> str:
            return say(service_name(ServiceType(one)) if one in _SERVICES else cost_name(CostType(one)))

        match form:
            case ExportForm.JSON:
                return await asyncio.to_thread(json_export, logbook, now.isoformat())
            case ExportForm.CSV:
                return await asyncio.to_thread(csv_export, logbook)
            case ExportForm.XLSX:
                return await asyncio.to_thread(xlsx_export, logbook)
            case ExportForm.LUBELOGGER:
                return await asyncio.to_thread(lubelogger_export, logbook, named, today)

    def _portions(self, made: MadeFile, content: bytes) -> list[tuple[str, str, bytes]]:
        """The content as files that the chat takes: whole, else packed, else cut."""
        ending, mime = _TYPES[ExportForm(made.form)]
        key = "file.export_lubelogger" if made.form == ExportForm.LUBELOGGER else "file.export"
        name = file_name(translator_of(made.owner), key, day_of(made.owner, made.created_at), ending)
        if len(content) > self.largest and ending != "zip":
            content, name, mime = _zipped(name, content), f"{name}.zip", "application/zip"
        if len(content) <= self.largest:
            return [(name, mime, content)]
        pieces = [content[start : start + self.largest] for start in range(0, len(content), self.largest)]
        return [(f"{name}.{n:03d}", "application/octet-stream", piece) for n, piece in enumerate(pieces, start=1)]


_SERVICES = {service.value for service in ServiceType}


def parts_of(made: MadeFile) -> list[Part]:
    """The files of what was made."""
    return [Part(*one) for one in json.loads(made.stored or "[]")]


def _zipped(name: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()
