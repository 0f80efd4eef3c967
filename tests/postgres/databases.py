"""A migrated database of either kind, for tests that must hold on both."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core import db
from tests.postgres.server import PostgresServer

KINDS = ("sqlite", "postgres")


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("migrated") / "autotrack.sqlite3"
    asyncio.run(db.migrate(f"sqlite:///{file}"))
    return file


def sqlite_url(migrated_file: Path, folder: Path) -> str:
    """A copy of the file that was migrated once."""
    shutil.copy(migrated_file, folder / "autotrack.sqlite3")
    return f"sqlite:///{folder / 'autotrack.sqlite3'}"


@pytest.fixture(params=KINDS)
async def database_url(request: pytest.FixtureRequest, migrated_file: Path, tmp_path: Path) -> AsyncIterator[str]:
    if request.param == "sqlite":
        yield sqlite_url(migrated_file, tmp_path)
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    async with server.database() as url:
        yield url


@pytest.fixture(params=KINDS)
async def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """A database without a table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    async with server.empty_database() as url:
        yield url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[str]:
    """The database, open."""
    await db.connect(database_url)
    try:
        yield database_url
    finally:
        await db.disconnect()
