"""A logbook of 10,000 rows from the file to the tables, and whether anybody else waits for it meanwhile."""

import asyncio
import resource
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from benchmarks.rows import Row
from benchmarks.stalls import Stalls
from core import db
from core.gateways.clock import SystemClock
from core.gateways.logbook_reader import ChildLogbookReader
from core.models import Account
from core.services.import_writing import ImportWriting
from core.services.odometer import Odometer
from core.services.vehicles import Vehicles

NAME = "import"
ROWS = 10_000


def logbook(rows: int) -> bytes:
    """Fill-ups with one piece of work and one cost in ten."""
    first = date(2000, 1, 1)
    lines = ["Date,Type,Odometer (km),Litres,Total (EUR),Description,Full"]
    for n in range(rows):
        day, kilometres = first + timedelta(days=n * 9_000 // rows), 1_000 + n * 45
        match n % 10:
            case 8:
                lines.append(f"{day},Service,{kilometres},,{80 + n % 90}.90,Oil change and filter,")
            case 9:
                lines.append(f"{day},Toll,,,{n % 40 + 1}.50,,")
            case _:
                lines.append(f"{day},Fuel,{kilometres},{25 + n % 20}.5,{60 + n % 30}.10,,yes")
    return "\n".join(lines).encode()


async def _measure() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{folder}/bench.db"
        await db.migrate(address)
        await db.connect(address)
        try:
            return await _rows(Path(folder))
        finally:
            await db.disconnect()


async def _rows(_: Path) -> list[Row]:
    clock, reader = SystemClock(), ChildLogbookReader()
    owner = await Account.create(telegram_id=1, language="fr", created_at=datetime(2026, 1, 1, tzinfo=UTC))
    writing, content, today = ImportWriting(clock, Odometer(clock)), logbook(ROWS), date(2026, 11, 26)
    began = time.perf_counter()
    preview = await reader.preview(content, {}, "EUR", today)
    looked = time.perf_counter() - began
    async with Stalls() as stalls:
        began = time.perf_counter()
        found = await reader.rows(content, {}, "EUR", today)
        read = time.perf_counter() - began
        began = time.perf_counter()
        async with db.transaction():
            outcome = await writing.write(owner, 1, found, await Vehicles(clock).all(owner), None)
        written = time.perf_counter() - began
    began = time.perf_counter()
    async with db.transaction():
        again = await writing.write(owner, 2, found, await Vehicles(clock).all(owner), None)
    twice = time.perf_counter() - began
    kept, more = sum(outcome.counts.values()), sum(again.counts.values())
    if kept != preview.rows or more:
        raise RuntimeError("an import kept too little, or too much")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    note = f"{ROWS} rows, SQLite"
    return [
        Row("from the file to the preview", looked, 10, "s", note),
        Row(
            "from the file to the tables", read + written, 20, "s", f"{note}; of it {written:.2f} s in the transaction"
        ),
        Row("the same file once more, which adds nothing", twice, 20, "s", note),
        Row("longest time the loop was held up", stalls.longest * 1000, 50, "ms", note),
        Row("memory of the process at most", peak, 300, "MB", "with everything imported"),
        Row("memory of the child at most", child, 1_300, "MB", "it ends with the file"),
    ]


def run() -> list[Row]:
    """The figures of one run."""
    return asyncio.run(_measure())
