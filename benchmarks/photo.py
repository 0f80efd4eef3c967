"""A photo sent in the chat to the card proposed, through the whole bot; and the first sign of life."""

import asyncio
import statistics
import tempfile
import time
from pathlib import Path
from random import Random

from benchmarks.rows import Row
from benchmarks.subject import bot_process
from simulator.testing import Person, Simulator
from tests.journeys.papers import jpeg
from tests.samples.invoices import LAYOUTS, job
from tests.samples.sheet import photographed

NAME = "photo"

PHOTOS = 16


def _papers() -> list[bytes]:
    """Invented invoices of every layout, as phones photograph them."""
    names = sorted(LAYOUTS)
    papers = []
    for n in range(PHOTOS):
        random = Random(f"bench {n}")
        page, _ = LAYOUTS[names[n % len(names)]](job(random), None)
        papers.append(jpeg(photographed(page, random, 0.6)))
    return papers


async def _measure() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        async with Simulator.running() as sim, bot_process(sim, Path(folder)):
            person = sim.user("Ana", lang="fr")
            await person.say("/start")
            await person.next(timeout=5)
            await asyncio.sleep(5)  # the reader warms up after the start
            waits = [await _one(person, paper) for paper in _papers()]
    life = sorted(first * 1000 for first, _ in waits)
    cards = sorted(card for _, card in waits)
    return [
        Row("photo to the first sign of life, slowest", life[-1], 300, "ms", f"{PHOTOS} photos, one by one"),
        Row("photo to the proposed card, p50", statistics.median(cards), 3, "s"),
        Row("photo to the proposed card, p95", cards[int(len(cards) * 0.95) - 1], 6, "s"),
    ]


async def _one(person: Person, paper: bytes) -> tuple[float, float]:
    """Seconds until the status message, and until the card has taken its place."""
    started = time.perf_counter()
    await person.send_photo(paper)
    await person.next(timeout=10)
    first = time.perf_counter() - started
    await person.next(timeout=30)
    return first, time.perf_counter() - started


def run() -> list[Row]:
    """The figures of one run."""
    return asyncio.run(_measure())
