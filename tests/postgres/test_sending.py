"""Several senders on one database, with the simulator as Telegram."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.messenger import Messenger
from bot.sending import Sending
from bot.transport import AiohttpRequest, TelegramApi
from core import db
from core.db.lead import Lead
from core.gateways.file_store import EncryptedFiles
from core.services.outbox import Lane, Outbox
from simulator.testing import Person, Simulator
from tests.gateways.engines import present, until


@dataclass(slots=True)
class Post:
    """One process's outbox and sender."""

    outbox: Outbox
    sending: Sending

    @property
    def leading(self) -> bool:
        return self.sending.lead.leading

    async def put(self, person: Person, *texts: str, push: bool = False) -> None:
        for text in texts:
            async with db.transaction():
                lane = Lane.PUSH if push else Lane.ANSWER
                await self.outbox.put(person.id, "sendMessage", {"text": text}, language="fr", lane=lane)

    async def all_sent(self) -> None:
        async with asyncio.timeout(10):
            while not await self.outbox.idle():  # noqa: ASYNC110
                await asyncio.sleep(0.01)


@asynccontextmanager
async def post(sim: Simulator, folder: Path, url: str) -> AsyncIterator[Post]:
    request = AiohttpRequest()
    await request.initialize()
    api = TelegramApi(request, sim.api_url, sim.token, patience=0.5)
    files = EncryptedFiles.open(folder / "files", Fernet.generate_key().decode())

    async def unreachable(_: int) -> None: ...

    async with present(url) as presence:
        outbox = Outbox()
        lead = Lead(presence, "send", 1, silence=300, look=0.05)
        sending = Sending(lead, Messenger(api, outbox, files, unreachable), outbox)
        task = asyncio.create_task(sending.run())
        try:
            yield Post(outbox, sending)
        finally:
            await sending.drain(2)
            sending.stop()
            async with asyncio.timeout(3):
                await task
            await request.shutdown()


@pytest.fixture
async def opened(url: str) -> AsyncIterator[str]:
    await db.connect(url)
    try:
        yield url
    finally:
        await db.disconnect()


def person(sim: Simulator, name: str = "Camille") -> Person:
    somebody = sim.user(name)
    sim.world.chats[somebody.id].started = True
    return somebody


def texts(somebody: Person) -> list[str]:
    return [message.text for message in somebody.messages]


async def test_what_different_processes_say_to_a_chat_arrives_once_and_in_the_order_of_its_commits(
    sim: Simulator, tmp_path: Path, opened: str
):
    people = [person(sim, f"Person {number}") for number in range(4)]
    async with post(sim, tmp_path, opened) as one, post(sim, tmp_path, opened) as other:
        for number in range(40):
            for somebody in people:
                await (one, other)[number % 2].put(somebody, f"{number}")
        await one.all_sent()
    assert [texts(somebody) for somebody in people] == [[f"{number}" for number in range(40)]] * 4


async def test_what_waits_when_the_sender_goes_is_sent_by_the_next_one(sim: Simulator, tmp_path: Path, opened: str):
    ana = person(sim)
    async with post(sim, tmp_path, opened) as first:
        await until(lambda: first.leading)
        async with post(sim, tmp_path, opened) as second:
            sim.fault(kind="429", retry_after=1, chat_id=ana.id)
            await second.put(ana, "1", "2", "3")
            await until(lambda: len(sim.requests) > 0)
            first.sending.stop()
            await until(lambda: second.leading)
            await second.all_sent()
    assert texts(ana) == ["1", "2", "3"]


async def test_a_sender_that_hung_marks_nothing_more_and_nothing_goes_out_twice(
    sim: Simulator, tmp_path: Path, opened: str
):
    ana = person(sim)
    async with post(sim, tmp_path, opened) as hung:
        await until(lambda: hung.leading)
        sim.fault(kind="429", retry_after=2, chat_id=ana.id)
        await hung.put(ana, "1", "2")
        await until(lambda: len(sim.requests) > 0)
        # Others shut it out while it looks away, and it does not know yet.
        await db.execute("UPDATE lease SET owner = 1")
        await asyncio.sleep(0.1)
        async with post(sim, tmp_path, opened) as other:
            await other.all_sent()
    # The first was about to be sent when its sender lost its place: it is marked as a repeat, which it might have been.
    assert [text.rpartition("\n")[2] for text in texts(ana)] == ["1", "2"]


async def test_what_was_not_announced_is_found_all_the_same(sim: Simulator, tmp_path: Path, opened: str):
    ana, silent = person(sim), Outbox()
    async with post(sim, tmp_path, opened) as one:
        await until(lambda: one.leading)
        await silent.put(ana.id, "sendMessage", {"text": "1"}, language="fr")
        await one.all_sent()
    assert texts(ana) == ["1"]


async def test_a_sender_alone_sends_what_it_has_before_it_leaves(sim: Simulator, tmp_path: Path, opened: str):
    ana = person(sim)
    async with post(sim, tmp_path, opened) as one:
        await until(lambda: one.leading)
        await one.put(ana, "1", "2", "3")
    assert texts(ana) == ["1", "2", "3"]
