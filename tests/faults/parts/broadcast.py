"""A broadcast to twenty thousand people, killed twenty times on its way, while others write and wait for answers.

Messages go at Telegram's pace of a clock that runs several times as fast as the real one, in every process; half of the
kills are at random, half at the points where people were just taken. Rates are given in seconds of that clock.

What a kill can repeat is what was on its way: called and not answered. On a real clock a push begins when the one
before is 36 ms old, so that it is one message as long as Telegram answers within that; here it is as many more as the
clock is faster, and as the machine is slow to answer. The journal says of each kill which they were.
"""

import asyncio
import random
import signal
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.rows import Row
from core import db
from core.domain.broadcasts import BroadcastState
from core.i18n import translator
from core.models import Account, Broadcast
from simulator.testing import Person, Simulator
from tests.faults.forked import Forked, Trap, fork
from tests.faults.papers import is_repeat
from tests.faults.parts import morning
from tests.faults.places import Place, sqlite_place
from tests.faults.setting import Setting

PEOPLE, KILLS, WRITERS = 20_000, 20, 20
SPEED = 3.0
# Seconds between two looks at everybody's chat, which takes the simulator a while.
LOOK = 0.5
TEXT = "Les garages sont là : /garages"
POINTS = ("broadcast.taken", "broadcast.committed")
BEFORE = "tests.faults.parts.broadcast:hurry"


def hurry() -> None:
    """Let the pace of messages follow a clock that is `SPEED` times as fast; in the forked bot, before it starts."""
    from bot import rate  # only in the fork
    from core.services.broadcasting import Broadcasting

    rate.RealTime.speed = SPEED
    rate.RealTime.seconds = staticmethod(lambda: time.monotonic() * SPEED)  # type: ignore[method-assign]  # the fork's own
    # As many seconds of the faster pace as of the usual one.
    Broadcasting.handed_over = round(Broadcasting.handed_over * SPEED)


async def run(setting: Setting) -> list[Row]:
    people, kills = setting.scaled(PEOPLE, least=40), setting.scaled(KILLS)
    chance = random.Random(setting.seed)
    with tempfile.TemporaryDirectory(prefix="autotrack-faults-") as folder:
        async with sqlite_place(Path(folder)) as place, Simulator.running() as sim:
            asleep = [sim.user(f"Sleeper {number}") for number in range(people)]
            writers = [sim.user(f"Writer {number}") for number in range(WRITERS)]
            await begun(sim, place, asleep, writers)
            waits, killed, under_way = list[tuple[float, float]](), list[float](), list[int]()
            bot = fork(sim, place, before=BEFORE)
            writing = asyncio.create_task(morning.write(sim, writers, waits, chance))
            for number in range(kills):
                await killed_at(sim, asleep, bot, (number + 1) * people // (kills + 2), trapped=bool(number % 2))
                killed.append(time.monotonic())
                under_way.append(on_its_way(place))
                trapped = number % 2 == 0 and number + 1 < kills
                trap = Trap(chance.choice(POINTS), nth=chance.randint(1, 2)) if trapped else None
                bot = fork(sim, place, trap=trap, before=BEFORE)
            # Counted from the first message after the last start on.
            await reached(sim, asleep, bot, min(people, morning.told(sim, asleep) + 1), seconds=60)
            steady, at = time.monotonic(), morning.told(sim, asleep)
            await reached(sim, asleep, bot, people, seconds=400)
            seconds = time.monotonic() - steady
            writing.cancel()
            await asyncio.gather(writing, return_exceptions=True)
            await asyncio.sleep(2)
            await bot.end(signal.SIGTERM)
            alive = [end - start for start, end in waits if not any(start - 5 < one < end for one in killed)]
            rate = (people - at) / max(seconds * SPEED, 0.001)
            setting.note(on_their_way_at_each_kill=under_way)
            return await rows(place, asleep, under_way, rate, alive, paced=setting.scale == 1)


async def begun(sim: Simulator, place: Place, asleep: list[Person], writers: list[Person]) -> None:
    """Everybody's rows, and the broadcast that begins as soon as a bot runs; writers want no news."""
    now = datetime.now(UTC)
    async with place.bot(sim) as bot:
        for person in writers:
            await person.say("/start")
        await bot.settle()
        for person in asleep:
            sim.world.chats[person.id].started = True
        known = [
            Account(telegram_id=one.id, first_name=one.name, language="fr", created_at=now, quiet_from=0, quiet_until=0)
            for one in asleep
        ]
        await Account.filter(telegram_id__in=[one.id for one in writers]).update(muted="news")
        await Account.bulk_create(known, batch_size=1_000)
        broadcasts = bot.runtime.parts.services.broadcasts
        admin = await Account.get(telegram_id=writers[0].id)
        made = await broadcasts.write(admin, None, "fr", TEXT)
        await Broadcast.filter(id=made.id).update(starts_at=now, state=BroadcastState.SCHEDULED)


async def reached(sim: Simulator, people: list[Person], bot: Forked, wanted: int, *, seconds: float) -> None:
    """Wait until so many have it."""
    end = time.monotonic() + seconds
    while morning.told(sim, people) < wanted:
        assert time.monotonic() < end, bot.words[-2000:]
        assert bot.status is None, bot.words[-2000:]
        await asyncio.sleep(LOOK)


async def killed_at(sim: Simulator, asleep: list[Person], bot: Forked, wanted: int, *, trapped: bool) -> None:
    """Kill it once so many were reached, or let it die where its trap waits."""
    if not trapped:
        await reached(sim, asleep, bot, wanted, seconds=120)
    elif await bot.ended(10):
        return
    await bot.end(signal.SIGKILL)


def on_its_way(place: Place) -> int:
    """How many messages had been called and not answered, as the journal of the process that was killed says."""
    begun = set[str]()
    for line in (place.data / "sending.log").read_text("ascii").splitlines():
        kind, number, *_ = [*line.split(), "", ""]
        if kind == "b":
            begun.add(number)
        else:
            begun.discard(number)
    return len(begun)


async def rows(
    place: Place, people: list[Person], under_way: list[int], rate: float, waits: list[float], *, paced: bool
) -> list[Row]:
    """What everybody got; `paced`: the machine was ours alone and there were enough to speak of a pace."""
    t, kills = translator("fr"), len(under_way)
    got = {person.id: [one for one in person.messages if TEXT in one.text] for person in people}
    times = Counter(len(messages) for messages in got.values())
    repeated = sum(len(messages) - 1 for messages in got.values() if messages)
    marked = sum(is_repeat(t, one) for messages in got.values() for one in messages)
    async with place.rows():
        one = await Broadcast.get()
        noted = await db.fetch("SELECT count(*) AS n FROM notification WHERE kind = 'news'")
    answered = sorted(waits) or [0.0]
    taken_wrong = abs(one.claimed - len(people)) + abs(int(noted[0]["n"]) - len(people))
    return [
        Row("people it is for", len(people), None, ""),
        Row("kills", kills, None, "", "half at random, half where people were just taken"),
        Row("people whom it did not reach", times[0], 0, "lost"),
        Row("people taken twice or never", taken_wrong, 0, "doubled"),
        Row("messages repeated a kill", repeated / max(kills, 1), 1, "repeated", f"{repeated} in all"),
        Row(
            "repeats of what was not on its way at a kill",
            max(0, repeated - sum(under_way)),
            0,
            "repeated",
            f"{sum(under_way)} were, {max(under_way)} at once at most",
        ),
        Row("repeats that do not say so", max(0, repeated - marked), 0, "errors"),
        Row("broadcasts that did not come to their end", int(one.state is not BroadcastState.DONE), 0, "errors"),
        Row("messages a second, steadily", rate, 25 if paced else None, "/s", "in seconds of the fast clock"),
        Row(
            "answers meanwhile: p95",
            answered[int(len(answered) * 0.95)],
            1 if paced else None,
            "s",
            f"{len(answered)} answers, none asked for within 5 s after a kill",
        ),
    ]
