import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.polling import Polling
from bot.transport import AiohttpRequest, TelegramApi
from core import db
from core.gateways.jobs_embedded import EmbeddedJobs
from core.ports import RunningJob
from tests.bot.conftest import Desk


async def nothing(_: RunningJob) -> None:
    return


@asynccontextmanager
async def polling(desk: Desk) -> AsyncIterator[Polling]:
    """Fetch updates into the job table, which nobody works off."""
    request = AiohttpRequest()
    await request.initialize()
    jobs = EmbeddedJobs({"chat": 1})
    jobs.register("update", nothing)
    poller = Polling(TelegramApi(request, desk.server, desk.sim.token, patience=2), jobs)
    task = asyncio.create_task(poller.run())
    try:
        yield poller
    finally:
        poller.stop()
        async with asyncio.timeout(1):
            await task
        await request.shutdown()


async def until(condition: Callable[[], bool], seconds: float = 5) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def stored() -> list[dict[str, Any]]:
    return list(await db.fetch("SELECT key, payload FROM job ORDER BY id"))


async def test_updates_are_stored_in_order_under_their_chat_and_confirmed(desk: Desk):
    ana, tom = desk.person("Ana"), desk.person("Tom")
    async with polling(desk):
        for number in range(3):
            await ana.say(f"{number}")
            await tom.say(f"{number}")
        await until(lambda: desk.sim.unconfirmed == 0)
    assert [row["key"] for row in await stored()] == [f"chat:{ana.id}", f"chat:{tom.id}"] * 3


async def test_what_comes_many_times_is_stored_once(desk: Desk):
    ana = desk.person("Ana")
    desk.sim.updates(duplicates=3)
    async with polling(desk):
        await ana.say("1")
        await ana.say("2")
        await until(lambda: desk.sim.unconfirmed == 0)
    assert len(await stored()) == 2


async def test_nothing_is_confirmed_before_it_is_committed(desk: Desk):
    ana = desk.person("Ana")
    other = sqlite3.connect(desk.folder / "autotrack.sqlite3", isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        async with polling(desk):
            with capture_logs() as log:
                await ana.say("1")
                await until(lambda: any(one["event"] == "polling.failed" for one in log))
            assert desk.sim.unconfirmed == 1
            other.execute("COMMIT")
            await until(lambda: desk.sim.unconfirmed == 0)
    finally:
        other.close()
    assert len(await stored()) == 1


@pytest.mark.parametrize("kind", ["409", "401"])
async def test_a_second_poller_or_a_revoked_token_is_waited_out_with_patience(desk: Desk, kind: str):
    desk.sim.fault(kind=kind, method="getUpdates", times=None)
    with capture_logs() as log:
        async with polling(desk):
            await until(lambda: any(one["event"] == "polling.problem" for one in log))
            await asyncio.sleep(0.3)
    (problem,) = [one for one in log if one["event"] == "polling.problem"]
    assert problem["pause"] >= 10
    assert sum(one.method == "getUpdates" for one in desk.sim.requests) == 1


async def test_a_passing_problem_is_waited_out_and_fetching_goes_on(desk: Desk):
    ana = desk.person("Ana")
    desk.sim.fault(kind="502", method="getUpdates")
    async with polling(desk):
        await ana.say("1")
        await until(lambda: desk.sim.unconfirmed == 0)
    assert len(await stored()) == 1


async def test_stopping_does_not_wait_for_the_poll_that_waits_at_telegram(desk: Desk):
    async with polling(desk):
        await asyncio.sleep(0.1)
        began = time.monotonic()
    assert time.monotonic() - began < 0.5


async def test_text_that_no_database_can_store_as_it_is_does_not_stop_the_others(desk: Desk):
    ana = desk.person("Ana")
    async with polling(desk):
        await ana.say("nul \0 text")
        await ana.say("next")
        await until(lambda: desk.sim.unconfirmed == 0)
    assert len(await stored()) == 2
