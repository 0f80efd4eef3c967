"""The schema goes up and down on both databases, and one that a newer version wrote is refused."""

import asyncio
import sqlite3
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from procrastinate.schema import SchemaManager
from tortoise import Tortoise

from app.database import migrate
from core import db
from core.db.presence import own_connection
from core.gateways.jobs_schema import migrate_jobs
from core.models import Account, Lease
from tests.postgres.server import PostgresServer

STEPS = sorted(path.stem for path in Path(SchemaManager.get_migrations_path()).glob("*.sql"))
FIRST = min(path.stem for path in db.MIGRATIONS.glob("[0-9]*.py"))


async def tables(url: str) -> set[str]:
    await db.connect(url)
    try:
        if db.is_file(url):
            rows = await db.fetch("SELECT name FROM sqlite_master WHERE type = 'table'")
        else:
            rows = await db.fetch("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'")
        return {str(row["name"]) for row in rows}
    finally:
        await db.disconnect()


async def ahead(url: str) -> None:
    await db.connect(url)
    try:
        await db.fetch(
            "INSERT INTO tortoise_migrations(app, name, applied_at) VALUES('models', '9999_later', ?) RETURNING id",
            "2027-01-01 00:00:00" if db.is_file(url) else datetime(2027, 1, 1, tzinfo=UTC),
        )
    finally:
        await db.disconnect()


async def test_the_first_migration_goes_down_too_and_the_whole_comes_after_it(empty_database_url: str):
    await Tortoise.init(config=db.config(empty_database_url))
    models = {str(model._meta.db_table) for model in Tortoise.apps["models"].values()}
    await Tortoise.close_connections()
    await db.migrate(empty_database_url, target=f"models.{FIRST}")
    below = await tables(empty_database_url)
    assert Account._meta.db_table in below
    assert Lease._meta.db_table not in below
    await db.migrate(empty_database_url, target="models.__first__")
    assert models & await tables(empty_database_url) == set()
    await migrate(empty_database_url)
    assert models <= await tables(empty_database_url)


async def test_a_database_that_a_newer_version_wrote_is_refused_and_left_as_it_is(empty_database_url: str):
    await migrate(empty_database_url)
    await ahead(empty_database_url)
    before = await tables(empty_database_url)
    with pytest.raises(db.SchemaUnknown, match="9999_later"):
        await migrate(empty_database_url)
    assert await tables(empty_database_url) == before


async def test_processes_that_start_at_once_make_the_schema_once(postgres: PostgresServer):
    async with postgres.empty_database() as url:
        code = "import asyncio, sys; from app.database import migrate; asyncio.run(migrate(sys.argv[1]))"
        children = [await python("-c", code, url) for _ in range(4)]
        assert [await child.wait() for child in children] == [0] * 4
        assert "procrastinate_jobs" in await tables(url)


async def python(*arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(sys.executable, *arguments, cwd=Path(__file__).parents[2])


@pytest.mark.parametrize("version", ["99.00.00_01_later", None])
async def test_job_tables_of_another_version_than_is_known_are_refused(postgres: PostgresServer, version: str | None):
    async with postgres.empty_database() as url:
        await migrate_jobs(url)
        await migrate_jobs(url)
        connection = await own_connection(url)
        try:
            await connection.execute("DELETE FROM job_schema")
            if version is not None:
                await connection.execute("INSERT INTO job_schema(version) VALUES($1)", version)
        finally:
            await connection.close()
        with pytest.raises(db.SchemaUnknown, match="job tables"):
            await migrate_jobs(url)


async def test_job_tables_of_an_older_version_are_brought_up(postgres: PostgresServer):
    async with postgres.empty_database() as url:
        await migrate_jobs(url)
        connection = await own_connection(url)
        try:
            # As the version before left it: its own function is there, which the last step takes away.
            one_before, last = STEPS[-2:]
            await connection.execute("UPDATE job_schema SET version = $1", one_before)
            await migrate_jobs(url)
            versions = [row["version"] for row in await connection.fetch("SELECT version FROM job_schema")]
            assert versions == [one_before, last]
        finally:
            await connection.close()


def test_a_file_that_is_no_database_is_refused_with_a_reason(tmp_path: Path):
    file = tmp_path / "no.sqlite3"
    file.write_bytes(b"not a database at all, but long enough to be looked at as one" * 20)
    with pytest.raises((db.DatabaseError, sqlite3.DatabaseError)):
        asyncio.run(migrate(f"sqlite:///{file}"))
