import asyncio
from collections.abc import AsyncIterator

import psutil
import pytest

from core.domain.capture.ports import Effort
from core.domain.capture.refusals import CaptureReason, CaptureRefused
from core.gateways.reading.choice import build_reader, choose_reader
from core.gateways.reading.pool import ReaderPool
from tests.gateways.reading import files

PAGE = files.encoded(files.picture(), "JPEG")


@pytest.fixture
async def pool() -> AsyncIterator[ReaderPool]:
    pool = build_reader("rapidocr", threads=1)
    await pool.start()
    yield pool
    await pool.close()


def children() -> list[psutil.Process]:
    # Other tests of the same run may have left a fork server of theirs.
    alive = [child for child in psutil.Process().children() if child.status() != psutil.STATUS_ZOMBIE]
    return [child for child in alive if not any("multiprocessing" in word for word in child.cmdline())]


async def test_a_worker_that_is_killed_costs_one_page_and_the_next_is_read(pool: ReaderPool) -> None:
    (worker,) = children()
    reading = asyncio.ensure_future(pool.read(PAGE, Effort.THOROUGH))
    await asyncio.sleep(0.05)
    worker.kill()
    with pytest.raises(CaptureRefused) as refused:
        await reading
    assert refused.value.reason is CaptureReason.BROKEN
    assert (await pool.read(PAGE, Effort.QUICK)).segments


async def test_a_page_that_takes_too_long_is_refused_and_the_next_is_read(pool: ReaderPool) -> None:
    pool.page_seconds = 0.01
    with pytest.raises(CaptureRefused) as refused:
        await pool.read(PAGE, Effort.THOROUGH)
    assert refused.value.reason is CaptureReason.TIMEOUT
    pool.page_seconds = 20.0
    assert (await pool.read(PAGE, Effort.QUICK)).segments


async def test_a_cancelled_page_does_not_answer_the_next(pool: ReaderPool) -> None:
    reading = asyncio.ensure_future(pool.read(PAGE, Effort.THOROUGH))
    await asyncio.sleep(0.05)
    reading.cancel()
    blank = files.encoded(files.picture(words=()), "JPEG")
    assert (await pool.read(blank, Effort.QUICK)).segments == ()


async def test_what_is_no_picture_is_refused_and_the_worker_lives_on(pool: ReaderPool) -> None:
    before = children()
    with pytest.raises(CaptureRefused):
        await pool.read(b"nonsense", Effort.QUICK)
    assert children() == before


async def test_a_worker_without_work_gives_its_memory_back_and_comes_again() -> None:
    pool = build_reader("rapidocr", threads=1)
    pool.idle_seconds = 0.1
    assert (await pool.read(PAGE, Effort.QUICK)).segments
    await asyncio.sleep(0.6)
    assert children() == []
    assert (await pool.read(PAGE, Effort.QUICK)).segments
    await pool.close()


async def test_closing_leaves_no_process() -> None:
    pool = build_reader("tesseract")
    await pool.start()
    await pool.close()
    assert children() == []


async def test_a_reader_that_cannot_run_here_is_refused_at_the_start() -> None:
    pool = ReaderPool("no such reader")
    with pytest.raises(CaptureRefused) as refused:
        await pool.start()
    assert refused.value.reason is CaptureReason.UNAVAILABLE


def test_a_setting_is_obeyed() -> None:
    assert choose_reader("tesseract") == "tesseract"
    assert choose_reader("rapidocr") == "rapidocr"


async def test_a_page_that_comes_while_the_reader_starts_waits_for_it() -> None:
    pool = build_reader("rapidocr", threads=1)
    try:
        _, page = await asyncio.gather(pool.start(), pool.read(PAGE, Effort.QUICK))
        assert page.segments
    finally:
        await pool.close()
