"""Texts a second that are answered within a second (p95), step by step: trivial echo bots, and AutoTrack beside them.

The echo bots keep nothing and write nothing; AutoTrack records an odometer reading durably and answers. All of them
poll the same stand-in for Telegram, which sends the load too, in a process of its own, one bot after the other.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.load import Load, Step
from benchmarks.rows import Row
from benchmarks.subject import bot_process
from bot.conversations.add_vehicle import Step as Question
from simulator.testing import Person, Simulator

NAME = "echo"

HERE = Path(__file__).parent
ENVIRONMENTS = HERE.parent / ".bench"
ECHO_BOTS = {"python-telegram-bot": ("22.8", "with_ptb.py"), "aiogram": ("3.31.0", "with_aiogram.py")}
CHATS, FIRST, GROWTH = 200, 200.0, 1.25
SECONDS = float(os.environ.get("BENCH_STEP_SECONDS", "20"))


@dataclass(frozen=True, slots=True)
class Found:
    """The best step of a bot, and its processor time a text then, in milliseconds."""

    best: Step
    cpu: float


def environment(package: str, version: str) -> Path:
    """The Python of an environment that holds this package alone; made the first time."""
    folder, wanted = ENVIRONMENTS / package, f"{package}=={version}"
    python, made = folder / "bin" / "python", folder / "made-for"
    if not made.is_file() or made.read_text("utf-8") != wanted:
        print(f"making {folder.relative_to(HERE.parent)} with {wanted} ...", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-qqq", "--no-input", wanted], check=True)
        made.write_text(wanted, "utf-8")
    return python


@asynccontextmanager
async def echo_bot(sim: Simulator, python: Path, script: str) -> AsyncIterator[psutil.Process]:
    """An echo bot that answers, until the block ends."""
    process = await asyncio.create_subprocess_exec(
        *(str(python), str(HERE / "echo_bots" / script), sim.api_url, sim.token),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await answers(sim.user("First", lang="fr"), "hello")
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        await process.wait()
        sim.world.updates.clear()


async def answers(person: Person, text: str) -> None:
    """Write until a bot answers."""
    await person.say(text)
    await person.wait_for(lambda message: bool(message.text), timeout=30)


async def best_of(load: Load, process: psutil.Process) -> Found:
    """Raise the load until it is too much, then try the middle of the last two."""
    await load.step(FIRST / 2, min(SECONDS, 5))
    rate, held, missed = FIRST, Found(Step(0, 0, 0, 0), 0), 0.0
    while not missed:
        found = await tried(load, process, rate)
        held, missed = (found, 0.0) if found.best.sustained else (held, rate)
        rate *= GROWTH
    middle = await tried(load, process, (held.best.rate + missed) / 2)
    return middle if middle.best.sustained else held


async def tried(load: Load, process: psutil.Process, rate: float) -> Found:
    """One step, and all of it answered before the next."""
    before = seconds_of(process)
    step = await load.step(rate, SECONDS)
    used = seconds_of(process) - before
    await load.catch_up(60)
    print(f"  {rate:.0f}/s: p95 {step.p95:.3f} s, {step.unanswered} unanswered", flush=True)
    return Found(step, used / max(step.texts, 1) * 1000)


def seconds_of(process: psutil.Process) -> float:
    """Processor time so far."""
    times = process.cpu_times()
    return float(times.user + times.system)


async def with_vehicle(person: Person) -> None:
    """Have one vehicle, by the form ended after its first answer."""
    await answers(person, "/start")
    await person.tap("1:add:form")
    await person.next(timeout=5)
    await person.say("Peugeot 208")
    await person.next(timeout=5)
    await person.tap(f"1:form:finish:{Question.PLATE}")
    await person.next(timeout=5)


async def _measure() -> list[Row]:
    pythons = {package: environment(package, version) for package, (version, _) in ECHO_BOTS.items()}
    found: dict[str, Found] = {}
    async with Simulator.running() as sim:
        people = [sim.user(f"P{n}", lang="fr") for n in range(CHATS)]

        def load(text: Callable[[int], str]) -> Load:
            return Load(sim, people, text)

        for package, (_, script) in ECHO_BOTS.items():
            print(package, flush=True)
            async with echo_bot(sim, pythons[package], script) as process:
                found[package] = await best_of(load(lambda n: f"text {n}"), process)
        print("AutoTrack", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            async with bot_process(sim, Path(folder)) as subject:
                for person in people:
                    await with_vehicle(person)
                await asyncio.sleep(3)  # the reader warms up after the start
                ours = await best_of(load(lambda n: f"{10_000 + n // CHATS} km"), subject.process)
    return [row for package, one in found.items() for row in _rows(f"echo bot on {package}", one, None)] + _rows(
        "AutoTrack on SQLite, reading stored and answered", ours, found["python-telegram-bot"].best.rate
    )


def _rows(what: str, found: Found, floor: float | None) -> list[Row]:
    note = f"p95 {found.best.p95 * 1000:.0f} ms, steps of {SECONDS:.0f} s, {CHATS} chats"
    return [
        Row(f"{what}: sustained", found.best.rate, floor, "/s", note),
        Row(f"{what}: processor time a text", found.cpu, None, "ms"),
    ]


def run() -> list[Row]:
    """Sustainable rates, all in one run."""
    return asyncio.run(_measure())
