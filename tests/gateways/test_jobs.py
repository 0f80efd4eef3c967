import asyncio
import time
from contextlib import suppress

import pytest
from tortoise.exceptions import DBConnectionError

from core import db
from core.ports import JobTaken, PermanentFailure, RunningJob
from tests.gateways.engines import Seen, Store, finished, until, working


async def test_a_job_is_done_once_with_its_payload(store: Store):
    worker, seen = store.worker(), Seen()
    worker.register("note", seen)
    async with working(worker):
        await worker.enqueue("note", {"n": 1})
        await finished(worker)
    assert seen.numbers == [1]


async def test_what_was_enqueued_before_the_start_is_done_after_it(store: Store):
    worker, seen = store.worker(), Seen()
    worker.register("note", seen)
    await worker.enqueue("note", {"n": 1})
    async with working(worker):
        await finished(worker)
    assert seen.numbers == [1]


async def test_text_of_any_kind_comes_back_as_it_was(store: Store):
    worker, found = store.worker(), []

    async def read(job: RunningJob) -> None:
        found.append(job.payload["text"])

    worker.register("read", read)
    text = "é漢🚗\0\ud83d\u202e'\"\\\n?"
    async with working(worker):
        await worker.enqueue("read", {"text": text})
        await until(lambda: bool(found))
    assert found == [text]


async def test_jobs_of_one_key_run_one_at_a_time_in_order(store: Store):
    worker, seen = store.worker(), Seen(hold=0.003)
    worker.register("note", seen)
    async with working(worker):
        for number in range(30):
            await worker.enqueue("note", {"n": number}, key="chat:1")
        await until(lambda: len(seen.numbers) == 30)
    assert (seen.numbers, seen.most) == (list(range(30)), 1)


async def test_jobs_of_different_keys_and_of_none_run_side_by_side(store: Store):
    worker, seen = store.worker(), Seen(hold=0.2)
    worker.register("note", seen)
    for number in range(6):
        await worker.enqueue("note", {"n": number}, key=f"chat:{number}" if number % 2 else None)
    async with working(worker):
        await until(lambda: len(seen.numbers) == 6)
    assert seen.most == 6


async def test_a_queue_runs_as_many_jobs_at_once_as_it_has_slots(store: Store):
    worker, seen = store.worker(slow=2), Seen(hold=0.02)
    worker.register("note", seen, queue="slow")
    for number in range(8):
        await worker.enqueue("note", {"n": number})
    async with working(worker):
        await until(lambda: len(seen.numbers) == 8)
    assert seen.most == 2


async def test_a_long_queue_never_holds_up_another(store: Store):
    worker, slow, quick = store.worker(slow=1), Seen(hold=0.05), Seen()
    worker.register("slow", slow, queue="slow")
    worker.register("quick", quick)
    for number in range(200):
        await worker.enqueue("slow", {"n": number})
    await worker.enqueue("quick", {"n": 1})
    async with working(worker):
        await until(lambda: bool(quick.numbers), 1)
    assert len(slow.numbers) < 20


async def test_one_flooding_key_never_holds_up_another(store: Store):
    worker, flood, quick = store.worker(), Seen(hold=0.01), Seen()
    worker.register("flood", flood)
    worker.register("quick", quick)
    async with db.transaction():
        for number in range(2_000):
            await worker.enqueue("flood", {"n": number}, key="chat:1")
        await worker.enqueue("quick", {"n": 1}, key="chat:2")
    async with working(worker):
        await until(lambda: bool(quick.numbers), 1)
    assert len(flood.numbers) < 100


async def test_a_dedupe_key_that_was_seen_is_dropped_also_after_the_work(store: Store):
    worker, seen = store.worker(), Seen()
    worker.register("note", seen)
    async with working(worker):
        assert await worker.enqueue("note", {"n": 1}, dedupe="update:1") is not None
        assert await worker.enqueue("note", {"n": 2}, dedupe="update:1") is None
        await finished(worker)
        assert await worker.enqueue("note", {"n": 3}, dedupe="update:1") is None
        assert await worker.enqueue("note", {"n": 4}, dedupe="update:2") is not None
        await finished(worker)
    assert seen.numbers == [1, 4]


async def test_one_of_fifty_at_once_with_the_same_dedupe_key_is_done(store: Store):
    worker, seen = store.worker(), Seen()
    worker.register("note", seen)
    async with working(worker):
        taken = await asyncio.gather(*(worker.enqueue("note", {"n": n}, dedupe="same") for n in range(50)))
        await finished(worker)
    assert (sum(job is not None for job in taken), len(seen.numbers)) == (1, 1)


async def test_a_job_of_a_transaction_that_failed_never_was(store: Store):
    worker, seen = store.worker(), Seen()
    worker.register("note", seen)
    async with working(worker):
        with suppress(ZeroDivisionError):
            async with db.transaction():
                await worker.enqueue("note", {"n": 1}, dedupe="a")
                raise ZeroDivisionError
        assert await worker.enqueue("note", {"n": 2}, dedupe="a") is not None
        await finished(worker)
    assert seen.numbers == [2]


async def test_a_job_waits_for_the_commit_of_its_transaction(store: Store):
    worker, seen = store.worker(), Seen()
    worker.register("note", seen)
    async with working(worker):
        async with db.transaction():
            await worker.enqueue("note", {"n": 1})
            await asyncio.sleep(0.05)
            assert seen.numbers == []
        await until(lambda: seen.numbers == [1])


async def test_a_job_that_fails_is_tried_again_later(store: Store):
    worker, attempts = store.worker(), []

    async def unsteady(job: RunningJob) -> None:
        attempts.append((job.attempts, time.monotonic()))
        if job.attempts < 3:
            raise ValueError

    worker.register("unsteady", unsteady)
    async with working(worker):
        await worker.enqueue("unsteady", {})
        await until(lambda: len(attempts) == 3)
    assert [number for number, _ in attempts] == [1, 2, 3]
    first, second = attempts[1][1] - attempts[0][1], attempts[2][1] - attempts[1][1]
    assert first >= 0.02
    assert second >= 0.04


async def test_while_a_job_is_tried_again_those_behind_it_wait_and_others_go_on(store: Store):
    worker, seen = store.worker(), Seen()
    failed: list[list[int]] = []

    async def unsteady(job: RunningJob) -> None:
        if len(failed) < 2:
            failed.append(list(seen.numbers))
            raise ValueError
        await seen(job)

    worker.register("unsteady", unsteady)
    worker.register("note", seen)
    await worker.enqueue("unsteady", {"n": 1}, key="chat:1")
    await worker.enqueue("note", {"n": 2}, key="chat:1")
    await worker.enqueue("note", {"n": 3}, key="chat:2")
    async with working(worker):
        await until(lambda: len(seen.numbers) == 3)
    assert seen.numbers == [3, 1, 2]


async def test_a_job_that_always_fails_is_buried_and_tells_it_and_others_proceed(store: Store):
    worker, seen, buried, tries = store.worker(), Seen(), Seen(), []

    async def poison(job: RunningJob) -> None:
        tries.append(job.attempts)
        raise ValueError

    worker.register("poison", poison, buried=buried)
    worker.register("note", seen)
    async with working(worker):
        await worker.enqueue("poison", {"n": 1}, key="chat:1")
        await worker.enqueue("note", {"n": 2}, key="chat:1")
        await until(lambda: seen.numbers == [2])
    assert (tries, buried.numbers) == ([1, 2, 3], [1])


async def test_a_job_that_hangs_is_ended_and_tried_again_and_holds_up_nobody_for_ever(store: Store):
    worker, seen, tries = store.worker(), Seen(), []
    worker.limits["chat"] = 0.1

    async def hang(job: RunningJob) -> None:
        tries.append(job.attempts)
        if len(tries) == 1:
            await asyncio.sleep(60)

    worker.register("hang", hang)
    worker.register("note", seen)
    async with working(worker):
        await worker.enqueue("hang", {}, key="chat:1")
        await worker.enqueue("note", {"n": 2}, key="chat:1")
        await until(lambda: seen.numbers == [2])
    assert tries == [1, 2]


async def test_a_job_that_says_it_can_never_be_done_is_buried_at_once(store: Store):
    worker, buried, tries = store.worker(), Seen(), []

    async def hopeless(job: RunningJob) -> None:
        tries.append(job.attempts)
        raise PermanentFailure("no such thing")

    worker.register("hopeless", hopeless, buried=buried)
    async with working(worker):
        await worker.enqueue("hopeless", {"n": 1})
        await until(lambda: bool(buried.numbers))
    assert tries == [1]


async def test_a_funeral_that_fails_stops_nobody(store: Store):
    worker, seen = store.worker(), Seen()

    async def fail(_: RunningJob) -> None:
        raise ValueError

    async def hopeless(_: RunningJob) -> None:
        raise PermanentFailure("no such thing")

    worker.register("hopeless", hopeless, buried=fail)
    worker.register("note", seen)
    async with working(worker):
        await worker.enqueue("hopeless", {}, key="chat:1")
        await worker.enqueue("note", {"n": 2}, key="chat:1")
        await until(lambda: seen.numbers == [2])


async def test_the_effect_and_the_end_of_a_job_are_one(store: Store):
    worker = store.worker()
    tries: list[int] = []

    async def once(job: RunningJob) -> None:
        async with db.transaction():
            await db.fetch("INSERT INTO once(key, seen_at) VALUES(?, 0) RETURNING key", f"effect:{len(tries)}")
            await job.finish()
            tries.append(job.attempts)
            if len(tries) == 1:
                raise ValueError
        raise RuntimeError("after the commit nothing is undone or repeated")

    worker.register("once", once)
    async with working(worker):
        await worker.enqueue("once", {})
        await until(lambda: len(tries) == 2)
        await asyncio.sleep(0.3)
        assert await worker.idle()
    rows = await db.fetch("SELECT key FROM once WHERE key LIKE 'effect:%'")
    assert ([row["key"] for row in rows], tries) == (["effect:1"], [1, 2])


async def test_a_job_taken_by_somebody_else_is_left_to_them_without_a_word(store: Store):
    worker, tries = store.worker(), []

    async def taken(job: RunningJob) -> None:
        tries.append(job.attempts)
        if len(tries) == 1:
            raise JobTaken

    worker.register("taken", taken)
    async with working(worker):
        await worker.enqueue("taken", {}, key="chat:1")
        # The row is still there and ours: nobody else will do it.
        await until(lambda: len(tries) == 2)
        await finished(worker)


async def test_a_delayed_job_is_not_done_before_its_time(store: Store):
    worker, moments = store.worker(), []

    async def note(_: RunningJob) -> None:
        moments.append(time.monotonic())

    worker.register("note", note)
    async with working(worker):
        began = time.monotonic()
        await worker.enqueue("note", {}, delay=0.3)
        await until(lambda: bool(moments))
    assert 0.29 <= moments[0] - began < 1.5


async def test_a_delay_and_a_key_together_are_refused(store: Store):
    worker = store.worker()
    worker.register("note", Seen())
    with pytest.raises(ValueError, match="key"):
        await worker.enqueue("note", {"n": 1}, key="chat:1", delay=1)


async def test_many_jobs_of_one_kind_are_added_at_once_and_run_in_their_keys_order(store: Store):
    worker, seen = store.worker(), Seen()
    worker.register("note", seen)
    async with db.transaction():
        await worker.enqueue_all("note", [])
        await worker.enqueue_all("note", [(f"chat:{n % 7}", {"n": n, "text": "é\0\ud800"}) for n in range(500)])
    async with working(worker):
        await finished(worker)
    assert sorted(seen.numbers) == list(range(500))
    for chat in range(7):
        assert [n for n in seen.numbers if n % 7 == chat] == list(range(chat, 500, 7))


async def test_what_a_database_that_went_away_has_cut_is_tried_for_longer(store: Store):
    worker, attempts = store.worker(), list[int]()

    async def cut(job: RunningJob) -> None:
        attempts.append(job.attempts)
        if job.attempts < 6:
            raise DBConnectionError("the server closed the connection")

    worker.register("cut", cut)
    await worker.enqueue("cut", {"n": 1}, key="chat:1")
    async with working(worker):
        await finished(worker)
        await until(lambda: attempts == [1, 2, 3, 4, 5, 6])
