import asyncio
import time

from structlog.testing import capture_logs

from scheduler.ticker import Ticker


async def test_it_ticks_on_and_on_until_it_is_stopped():
    ticks: list[float] = []

    async def tick() -> None:
        ticks.append(time.monotonic())

    ticker = Ticker(tick, seconds=0.05)
    ticker.start()
    await asyncio.sleep(0.32)
    ticker.stop()
    count = len(ticks)
    assert 3 <= count <= 8
    await asyncio.sleep(0.15)
    assert len(ticks) == count


async def test_a_tick_that_fails_is_logged_and_the_next_one_comes():
    ticks: list[int] = []

    async def tick() -> None:
        ticks.append(1)
        raise ValueError("not this time")

    ticker = Ticker(tick, seconds=0.03)
    with capture_logs() as log:
        ticker.start()
        await asyncio.sleep(0.2)
        ticker.stop()
    assert len(ticks) >= 3
    assert {one["event"] for one in log} == {"tick.failed"}


async def test_a_slow_tick_is_not_overtaken_by_the_next():
    running = most = 0

    async def tick() -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.12)
        running -= 1

    ticker = Ticker(tick, seconds=0.03)
    ticker.start()
    await asyncio.sleep(0.4)
    ticker.stop()
    await asyncio.sleep(0.15)
    assert most == 1


async def test_a_blocked_loop_delays_a_tick_and_skips_none_for_good():
    ticks: list[float] = []

    async def tick() -> None:
        ticks.append(time.monotonic())

    ticker = Ticker(tick, seconds=0.05)
    ticker.start()
    await asyncio.sleep(0.07)
    # What must never happen, and does: something holds the loop for longer than any tick may be late by default.
    time.sleep(1.3)  # noqa: ASYNC251
    blocked_until = time.monotonic()
    await asyncio.sleep(0.15)
    ticker.stop()
    assert any(moment >= blocked_until for moment in ticks)


async def test_stopping_what_never_started_is_no_error():
    async def tick() -> None:
        raise AssertionError

    Ticker(tick).stop()
