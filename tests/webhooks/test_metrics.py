import re
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from core.meters import BOUNDS, Meters
from simulator.testing import Simulator
from tests.architecture.sources import PRODUCT, sources
from tests.conftest import Bot, Chat, running_bot
from tests.webhooks.inside import INSIDE, get, open_bot
from webhooks.metrics import COUNTS, DURATIONS, LEVELS


@pytest.fixture
async def bot(sim: Simulator, tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(sim, tmp_path) as bot:
        yield bot


@pytest.fixture
def language() -> str:
    return "fr"


async def scrape(bot: Bot) -> dict[tuple[str, ...], float]:
    status, body = await get(bot, "/metrics", INSIDE)
    assert status == 200
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(body)
        for sample in family.samples
    }


async def test_what_people_do_and_what_becomes_of_it_is_counted(chat: Chat):
    await chat.say("/start")
    await chat.say("words that mean nothing")
    await chat.tap(chat.labels[0])
    chat.bot.sim.fault(kind="reset_after_delivery", method="sendMessage")
    await chat.say("/help")
    figures = await scrape(chat.bot)
    assert figures["autotrack_updates_total", "command", "done"] == 2
    assert figures["autotrack_updates_total", "text", "done"] == 1
    assert figures["autotrack_updates_total", "tap", "done"] == 1
    assert figures["autotrack_sends_total", "answer", "sent"] >= 4
    assert figures["autotrack_sends_total", "answer", "perhaps_sent"] == 1
    assert figures["autotrack_answer_seconds_count", "text"] == 1
    assert figures["autotrack_update_seconds_count", "tap"] == 1
    assert figures["autotrack_jobs_total", "1", "update", "done"] == 4
    assert figures["autotrack_database_connections", "idle"] >= 0
    assert figures["process_resident_memory_bytes",] > 0


async def test_a_file_is_counted_from_its_arrival_to_its_refusal(chat: Chat):
    await chat.say("/start")
    await chat.send_document(b"\x00\x01\x02 no paper at all", "notes.bin", "application/octet-stream")
    figures = await scrape(chat.bot)
    assert figures["autotrack_documents_total", "unsupported"] == 1
    assert figures["autotrack_reading_seconds_count",] == 1
    assert figures["autotrack_in_progress", "reading_seconds", ""] == 0
    assert figures["autotrack_reading_line", "waiting"] == 0


async def test_without_the_token_there_are_no_metrics(bot: Bot):
    for token in (None, "", "wrong", INSIDE[:-1], INSIDE + "x", "é"):
        status, body = await get(bot, "/metrics", token)
        assert (status, "autotrack_" in body) == (404, False)


async def test_without_the_setting_nobody_sees_them(sim: Simulator, tmp_path: Path):
    async with running_bot(sim, tmp_path) as bot:
        for token in (None, "", "None", "null"):
            assert (await get(bot, "/metrics", token))[0] == 404


def test_everything_that_is_measured_somewhere_is_known_to_the_page() -> None:
    said = r"(?:count|took|timed)\(\s*(?:[^\"\n]*, )?\"([a-z_]+)\"|(?:found|levels|ages)\[\"([a-z_]+)\""
    measured = {a or b for source in sources(*PRODUCT) for a, b in re.findall(said, source.text)}
    known = {*COUNTS, *DURATIONS, *LEVELS}
    assert {"updates", "sends", "update_seconds", "answer_seconds", "loop_lag_seconds", "outgoing"} <= measured
    assert {name for name in measured if name.endswith("_seconds")} - known == set()
    counted = {
        name for source in sources(*PRODUCT) for name in re.findall(r"meters\.count\(\"([a-z_]+)\"", source.text)
    }
    assert counted - known == set()


def test_a_duration_is_counted_in_the_first_bucket_that_holds_it() -> None:
    meters = Meters()
    for seconds in (0.0, BOUNDS[0], BOUNDS[0] * 1.01, 1000.0, -1.0):
        meters.took(seconds, "x")
    assert meters.durations["x",].counts[:2] == [3, 1]
    assert meters.durations["x",].counts[-1] == 1


def test_measuring_costs_next_to_nothing() -> None:
    meters = Meters()
    began = time.process_time()
    for _ in range(10_000):
        with meters.timed("update_seconds", "text"):
            meters.count("updates", "text", "done")
    # A text is counted a dozen times: at 500 texts a second this must stay far below one per cent of a core.
    assert (time.process_time() - began) / 10_000 < 0.000_05
