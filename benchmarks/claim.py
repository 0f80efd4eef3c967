"""500 reminders that are due, claimed among 10,000, 100,000 and 1,000,000 stored ones, on both databases.

The claim is what a tick does: rows read, marked, turned into notifications and into jobs that push them, committed.
"""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from benchmarks.rows import Row
from core import db
from core.gateways.clock import SystemClock
from core.gateways.jobs_embedded import EmbeddedJobs
from core.models import Account, Vehicle
from core.ports import RunningJob
from core.services.reminders import Reminders
from core.services.service_plan import ServicePlan

NAME = "claim"

STORED, DUE, OWNERS, TIMES = (10_000, 100_000, 1_000_000), 500, 1_000, 10
LIMIT = 50.0

_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"


async def _nothing(_: RunningJob) -> None:
    """Nobody works here: the jobs stay."""


async def _store(number: int, already: int, moment: str) -> None:
    """Add reminders up to a number, spread over everybody, all for this moment."""
    values = (
        " SELECT v.owner_id, v.id, 'oil_change', 'waiting', {day}, {moment}, {moment} FROM n JOIN vehicle v"
        f" ON v.id = (SELECT min(id) FROM vehicle) + (i % {OWNERS})"
    )
    shape = {"day": "'2030-01-01'", "moment": f"'{moment}'"}
    if not db.is_sqlite():
        shape = {"day": "date '2030-01-01'", "moment": f"timestamptz '{moment}'"}
    await db.client().execute_script(
        _NUMBERS.replace("?", str(number - already))
        + " INSERT INTO reminder(owner_id, vehicle_id, service, state, due_on, remind_at, created_at)"
        + values.format(**shape)
    )


async def _claimed(reminders: Reminders) -> float:
    """Milliseconds to claim everything that is due, best of several."""
    best = float("inf")
    for _ in range(TIMES):
        await _store(DUE, 0, "2020-01-01 00:00:00+00:00")
        began = time.perf_counter()
        left = DUE
        while left > 0:
            left -= await reminders.claim_due()
        best = min(best, (time.perf_counter() - began) * 1000)
        if await db.fetch("SELECT 1 AS one FROM reminder WHERE remind_at < '2025-01-01' AND state = 'waiting'"):
            raise RuntimeError("some are left")
        await db.execute("DELETE FROM notification")
        await db.execute("DELETE FROM reminder WHERE remind_at < '2025-01-01'")
        await db.execute("DELETE FROM job")
    return best


async def _on(url: str, kind: str) -> list[Row]:
    jobs = EmbeddedJobs({"chat": 1})
    jobs.register("event", _nothing)
    reminders = Reminders(SystemClock(), jobs, ServicePlan(SystemClock()))
    await db.migrate(url)
    await db.connect(url)
    rows, stored = [], 0
    try:
        now = SystemClock().now()
        await Account.bulk_create(
            [Account(telegram_id=n, first_name="P", language="fr", created_at=now) for n in range(1, OWNERS + 1)]
        )
        owners = await Account.all().values_list("id", flat=True)
        await Vehicle.bulk_create([Vehicle(owner_id=owner, created_at=now) for owner in owners])
        for number in STORED:
            await _store(number, stored, "2030-01-01 00:00:00+00:00")
            stored = number
            await db.client().execute_script("ANALYZE")
            rows.append(
                Row(f"{kind}: {DUE} due claimed among {number:,} stored", await _claimed(reminders), LIMIT, "ms")
            )
    finally:
        await db.disconnect()
    return rows


@asynccontextmanager
async def _postgres() -> AsyncIterator[str]:
    """A server like the tests' own."""
    from tests.postgres.server import started_server

    with started_server() as server:
        await server.execute("CREATE DATABASE bench")
        yield server.address("bench")


async def _measure() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        rows = await _on(f"sqlite:///{Path(folder) / 'autotrack.sqlite3'}", "SQLite")
    async with _postgres() as url:
        return rows + await _on(url, "PostgreSQL")


def run() -> list[Row]:
    """Milliseconds by the number stored."""
    return asyncio.run(_measure())
