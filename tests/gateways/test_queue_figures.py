import asyncio

from core.gateways.clock import SystemClock
from core.services.reading_line import ReadingLine
from core.services.soundings import Soundings
from tests.gateways.engines import Seen, Store, finished, working


async def test_the_queues_are_counted_whichever_engine_runs_them(store: Store):
    worker, seen = store.worker(), Seen()
    worker.register("note", seen)
    soundings = Soundings(ReadingLine(SystemClock(), worker))
    await worker.enqueue("note", {"n": 1}, key="chat:1")
    await worker.enqueue("note", {"n": 2}, key="chat:1")
    await worker.enqueue("note", {"n": 3}, delay=3600)
    await asyncio.sleep(0.05)
    found = await soundings.jobs()
    assert (found["jobs", "chat", "waiting"], found["jobs", "chat", "later"]) == (2, 1)
    assert 0.04 < found["jobs_oldest_seconds", "chat"] < 30
    async with working(worker):
        await finished(worker)
    assert await soundings.jobs() == {("jobs", "chat", "later"): 1}
