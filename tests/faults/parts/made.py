"""The bot is killed while it makes exports, service books and takeouts: each that was asked for comes, once."""
# ruff: noqa: ASYNC110 - a bot is watched from outside, nothing tells that it is done

import asyncio
import random
import signal
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks.rows import Row
from core.domain.states import MadeState
from core.i18n import translator
from core.models import MadeFile
from simulator.testing import Person, Simulator
from tests.conftest import Chat
from tests.faults.forked import Trap, fork
from tests.faults.papers import is_repeat
from tests.faults.places import Place, sqlite_place
from tests.faults.setting import Setting
from tests.making import vehicle

KILLS = 40
T = translator("fr")
# What is asked for: the command, the button of its screen, and the point between the file and its row.
WISHES = (
    ("/export", "export.form_csv", "export.written"),
    ("/report", "book.form_own", "book.written"),
    ("/privacy", "privacy.take", "takeout.written"),
)


async def run(setting: Setting) -> list[Row]:
    kills, chance, count, died = setting.scaled(KILLS, least=6), random.Random(setting.seed), Counter[str](), 0
    with tempfile.TemporaryDirectory(prefix="autotrack-faults-") as folder:
        async with sqlite_place(Path(folder)) as place, Simulator.running() as sim:
            people = [sim.user(f"Wants {number}") for number in range(kills)]
            async with place.bot(sim) as bot:
                for person in people:
                    await vehicle(Chat(bot, person, T), plate="AB123CD", kilometres=84_000)
            for number, person in enumerate(people):
                died += await cut(sim, place, person, number, chance.uniform(0.0, 0.4))
                await finish(sim, place, person)
            async with place.bot(sim) as bot:
                await bot.settle()
                for person in people:
                    count += await account(person)
    return [
        Row("kills while a file is made", kills, None, "", f"{died} of them before it came"),
        Row("files that did not come", count["lost"], 0, "lost"),
        Row("files made twice", count["doubled"], 0, "doubled"),
        Row("files sent again, a kill", count["repeated"] / kills, 1, "repeated"),
        Row("repeats that do not say so", count["unmarked"], 0, "errors"),
    ]


async def cut(sim: Simulator, place: Place, person: Person, number: int, seconds: float) -> bool:
    """Ask for a file, and kill the bot between file and row or after a while; whether that was before it came."""
    command, button, point = WISHES[number % len(WISHES)]
    named = number // len(WISHES) % 2 == 0
    bot = fork(sim, place, trap=Trap(point) if named else None)
    await person.say(command)
    label = T.plain(button)
    screen = await person.wait_for(lambda message: label in message.labels, 30)
    await person.tap(label, message=screen)
    if not await bot.ended(30 if named else seconds):
        await bot.end(signal.SIGKILL)
    return not came(person)


async def finish(sim: Simulator, place: Place, person: Person) -> None:
    """Start again, and let the file come."""
    bot, end = fork(sim, place), time.monotonic() + 30
    while not came(person) and time.monotonic() < end:
        await asyncio.sleep(0.05)
    await bot.end(signal.SIGTERM)


async def account(person: Person) -> Counter[str]:
    """What became of the file that was asked for."""
    sent = [message for message in person.messages if message.document is not None]
    made = await MadeFile.filter(owner__telegram_id=person.id)
    ready = [one for one in made if one.state is MadeState.READY]
    marked = sum(is_repeat(T, message) for message in sent)
    again = max(0, len(sent) - 1)
    return Counter(
        lost=int(not sent or not ready), doubled=max(0, len(made) - 1), repeated=again, unmarked=max(0, again - marked)
    )


def came(person: Person) -> bool:
    return any(message.document is not None for message in person.messages)
