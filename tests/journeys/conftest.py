from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from simulator.testing import Simulator
from tests.conftest import Bot, running_bot
from tests.postgres.databases import migrated_file, sqlite_url

__all__ = ["migrated_file"]


@pytest.fixture
async def bot(sim: Simulator, migrated_file: Path, tmp_path: Path) -> AsyncIterator[Bot]:
    """A bot as everywhere, on a database that was migrated once for all journeys: a second saved in each."""
    sqlite_url(migrated_file, tmp_path)
    async with running_bot(sim, tmp_path) as bot:
        yield bot
