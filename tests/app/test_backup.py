# ruff: noqa: ASYNC240 - small files, and nobody waits meanwhile
import argparse
import io
import sqlite3
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr

from app import backups
from app.commands import backup
from app.commands.backup import tell
from app.instance_lock import AlreadyRunning, sole_user
from app.progress import Progress
from core.gateways.backup_seal import BackupBroken
from core.gateways.clock import SystemClock
from core.gateways.file_snapshot import snapshot
from core.gateways.file_store import EncryptedFiles
from core.settings import Settings
from tests.postgres.databases import sqlite_url

CLOCK = SystemClock()


def settings_of(folder: Path, **more: object) -> Settings:
    return Settings(_env_file=None, data_dir=folder).model_copy(update=more)  # type: ignore[call-arg]  # pydantic-settings takes it


@pytest.fixture
def settings(migrated_file: Path, tmp_path: Path) -> Settings:
    data = tmp_path / "data"
    data.mkdir()
    sqlite_url(migrated_file, data)
    return settings_of(data)


async def stored(settings: Settings, *contents: bytes) -> list[str]:
    store = EncryptedFiles.open(settings.data_dir / "files", backups.keys_of(settings))
    return [await store.put(content) for content in contents]


def rows(settings: Settings, sql: str, *values: object) -> list[tuple[object, ...]]:
    with sqlite3.connect(settings.data_dir / "autotrack.sqlite3") as connection:
        found = connection.execute(sql, values).fetchall()
    connection.close()
    return found


def write(settings: Settings, key: str) -> None:
    rows(settings, "INSERT INTO once (key, seen_at) VALUES (?, 0)", key)


def put(settings: Settings, table: str, **values: object) -> None:
    """A row of which only what is given matters."""
    columns = [row for row in rows(settings, f"PRAGMA table_info({table})") if row[3] and row[4] is None]
    bare = {str(row[1]): 0 if "INT" in str(row[2]) else "2026-01-01" for row in columns}
    whole = bare | values
    marks = ",".join("?" * len(whole))
    rows(settings, f"INSERT INTO {table} ({','.join(whole)}) VALUES ({marks})", *whole.values())


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "autotrack-20261126T120000Z.backup"


async def test_a_backup_of_a_bot_that_runs_comes_back_on_another_machine_as_it_was(
    settings: Settings, archive: Path, tmp_path: Path
):
    names = await stored(settings, b"canary of an invoice", b"another")
    write(settings, "before")
    async with sole_user(settings.database):  # the bot's own lock holds up no backup
        made = await backups.make(settings, archive, CLOCK)
    write(settings, "after")
    tried = await backups.attempt(archive, settings)
    assert (tried.good, tried.whole, tried.manifest.rows, tried.manifest.files) == (True, True, made.rows, 2)
    assert b"canary" not in archive.read_bytes()
    other = settings_of(tmp_path / "other", data_key=SecretStr(backups.keys_of(settings)))
    await backups.restore(archive, other, CLOCK, replace=False)
    assert rows(other, "SELECT key FROM once WHERE key IN ('before', 'after')") == [("before",)]
    store = EncryptedFiles.open(other.data_dir / "files", backups.keys_of(other))
    assert [await store.get(name) for name in names] == [b"canary of an invoice", b"another"]
    assert not list(settings.data_dir.glob("scratch-*"))


async def test_files_deleted_while_a_backup_is_made_are_still_in_it_when_its_rows_name_them(
    settings: Settings, tmp_path: Path
):
    (name,) = await stored(settings, b"a page")
    with snapshot(settings.data_dir / "files", tmp_path / "held") as files:
        files.hold()
        await EncryptedFiles.open(settings.data_dir / "files", backups.keys_of(settings)).delete(name)
        (later,) = await stored(settings, b"another page")
        files.hold()
        assert [inside for inside, _ in files.members()] == sorted(f"files/{one[:2]}/{one}" for one in (name, later))
        assert all(path.is_file() for _, path in files.members())


async def test_a_restore_sets_aside_what_is_there_and_only_when_told_to(settings: Settings, archive: Path):
    await stored(settings, b"kept")
    write(settings, "of the backup")
    await backups.make(settings, archive, CLOCK)
    write(settings, "newer")
    with pytest.raises(backups.CannotRestore, match="--replace"):
        await backups.restore(archive, settings, CLOCK, replace=False)
    assert rows(settings, "SELECT count(*) FROM once") == [(2,)]
    await backups.restore(archive, settings, CLOCK, replace=True)
    assert rows(settings, "SELECT key FROM once") == [("of the backup",)]
    aside = next(settings.data_dir.glob("autotrack.sqlite3.before-*[0-9]"))
    with sqlite3.connect(aside) as connection:
        assert connection.execute("SELECT count(*) FROM once").fetchone() == (2,)
    connection.close()
    async with sole_user(settings.database):
        with pytest.raises(AlreadyRunning):
            await backups.restore(archive, settings, CLOCK, replace=True)


async def test_a_damaged_backup_or_a_lost_key_changes_nothing(settings: Settings, archive: Path):
    write(settings, "here")
    await backups.make(settings, archive, CLOCK)
    whole = archive.read_bytes()
    for content in (whole[:-1], whole[: len(whole) // 2], whole[:300] + b"x" + whole[301:], b"", b"a letter"):
        archive.write_bytes(content)
        with pytest.raises(BackupBroken):
            await backups.restore(archive, settings, CLOCK, replace=True)
    archive.write_bytes(whole)
    strange = settings_of(settings.data_dir / "elsewhere", data_key=SecretStr(Fernet.generate_key().decode()))
    with pytest.raises(BackupBroken, match="DATA_KEY"):
        await backups.attempt(archive, strange)
    assert rows(settings, "SELECT key FROM once") == [("here",)]


async def test_a_file_that_rows_name_and_the_disk_has_lost_is_told(
    settings: Settings, archive: Path, capsys: pytest.CaptureFixture[str]
):
    (name,) = await stored(settings, b"lost")
    put(settings, "account", id=1)
    put(settings, "document", id=1, owner_id=1, preview=name)
    await backups.make(settings, archive, CLOCK)
    assert (await backups.attempt(archive, settings)).good
    await EncryptedFiles.open(settings.data_dir / "files", backups.keys_of(settings)).delete(name)
    await backups.make(settings, archive, CLOCK)
    tried = await backups.attempt(archive, settings)
    assert (tried.good, tried.missing) == (False, 1)
    assert not tell(tried)
    assert "MISSING      1 stored files" in capsys.readouterr().out


def test_only_the_newest_backups_are_kept_and_nothing_else_is_touched(tmp_path: Path):
    for day in range(1, 6):
        (tmp_path / f"autotrack-2026110{day}T030000Z.backup").touch()
    (tmp_path / "holiday.backup").touch()
    assert [path.name[10:18] for path in backups.thin_out(tmp_path, 2)] == ["20261101", "20261102", "20261103"]
    assert len(list(tmp_path.iterdir())) == 3


def test_progress_is_shown_to_somebody_who_looks_on_and_to_nobody_else():
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal, file = Terminal(), io.StringIO()
    for stream in (terminal, file):
        progress = Progress("archive", 200, stream=stream)
        progress.more(50)
        progress.end()
    assert "archive      [######..................]  25%" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")
    assert file.getvalue() == ""
    assert Progress("files", unit="files").line() == "files        0 files"


def test_the_number_of_backups_to_keep_is_a_number():
    parser = argparse.ArgumentParser()
    backup.add_parser(parser.add_subparsers())
    assert parser.parse_args(["backup", "--keep", "14"]).keep == 14
    for wrong in ("0", "-1", "all"):
        with pytest.raises(SystemExit):
            parser.parse_args(["backup", "--keep", wrong])
