"""Makes backups of a running or stopped bot, tries them, and brings them back."""

import asyncio
import os
import secrets
import shutil
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from app import keys
from app.database import reachable
from app.instance_lock import AlreadyRunning, sole_user
from app.progress import Progress
from core import db
from core.gateways import sqlite_copy
from core.gateways.backup_archive import BESIDE, Manifest, pack, unpack
from core.gateways.backup_seal import BackupBroken
from core.gateways.file_snapshot import snapshot
from core.gateways.file_store import EncryptedFiles
from core.gateways.postgres_dump import MayNotMakeDatabases, PostgresDump, compare
from core.gateways.private_postgres import PrivateServer
from core.models.personal import REGISTER
from core.ports import Clock, FileLost
from core.settings import EMBEDDED, Settings

NAMES = "autotrack-*.backup"


class CannotRestore(Exception):
    """The place is not free for what would be brought back; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A backup that was brought back into a scratch place."""

    manifest: Manifest
    # The database was restored and counted, not only read through.
    whole: bool
    # Stored files that rows name and the backup lacks, or no key opens.
    missing: int
    unreadable: int
    seconds: float

    @property
    def good(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing and not self.unreadable


def keys_of(settings: Settings) -> str:
    """The keys, newest first."""
    return keys.keys_of(settings)[0]


def file_columns() -> list[sqlite_copy.Column]:
    """The columns that name stored files, from the register of personal columns."""
    return [(entry.table, column) for entry in REGISTER for column in f"{entry.files} {entry.made}".split()]


async def make(settings: Settings, target: Path, clock: Clock) -> Manifest:
    """Write a backup; the name is there only once all of it is on the disk."""
    part = target.with_name(f"{target.name}.part")
    kind = "sqlite" if db.is_file(settings.database) else "postgres"
    with _scratch(settings.data_dir) as scratch, snapshot(settings.data_dir / "files", scratch / "held") as files:
        await asyncio.to_thread(files.hold)
        database = scratch / "database"
        tables = await _copied(settings, kind, database)
        # What came between is in the copy's rows as well.
        await asyncio.to_thread(files.hold)
        bare = Manifest(kind, clock.now().isoformat(timespec="seconds"), version("autotrack"), tables)
        beside = [(name, path) for name in BESIDE if (path := settings.data_dir / name).is_file()]
        members = [(bare.database, database), *beside, *files.members()]
        return await asyncio.to_thread(_packed, part, target, keys_of(settings), bare, members)


async def _copied(settings: Settings, kind: str, database: Path) -> dict[str, int]:
    if kind == "postgres":
        async with _answering(settings) as url:
            return await PostgresDump(url).dump(database)
    progress = Progress("database")
    source = Path(str(db.credentials(settings.database)["file_path"]))
    await asyncio.to_thread(sqlite_copy.copy, source, database, progress.reached)
    progress.end()
    return await asyncio.to_thread(sqlite_copy.counted, database)


def _packed(part: Path, target: Path, keys: str, bare: Manifest, members: list[tuple[str, Path]]) -> Manifest:
    progress = Progress("archive", sum(path.stat().st_size for _, path in members))
    try:
        with part.open("wb") as out:
            made = pack(out, keys.split(",", maxsplit=1)[0], bare, members, progress.more)
            out.flush()
            os.fsync(out.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
        progress.end()
    return made


async def attempt(archive: Path, settings: Settings) -> Tried:
    """Bring a backup back into a scratch place, look at everything, and take the time."""
    with _scratch(settings.data_dir) as scratch:
        began = time.monotonic()
        manifest = await asyncio.to_thread(_unpacked, archive, keys_of(settings), scratch)
        whole, named = await _looked_at(manifest, scratch / manifest.database, settings)
        seconds = time.monotonic() - began
        held = {Path(name).name for name in manifest.digests}
        unreadable = await _unreadable(scratch / "files", keys_of(settings), manifest)
    return Tried(manifest, whole, len(named - held), unreadable, seconds)


def _unpacked(archive: Path, keys: str, folder: Path) -> Manifest:
    progress = Progress("unpacking", archive.stat().st_size)
    try:
        with archive.open("rb") as source:
            return unpack(source, keys, folder, lambda _: progress.reached(source.tell()))
    finally:
        progress.end()


async def _looked_at(manifest: Manifest, database: Path, settings: Settings) -> tuple[bool, set[str]]:
    """Whether the database was really restored, and the files that its rows name."""
    tables = dict(manifest.tables)
    if manifest.kind == "sqlite":
        compare(tables, await asyncio.to_thread(sqlite_copy.checked, database))
        return True, await asyncio.to_thread(sqlite_copy.named_files, database, file_columns())
    if db.is_file(settings.database):
        raise CannotRestore("this backup is of PostgreSQL: DATABASE_URL must name a server to try it on")
    async with _answering(settings) as url:
        try:
            async with PostgresDump(url).scratch() as scratch:
                await scratch.restore(database)
                compare(tables, await scratch.counted())
                return True, await scratch.named_files(file_columns())
        except MayNotMakeDatabases:
            await PostgresDump(url).read_through(database)
            return False, set()


async def _unreadable(folder: Path, keys: str, manifest: Manifest) -> int:
    """How many stored files no key opens."""
    store, lost = EncryptedFiles.open(folder, keys), 0
    progress = Progress("files", manifest.files)
    for name in manifest.digests:
        if name.startswith("files/"):
            try:
                await store.get(Path(name).name)
            except FileLost:
                lost += 1
            progress.more(1)
    progress.end()
    return lost


async def restore(archive: Path, settings: Settings, clock: Clock, *, replace: bool) -> Manifest:
    """Bring a backup back to where the settings point; what was there is set aside, never deleted."""
    if not db.is_file(settings.database):
        return await _restored_on_server(archive, settings, clock, replace=replace)
    async with sole_user(settings.database):
        with _scratch(settings.data_dir) as scratch:
            manifest = await asyncio.to_thread(_unpacked, archive, keys_of(settings), scratch)
            if manifest.kind != "sqlite":
                raise CannotRestore("this backup is of PostgreSQL, and DATABASE_URL names an SQLite file")
            await _looked_at(manifest, scratch / manifest.database, settings)
            path = Path(str(db.credentials(settings.database)["file_path"]))
            await asyncio.to_thread(_swapped, scratch, path, settings.data_dir, clock, replace=replace)
    return manifest


async def _restored_on_server(archive: Path, settings: Settings, clock: Clock, *, replace: bool) -> Manifest:
    async with reachable(settings) as found:
        server = PostgresDump(found.database)
        if await server.counted():
            raise CannotRestore("the database is not empty: make an empty one and let DATABASE_URL name it")
        with _scratch(settings.data_dir) as scratch:
            manifest = await asyncio.to_thread(_unpacked, archive, keys_of(settings), scratch)
            if manifest.kind != "postgres":
                raise CannotRestore("this backup is of an SQLite file, and DATABASE_URL names a server")
            await asyncio.to_thread(_swapped, scratch, None, settings.data_dir, clock, replace=replace)
            await server.restore(scratch / manifest.database)
    return manifest


def _swapped(scratch: Path, database: Path | None, data_dir: Path, clock: Clock, *, replace: bool) -> None:
    """Put what is in the scratch folder in its place."""
    places = [(scratch / name, data_dir / name) for name in (*BESIDE, "files") if (scratch / name).exists()]
    if database is not None:
        places.insert(0, (scratch / "database.sqlite3", database))
    taken = [place for _, place in places if place.exists() and (place.is_file() or any(place.iterdir()))]
    if taken and not replace:
        names = ", ".join(str(place) for place in taken)
        raise CannotRestore(f"something is there already ({names}): --replace sets it aside")
    stamp = clock.now().strftime("%Y%m%dT%H%M%S")
    for source, place in places:
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.exists():
            place.rename(place.with_name(f"{place.name}.before-{stamp}"))
        if place == database:
            for tail in ("-wal", "-shm"):
                leftover = place.with_name(place.name + tail)
                if leftover.exists():
                    leftover.rename(place.with_name(f"{place.name}.before-{stamp}{tail}"))
        shutil.move(source, place)


def thin_out(folder: Path, keep: int) -> list[Path]:
    """Delete all but the newest backups of a folder; those that were deleted."""
    gone = sorted(folder.glob(NAMES))[:-keep]
    for path in gone:
        path.unlink()
    return gone


@asynccontextmanager
async def _answering(settings: Settings) -> AsyncIterator[str]:
    """The address of the server, which the running bot may have started."""
    if settings.database != EMBEDDED:
        yield settings.database
        return
    try:
        async with reachable(settings) as found:
            yield found.database
    except AlreadyRunning:
        yield PrivateServer.of(settings.data_dir).address()


@contextmanager
def _scratch(data_dir: Path) -> Iterator[Path]:
    """A folder of our own beside the data, where hard links to it work; gone after the block."""
    data_dir.mkdir(parents=True, exist_ok=True)
    folder = data_dir / f"scratch-{secrets.token_hex(4)}"
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


__all__ = ["BackupBroken", "CannotRestore", "Tried", "attempt", "make", "restore", "thin_out"]
