"""Telegram answers 429, 5xx, too late or not at all, and delivers updates twice and in the wrong order, for minutes."""

import asyncio
import random
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks.rows import Row
from simulator.faults import Fault
from simulator.testing import Simulator
from tests.faults.crowd import Crowd, given_up
from tests.faults.places import sqlite_place
from tests.faults.setting import Setting

SECONDS, RATE, MANY = 180.0, 20, 1_000_000
# What fails, and how often it may leave a message that arrived and must be sent again.
KINDS = {
    "429": 0,
    "500": 0,
    "502": 0,
    "503": 0,
    "reset": 0,
    "slow": 0,
    "timeout_before": 0,
    "timeout_after_delivery": 1,
    "reset_after_delivery": 1,
}


async def run(setting: Setting) -> list[Row]:
    chance = random.Random(setting.seed)
    with tempfile.TemporaryDirectory(prefix="autotrack-faults-") as folder:
        async with Simulator.running() as sim, sqlite_place(Path(folder)) as place, place.bot(sim) as bot:
            crowd = Crowd(sim, chance)
            await crowd.arrive(bot)
            seconds = max(10.0, SECONDS * setting.scale)
            async with crowd.writing(), asyncio.TaskGroup() as group:
                breaking = group.create_task(trouble(sim, chance, seconds))
                await crowd.feed(round(RATE * seconds), seconds)
            await crowd.finish(bot)
            struck = breaking.result()
            setting.note(faults=dict(struck))
            return [
                Row(
                    "seconds of trouble", seconds, None, "s", f"{struck.total()} calls failed, every update came twice"
                ),
                *crowd.rows(repeats=sum(KINDS[kind] * count for kind, count in struck.items())),
                Row("jobs given up", await given_up(), 0, "errors"),
            ]


async def trouble(sim: Simulator, chance: random.Random, seconds: float) -> Counter[str]:
    """Let calls fail in every way, of all chats or of one, for moments; how many did, by kind."""
    struck: Counter[str] = Counter()
    sim.updates(duplicates=1, reorder=True)
    chats = [chat.id for chat in sim.world.chats.values() if chat.started]
    end = asyncio.get_running_loop().time() + seconds
    while asyncio.get_running_loop().time() < end:
        method = chance.choice(["sendMessage", "sendMessage", "sendMessage", "getUpdates"])
        kind = chance.choice([kind for kind in sorted(KINDS) if method == "sendMessage" or not KINDS[kind]])
        chat = None if method == "getUpdates" else chance.choice([None, *chance.sample(chats, 3)])
        rule = Fault(kind, method, MANY, chat_id=chat, delay=0.3)
        sim.api.faults.add(rule)
        await asyncio.sleep(chance.uniform(0.1, 1.0))
        sim.api.faults.rules.remove(rule)
        struck[kind] += MANY - (rule.times or 0)
        await asyncio.sleep(chance.uniform(0, 0.5))
    return struck
