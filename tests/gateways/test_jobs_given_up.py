from core import db
from core.ports import PermanentFailure, RunningJob
from tests.gateways.engines import Seen, Store, finished, store, until, working
from tests.postgres.databases import migrated_file

__all__ = ["migrated_file", "store"]


async def test_what_was_given_up_is_shown_and_tried_again_in_its_place(store: Store):
    worker, seen, broken = store.worker(), Seen(hold=0.003), [True]

    async def note(job: RunningJob) -> None:
        if broken[0] and job.payload["n"] == 0:
            raise PermanentFailure("no such thing")
        await seen(job)

    worker.register("note", note)
    async with working(worker):
        first = await worker.enqueue("note", {"n": 0, "text": "é"}, key="chat:1")
        await worker.enqueue("note", {"n": 1}, key="chat:1")
        await finished(worker)
        assert seen.numbers == [1]
        total, [found] = await worker.failed(0, 5)
        assert (total, found.id, found.name, found.queue, found.attempts) == (1, first, "note", "chat", 1)
        assert (dict(found.payload), found.error) == ({"n": 0, "text": "é"}, "no such thing")
        assert await worker.failed_one(found.id) == found
        assert (await worker.failed(1, 5))[1] == []
        broken[0] = False
        async with db.transaction():
            assert await worker.retry(found.id)
            for number in (2, 3):
                await worker.enqueue("note", {"n": number}, key="chat:1")
        await until(lambda: len(seen.numbers) == 4)
        # One at a time, before those of its key that came after it.
        assert (seen.numbers, seen.most) == ([1, 0, 2, 3], 1)
        assert not await worker.retry(found.id)
        assert await worker.failed_one(found.id) is None
        assert (await worker.failed(0, 5))[0] == 0
