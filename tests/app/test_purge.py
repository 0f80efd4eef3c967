from pathlib import Path

import pytest

from app.commands.purge import purged
from app.instance_lock import AlreadyRunning, sole_user
from core import db
from core.gateways.clock import SystemClock
from core.services.tidying import DAY, REMEMBERED_DAYS
from core.settings import Settings
from tests.postgres.databases import sqlite_url

CLOCK = SystemClock()


@pytest.fixture
async def settings(migrated_file: Path, tmp_path: Path) -> Settings:
    url = sqlite_url(migrated_file, tmp_path)
    await db.connect(url)
    for key, age in (("old", REMEMBERED_DAYS * DAY + 1000), ("new", DAY)):
        await db.fetch("INSERT INTO once(key, seen_at) VALUES(?, ?) RETURNING key", key, db.stamp() - age)
    await db.disconnect()
    return Settings(_env_file=None, data_dir=tmp_path, database_url=url)  # type: ignore[call-arg]  # pydantic-settings takes it


async def left(settings: Settings) -> list[str]:
    await db.connect(settings.database)
    try:
        return [row["key"] for row in await db.fetch("SELECT key FROM once ORDER BY key")]
    finally:
        await db.disconnect()


async def test_a_purge_first_only_says_what_would_go_also_beside_a_running_bot(settings: Settings):
    async with sole_user(settings.database):
        assert await purged(settings, CLOCK, delete=False) == ({"once": 1}, 0)
        with pytest.raises(AlreadyRunning):
            await purged(settings, CLOCK, delete=True)
    assert await left(settings) == ["new", "old"]


async def test_a_purge_that_was_asked_for_deletes_what_was_said_and_nothing_else(settings: Settings):
    assert await purged(settings, CLOCK, delete=True) == ({"once": 1}, 0)
    assert await left(settings) == ["new"]
    assert await purged(settings, CLOCK, delete=False) == ({}, 0)
