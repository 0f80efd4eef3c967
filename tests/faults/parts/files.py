"""Over 300 bad and unusual files through `autotrack read`, by the whole reader, small model included.

Those that try to act are read once more with every system call watched, where strace is.
"""

import os
import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from benchmarks.rows import Row
from tests.faults.read_command import Answers, read_all, traced
from tests.faults.setting import Setting
from tests.samples.bad.case import Case
from tests.samples.bad.corpus import corpus, odd_places, write
from tests.samples.bad.watch import Seen, listening

SIDE_BY_SIDE, MEGABYTES = 2, 400


async def run(setting: Setting) -> list[Row]:
    seen = Seen()
    with apart() as folder, listening(seen) as port:
        answers, acting = await files(folder, setting, port, seen)
        calls, programs, watched = await traced(acting)
        left = leftovers()
    setting.note(wrong=answers.wrong, misread=answers.misread, left=left, strange=sorted(seen.strange))
    return [*rows_of(answers, seen), *harmless(seen, calls, programs, watched, left)]


@contextmanager
def apart() -> Iterator[Path]:
    """A folder for what is read; what is written on the way goes to one of its own."""
    with tempfile.TemporaryDirectory(prefix="autotrack-faults-") as name:
        temporary = Path(name) / "temporary"
        temporary.mkdir()
        os.environ["TMPDIR"] = tempfile.tempdir = str(temporary)
        yield Path(name)


def leftovers() -> list[str]:
    """Files that were not taken away, and processes that go on."""
    left = [path.name for path in Path(tempfile.gettempdir()).rglob("*")]
    return left + [str(process) for process in psutil.Process().children(recursive=True)]


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


def rows_of(answers: Answers, seen: Seen) -> list[Row]:
    """What became of the files."""
    readable = f"{answers.right} of {answers.shown}"
    return [
        Row("bad and unusual files", answers.count, None, "", f"{answers.shown} of them show an invoice to be read"),
        Row("not answered within 20 s", len(answers.late), 0, "errors", f"slowest {answers.slowest:.1f} s"),
        Row("answered otherwise than expected", len(answers.wrong), 0, "errors", ", ".join(answers.wrong[:4])),
        Row("invoices read right: vehicle, day, total", 100 * answers.right / max(1, answers.shown), 98, "%", readable),
        Row("ends of the process that reads", answers.deaths, 0, "errors"),
        Row("memory rise of that process, its start included", seen.rise("command"), MEGABYTES, "MB"),
        Row("largest guarded child", seen.most.get("child", 0) / 1e6, None, "MB", "opens one file, then ends"),
        Row("rise of a guarded child", seen.rise("child"), MEGABYTES, "MB"),
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
