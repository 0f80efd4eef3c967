"""Behind a real PgBouncer that hands its few connections from one transaction to the next, where its program is."""

import asyncio
import shutil
import subprocess
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from core import db
from simulator.testing import Simulator
from tests.faults.processes import events_in
from tests.postgres.server import PostgresServer
from tests.postgres.test_processes import fleet, two_people_noted

PROGRAM = shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"
PORT = 6432
pytestmark = pytest.mark.skipif(not Path(PROGRAM).exists(), reason="PgBouncer is not here: apt-get install pgbouncer")


@dataclass(frozen=True, slots=True)
class Pooler:
    """A pooler with three connections to the server, as its own user runs it."""

    server: PostgresServer
    folder: Path

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run it for the block."""
        self.folder.mkdir()
        (self.folder / "users.txt").write_text('"postgres" ""\n')
        (self.folder / "pgbouncer.ini").write_text(
            f"[databases]\n* = host={self.server.folder} user=postgres\n[pgbouncer]\nlisten_addr =\n"
            f"listen_port = {PORT}\nunix_socket_dir = {self.folder}\nauth_type = trust\n"
            f"auth_file = {self.folder}/users.txt\npool_mode = transaction\ndefault_pool_size = 3\n"
            "max_client_conn = 200\nserver_reset_query =\n"
        )
        if self.server.user is not None:
            shutil.chown(self.folder, self.server.user)
        with (self.server.folder / "pgbouncer.log").open("wb") as log:
            command = [PROGRAM, str(self.folder / "pgbouncer.ini")]
            with subprocess.Popen(command, stdout=log, stderr=log, user=self.server.user) as process:  # noqa: ASYNC220
                try:
                    await self._open(process)
                    yield
                finally:
                    process.kill()
        shutil.rmtree(self.folder)

    async def _open(self, process: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + 10
        while not (self.folder / f".s.PGSQL.{PORT}").exists():
            assert process.poll() is None, (self.server.folder / "pgbouncer.log").read_text()
            assert time.monotonic() < until
            await asyncio.sleep(0.02)

    def address(self, url: str) -> str:
        """The way to a database through the pooler, and around it for what needs a session."""
        name = str(db.credentials(url)["database"])
        return f"postgres://postgres@:{PORT}/{name}?host={self.folder}&pgbouncer=true&direct={self.server.folder}"


async def test_processes_share_three_connections_through_a_pooler(
    sim: Simulator, tmp_path: Path, postgres: PostgresServer, url: str
):
    pooler = Pooler(postgres, postgres.folder / "pooler")
    async with pooler.running(), fleet(sim, tmp_path, pooler.address(url)) as bots:
        for command in (("serve",), ("work", "--queues", "chat,clock"), ("work",), ("tick",)):
            await bots.start(*command)
        await two_people_noted(sim)
        for process in bots.processes:
            assert [one for one in events_in(process.log) if one.get("level") in {"error", "critical"}] == []
    # Several clients of each process came in, which three connections served.
    assert (postgres.folder / "pgbouncer.log").read_text().count("login attempt") > len(bots.processes)
