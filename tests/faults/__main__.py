"""Run the fault harness: `python -m tests.faults [part…] [--scale 0.05] [--seed 1] [--write] [--again]`.

Each part runs in a process of its own for nine minutes at most. `--write` puts its figures in docs/reliability.md and
docs/reliability/<part>.json; parts that were written at this revision with the whole counts are not run again.
"""

import argparse
import asyncio
import datetime
import importlib
import json
import pkgutil
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from benchmarks.machine import machine
from benchmarks.page import Section, placed, table
from benchmarks.rows import Row
from tests.faults import parts
from tests.faults.setting import SEED, Setting

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reliability.md"
ANSWERS = ROOT / "docs" / "reliability"
LONGEST = 540.0


def known() -> list[str]:
    """The parts, by name."""
    found = (importlib.import_module(f"{parts.__name__}.{one.name}") for one in pkgutil.iter_modules(parts.__path__))
    return [module.__name__.rpartition(".")[2].replace("_", "-") for module in found if hasattr(module, "run")]


def module_of(part: str) -> str:
    return f"{parts.__name__}.{part.replace('-', '_')}"


def revision() -> str:
    """The last revision that changed anything but pages; `+` when the tree holds changes of its own."""
    outside = ("--", ".", ":(exclude)docs", ":(exclude)*.md")
    head, changes = (
        subprocess.run(["git", *command, *outside], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
        for command in (("log", "-1", "--format=%h"), ("status", "--porcelain"))
    )
    return f"{head}+" if changes else head


def child(part: str, asked: argparse.Namespace, answer: Path) -> int:
    """Run one part here and leave its rows in a file."""
    setting = Setting(asked.seed, asked.scale)
    rows: list[Row] = asyncio.run(importlib.import_module(module_of(part)).run(setting))
    answer.write_text(json.dumps({"rows": [asdict(row) for row in rows], "told": setting.told}), "utf-8")
    return 0


def measured(part: str, asked: argparse.Namespace) -> Section | None:
    """Run one part in its own process; None when it did not come to its end."""
    with tempfile.TemporaryDirectory() as folder:
        answer, began = Path(folder) / "answer.json", time.monotonic()
        command = [sys.executable, "-m", "tests.faults", "--child", part, str(answer)]
        command += ["--seed", str(asked.seed), "--scale", str(asked.scale)]
        try:
            subprocess.run(command, cwd=ROOT, check=True, timeout=LONGEST)
        except subprocess.SubprocessError as problem:
            print(f"{part} did not end well: {problem}")
            return None
        seconds, told = time.monotonic() - began, json.loads(answer.read_text("utf-8"))
    rows = [Row(**row) for row in told["rows"]]
    about = (importlib.import_module(module_of(part)).__doc__ or "").strip()
    now = datetime.datetime.now(datetime.UTC)
    shrunk = "" if asked.scale == 1 else f", at {asked.scale} of its counts"
    section = Section(
        name=part,
        about=f"{about}\n\nSeed {asked.seed}{shrunk}.",
        rows=rows,
        command=f"make faults PART={part}",
        machine=machine(),
        revision=revision(),
        measured_on=now.date().isoformat(),
        seconds=seconds,
    )
    figures = [asdict(row) | {"held": row.held} for row in rows]
    written = asdict(section) | {"rows": figures, "seed": asked.seed, "scale": asked.scale, "told": told["told"]}
    if asked.write:
        ANSWERS.mkdir(exist_ok=True)
        (ANSWERS / f"{part}.json").write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n", "utf-8")
        PAGE.write_text(placed(PAGE.read_text("utf-8"), section), "utf-8")
    else:
        print(json.dumps(told["told"], ensure_ascii=False))
    return section


def is_done(part: str, asked: argparse.Namespace) -> bool:
    """Whether this revision's figures are written already."""
    try:
        found = json.loads((ANSWERS / f"{part}.json").read_text("utf-8"))
    except FileNotFoundError:
        return False
    wanted = (revision(), asked.seed, asked.scale)
    return (found["revision"], found["seed"], found["scale"]) == wanted and all(row["held"] for row in found["rows"])


def report(part: str, asked: argparse.Namespace) -> bool:
    """Run a part and show it; whether every figure was held."""
    if asked.write and not asked.again and is_done(part, asked):
        print(f"== {part}: done at {revision()}", flush=True)
        return True
    print(f"== {part}", flush=True)
    section = measured(part, asked)
    if section is None:
        return False
    print(f"{table(section.rows)}\n{section.seconds:.0f} s", flush=True)
    return all(row.held for row in section.rows)


def main() -> int:
    """Run what was asked for, or everything; the exit status is 1 when a figure was missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("parts", nargs="*", help="which parts; all when none is named")
    parser.add_argument("--scale", type=float, default=1.0, help="the share of the whole counts")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--write", action="store_true", help="put the figures in docs/reliability.md")
    parser.add_argument("--again", action="store_true", help="run also what is done at this revision")
    parser.add_argument("--child", nargs=2, metavar=("PART", "FILE"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        return child(asked.child[0], asked, Path(asked.child[1]))
    wrong = sorted(set(asked.parts) - set(known()))
    if wrong:
        parser.error(f"no part called {', '.join(wrong)}; there are: {', '.join(known())}")
    held = [report(part, asked) for part in asked.parts or known()]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
