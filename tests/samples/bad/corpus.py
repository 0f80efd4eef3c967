"""Every bad and every unusual file: `python -m tests.samples.bad.corpus FOLDER` writes them with what is expected."""

import argparse
import json
import os
import socket
from pathlib import Path
from random import Random

from tests.samples.bad import damaged, hostile_pdfs, pdfs, strangers, unusual
from tests.samples.bad.case import BIG, EMPTY, MISSING, READ, Case, case

SEED = 20261126


def corpus(seed: int = SEED, port: int = 9) -> list[Case]:
    """The files, in an order of their own; `port` is where those that try to reach somebody try it."""
    random = Random(seed)
    found = [*unusual.cases(random), *damaged.cases(random), *strangers.cases(random), *pdfs.cases(random)]
    return [*found, *hostile_pdfs.cases(random, port)]


def write(cases: list[Case], folder: Path) -> dict[Path, Case]:
    """Write the files; where each is."""
    folder.mkdir(parents=True, exist_ok=True)
    places = {folder / one.name: one for one in cases}
    for path, one in places.items():
        path.write_bytes(one.content)
    return places


def odd_places(folder: Path) -> dict[Path, Case]:
    """What is no ordinary file though it has a name."""
    (folder / "a folder.pdf").mkdir()
    os.mkfifo(folder / "pipe.jpg")
    (folder / "loop.jpg").symlink_to(folder / "loop.jpg")
    (folder / "nowhere.jpg").symlink_to(folder / "missing")
    with (folder / "sparse.jpg").open("wb") as file:
        file.truncate(3 * 1024**3)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(folder / "socket"))
    (folder / "nothing.pdf").touch()
    bytes_name = Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe.jpg"))
    bytes_name.write_bytes(b"")
    (folder / "locked.jpg").write_bytes(b"x")
    (folder / "locked.jpg").chmod(0)
    locked = () if os.geteuid() == 0 else (MISSING,)
    expected = {
        "a folder.pdf": (MISSING,), "pipe.jpg": (MISSING,), "loop.jpg": (MISSING,), "nowhere.jpg": (MISSING,),
        "missing.jpg": (MISSING,), "sparse.jpg": (BIG,), "socket": (MISSING,), "nothing.pdf": (EMPTY,),
        "locked.jpg": locked or ("unsupported",), "n" * 300: (MISSING,), "../missing/../../x.jpg": (MISSING,),
    }  # fmt: skip
    found = {folder / name: case(name, b"", *reasons) for name, reasons in expected.items()}
    devices = {Path(name): case(name, b"", MISSING) for name in ("/dev/zero", "/dev/null", "/proc/self/mem")}
    return found | devices | {bytes_name: case("bytes", b"", EMPTY)}


def outcomes(answer: dict[str, object], key: str | None = None) -> str:
    """The outcome of an answer as cases expect it: `read`, or the reason."""
    return READ if answer["outcome"] == READ else str(answer["reason"]) + (f"/{key}" if key else "")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()
    written = write(corpus(arguments.seed), arguments.folder)
    manifest = {one.name: {"expected": sorted(one.expected), "shown": one.shown} for one in written.values()}
    (arguments.folder / "expected.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False), "utf-8")
