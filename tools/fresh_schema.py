"""Write core/migrations/fresh.sql: the schema that every migration together makes. Run it after adding one.

The picture of the data (docs/data-model.md) is drawn anew as well.
"""

import asyncio
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from core import db
from core.db.fresh import SCHEMA
from tools import data_model

HEAD = "-- What the migrations end in, written by `python -m tools.fresh_schema`; never edited by hand.\n"
END = "COMMIT;"


def migrated_schema() -> str:
    """The statements that make a file as the migrations leave it, with their names in the list of applied ones."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "schema.sqlite3"
        asyncio.run(db.migrate(f"sqlite:///{file}", fresh=False))
        with closing(sqlite3.connect(file)) as connection:
            # The moment of writing is no part of a schema.
            connection.execute("UPDATE tortoise_migrations SET applied_at = '2026-01-01 00:00:00+00:00'")
            indexes = _taken_out(connection)
            return HEAD + "\n".join([*_plain(connection), *indexes, END]) + "\n"


def _taken_out(connection: sqlite3.Connection) -> list[str]:
    """Full-text indexes and the triggers that keep them: their own tables must not be written down with them."""
    made = "SELECT type, name, sql FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%' OR type = 'trigger'"
    found = sorted(connection.execute(made), key=lambda row: (row[0] != "table", row[1]))
    for kind, name, _ in reversed(found):
        connection.execute(f"DROP {kind} {name}")
    return [f"{sql};" for _, _, sql in found]


def _plain(connection: sqlite3.Connection) -> list[str]:
    return [line for line in connection.iterdump() if line != END]


if __name__ == "__main__":
    SCHEMA.write_text(migrated_schema(), "utf-8")
    data_model.PAGE.write_text(data_model.page(), "utf-8")
