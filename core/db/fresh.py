"""A new SQLite file with the whole schema at once.

Going through every migration takes the ORM seconds, nearly all of them spent on describing the steps in between; a
newcomer's first start would wait for that. `core/migrations/fresh.sql` holds what the migrations end in, and a test
sees that it does; `python -m tools.fresh_schema` writes it again after a new migration.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

SCHEMA = Path(__file__).parents[1] / "migrations" / "fresh.sql"


def lay(file: Path) -> None:
    """Make the file, whole or not at all, unless there is one already."""
    if file.exists() and file.stat().st_size:
        return
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    try:
        with closing(sqlite3.connect(part)) as connection:
            connection.executescript(SCHEMA.read_text("utf-8"))
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
