import asyncio
import json

import pytest
import structlog
from structlog.testing import LogCapture
from telegram import Update
from telegram.ext import MessageHandler, filters

from bot.context import BotContext
from core import db, trace
from core.trace import Trace
from tests.conftest import Chat


@pytest.fixture
def log() -> LogCapture:
    """What is logged, with what is bound to it."""
    capture = LogCapture()
    structlog.configure(processors=[structlog.contextvars.merge_contextvars, capture])
    return capture


async def test_one_reference_leads_from_the_update_to_the_log_line_the_job_and_the_message(chat: Chat, log: LogCapture):
    await chat.say("/start")

    async def fail(_: Update, __: BotContext) -> None:
        raise RuntimeError

    chat.bot.runtime.parts.application.add_handler(MessageHandler(filters.Regex("^go$"), fail), group=-1)
    update_id = await chat.person.say("go")
    await chat.bot.settle()
    reference = f"u{update_id}"
    assert chat.last == chat.says("error.unexpected", reference=reference)
    (fault,) = [line for line in log.entries if line["event"] == "update.fault"]
    assert (fault["trace"], fault["reference"]) == (reference, reference)
    # A file becomes a job and then an event: what they log and send follows from the same update.
    chat.bot.sim.fault(kind="502", method="editMessageText")
    log.entries.clear()
    await chat.person.send_document(b"\0\1 no paper", "a.bin", "application/octet-stream")
    await chat.bot.settle()
    latest = int(await chat.person.say("/help"))
    await chat.bot.settle()
    traces = {line["trace"] for line in log.entries if line["event"] == "send.retry"}
    assert traces == {f"u{latest - 1}"}


async def test_a_message_that_waits_keeps_its_reference_over_a_restart(chat: Chat):
    await chat.say("/start")
    chat.bot.sim.fault(kind="429", retry_after=30, times=None)
    update_id = await chat.person.say("/help")
    rows: list[str] = []
    while not rows:
        rows = [str(row["payload"]) for row in await db.fetch("SELECT payload FROM outgoing")]
        await asyncio.sleep(0.01)
    stored = trace.of(json.loads(rows[0]))
    assert stored is not None
    assert (stored.id, stored.kind) == (f"u{update_id}", "command")
    assert stored.since > 0


def test_a_payload_that_carries_something_else_under_the_name_has_no_reference():
    for value in (None, "x", [], ["x"], ["x", "y", "z"], {"id": "x"}, [1, 2, 3]):
        assert trace.of({"trace": value}) is None
    with trace.following(Trace("a", "text", 5)):
        assert trace.of(trace.stamped({"n": 1})) == Trace("a", "text", 5)
        assert trace.stamped({"trace": ["b", "", 0]}) == {"trace": ["b", "", 0]}
    assert trace.stamped({"n": 1}) == {"n": 1}
