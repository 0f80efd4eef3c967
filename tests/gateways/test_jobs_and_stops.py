import asyncio
import signal
import time

import pytest

from core import db
from core.gateways.job_kinds import DEATHS_ALONE, SUSPICIOUS
from core.gateways.jobs_embedded import EmbeddedJobs
from core.ports import JobEngine, RunningJob
from tests.faults.forked import FORKS
from tests.gateways import dying_worker
from tests.gateways.engines import Seen, Store, finished, present, procrastinate, until, working
from tests.postgres.server import PostgresServer


async def test_draining_finishes_what_runs_and_takes_nothing_new(store: Store):
    worker, seen = store.worker(slow=1), Seen(hold=0.1)
    worker.register("note", seen, queue="slow")
    await worker.enqueue("note", {"n": 1})
    await worker.enqueue("note", {"n": 2})
    task = asyncio.create_task(worker.run())
    await until(lambda: seen.running == 1)
    await worker.drain(5)
    await task
    assert seen.numbers == [1]
    again = store.worker()
    again.register("note", seen, queue="slow")
    async with working(again):
        await finished(again)
    assert seen.numbers == [1, 2]


async def test_what_is_not_finished_in_time_is_given_back_and_done_later_as_if_new(store: Store):
    worker, entered = store.worker(), asyncio.Event()

    async def endless(_: RunningJob) -> None:
        entered.set()
        await asyncio.sleep(60)

    worker.register("long", endless)
    await worker.enqueue("long", {"n": 7}, key="chat:1")
    task = asyncio.create_task(worker.run())
    await entered.wait()
    began = time.monotonic()
    await worker.drain(0.05)
    async with asyncio.timeout(2):
        await task
    assert time.monotonic() - began < 1
    again, attempts = store.worker(), []

    async def note(job: RunningJob) -> None:
        attempts.append(job.attempts)

    again.register("long", note)
    async with working(again):
        await until(lambda: bool(attempts))
    assert attempts == [1]


async def test_draining_an_engine_that_never_ran_returns_at_once(store: Store):
    async with asyncio.timeout(1):
        await store.worker().drain(5)


async def test_what_a_crash_cut_is_done_after_the_start_in_order(store: Store):
    before, seen = store.worker(), Seen()
    before.register("note", seen)
    await before.enqueue("note", {"n": 1}, key="chat:1")
    await store.cut()
    await before.enqueue("note", {"n": 2}, key="chat:1")
    worker = store.worker()
    worker.register("note", seen)
    async with working(worker):
        await until(lambda: len(seen.numbers) == 2)
    assert seen.numbers == [1, 2]


async def process(store: Store) -> int:
    """A worker as a process of its own, until it has nothing left to do or dies; returns its exit status."""
    child = FORKS.Process(target=dying_worker.main, args=(store.name, store.url))
    child.start()
    await asyncio.to_thread(child.join, 30)
    assert child.exitcode is not None
    return child.exitcode


async def test_a_job_that_kills_its_process_is_buried_in_the_end_and_its_neighbours_are_done(
    store: Store,
):
    worker = store.worker()
    worker.register("poison", Seen())
    worker.register("note", Seen())
    for number in range(3):
        await worker.enqueue("note", {"n": number}, key=f"chat:{number}")
    await worker.enqueue("poison", {"n": 13}, key="chat:13")
    for number in range(3, 6):
        await worker.enqueue("note", {"n": number}, key=f"chat:{number}")
    await worker.enqueue("note", {"n": 6}, key="chat:13")
    # Beside others, then alone: once alone would be no proof.
    statuses = [await process(store) for _ in range(SUSPICIOUS + DEATHS_ALONE + 1)]
    assert statuses == [-signal.SIGKILL] * (SUSPICIOUS + DEATHS_ALONE) + [0]
    rows = await db.fetch("SELECT key FROM once ORDER BY key")
    assert [row["key"] for row in rows] == ["buried:13", *(f"done:{number}" for number in range(7))]


async def test_a_job_of_a_kind_nobody_knows_any_more_is_set_aside_and_holds_up_nobody(store: Store):
    old, seen = store.worker(), Seen()
    old.register("retired", seen)
    for _ in range(100):
        await old.enqueue("retired", {"n": 1}, key="chat:1")
    worker = store.worker()
    worker.register("note", seen)
    await worker.enqueue("note", {"n": 2}, key="chat:1")
    async with working(worker):
        await finished(worker)
    assert seen.numbers == [2]


@pytest.mark.parametrize("engine", ["embedded", "procrastinate"])
async def test_the_engine_survives_a_database_that_goes_away(postgres: PostgresServer, engine: str):
    async with postgres.database() as url, present(url) as presence:
        await db.connect(url)
        try:
            embedded = EmbeddedJobs({"chat": 4}, backoff=0.02)
            worker: JobEngine = embedded if engine == "embedded" else procrastinate(presence)
            seen = Seen(hold=0.05)
            worker.register("note", seen)
            async with working(worker):
                for number in range(20):
                    await worker.enqueue("note", {"n": number}, key=f"chat:{number % 3}")
                await until(lambda: len(seen.numbers) > 2)
                postgres.stop("immediate")
                await asyncio.sleep(0.3)
                postgres.start()
                await until(lambda: set(seen.numbers) == set(range(20)), 40)
                await finished(worker)
        finally:
            await db.disconnect()


async def test_a_worker_stops_while_the_database_is_away(postgres: PostgresServer):
    async with postgres.database() as url, present(url) as presence:
        await db.connect(url)
        try:
            worker, seen = procrastinate(presence), Seen(hold=0.05)
            worker.register("note", seen)
            task = asyncio.create_task(worker.run())
            await worker.enqueue("note", {"n": 1})
            await until(lambda: seen.running == 1)
            postgres.stop("immediate")
            await worker.drain(1)
            async with asyncio.timeout(3):
                await task
        finally:
            postgres.start()
            await db.disconnect()
