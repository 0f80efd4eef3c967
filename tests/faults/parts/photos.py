"""One person sends 50 photos in a row; meanwhile another one taps, and is answered as quickly as ever."""

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.rows import Row
from core.i18n import translator
from core.models import Document
from simulator.testing import Person, Simulator
from tests.conftest import Chat
from tests.faults.forked import fork
from tests.faults.papers import SAMPLE
from tests.faults.places import sqlite_place
from tests.faults.setting import Setting
from tests.making import subscriber

PHOTOS = 50


async def run(setting: Setting) -> list[Row]:
    photos = setting.scaled(PHOTOS)
    with tempfile.TemporaryDirectory(prefix="autotrack-faults-") as folder:
        async with sqlite_place(Path(folder)) as place, Simulator.running() as sim:
            sender, tapper = sim.user("Sends"), sim.user("Taps")
            async with place.bot(sim) as prepared:
                # Whoever pays for nothing has three read a month, and the others only kept.
                for person in (sender, tapper):
                    await subscriber(Chat(prepared, person, translator("fr")))
            bot = fork(sim, place, OCR_READER="auto")
            await asyncio.sleep(4)  # the reader warms up after the start
            began = time.monotonic()
            for _ in range(photos):
                await sender.send_photo(SAMPLE)
            waits = await taps(sim, sender, tapper, photos)
            seconds = time.monotonic() - began
            status = await bot.end(15)
            async with place.rows():
                settled = await Document.filter(state__in=["proposed", "refused"]).count()
            setting.note(taps=len(waits), seconds=round(seconds, 1))
            waits.sort()
            return [
                Row("photos sent at once", photos, None, "", f"all read in {seconds:.0f} s"),
                Row("photos without a card in the end", photos - settled, 0, "lost"),
                Row("another person's tap answered, p50", statistics.median(waits), None, "s", f"{len(waits)} taps"),
                Row("another person's tap answered, p95", waits[int(len(waits) * 0.95)], 1, "s"),
                Row("another person's tap answered, slowest", waits[-1], None, "s"),
                Row("the bot's process ended by it", status != 0, 0, "errors"),
            ]


async def taps(sim: Simulator, sender: Person, tapper: Person, photos: int) -> list[float]:
    """Tap until every photo has its card; how long each tap waited for its screen."""
    waits: list[float] = []
    end = time.monotonic() + 400
    while time.monotonic() < end and sum(bool(message.buttons) for message in sender.messages[1:]) < photos:
        await tapper.say("/menu")
        await tapper.next(timeout=30)
        label = tapper.last.labels[0]
        began = time.monotonic()
        await tapper.tap(label)
        await tapper.next(timeout=30)
        waits.append(time.monotonic() - began)
        await asyncio.sleep(0.2)
    return waits
