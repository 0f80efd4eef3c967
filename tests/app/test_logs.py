import asyncio
import gc
import io
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog
from telegram import Update
from telegram.ext import MessageHandler, filters

from app import logs
from bot.context import BotContext
from core import db
from core.i18n import translator
from core.models import Account
from core.ports import RunningJob
from simulator.testing import Simulator
from tests.conftest import Chat, running_bot

NOW = datetime(2026, 3, 2, tzinfo=UTC)
TOKEN = "123456789:AAcanary-canary-canary-canary-canary"
SECRETS = {
    "token": TOKEN,
    "stripe": "sk_live_canaryCANARY123",
    "webhook": "whsec_canaryCANARY123",
    "openai": "sk-canary-CANARY-123",
    "known": "canary of the operator's own making",
}


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What is logged at the most talkative level; afterwards everything is as it was."""
    stream, root = io.StringIO(), logging.getLogger()
    handlers, level, before = root.handlers, root.level, structlog.get_config()
    logs.set_up("DEBUG", [SECRETS["known"]], stream=stream)
    yield stream
    root.handlers, root.level = handlers, level
    structlog.configure(**before)


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@dataclass
class Holder:
    inside: str


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS.keys())
def test_a_secret_is_blanked_wherever_it_stands(written: io.StringIO, secret: str):
    log = structlog.get_logger()
    log.warning(secret, value=secret, text=f"é:{secret}!", deep={"list": [{"x": secret}, (secret,)], "set": {secret}})
    log.warning("objects", error=ValueError(secret), holder=Holder(secret), path=Path(secret), raw=secret.encode())
    try:
        fail(f"key={secret}")
    except RuntimeError:
        log.exception("failed")
        logging.getLogger("library").exception("failed with %s", secret)
    logging.getLogger("library").warning("key=%s", secret, extra={"at": secret})
    assert len(lines(written)) == 5
    assert "canary" not in written.getvalue().lower()


def fail(words: str) -> None:
    raise RuntimeError(words)


def test_a_token_in_an_address_is_blanked(written: io.StringIO):
    logging.getLogger("library").warning("POST https://api.telegram.org/bot%s/getMe", TOKEN)
    assert "canary" not in written.getvalue()
    assert "/getMe" in written.getvalue()


def test_a_password_in_an_address_is_blanked(written: io.StringIO):
    structlog.get_logger().warning("database", url="postgres://user:canary@db.example:5432/name?x=1")
    assert "canary" not in written.getvalue()
    assert "@db.example:5432/name" in written.getvalue()


def test_what_people_could_forge_stays_one_line_of_json(written: io.StringIO):
    nasty = 'x\n{"event": "forged", "level": "critical"}\r\n\x1b[31mred\x00\u2028\ud800'
    structlog.get_logger().warning("said", text=nasty)
    logging.getLogger("library").warning("said %s", nasty)
    first, second = lines(written)
    assert first["text"] == nasty
    assert second["event"] == f"said {nasty}"
    assert not {"\x1b", "\u2028", "\0", "\r"} & set(written.getvalue())


def test_faults_carry_their_traceback_and_numbers_stay_numbers(written: io.StringIO):
    try:
        _ = 1 / 0
    except ZeroDivisionError:
        structlog.get_logger().exception("failed", job=7, ratio=0.5, nothing=None, yes=True)
    (line,) = lines(written)
    assert "ZeroDivisionError" in str(line["exception"])
    assert (line["job"], line["ratio"], line["nothing"], line["yes"]) == (7, 0.5, None, True)


async def test_a_days_work_leaves_no_token_name_plate_or_message_in_the_logs(
    sim: Simulator, tmp_path: Path, written: io.StringIO
):
    sim.fault(kind="502", times=2)
    async with running_bot(sim, tmp_path) as bot:
        chat = Chat(bot, sim.user("Canaryname", lang="fr"), translator("fr"))
        await chat.say("/start")
        await chat.tap(chat.t.plain("start.add_by_form"))
        for answer in ("Canarymake", "Canarymodel", "QX-717-ZK"):
            await chat.say(answer)
        for _ in range(3):
            await chat.tap(chat.t.plain("flow.skip"))
        await chat.say("717171 km")
        sim.fault(kind="400", method="sendMessage", description="Bad Request: no")
        await chat.say("canary words that mean nothing")
        sim.fault(kind="403", method="sendMessage")
        await chat.say("/help")
        await chat.send_document(b"canary of a file", "canary.pdf", "application/pdf")
    told = written.getvalue()
    assert "bot.started" in told
    assert "send.refused" in told
    for canary in (sim.token, sim.token.partition(":")[2], "anary", "QX717ZK", "QX-717-ZK", "717171"):
        assert canary not in told


PLATE, WORDS = "QX-717-ZK", "canary words of a person"


async def of_rows(_: Update, context: BotContext) -> None:
    # SQLite and PostgreSQL repeat the value that broke a rule.
    await Account.create(telegram_id=context.account.telegram_id, first_name=WORDS, language="fr", created_at=NOW)


async def of_values(_: Update, context: BotContext) -> None:
    try:
        int(context.text)
    except ValueError as problem:
        raise ExceptionGroup(WORDS, [KeyError(PLATE), problem]) from problem


async def of_sql(_: Update, __: BotContext) -> None:
    await db.execute(f"SELECT '{WORDS}' FROM nowhere")


async def failing(job: RunningJob) -> None:
    raise OSError(2, WORDS, str(job.payload["plate"]))


async def raising() -> None:
    raise RuntimeError(WORDS)


async def eventually(written: io.StringIO, event: str, times: int) -> None:
    async with asyncio.timeout(10):
        while written.getvalue().count(f'"{event}"') < times:  # noqa: ASYNC110 - a log tells nobody that it grew
            await asyncio.sleep(0.02)


async def test_what_a_fault_stumbled_over_is_in_no_log_whatever_raised_it(
    sim: Simulator, tmp_path: Path, written: io.StringIO
):
    async with running_bot(sim, tmp_path) as bot:
        chat, parts = Chat(bot, sim.user("Canaryname", lang="fr"), translator("fr")), bot.runtime.parts
        await chat.say("/start")
        parts.jobs.backoff = 0.01
        for number, step in enumerate((of_rows, of_values, of_sql)):
            handler = MessageHandler(filters.Regex(f"^{WORDS} {number}$"), step)
            parts.application.add_handler(handler, group=-1 - number)
            await chat.say(f"{WORDS} {number}")
            await eventually(written, "update.fault", number + 1)
        parts.jobs.register("canary", failing)
        await parts.services.jobs.enqueue("canary", {"plate": PLATE})
        await eventually(written, "jobs.buried", 1)
        parts.background.start(raising())
        sim.fault(kind="400", method="sendMessage", description=f'Bad Request: unsupported tag "{WORDS}" at offset 3')
        await chat.say("/help")
        lost = asyncio.get_running_loop().create_future()
        lost.set_exception(RuntimeError(WORDS))
        del lost
        gc.collect()
    told = written.getvalue()
    events = [str(line["event"]) for line in lines(written)]
    assert events.count("update.fault") == 3
    assert {"jobs.failed", "jobs.buried", "background.failed", "send.refused"} <= set(events)
    assert any("never retrieved" in event for event in events)
    for kind in ("IntegrityError", "ExceptionGroup", "KeyError", "ValueError", "OperationalError", "RuntimeError"):
        assert kind in told
    for canary in ("anary words", "Canaryname", PLATE, "QX717ZK", sim.token):
        assert canary not in told
