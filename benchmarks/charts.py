"""Pictures of a vehicle with 3,000 records: read, drawn beside the loop, and taken from what was drawn before."""

import asyncio
import json
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from benchmarks.imports import logbook
from benchmarks.rows import Row
from benchmarks.stalls import Stalls
from core import db
from core.domain.ownership import Period
from core.domain.picture import PICTURE
from core.gateways.clock import SystemClock
from core.gateways.logbook_reader import ChildLogbookReader
from core.gateways.studio.worker_pool import ChildStudio
from core.i18n import translator
from core.models import Account, MadeFile, Vehicle
from core.services.figures_read import read_figures
from core.services.import_writing import ImportWriting
from core.services.odometer import Odometer
from core.services.picture_making import captioned
from core.services.vehicles import Vehicles

NAME = "chart"
RECORDS, ROUNDS = 3_000, 30
TODAY = date(2026, 11, 26)


async def _measure() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{folder}/bench.db"
        await db.migrate(address)
        await db.connect(address)
        studio = ChildStudio()
        try:
            return await _rows(studio)
        finally:
            await studio.close()
            await db.disconnect()


async def _rows(studio: ChildStudio) -> list[Row]:
    clock = SystemClock()
    owner = await Account.create(telegram_id=1, language="fr", created_at=datetime(2026, 1, 1, tzinfo=UTC))
    found = await ChildLogbookReader().rows(logbook(RECORDS), {}, "EUR", TODAY)
    async with db.transaction():
        await ImportWriting(clock, Odometer(clock)).write(owner, 1, found, await Vehicles(clock).all(owner), None)
    vehicle = await Vehicle.get()
    began = time.perf_counter()
    await _picture(studio, vehicle, "costs", dark=False)
    first = time.perf_counter() - began
    waits: list[float] = []
    async with Stalls() as stalls:
        for n in range(ROUNDS):
            began = time.perf_counter()
            await _picture(studio, vehicle, ("costs", "driving", "fleet")[n % 3], dark=n % 2 == 1)
            waits.append(time.perf_counter() - began)
    cached = await _cached(owner)
    note = f"{RECORDS} records of 25 years, {ROUNDS} pictures"
    return [
        Row("a picture, p95", _p95(waits), 1.5, "s", note),
        Row("the first picture after a rest", first, 3, "s", "the studio's process starts"),
        Row("a picture that was drawn before, p95", cached * 1000, 10, "ms", "found by its content"),
        Row("longest time the loop was held up", stalls.longest * 1000, 50, "ms", note),
    ]


async def _picture(studio: ChildStudio, vehicle: Vehicle, view: str, *, dark: bool) -> None:
    figures = [await read_figures(vehicle, Period.LIFE, TODAY)]
    picture, _ = await asyncio.to_thread(captioned, translator("fr"), view, Period.LIFE, dark, figures, TODAY)
    if picture is None:
        raise RuntimeError("there was nothing to draw")
    await studio.make("picture", PICTURE.dump_json(picture))


async def _cached(owner: Account) -> float:
    """The look for a picture among what was drawn."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    row = {"owner_id": owner.id, "kind": "stats", "form": "costs", "state": "ready", "created_at": now}
    for n in range(50):
        stored = json.dumps([[f"{n:032x}", "autotrack.png", "image/png"]])
        await MadeFile.create(**row, digest=f"{n:064x}", stored=stored, expires_at=now + timedelta(days=2))
    waits = []
    for n in range(50):
        began = time.perf_counter()
        await MadeFile.filter(owner_id=owner.id, digest=f"{n:064x}", state="ready").order_by("-id").first()
        waits.append(time.perf_counter() - began)
    return _p95(waits)


def _p95(waits: Sequence[float]) -> float:
    return sorted(waits)[min(int(len(waits) * 0.95), len(waits) - 1)]


def run() -> list[Row]:
    """The figures of one run."""
    return asyncio.run(_measure())
