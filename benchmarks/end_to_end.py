"""Text in, database write, reply out, over HTTP; the bot and the stand-in for Telegram are two processes."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.rows import Row
from benchmarks.subject import bot_process
from bot.conversations.add_vehicle import Step
from simulator.testing import Person, Simulator

NAME = "end_to_end"

CHATS, TEXTS, AT_REST = 20, 3000, 200


async def _measure() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        async with Simulator.running() as sim, bot_process(sim, Path(folder)) as subject:
            await asyncio.sleep(4)  # the reader warms up after the start
            memory = subject.memory()
            people = [sim.user(f"P{n}", lang="fr") for n in range(CHATS)]
            rest = await _at_rest(people[0])
            rate, cpu = await _burst(sim, people, subject.cpu)
            return [
                Row("start to first answer", subject.first_answer, 3, "s"),
                Row("memory at rest, the bot's process", memory, 150, "MB", "reader processes for photos not counted"),
                Row("answer to a text at rest, p50", rest[0], 15, "ms", f"{AT_REST} texts, one by one"),
                Row("answer to a text at rest, p99", rest[1], 60, "ms"),
                Row(
                    "end to end over HTTP, durable on SQLite",
                    rate,
                    300,
                    "/s",
                    f"{TEXTS} odometer readings, {CHATS} chats",
                ),
                Row("processor time of the bot a text", cpu, None, "ms"),
            ]


async def _at_rest(person: Person) -> tuple[float, float]:
    await person.say("/start")
    await person.next(timeout=5)
    waits = []
    for n in range(AT_REST):
        started = time.perf_counter()
        await person.say(f"question {n}")
        await person.next(timeout=5)
        waits.append((time.perf_counter() - started) * 1000)
        await asyncio.sleep(0.01)
    waits.sort()
    return statistics.median(waits), waits[int(len(waits) * 0.99) - 1]


async def _burst(sim: Simulator, people: list[Person], cpu: Callable[[], float]) -> tuple[float, float]:
    """Each text is an odometer reading that is recorded and answered; counted by the answers that arrived."""
    for person in people:
        await with_vehicle(person)
    before, used = sent(sim), cpu()
    started = time.perf_counter()
    for n in range(TEXTS):
        await people[n % len(people)].say(f"{10_000 + n} km")
        if n % 50 == 0:
            await asyncio.sleep(0)
    await until_sent(sim, before + TEXTS)
    seconds = time.perf_counter() - started
    return TEXTS / seconds, (cpu() - used) / TEXTS * 1000


async def with_vehicle(person: Person) -> None:
    """Add a vehicle by the form, ended after its first answer."""
    await person.say("/start")
    await person.next(timeout=5)
    await person.tap("1:add:form")
    await person.next(timeout=5)
    await person.say("Peugeot 208")
    await person.next(timeout=5)
    await person.tap(f"1:form:finish:{Step.PLATE}")
    await person.next(timeout=5)


def sent(sim: Simulator) -> int:
    """Messages that were sent so far."""
    return sum(1 for request in sim.requests if request.method == "sendMessage" and request.ok)


async def until_sent(sim: Simulator, count: int) -> None:
    """Wait for so many of them."""
    async with asyncio.timeout(60):
        while sent(sim) < count:
            await asyncio.sleep(0.02)


def run() -> list[Row]:
    """The figures of one run."""
    return asyncio.run(_measure())
