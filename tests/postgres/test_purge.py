from pathlib import Path

from app.commands.purge import purged
from core import db
from core.gateways.clock import SystemClock
from core.services.tidying import DAY, REMEMBERED_DAYS
from core.settings import Settings
from tests.postgres.server import PostgresServer


async def test_looking_at_what_would_be_purged_takes_everything_back_on_postgresql(
    postgres: PostgresServer, tmp_path: Path
):
    async with postgres.database() as url:
        settings = Settings(_env_file=None, data_dir=tmp_path, database_url=url)  # type: ignore[call-arg]  # pydantic-settings takes it
        old = db.stamp() - REMEMBERED_DAYS * DAY - 1000
        await db.connect(url)
        await db.fetch("INSERT INTO once(key, seen_at) VALUES('old', ?) RETURNING key", old)
        await db.disconnect()
        found = [(await purged(settings, SystemClock(), delete=delete))[0] for delete in (False, True)]
    assert found == [{"once": 1}, {"once": 1}]
