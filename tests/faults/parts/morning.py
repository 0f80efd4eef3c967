# ruff: noqa: ASYNC110 - a bot is watched from outside, nothing tells that it is done
"""Ten thousand people with three reminders each, all due the same morning, while others write and the bot is killed.

Messages go at Telegram's pace of a clock that runs several times as fast as the real one, in every process; each person
gets one message. Rates are given in seconds of that clock.
"""

import asyncio
import random
import signal
import tempfile
import time
from datetime import UTC, datetime, timedelta
from itertools import chain, islice
from pathlib import Path

from benchmarks.rows import Row
from core import db
from core.i18n import translator
from core.models import Account, Reminder
from simulator.testing import Person, Simulator
from tests.conftest import plain
from tests.faults.forked import Forked, fork
from tests.faults.papers import is_repeat, reminders_of
from tests.faults.places import Place, sqlite_place
from tests.faults.setting import Setting

PEOPLE, EACH, KILLS, WRITERS = 10_000, 3, 50, 20
SPEED = 3.0


def hurry() -> None:
    """Let the pace of messages follow a clock that is `SPEED` times as fast; in the forked bot, before it starts."""
    from bot import rate  # only in the fork

    rate.RealTime.speed = SPEED
    rate.RealTime.seconds = staticmethod(lambda: time.monotonic() * SPEED)  # type: ignore[method-assign]  # the fork's own


async def run(setting: Setting) -> list[Row]:
    people, kills = setting.scaled(PEOPLE, least=40), setting.scaled(KILLS)
    chance = random.Random(setting.seed)
    with tempfile.TemporaryDirectory(prefix="autotrack-faults-") as folder:
        async with sqlite_place(Path(folder)) as place, Simulator.running() as sim:
            asleep = [sim.user(f"Sleeper {number}") for number in range(people)]
            writers = [sim.user(f"Writer {number}") for number in range(WRITERS)]
            async with place.bot(sim) as bot:
                for person in writers:
                    await person.say("/start")
                await bot.settle()
                await everybody(sim, asleep)
            waits, killed = list[tuple[float, float]](), list[float]()
            began = time.monotonic()
            bot_process = fork(sim, place, before="tests.faults.parts.morning:hurry")
            writing = asyncio.create_task(write(sim, writers, waits, chance))
            told_before_kills = 0
            for number in range(kills):
                await reached(sim, asleep, bot_process, (number + 1) * people * 4 // (5 * kills))
                await bot_process.end(signal.SIGKILL)
                killed.append(time.monotonic())
                told_before_kills = told(sim, asleep)
                bot_process = fork(sim, place, before="tests.faults.parts.morning:hurry")
            # Counted from the first message after the last start on: a fifth of all.
            await reached(sim, asleep, bot_process, min(people, told(sim, asleep) + 1))
            steady, at = time.monotonic(), told(sim, asleep)
            await reached(sim, asleep, bot_process, people, seconds=300)
            seconds = time.monotonic() - steady
            writing.cancel()
            await asyncio.gather(writing, return_exceptions=True)
            await asyncio.sleep(1)
            await bot_process.end(signal.SIGTERM)
            setting.note(seconds=round(time.monotonic() - began, 1), told_before_the_last_kill=told_before_kills)
            alive = [end - start for start, end in waits if not any(start - 5 < one < end for one in killed)]
            return await rows(place, asleep, kills, (people - at) / (seconds * SPEED), alive)


async def everybody(sim: Simulator, people: list[Person]) -> None:
    """Their rows, as if they had come before: due an hour ago, never at night."""
    now = datetime.now(UTC)
    for person in people:
        sim.world.chats[person.id].started = True
    known = [
        Account(
            telegram_id=person.id, first_name=person.name, language="fr", created_at=now, quiet_from=0, quiet_until=0
        )
        for person in people
    ]
    await Account.bulk_create(known, batch_size=1_000)
    mine = iter(await Account.filter(telegram_id__in=[one.id for one in people[:1]]).values_list("id", flat=True))
    first = int(str(next(mine)))
    fresh = (
        Reminder(
            owner_id=first + number, subject=f"{turn}", state="waiting", due_on=now.date(),
            remind_at=now - timedelta(hours=1), created_at=now,
        )
        for turn in range(EACH)
        for number in range(len(people))
    )  # fmt: skip
    while batch := list(islice(fresh, 1_000)):
        await Reminder.bulk_create(batch)


def told(sim: Simulator, people: list[Person]) -> int:
    """How many have a message."""
    chats = sim.world.chats
    return sum(bool(chats[person.id].messages) for person in people)


async def reached(sim: Simulator, people: list[Person], bot: Forked, wanted: int, *, seconds: float = 60) -> None:
    """Wait until so many have been told."""
    end = time.monotonic() + seconds
    while told(sim, people) < wanted:
        assert time.monotonic() < end, bot.words[-2000:]
        assert bot.status is None, bot.words[-2000:]
        await asyncio.sleep(0.1)


async def write(sim: Simulator, writers: list[Person], waits: list[tuple[float, float]], chance: random.Random) -> None:
    """People who write meanwhile; how long each waits for the answer."""
    for number in range(1_000_000):
        person = writers[number % len(writers)]
        before, began = len(person.messages), time.monotonic()
        await person.say("/help")
        while len(person.messages) == before:
            await asyncio.sleep(0.01)
        waits.append((began, time.monotonic()))
        await asyncio.sleep(chance.uniform(0.1, 0.5))


async def rows(place: Place, people: list[Person], kills: int, rate: float, waits: list[float]) -> list[Row]:
    """What everybody got."""
    t = translator("fr")
    repeat = plain(t("chat.repeat"))
    messages = {person.id: list(person.messages) for person in people}
    async with place.rows():
        waiting = await db.fetch("SELECT count(*) AS n FROM reminder WHERE told = 0")
        doubled = await db.fetch("SELECT count(*) AS n FROM reminder WHERE told > 1")
    repeated = sum(max(0, len(got) - 1) for got in messages.values())
    marked = sum(is_repeat(t, message) for message in chain.from_iterable(messages.values()))
    lost = sum(len(set().union(*(reminders_of(one) for one in got))) != EACH for got in messages.values())
    answered = sorted(waits)
    return [
        Row("people with three reminders each", len(people), None, ""),
        Row("kills", kills, None, ""),
        Row("people who were not told of all three", lost + int(waiting[0]["n"]), 0, "lost", f"repeats say «{repeat}»"),
        Row("reminders told twice", int(doubled[0]["n"]), 0, "doubled"),
        Row("messages repeated a kill", repeated / max(kills, 1), 1, "repeated", f"{repeated} in all"),
        Row("repeats that do not say so", max(0, repeated - marked), 0, "errors"),
        Row("messages a second, steadily", rate, 25, "/s", "in seconds of the fast clock"),
        Row(
            "answers meanwhile: p95",
            answered[int(len(answered) * 0.95)],
            1,
            "s",
            f"{len(answered)} answers, none asked for within 5 s after a kill",
        ),
    ]
