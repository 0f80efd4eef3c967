"""The machine's clock jumps, by a minute up to 40 days, forward and back; updates arrive, reminders come due."""

import asyncio
import random
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.rows import Row
from simulator.testing import Simulator
from tests.faults.crowd import Crowd, given_up
from tests.faults.papers import Reminded
from tests.faults.places import sqlite_place
from tests.faults.setting import Setting

JUMPS, UPDATES = 20, 1_500
HOURS = (1, -1, 0.02, -0.02, 30, -26, 24 * 40, -24 * 39)

# Seconds by which the product's own clock goes ahead or back at most.
HALF = 6 * 3600.0


class JumpingClock:
    """The machine's clock as the bot sees it, everywhere; what the loop waits by does not jump."""

    def __init__(self) -> None:
        self._offset = 0
        self._real, self._began = time.time_ns, time.monotonic()
        self._noon = datetime.now(UTC).replace(hour=12)

    def now(self) -> datetime:
        # Within the day: a reading that is older than one of a later day is refused, and rightly so.
        away = max(-HALF, min(HALF, self._offset / 1e9))
        return self._noon + timedelta(seconds=away + time.monotonic() - self._began)

    def nanoseconds(self) -> int:
        return self._real() + self._offset

    def jump(self, hours: float) -> None:
        self._offset += int(hours * 3600e9)

    def __enter__(self) -> "JumpingClock":
        # As after `date --set`: the operating system's clock itself, for whoever asks it.
        time.time_ns = self.nanoseconds
        return self

    def __exit__(self, *_: object) -> None:
        time.time_ns = self._real


async def run(setting: Setting) -> list[Row]:
    jumps, updates = setting.scaled(JUMPS), setting.scaled(UPDATES)
    with tempfile.TemporaryDirectory(prefix="autotrack-faults-") as folder, JumpingClock() as clock:
        async with sqlite_place(Path(folder)) as place, Simulator.running() as sim, place.bot(sim, clock=clock) as bot:
            crowd, reminded = Crowd(sim, random.Random(setting.seed)), Reminded(sim.user("Reminded"))
            await crowd.arrive(bot)
            await reminded.arrive(bot)
            async with crowd.writing(), asyncio.TaskGroup() as group:
                feeding = group.create_task(crowd.feed(updates, jumps * 2.0))
                for number in range(jumps):
                    await asyncio.sleep(2)
                    clock.jump(HOURS[number % len(HOURS)])
                    await reminded.due(2)
                    await bot.runtime.ticker.once()
                await feeding
            await crowd.finish(bot)
            count = await reminded.account()
            setting.note(strange=list(crowd.total.strange[:5]))
            return [
                Row("jumps of the clock", jumps, None, "", "from a minute to 40 days, forward and back"),
                *crowd.rows(repeats=0),
                Row("reminders lost", count["lost"] + count["unanswered"], 0, "lost", f"of {count['sent']}"),
                Row("reminders told twice", count["doubled"] + count["repeated"], 0, "doubled"),
                Row("jobs given up, answers out of place", await given_up() + len(crowd.total.strange), 0, "errors"),
            ]
