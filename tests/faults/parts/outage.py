"""Telegram is gone for ten minutes while 1,000 reminders come due and people wait for answers; then it is back.

The ten minutes pass twenty times faster, for Telegram's limits and for ours, which share one clock; what follows the
return is in real time, under Telegram's limits of 30 messages a second and one a second in a chat.
"""
# ruff: noqa: ASYNC110 - a bot is watched from outside, nothing tells that it is done

import asyncio
import itertools
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from benchmarks.rows import Row
from bot.rate import Pace
from core import db
from core.domain.states import ReminderState
from core.models import Account, Notification, Reminder, Vehicle
from simulator.clock import Clock
from simulator.testing import Person, Simulator
from tests.conftest import Bot
from tests.faults.cable import Cable
from tests.faults.papers import reminders_of
from tests.faults.places import sqlite_place
from tests.faults.setting import Setting

# Two messages to each of 500 people: what comes due together is one message.
MESSAGES, ROUNDS, EACH, WAITING = 1_000, 2, 2, 10
BETWEEN = 90.0
OUTAGE, SPEED = 600.0, 20.0


async def run(setting: Setting) -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="autotrack-faults-") as folder:
        async with Simulator.running() as sim, sqlite_place(Path(folder)) as place, Cable.laid(sim.api_url) as cable:
            clock = sim.world.clock
            async with place.bot(sim, pace=Pace(tempo=clock), telegram_api_url=cable.url) as bot:
                count = setting.scaled(MESSAGES // ROUNDS)
                people = [await known(bot, sim.user(f"Person {number}")) for number in range(count)]
                asking = [sim.user(f"Asks {number}") for number in range(WAITING)]
                for person in asking:
                    await person.say("/start")
                await bot.settle()
                sim.flood()
                sim.api.requests.clear()
                said = [len(person.messages) for person in asking]
                for person in asking:
                    await person.say("/help")
                while sim.unconfirmed:
                    await asyncio.sleep(0)
                await cable.cut()
                clock.speed = SPEED
                end = clock.seconds() + OUTAGE * min(1.0, setting.scale * 5)
                for _ in range(ROUNDS):
                    for person in people:
                        await due(bot, person)
                    await db.execute("DELETE FROM once WHERE key LIKE 'schedule:%'")
                    await bot.runtime.ticker.once()
                    await until(clock.seconds() + BETWEEN, clock)
                await until(end, clock)
                clock.speed = 1.0
                early = len([one for one in sim.requests if one.method == "sendMessage"])
                await cable.mend()
                began = time.monotonic()
                async with asyncio.timeout(150):
                    while not await bot.runtime.idle():
                        await asyncio.sleep(0.05)
                seconds = time.monotonic() - began
                await bot.settle()
                late = [n for person, n in zip(asking, said, strict=True) if len(person.messages) == n]
                return await rows(sim, people, early, seconds, len(late))


async def until(moment: float, clock: Clock) -> None:
    while clock.seconds() < moment:
        await asyncio.sleep(0.1)


async def known(bot: Bot, person: Person) -> Person:
    """Somebody with a vehicle who has opened the chat."""
    bot.sim.world.chats[person.id].started = True
    now = bot.clock.now()
    owner = await Account.create(
        telegram_id=person.id, first_name=person.name, language="fr", created_at=now, quiet_from=0, quiet_until=0
    )
    await Vehicle.create(owner_id=owner.id, created_at=now)
    return person


async def due(bot: Bot, person: Person) -> None:
    """Reminders that are due now."""
    vehicle = await Vehicle.get(owner__telegram_id=person.id)
    now = bot.clock.now()
    for number in range(EACH):
        await Reminder.create(
            owner_id=vehicle.owner_id,
            vehicle_id=vehicle.id,
            subject=f"{number}",
            state=ReminderState.WAITING,
            due_on=now.date(),
            remind_at=now - timedelta(hours=1),
            created_at=now,
        )


async def rows(sim: Simulator, people: list[Person], early: int, seconds: float, unanswered: int) -> list[Row]:
    """What arrived, when, and in which order."""
    wanted = {
        person.id: [
            notification.reminder_id
            for notification in await Notification.filter(owner__telegram_id=person.id).order_by("id")
        ]
        for person in people
    }
    got = {
        person.id: [number for message in person.messages for number in sorted(reminders_of(message))]
        for person in people
    }
    once = {chat: list(dict.fromkeys(numbers)) for chat, numbers in got.items()}
    refused = [one for one in sim.requests if one.error.startswith("Too Many")]
    lost = sum(len(set(wanted[chat]) - set(got[chat])) for chat in wanted)
    disordered = sum([number for number in wanted[chat] if number in once[chat]] != once[chat] for chat in wanted)
    every = list(itertools.chain.from_iterable(wanted.values()))
    pushes = sum(1 for person in people for message in person.messages if reminders_of(message))
    return [
        Row(
            "messages due while Telegram was gone",
            pushes,
            None,
            "",
            f"{len(every):,} reminders of {len(people)} people",
        ),
        Row("calls that reached it meanwhile", early, None, ""),
        Row("all delivered after its return within", seconds, 60, "s"),
        Row("messages lost", lost + len(people) * EACH * ROUNDS - len(every), 0, "lost"),
        Row("people who waited for an answer and got none", unanswered, 0, "lost"),
        Row("order within a chat broken", disordered, 0, "errors"),
        Row("messages repeated", sum(len(numbers) for numbers in got.values()) - len(every), 64, "repeated"),
        Row("answers 429 after the first", max(0, len(refused) - 1), 0, "errors"),
    ]
