"""Everything that is kept of a person, as ZIP files: each table as JSON and CSV, and their files as they are kept.

The register of personal columns says what that is. Made in the background; the chat is told how far it is.
"""

import asyncio
import csv
import io
import json
import zipfile
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from core import db
from core.domain.exports.export_tables import neutral
from core.domain.mail_kinds import MailKind
from core.domain.mail_ports import SealBroken, Vault
from core.domain.retention import Held, period
from core.domain.states import MadeState
from core.errors import Gone
from core.faults import fault
from core.i18n import translator
from core.meters import Meters
from core.models import Account, MadeFile
from core.models.personal import personal
from core.ports import Clock, FileLost, FileStore, Jobs, RunningJob
from core.services.days import day_of
from core.services.exports import LARGEST, Part
from core.services.file_names import file_name
from core.services.made_files import announce, awaited, give_up
from core.services.mails import Mails
from core.services.manners import translator_of
from core.services.personal_rows import rows_of

TAKEOUT = "takeout"
# After how many files the chat is told how far it is.
TOLD_EVERY = 20

Tables = dict[str, list[dict[str, object]]]


@dataclass(frozen=True, slots=True)
class Takeouts:
    """Makes them."""

    clock: Clock
    jobs: Jobs
    files: FileStore
    vault: Vault
    meters: Meters = field(default_factory=Meters)
    largest: int = LARGEST
    mails: Mails | None = None

    async def ask(self, owner: Account) -> MadeFile:
        """Have one made; asking while one is being made gives that one."""
        async with db.transaction():
            await Account.select_for_update().get(id=owner.id)
            waiting = await MadeFile.filter(owner_id=owner.id, kind=TAKEOUT, state=MadeState.WAITING).first()
            if waiting is not None:
                return waiting
            now = self.clock.now()
            made = await MadeFile.create(
                owner_id=owner.id,
                kind=TAKEOUT,
                form="zip",
                state=MadeState.WAITING,
                created_at=now,
                expires_at=now + period(Held.EXPORT),
            )
            await self.jobs.enqueue("make_takeout", {"file": made.id}, key=f"export:{owner.id}")
        return made

    async def get(self, owner: Account, made_id: int) -> MadeFile:
        """One of the owner's."""
        made = await MadeFile.get_or_none(id=made_id, owner_id=owner.id, kind=TAKEOUT)
        if made is None:
            raise Gone
        return made

    async def make(self, job: RunningJob) -> None:
        """Write the files and tell the chat; cut by a crash, it starts over."""
        made = await awaited(job)
        if made is None:
            return
        parts: list[Part] = []
        size = 0
        with self.meters.timed("export_seconds"):
            async for content in self._zips(made):
                size += len(content)
                made_on, ending = day_of(made.owner, made.created_at), f"{len(parts) + 1}.zip"
                name = file_name(translator_of(made.owner), "file.takeout", made_on, ending)
                parts.append(Part(await self.files.put(content), name, "application/zip"))
        fault("takeout.written")
        async with db.transaction():
            made.state, made.size = MadeState.READY, size
            made.stored = json.dumps([[part.stored, part.file_name, part.mime_type] for part in parts])
            await made.save()
            await announce(self.jobs, made, "takeout_made")
            if self.mails is not None:
                day = translator_of(made.owner).plain("mail.day", day=day_of(made.owner, made.expires_at))
                await self.mails.put_to_owner(made.owner, MailKind.EXPORT_READY, {"day": day})
            await job.finish()

    async def failed(self, job: RunningJob) -> None:
        """Making it was given up: say so."""
        await give_up(self.jobs, job, "takeout_made")

    async def _zips(self, made: MadeFile) -> AsyncIterator[bytes]:
        """ZIP files that the chat takes, each whole by itself."""
        owner = made.owner
        tables = await tables_of(owner, self.vault)
        bag = _Bag()
        await asyncio.to_thread(bag.put_tables, owner.language, tables, made.created_at)
        names = await file_names(owner)
        for number, (stored, name) in enumerate(names, start=1):
            try:
                content = await self.files.get(stored)
            except FileLost:
                continue
            if bag.size + len(content) > self.largest and bag.used:
                yield bag.close()
                bag = _Bag()
            await asyncio.to_thread(bag.put, f"{name}.{_ending(content)}", content)
            if number % TOLD_EVERY == 0:
                await MadeFile.filter(id=made.id).update(facts=json.dumps({"done": number, "total": len(names)}))
                await announce(self.jobs, made, "takeout_made")
        yield bag.close()


class _Bag:
    """A ZIP file that is being filled; what is in it already and what it will hold add up to no more than its size."""

    def __init__(self) -> None:
        self._buffer = io.BytesIO()
        self._archive = zipfile.ZipFile(self._buffer, "w", zipfile.ZIP_DEFLATED)
        self.used = False

    @property
    def size(self) -> int:
        """How large it is so far."""
        return self._buffer.tell()

    def put(self, name: str, content: bytes) -> None:
        """Add a file."""
        self._archive.writestr(name, content)
        self.used = True

    def put_tables(self, language: str, tables: Tables, made_at: datetime) -> None:
        """Add what the tables hold."""
        self.put("README.txt", translator(language).plain("takeout.readme").encode())
        content = {"format": "autotrack-takeout", "made_at": made_at.isoformat(), "tables": tables}
        self.put("data.json", json.dumps(content, ensure_ascii=False, indent=1).encode())
        for table, rows in tables.items():
            if rows:
                self.put(f"tables/{table}.csv", _csv(rows))

    def close(self) -> bytes:
        """The whole file."""
        self._archive.close()
        return self._buffer.getvalue()


async def tables_of(owner: Account, vault: Vault) -> Tables:
    """Every table that holds something of a person, with the columns that are theirs to see."""
    found: Tables = {}
    for entry in personal():
        columns = entry.told.split()
        if columns:
            rows = [_told(row) for row in await rows_of(owner, entry, columns)]
            for row, column in ((row, column) for row in rows for column in entry.sealed.split() if row[column]):
                row[column] = _opened(vault, str(row[column]))
            found[entry.table] = rows
    return found


async def file_names(owner: Account) -> list[tuple[str, str]]:
    """The stored files of a person, each with its name in the export."""
    found: list[tuple[str, str]] = []
    seen: set[str] = set()
    for entry in personal():
        columns = entry.files.split()
        for row in await rows_of(owner, entry, ["id", *columns] if columns else ()):
            for column in columns:
                stored = row[column]
                if stored and stored not in seen:
                    seen.add(stored)
                    found.append((str(stored), f"files/{entry.table}-{row['id']}-{len(found) + 1}"))
    return found


_ENDINGS = (
    (b"\xff\xd8", "jpg"),
    (b"\x89PNG", "png"),
    (b"%PDF", "pdf"),
    (b"RIFF", "webp"),
    (b"PK", "zip"),
    (b"OggS", "ogg"),
)


def _ending(content: bytes) -> str:
    return next((ending for start, ending in _ENDINGS if content.startswith(start)), "txt")


def _opened(vault: Vault, sealed: str) -> str | None:
    try:
        return vault.unseal(sealed)
    except SealBroken:
        return None  # its key is gone: nobody can tell it any more


def _told(row: Mapping[str, Any]) -> dict[str, object]:
    return {name: _plain(value) for name, value in row.items()}


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def _csv(rows: Sequence[Mapping[str, object]]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(rows[0])
    for row in rows:
        cells = (value if value is not None else "" for value in row.values())
        writer.writerow([neutral(cell) if isinstance(cell, str) else cell for cell in cells])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()
