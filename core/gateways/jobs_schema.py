"""Procrastinate's own tables: made, brought up to the installed version, or refused when they are newer."""

from pathlib import Path

import structlog
from procrastinate.schema import SchemaManager

from core import db
from core.db.presence import in_turn

log = structlog.get_logger()

# Processes that start at once do it one after the other.
_TURN = 0x41746C
_MADE = "SELECT to_regclass('procrastinate_jobs') IS NOT NULL"
_NOTED = "CREATE TABLE IF NOT EXISTS job_schema(version text PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())"


def _steps() -> list[Path]:
    """The library's migrations, oldest first; their names begin with the version they belong to."""
    return sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"))


async def migrate_jobs(url: str) -> None:
    """Bring the tables of the job engine up to the installed library's version, in one transaction."""
    steps = _steps()
    newest = steps[-1].stem
    async with in_turn(url, _TURN) as connection, connection.transaction():
        made = await connection.fetchval(_MADE)
        await connection.execute(_NOTED)
        found = await connection.fetchval("SELECT max(version) FROM job_schema")
        if not made:
            await connection.execute(SchemaManager.get_schema())
        elif found is None or found > newest:
            raise db.SchemaUnknown(f"its job tables are at {found or 'an unknown version'}, known is {newest}")
        else:
            for step in steps:
                if step.stem > found:
                    await connection.execute(step.read_text("utf-8"))
        if found != newest:
            await connection.execute("INSERT INTO job_schema(version) VALUES($1)", newest)
            log.info("jobs.schema", version=newest)
