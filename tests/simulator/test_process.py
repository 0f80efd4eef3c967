import asyncio
import json
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from simulator.remote import RemoteSimulator
from simulator.schema import reduce
from simulator.testing import ImpossibleError
from tests.simulator.conftest import png

START = [sys.executable, "-m", "simulator", "--port", "0"]
ROOT = Path(__file__).parents[2]


class Process:
    def __init__(self, *options: str) -> None:
        pipe = subprocess.PIPE
        self.child = subprocess.Popen([*START, *options], stdin=pipe, stdout=pipe, cwd=ROOT)
        assert self.child.stdout
        self.ready: dict[str, str] = json.loads(self.child.stdout.readline())

    def close(self) -> None:
        if self.child.poll() is None:
            self.child.terminate()
        self.child.communicate(timeout=5)


def read(address: str) -> str:
    with urllib.request.urlopen(address) as answer:
        text: str = answer.read().decode()
        return text


@pytest.fixture
def process() -> Iterator[Process]:
    process = Process("--token", "42:secret", "--bot-username", "carnet_bot")
    yield process
    process.close()


async def test_a_process_serves_the_bot_the_people_and_the_page(process: Process) -> None:
    assert process.ready["token"] == "42:secret"
    assert "app.js" in await asyncio.to_thread(read, process.ready["page"])
    sim = RemoteSimulator(process.ready["api"])
    ana = sim.user("Ana")
    await ana.say("/start")
    assert sim.unconfirmed == 1
    bot = Bot("42:secret", base_url=f"{sim.api_url}/bot", base_file_url=f"{sim.api_url}/file/bot")
    async with bot:
        assert (bot.id, bot.username) == (42, "carnet_bot")
        menu = InlineKeyboardMarkup([[InlineKeyboardButton("Oui", callback_data="v1:yes")]])
        waiting = asyncio.create_task(ana.wait_for("Bonjour"))
        await bot.send_message(ana.id, "Bonjour", reply_markup=menu)
        assert (await waiting).labels == ["Oui"]
        await ana.tap("Oui")
        await ana.send_photo(png(3, 4), "la facture")
        updates = await bot.get_updates()
        assert updates[1].callback_query
        assert updates[2].message
        photo = await updates[2].message.photo[-1].get_file()
        assert bytes(await photo.download_as_bytearray()) == png(3, 4)
        await updates[1].callback_query.answer("merci")
        await bot.send_photo(ana.id, png(5, 6))
    assert (ana.toasts, ana.last.photo, sim.unanswered) == (["merci"], png(5, 6), 0)
    before = sim.now
    await sim.advance(days=3)
    assert (sim.now - before).days == 3
    assert sim.violations == []
    assert [one["method"] for one in sim.requests][-2:] == ["answerCallbackQuery", "sendPhoto"]
    with pytest.raises(ImpossibleError, match="no button"):
        await ana.tap("Non")


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_in_order_while_a_bot_waits(sign: signal.Signals) -> None:
    process = Process()
    poll = subprocess.Popen(
        [sys.executable, "-c", "import sys,urllib.request as u; print(u.urlopen(sys.argv[1]).read().decode())",
         f"{process.ready['api']}/bot{process.ready['token']}/getUpdates?timeout=40"],
        stdout=subprocess.PIPE,
    )  # fmt: skip
    wait_until_polled(process)
    process.child.send_signal(sign)
    answer, _ = poll.communicate(timeout=5)
    process.child.communicate(timeout=5)
    assert process.child.returncode == 0
    assert json.loads(answer) == {"ok": True, "result": []}


def wait_until_polled(process: Process) -> None:
    # A second poll would end the first; the state shows nothing of polls, so the fault list is used as a bell.
    sim = RemoteSimulator(process.ready["api"])
    sim.fault(kind="slow", method="getUpdates", times=1)
    for _ in range(400):
        if not json.loads(read(f"{process.ready['api']}/sim/faults"))["faults"]:
            return
        time.sleep(0.05)
    pytest.fail("the poll did not come")


def test_it_ends_with_its_parent() -> None:
    process = Process("--exit-with-parent")
    assert process.child.stdin
    process.child.stdin.close()
    assert process.child.wait(timeout=5) == 0
    assert process.child.stdout
    process.child.stdout.close()


def test_a_port_in_use_is_said_in_one_line(process: Process) -> None:
    port = process.ready["api"].rpartition(":")[2]
    second = subprocess.run([*START[:-1], port], capture_output=True, text=True, cwd=ROOT, timeout=10, check=False)
    assert second.returncode == 1
    assert second.stderr.startswith(f"the simulator cannot start: port {port} is taken")
    assert second.stderr.count("\n") == 1


def test_the_reduction_keeps_facts_and_drops_prose() -> None:
    words = "Text of the button, 1-64 bytes. Must be one of “danger” (red), “success” (green) or “primary” (blue)"
    field = {"name": "style", "types": ["String"], "required": True, "description": words}
    full: dict[str, Any] = {
        "version": "Bot API 1.0",
        "methods": {"send": {"name": "send", "returns": ["Message"], "fields": [field]}},
        "types": {"Any": {"name": "Any", "subtypes": ["A", "B"]}},
    }
    reduced = reduce.reduce(full)
    assert reduced["methods"]["send"]["fields"]["style"] == {
        "types": ["String"],
        "required": True,
        "bytes": [1, 64],
        "enum": ["danger", "success", "primary"],
    }
    assert reduced["types"] == {"Any": {"subtypes": ["A", "B"]}}
    assert json.loads(reduce.text(reduced)) == reduced


def test_the_facts_in_the_tree_carry_no_descriptions() -> None:
    text = reduce.TARGET.read_text("utf-8")
    assert "description" in json.loads(text)["types"]["BotCommand"]["fields"]
    assert not any(len(word) > 60 for word in text.replace('"', " ").split() if word.isalpha())
    assert text == reduce.text(json.loads(text))
