"""A copy of an SQLite file while others write to it, by SQLite's own backup; and what tells that a copy is whole."""

import contextlib
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

PAGES = 1024
# Seconds to wait for whoever holds the file.
PATIENCE = 30.0
_NAME = re.compile(r"\b[0-9a-f]{32}\b")

# A table and one of its columns that names stored files.
Column = tuple[str, str]


class CopyBroken(Exception):
    """A database that is not whole; the message says what SQLite found."""


@contextmanager
def _opened(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    address = f"file:{quote(str(path.absolute()))}?mode={mode}"
    with contextlib.closing(sqlite3.connect(address, PATIENCE, isolation_level=None, uri=True)) as connection:
        yield connection


def copy(source: Path, target: Path, told: Callable[[int, int], None]) -> None:
    """Copy the file as it is at one instant; `told` hears how many pages are done, and of how many."""
    with _opened(source, "ro") as here, contextlib.closing(sqlite3.connect(target)) as there:
        # A transaction that has read holds its instant: what others commit meanwhile is not in it, and the copy need
        # not begin anew with each of their commits.
        here.execute("BEGIN")
        here.execute("SELECT count(*) FROM sqlite_master").fetchone()
        here.backup(there, pages=PAGES, progress=lambda _, left, all_of_it: told(all_of_it - left, all_of_it))
        there.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it


def counted(path: Path) -> dict[str, int]:
    """The rows of every table."""
    with _opened(path, "ro") as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY 1"
        )
        names = [str(name) for (name,) in tables]
        return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608  # names of the file


def checked(path: Path) -> dict[str, int]:
    """The same after SQLite's own checks; raises `CopyBroken`."""
    try:
        with _opened(path, "rw") as connection:
            told = [str(line) for (line,) in connection.execute("PRAGMA integrity_check(5)")]
            astray = connection.execute("PRAGMA foreign_key_check").fetchall()
        if told != ["ok"]:
            raise CopyBroken(f"the database is damaged: {'; '.join(told)}")
        if astray:
            raise CopyBroken(f"{len(astray)} rows lead to rows that are not there")
        return counted(path)
    except sqlite3.DatabaseError as problem:
        raise CopyBroken(f"the database cannot be read: {type(problem).__name__}") from problem


def named_files(path: Path, columns: Iterable[Column]) -> set[str]:
    """The stored files that rows name."""
    found: set[str] = set()
    with _opened(path, "ro") as connection:
        there = {str(row[0]) for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for table, column in columns:
            if table in there:
                rows = connection.execute(f'SELECT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL')  # noqa: S608  # names of ours
                found.update(name for (text,) in rows for name in names_in(str(text)))
    return found


def names_in(text: str) -> list[str]:
    """The names of stored files in a column that holds one, or a list of them."""
    return _NAME.findall(text)
