from pathlib import Path

import pytest
from pydantic import SecretStr

from app import backups
from core.db.presence import own_connection
from core.gateways.clock import SystemClock
from core.gateways.file_store import EncryptedFiles
from core.settings import Settings
from tests.postgres.server import PostgresServer

CLOCK = SystemClock()


def settings_of(folder: Path, url: str, **more: object) -> Settings:
    return Settings(_env_file=None, data_dir=folder, database_url=url).model_copy(update=more)  # type: ignore[call-arg]  # pydantic-settings takes it


async def ask(url: str, sql: str) -> object:
    connection = await own_connection(url)
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


async def test_a_postgresql_backup_is_tried_in_a_scratch_database_and_comes_back_in_an_empty_one(
    postgres: PostgresServer, tmp_path: Path
):
    archive = tmp_path / "autotrack-20261126T120000Z.backup"
    async with postgres.database() as url, postgres.empty_database() as empty:
        here = settings_of(tmp_path / "here", f"{url}&maxsize=3")
        name = await EncryptedFiles.open(here.data_dir / "files", backups.keys_of(here)).put(b"an invoice")
        await ask(url, "INSERT INTO once (key, seen_at) VALUES ('canary', 0) RETURNING 1")
        await backups.make(here, archive, CLOCK)
        tried = await backups.attempt(archive, here)
        assert (tried.good, tried.whole, tried.manifest.kind) == (True, True, "postgres")
        assert await ask(url, "SELECT count(*) FROM pg_database WHERE datname LIKE 'autotrack_verify_%'") == 0
        with pytest.raises(backups.CannotRestore, match="not empty"):
            await backups.restore(archive, here, CLOCK, replace=True)
        there = settings_of(tmp_path / "there", empty, data_key=SecretStr(backups.keys_of(here)))
        await backups.restore(archive, there, CLOCK, replace=False)
        assert await ask(empty, "SELECT key FROM once") == "canary"
        assert await ask(empty, "SELECT count(*) FROM pg_proc WHERE proname LIKE 'procrastinate%'")
        store = EncryptedFiles.open(there.data_dir / "files", backups.keys_of(there))
        assert await store.get(name) == b"an invoice"


async def test_who_may_not_make_databases_is_told_that_the_backup_was_only_read(
    postgres: PostgresServer, tmp_path: Path
):
    archive = tmp_path / "autotrack-20261126T120000Z.backup"
    async with postgres.database() as url:
        await postgres.execute("DROP ROLE IF EXISTS keeper", "CREATE ROLE keeper LOGIN IN ROLE pg_read_all_data")
        here = settings_of(tmp_path / "here", url.replace("postgres@", "keeper@"))
        await backups.make(here, archive, CLOCK)
        tried = await backups.attempt(archive, here)
    assert (tried.whole, tried.good, tried.manifest.kind) == (False, True, "postgres")
