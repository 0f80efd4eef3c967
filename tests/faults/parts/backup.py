"""Backups of a bot that people write to, each brought back and compared, while papers come and go beside them.

Every copy must be of one instant: each reading has its twin, which a trigger wrote into another table in the same
transaction; each row that names a file has that file; and the copies never go back in time. The last one is taken
when all is quiet, and has every row that the bot has.
"""

import asyncio
import contextlib
import random
import sqlite3
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from app import backups
from benchmarks.rows import Row
from core.gateways import sqlite_copy
from core.gateways.clock import SystemClock
from core.gateways.file_store import EncryptedFiles
from core.settings import Settings
from simulator.testing import Simulator
from tests.faults.crowd import Crowd
from tests.faults.forked import fork
from tests.faults.places import Place, sqlite_place
from tests.faults.processes import environment
from tests.faults.setting import Setting

BACKUPS, PER_SECOND = 50, 12
_TWIN = (
    "CREATE TABLE twin(id BIGINT)",
    "CREATE TRIGGER twinned AFTER INSERT ON odometer_reading BEGIN INSERT INTO twin VALUES(new.id); END",
    "INSERT INTO twin SELECT id FROM odometer_reading",
)


async def run(setting: Setting) -> list[Row]:
    wanted = setting.scaled(BACKUPS)
    with tempfile.TemporaryDirectory(prefix="autotrack-faults-") as folder:
        async with sqlite_place(Path(folder)) as place, Simulator.running() as sim:
            crowd = Crowd(sim, random.Random(setting.seed))
            async with place.bot(sim) as bot:
                await crowd.arrive(bot)
            # A sample spares the seconds that starting the command takes.
            keeper = Keeper(place, sim, by_command=setting.scale >= 1)
            keeper.prepare()
            process = fork(sim, place)
            # At its start it clears away what is half written, and nobody else writes then.
            while "bot.started" not in process.words:  # noqa: ASYNC110 - a process tells nobody
                await asyncio.sleep(0.02)
            async with crowd.writing(), papers(keeper), asyncio.TaskGroup() as group:
                feeding = group.create_task(crowd.feed(PER_SECOND * 3_600, 3_600))
                for _ in range(wanted):
                    await keeper.back_up()
                feeding.cancel()
            await process.end()
            async with place.bot(sim) as bot:
                await crowd.finish(bot)
            await keeper.back_up()
            setting.note(seconds=keeper.seconds, rows=keeper.readings)
            return [*keeper.rows(wanted + 1), *crowd.rows()]


class Keeper:
    """Makes backups by the command, and looks into each."""

    def __init__(self, place: Place, sim: Simulator, *, by_command: bool) -> None:
        self.by_command = by_command
        self.place, self.folder = place, place.folder / "backups"
        self.environment = environment(sim, place.data)
        self.settings = Settings(_env_file=None, data_dir=place.data)  # type: ignore[call-arg]  # pydantic-settings takes it
        self.store = EncryptedFiles.open(place.data / "files", backups.keys_of(self.settings))
        self.whole = self.torn = self.missing = self.papers = self.failed = 0
        self.readings: list[int] = []
        self.seconds: list[float] = []

    @contextmanager
    def rows_of(self, path: Path) -> Iterator[sqlite3.Connection]:
        with contextlib.closing(sqlite3.connect(path, 30)) as connection, connection:
            yield connection

    @property
    def database(self) -> Path:
        return self.place.data / "autotrack.sqlite3"

    def prepare(self) -> None:
        with self.rows_of(self.database) as connection:
            for statement in _TWIN:
                connection.execute(statement)
            connection.execute("CREATE TABLE paper(name TEXT)")

    async def back_up(self) -> None:
        """One more, brought back and compared."""
        if self.by_command:
            command = (sys.executable, "-m", "app.cli", "backup", str(self.folder), "--unverified")
            nowhere = asyncio.subprocess.DEVNULL
            process = await asyncio.create_subprocess_exec(*command, env=self.environment, stdout=nowhere)
            self.failed += await process.wait() != 0
        else:
            self.folder.mkdir(exist_ok=True)
            await backups.make(self.settings, self.folder / "autotrack-sample.backup", SystemClock())
        for archive in self.folder.glob(backups.NAMES):
            tried = await backups.attempt(archive, self.settings)
            self.seconds.append(round(tried.seconds, 2))
            self.whole += tried.good
            await self._compare(archive)
            archive.unlink()

    async def _compare(self, archive: Path) -> None:
        with tempfile.TemporaryDirectory(dir=self.place.folder) as scratch:
            other = self.settings.model_copy(update={"data_dir": Path(scratch), "data_key": None})
            (Path(scratch) / "data.key").write_text(backups.keys_of(self.settings))
            manifest = await backups.restore(archive, other, SystemClock(), replace=False)
            copy = Path(scratch) / "autotrack.sqlite3"
            with self.rows_of(copy) as connection:
                (readings,), (twins,) = (
                    connection.execute(f"SELECT count(*) FROM {table}").fetchone()
                    for table in ("odometer_reading", "twin")
                )
            named = sqlite_copy.named_files(copy, [("paper", "name")])
            held = {Path(name).name for name in manifest.digests}
        self.torn += readings != twins or bool(self.readings and readings < self.readings[-1])
        self.missing += len(named - held)
        self.readings.append(readings)

    def rows(self, wanted: int) -> list[Row]:
        with self.rows_of(self.database) as connection:
            (now,) = connection.execute("SELECT count(*) FROM odometer_reading").fetchone()
        middle = sorted(self.seconds)[len(self.seconds) // 2] if self.seconds else 0.0
        return [
            Row("backups that were made, and brought back whole", self.whole, None, "", f"of {wanted}"),
            Row("backups that failed", self.failed + wanted - self.whole, 0, "errors"),
            Row("copies that are not of one instant, or go back in time", self.torn, 0, "errors"),
            Row("files that a copy's rows name and it lacks", self.missing, 0, "lost", f"{self.papers} came and went"),
            Row("readings missing from the last copy", now - self.readings[-1], 0, "lost", f"of {now}"),
            Row("recovery time, median", middle, None, "s"),
            Row("recovery time, longest", max(self.seconds, default=0.0), None, "s"),
        ]


@asynccontextmanager
async def papers(keeper: Keeper) -> AsyncIterator[None]:
    """Stored files come and go as the product lets them: written before their row, deleted after it."""

    async def come_and_go() -> None:
        kept: list[str] = []
        while True:
            name = await keeper.store.put(b"a page " * 2_000)
            await asyncio.to_thread(change, "INSERT INTO paper VALUES (?)", name)
            kept.append(name)
            keeper.papers += 1
            if len(kept) > 20:
                await asyncio.to_thread(change, "DELETE FROM paper WHERE name = ?", kept[0])
                await keeper.store.delete(kept.pop(0))
            await asyncio.sleep(0.01)

    def change(sql: str, name: str) -> None:
        with keeper.rows_of(keeper.database) as connection:
            connection.execute(sql, (name,))

    async with asyncio.TaskGroup() as group:
        coming = group.create_task(come_and_go())
        try:
            yield
        finally:
            coming.cancel()
