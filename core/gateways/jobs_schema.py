"""Procrastinate's own tables: made, brought up to the installed version, or refused when they are newer."""

from pathlib import Path

import structlog
from procrastinate.schema import SchemaManager

from core import db
from core.db.presence import Connection, in_turn

log = structlog.get_logger()

# Processes that start at once do it one after the other.
_TURN = 0x41746C
_MADE = "SELECT to_regclass('procrastinate_jobs') IS NOT NULL"
# A queue grows and empties faster than the planner's figures follow, and a plan made for an empty table takes 200 times
# as long on a full one: what claims a job always walks the queue in its order and asks this index about each key.
_CLAIM = """
CREATE INDEX IF NOT EXISTS autotrack_jobs_key ON procrastinate_jobs (lock, id) WHERE status IN ('todo', 'doing');
ALTER FUNCTION procrastinate_fetch_job_v2 SET enable_seqscan = off;
ALTER FUNCTION procrastinate_fetch_job_v2 SET enable_bitmapscan = off;
ALTER FUNCTION procrastinate_fetch_job_v2 SET enable_hashjoin = off;
ALTER FUNCTION procrastinate_fetch_job_v2 SET enable_mergejoin = off;
ALTER FUNCTION procrastinate_fetch_job_v2 SET enable_sort = off;
"""
_NOTED = "CREATE TABLE IF NOT EXISTS job_schema(version text PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())"


def _steps() -> list[Path]:
    """The library's migrations, oldest first; their names begin with the version they belong to."""
    return sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"))


async def migrate_jobs(url: str) -> None:
    """Bring the tables of the job engine up to the installed library's version, each step in one transaction."""
    steps = _steps()
    newest = steps[-1].stem
    async with in_turn(url, _TURN) as connection:
        await connection.execute(_NOTED)
        found = await connection.fetchval("SELECT max(version) FROM job_schema")
        if not await connection.fetchval(_MADE):
            await _step(connection, newest, SchemaManager.get_schema())
        elif found is None or found > newest:
            raise db.SchemaUnknown(f"its job tables are at {found or 'an unknown version'}, known is {newest}")
        else:
            for step in steps:
                if step.stem > found:
                    await _step(connection, step.stem, step.read_text("utf-8"))
        await connection.execute(_CLAIM)


async def _step(connection: Connection, version: str, statements: str) -> None:
    async with connection.transaction():
        await connection.execute(statements)
        await connection.execute("INSERT INTO job_schema(version) VALUES($1)", version)
    log.info("jobs.schema", version=version)
