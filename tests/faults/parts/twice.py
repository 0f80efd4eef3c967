"""Each update is delivered twice, and 20 copies of one tap arrive at once, on both databases."""

import asyncio
import random
import tempfile
from pathlib import Path

import aiohttp

from benchmarks.rows import Row
from core.models import MaintenanceRecord, OdometerReading
from simulator.testing import Simulator
from simulator.wire import Raw
from tests.faults.crowd import Crowd, given_up
from tests.faults.papers import CardTapper
from tests.faults.places import PLACES
from tests.faults.setting import Setting
from tests.faults.traffic import SHOWN, Driver
from tests.journeys.test_webhook import free_port
from webhooks.telegram import SECRET_HEADER

UPDATES, COPIES, ROUNDS = 2_000, 20, 10


async def run(setting: Setting) -> list[Row]:
    return [*await on("sqlite", setting), *await on("postgres", setting)]


async def on(kind: str, setting: Setting) -> list[Row]:
    """Both deliveries, on one kind of database."""
    with tempfile.TemporaryDirectory(prefix="autotrack-faults-") as folder:
        async with PLACES[kind](Path(folder)) as place, Simulator.running() as sim:
            async with place.bot(sim) as bot:
                crowd = Crowd(sim, random.Random(setting.seed))
                await crowd.arrive(bot)
                sim.updates(duplicates=1)
                async with crowd.writing():
                    await crowd.feed(setting.scaled(UPDATES), setting.scaled(UPDATES) / 200)
                sim.updates()
                await crowd.finish(bot)
                rows = [*crowd.rows(repeats=0), Row("jobs given up", await given_up(), 0, "errors")]
            port = free_port()
            async with place.bot(sim, public_url=f"http://127.0.0.1:{port}", http_port=port) as bot:
                tapper, driver = CardTapper(sim.user("Tapper")), Driver(sim.user("Taps"), "tap")
                rounds = setting.scaled(ROUNDS)
                await tapper.arrive(bot, 2 * rounds)
                await driver.arrive(bot)
                address = (f"http://127.0.0.1:{port}/telegram", bot.runtime.parts.settings.webhook_secret)
                for number in range(rounds):
                    # Twenty taps of a finger, then twenty copies of one tap.
                    card = tapper.cards[2 * number][1]
                    label = tapper.t.plain("document.save")
                    await asyncio.gather(*(tapper.person.tap(label, message=card) for _ in range(COPIES)))
                    await bot.settle()
                    await driver.person.say(f"{50_000 + number} km")
                    await bot.settle()
                    await copies(sim, driver, address)
                    await bot.settle()
                tapper.tapped = 2 * rounds
                records = await MaintenanceRecord.filter(vehicle__owner__telegram_id=tapper.person.id).count()
                readings = await OdometerReading.filter(vehicle__owner__telegram_id=driver.person.id).count()
                said = sum(
                    str(50_000 + n)[-3:] in message.text
                    for n in range(rounds)
                    for message in driver.person.messages
                    if SHOWN[-1] in message.text
                )
                rows += [
                    Row(f"records of {rounds} cards, each tapped {COPIES} times at once", records, None, ""),
                    Row("of them too many or missing", abs(records - rounds), 0, "doubled"),
                    Row(f"readings of {rounds} taps, each posted {COPIES} times at once", readings, None, ""),
                    Row("of them, or their answers, too many or missing",
                        abs(readings - rounds) + abs(said - rounds), 0, "doubled"),
                ]  # fmt: skip
    return [Row(f"{kind}: {row.what}", row.measured, row.floor, row.unit, row.note) for row in rows]


async def copies(sim: Simulator, driver: Driver, address: tuple[str, str]) -> None:
    """Tap, and post the update twenty times at once instead of letting the simulator do it."""
    offer, sim.world.updates.offer = sim.world.updates.offer, None
    await driver.person.tap(SHOWN[-1])
    _, update = sim.world.updates.pending.popitem()
    sim.world.updates.offer = offer
    url, secret = address
    headers: Raw = {"Content-Type": "application/json", SECRET_HEADER: secret}
    async with aiohttp.ClientSession(headers=headers) as session:

        async def post() -> int:
            async with session.post(url, data=update.body) as answer:
                return answer.status

        assert set(await asyncio.gather(*(post() for _ in range(COPIES)))) == {200}
