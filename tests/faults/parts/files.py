"""Over 300 bad and unusual files through `autotrack read`, and 1,000 seeded mutations of ten good ones.

The files are read by the whole reader, small model included. The mutations try the opener: whatever opens is read by
the tiny model only. Those that try to act are read once more with every system call watched, where strace is.
"""

import asyncio
import os
import random
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import psutil

from benchmarks.rows import Row
from core.domain.capture.ports import DocumentReader, Effort
from core.domain.capture.refusals import CaptureReason, CaptureRefused
from core.domain.capture.stored import plain_value
from core.domain.capture.types import Box, FieldState, PageText
from core.gateways.reading.choice import build_opener, build_reader
from core.services.capture import Capture
from tests.faults.read_command import Answers, read_all, traced
from tests.faults.setting import Setting
from tests.samples.bad.case import SHOWN, Case
from tests.samples.bad.corpus import corpus, odd_places, write
from tests.samples.bad.mutations import mutated
from tests.samples.bad.watch import Seen, listening, watching

MUTATIONS, SIDE_BY_SIDE, SECONDS, MEGABYTES = 1_000, 2, 20.0, 400
TODAY = date(2026, 11, 26)


@dataclass(slots=True)
class QuickReader:
    """A reader that never takes its time."""

    reader: DocumentReader

    async def start(self) -> None:
        await self.reader.start()

    async def read(self, picture: bytes, _: Effort) -> PageText:
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
    with tempfile.TemporaryDirectory(prefix="autotrack-faults-") as name:
        folder = Path(name)
        temporary = folder / "temporary"
        temporary.mkdir()
        os.environ["TMPDIR"] = tempfile.tempdir = str(temporary)
        seen = Seen()
        with listening(seen) as port:
            answers, acting = await files(folder, setting, port, seen)
            calls, programs, watched = await traced(acting)
        mutations = await mutate(setting, seen)
        left = [path.name for path in temporary.rglob("*")]
    left += [str(process) for process in psutil.Process().children(recursive=True)]
    setting.note(wrong=answers.wrong, misread=answers.misread, left=left, strange=sorted(seen.strange))
    setting.note(mutations=dict(mutations.outcomes), other=mutations.strange[:20], invented=mutations.invented)
    return [*rows_of(answers, seen), *mutated_rows(mutations), *harmless(seen, calls, programs, watched, left)]


async def files(folder: Path, setting: Setting, port: int, seen: Seen) -> tuple[Answers, list[Path]]:
    """Read the bad files; their answers, and the files that try to act."""
    cases = corpus(setting.seed, port)
    if setting.scale < 1:
        cases = random.Random(setting.seed).sample(cases, setting.scaled(len(cases), least=20))
    places: dict[Path, Case] = write(cases, folder / "files")
    if setting.scale == 1:
        places |= odd_places(folder / "files")
    answers = await read_all(places, SIDE_BY_SIDE, seen)
    return answers, [path for path, one in places.items() if one.acts]


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
        with watching(psutil.Process(), seen):
            await asyncio.gather(*(line() for _ in range(SIDE_BY_SIDE)))
    finally:
        await capture.close()
    return mutations


def rows_of(answers: Answers, seen: Seen) -> list[Row]:
    """What became of the files."""
    readable = f"{answers.right} of {answers.shown}"
    return [
        Row("bad and unusual files", answers.count, None, "", f"{answers.shown} of them show an invoice to be read"),
        Row("not answered within 20 s", len(answers.late), 0, "errors", f"slowest {answers.slowest:.1f} s"),
        Row("answered otherwise than expected", len(answers.wrong), 0, "errors", ", ".join(answers.wrong[:4])),
        Row("invoices read right: vehicle, day, total", 100 * answers.right / max(1, answers.shown), 98, "%", readable),
        Row("ends of the process that reads", answers.deaths, 0, "errors"),
        Row("memory rise of that process", seen.rise("bot"), MEGABYTES, "MB"),
        Row("largest guarded child", seen.most.get("child", 0) / 1e6, None, "MB", "opens one file, then ends"),
        Row("rise of a guarded child", seen.rise("child"), MEGABYTES, "MB"),
    ]  # fmt: skip


def mutated_rows(mutations: Mutations) -> list[Row]:
    """What became of the mutations."""
    told = ", ".join(f"{count} {name}" for name, count in mutations.outcomes.most_common())
    return [
        Row("seeded mutations of good files", sum(mutations.outcomes.values()), None, "", told),
        Row("mutations not answered in 20 s", len(mutations.late), 0, "errors", f"slowest {mutations.slowest:.1f} s"),
        Row("mutations with another end than an answer", len(mutations.strange), 0, "errors"),
        Row("totals called verified that no page shows", len(mutations.invented), 0, "errors"),
    ]  # fmt: skip


def harmless(seen: Seen, calls: int, programs: int, watched: int, left: list[str]) -> list[Row]:
    """What files brought about beyond being read."""
    how = (
        f"every system call of {watched} files that try" if watched else "no strace: a listener, the list of processes"
    )
    return [
        Row("connections out of a file's content", seen.calls + calls, 0, "errors", how),
        Row("programs started out of a file's content", len(seen.strange) + programs, 0, "errors", how),
        Row("files and processes left over", len(left), 0, "errors"),
    ]
