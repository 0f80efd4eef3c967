"""Databases of either kind as one looks at them from outside: their schema, their rows, the migrations they have."""

import asyncio
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol, cast

import psycopg

from core import db
from tests.postgres.server import PostgresServer

OLD = Path(__file__).parents[1] / "samples" / "schema_v0_1_0.sql"
# Each table's rows, the names of its columns first.
Tables = dict[str, list[tuple[object, ...]]]
NOTED = "tortoise_migrations"
# Whatever says how a database is built, in words that do not change with the order in which it came about.
_BUILT: tuple[str, ...] = (
    (
        "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' '"
        " || coalesce(column_default, '') || ' ' || coalesce(generation_expression, '')"
        " FROM information_schema.columns WHERE table_schema = 'public'"
    ),
    "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    (
        "SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace"
    ),
    "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'",
)


class Store(Protocol):
    """A database from outside."""

    @property
    def url(self) -> str:
        """Its address."""
        ...

    @property
    def beside(self) -> Path:
        """Where a process that works on it may leave word."""
        ...

    def lay(self) -> None:
        """Make it as version 0.1.0 left it, with rows."""
        ...

    def copy(self, name: str) -> "Store":
        """Another one like it."""
        ...

    def schema(self) -> set[str]:
        """How it is built."""
        ...

    def applied(self) -> list[str]:
        """The migrations it has."""
        ...

    def rows(self) -> Tables:
        """Every row of every table, but when a migration was done."""
        ...

    def age(self) -> None:
        """Let it hold a migration that no version knows, in place of its newest one."""
        ...

    def drop(self) -> None:
        """Take it away."""
        ...


@dataclass(frozen=True, slots=True)
class FileStore:
    """An SQLite file."""

    file: Path

    @property
    def url(self) -> str:
        return f"sqlite:///{self.file}"

    @property
    def beside(self) -> Path:
        return self.file

    def lay(self) -> None:
        with closing(sqlite3.connect(self.file)) as connection:
            connection.executescript(OLD.read_text("utf-8"))

    def copy(self, name: str) -> "FileStore":
        shutil.copy(self.file, self.file.with_name(f"{name}.sqlite3"))
        return FileStore(self.file.with_name(f"{name}.sqlite3"))

    def schema(self) -> set[str]:
        with closing(sqlite3.connect(self.file)) as connection:
            if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                return {"broken"}
            return {str(sql) for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")}

    def applied(self) -> list[str]:
        with closing(sqlite3.connect(self.file)) as connection:
            return [name for (name,) in connection.execute(f"SELECT name FROM {NOTED}")]

    def rows(self) -> Tables:
        with closing(sqlite3.connect(self.file)) as connection:
            asked = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            names = [name for (name,) in connection.execute(asked) if name != NOTED and "_words" not in name]
            found = {}
            for name in sorted(names):
                cursor = connection.execute(f'SELECT * FROM "{name}" ORDER BY 1')
                found[name] = [tuple(column[0] for column in cursor.description), *cursor]
            return found

    def age(self) -> None:
        with closing(sqlite3.connect(self.file)) as connection, connection:
            connection.execute(f"UPDATE {NOTED} SET name = '9999_later' WHERE name = ?", (max(self.applied()),))

    def drop(self) -> None:
        self.file.unlink()


@dataclass(frozen=True, slots=True)
class ServerStore:
    """A database on a PostgreSQL server of our own."""

    server: PostgresServer
    folder: Path
    name: str = "first"

    @property
    def url(self) -> str:
        return self.server.address(self.name)

    @property
    def beside(self) -> Path:
        return self.folder / self.name

    def lay(self) -> None:
        sample = FileStore(self.folder / "sample.sqlite3")
        sample.lay()
        self._beside(f"CREATE DATABASE {self.name}")
        asyncio.run(db.migrate(self.url, f"models.{max(sample.applied())}"))
        with self._open() as connection:
            # The rows of the sample come in the order of their tables' names, not of what they point to.
            connection.execute("SET session_replication_role = replica")
            for table, (columns, *rows) in sample.rows().items():
                self._fill(connection, table, cast(Sequence[str], columns), rows)

    def _fill(self, connection: psycopg.Connection, table: str, columns: Sequence[str], rows: Sequence[Any]) -> None:
        asked = "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s"
        kinds: dict[str, str] = dict(connection.execute(asked, (table,)).fetchall())
        names, marks = ", ".join(f'"{one}"' for one in columns), ", ".join("%s" for _ in columns)
        insert = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'  # our own names
        for row in rows:
            values = [as_kind(value, kinds[column]) for column, value in zip(columns, row, strict=True)]
            connection.execute(insert, values)
        if kinds.get("id") == "bigint":
            moved = f"SELECT setval(pg_get_serial_sequence('\"{table}\"', 'id'), 1000)"
            connection.execute(moved)

    def copy(self, name: str) -> "ServerStore":
        self._beside(f"CREATE DATABASE {name} TEMPLATE {self.name} STRATEGY = FILE_COPY")
        return ServerStore(self.server, self.folder, name)

    def schema(self) -> set[str]:
        with self._open() as connection:
            return {str(line) for asked in _BUILT for (line,) in connection.execute(asked)}

    def applied(self) -> list[str]:
        with self._open() as connection:
            return [str(name) for (name,) in connection.execute(f"SELECT name FROM {NOTED}")]

    def rows(self) -> Tables:
        with self._open() as connection:
            asked = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
            found = {}
            for (name,) in connection.execute(asked).fetchall():
                if name != NOTED:
                    cursor = connection.execute(f'SELECT * FROM "{name}" ORDER BY 1')
                    found[str(name)] = [tuple(column.name for column in cursor.description or ()), *cursor]
            return found

    def age(self) -> None:
        with self._open() as connection:
            connection.execute(f"UPDATE {NOTED} SET name = '9999_later' WHERE name = %s", (max(self.applied()),))

    def drop(self) -> None:
        self._beside(f"DROP DATABASE {self.name} WITH (FORCE)")

    def _open(self) -> psycopg.Connection:
        return psycopg.connect(host=str(self.server.folder), user="postgres", dbname=self.name, autocommit=True)

    def _beside(self, statement: str) -> None:
        with psycopg.connect(host=str(self.server.folder), user="postgres", dbname="postgres", autocommit=True) as one:
            one.execute(statement)


def as_kind(value: object, kind: str) -> object:
    """A value of an SQLite file as a column of PostgreSQL takes it."""
    if value is None:
        return None
    if kind == "boolean":
        return bool(value)
    if kind == "date":
        return date.fromisoformat(str(value))
    return datetime.fromisoformat(str(value)) if kind.startswith("timestamp") else value
