"""1,000 seeded mutations of ten good files, in one process, as the bot reads them.

They try the opener: whatever opens is read by the tiny model only.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import psutil

from benchmarks.rows import Row
from core.domain.capture.ports import DocumentReader, Effort
from core.domain.capture.refusals import CaptureReason, CaptureRefused
from core.domain.capture.stored import plain_value
from core.domain.capture.types import Box, FieldState, Lie, PageText
from core.gateways.reading.choice import build_opener, build_reader
from core.services.capture import Capture
from tests.faults.parts.files import MEGABYTES, SIDE_BY_SIDE, apart, harmless, leftovers
from tests.faults.setting import Setting
from tests.samples.bad.case import SHOWN
from tests.samples.bad.mutations import mutated
from tests.samples.bad.watch import Seen, listening, watching

MUTATIONS, SECONDS = 1_000, 20.0
TODAY = date(2026, 11, 26)


@dataclass(slots=True)
class QuickReader:
    """A reader that never takes its time."""

    reader: DocumentReader

    async def start(self) -> None:
        await self.reader.start()

    async def read(self, picture: bytes, effort: Effort, lie: Lie | None = None) -> PageText:
        return await self.reader.read(picture, Effort.QUICK)

    async def look(self, picture: bytes, _: Effort, places: Sequence[Box]) -> list[tuple[str, float]] | None:
        return await self.reader.look(picture, Effort.QUICK, places)

    async def close(self) -> None:
        await self.reader.close()


@dataclass(slots=True)
class Mutations:
    """What became of the mutations."""

    outcomes: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    late: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)

    async def one(self, capture: Capture, number: int, seed: int) -> None:
        name, content = mutated(number, seed)
        began = time.monotonic()
        try:
            reading = await capture.read(content, name, today=TODAY)
        except CaptureRefused as refused:
            self.outcomes[refused.reason] += 1
            if refused.reason in {CaptureReason.UNAVAILABLE, CaptureReason.NOT_FOUND, CaptureReason.NOT_FETCHED}:
                self.strange.append(f"{name}: {refused.reason}")
        except Exception as error:  # noqa: BLE001  # what the product promises never to let through
            self.strange.append(f"{name}: {error!r}")
        else:
            self.outcomes["read"] += 1
            total = reading.fields.get("total_incl_tax")
            if total and total.state is FieldState.VERIFIED and plain_value(total.value) != SHOWN["total_incl_tax"]:
                self.invented.append(f"{name}: {total.value}")
        seconds = time.monotonic() - began
        self.slowest = max(self.slowest, seconds)
        if seconds > SECONDS:
            self.late.append(name)


async def run(setting: Setting) -> list[Row]:
    seen = Seen()
    with apart(), listening(seen):
        mutations = await mutate(setting, seen)
        left = leftovers()
    setting.note(mutations=dict(mutations.outcomes), other=mutations.strange[:20], invented=mutations.invented)
    setting.note(left=left, strange=sorted(seen.strange))
    memory = Row("memory rise of the process that reads them", seen.rise("bot"), MEGABYTES, "MB")
    return [*mutated_rows(mutations), memory, *harmless(seen, 0, 0, 0, left)]


async def mutate(setting: Setting, seen: Seen) -> Mutations:
    """Read the mutations in this process, as the bot does in its own."""
    mutations, numbers = Mutations(), iter(range(setting.scaled(MUTATIONS)))
    reader = QuickReader(build_reader("rapidocr", workers=SIDE_BY_SIDE, threads=1))
    capture = Capture(build_opener(), reader, SIDE_BY_SIDE)
    await capture.start()

    async def line() -> None:
        for number in numbers:
            await mutations.one(capture, number, setting.seed)

    try:
        with watching(psutil.Process(), seen, "bot"):
            await asyncio.gather(*(line() for _ in range(SIDE_BY_SIDE)))
    finally:
        await capture.close()
    return mutations


def mutated_rows(mutations: Mutations) -> list[Row]:
    """What became of the mutations."""
    told = ", ".join(f"{count} {name}" for name, count in mutations.outcomes.most_common())
    return [
        Row("seeded mutations of good files", sum(mutations.outcomes.values()), None, "", told),
        Row("mutations not answered in 20 s", len(mutations.late), 0, "errors", f"slowest {mutations.slowest:.1f} s"),
        Row("mutations with another end than an answer", len(mutations.strange), 0, "errors"),
        Row("totals called verified that no page shows", len(mutations.invented), 0, "errors"),
    ]  # fmt: skip
