"""Run benches: `python -m benchmarks [name…] [--write]`.

Each bench runs in a process of its own, so that none measures what another left behind; `--write` puts the
figures in docs/benchmarks.md. The exit status is 1 when a bench failed; a missed figure is only told.
"""

import argparse
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
from types import ModuleType

import benchmarks
from benchmarks.machine import machine, revision
from benchmarks.page import Section, placed, table
from benchmarks.rows import Row

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "benchmarks.md"


def benches() -> dict[str, str]:
    """Find the benches: their names, and the modules they are in."""
    modules = (f"benchmarks.{found.name}" for found in pkgutil.iter_modules(benchmarks.__path__))
    loaded = (importlib.import_module(name) for name in sorted(modules) if not name.endswith("__main__"))
    return {module.NAME: module.__name__ for module in loaded if _is_bench(module)}


def _is_bench(module: ModuleType) -> bool:
    return isinstance(getattr(module, "NAME", None), str) and callable(getattr(module, "run", None))


def measure(name: str, module: str) -> Section | None:
    """Run one bench in its own process; None when it failed (its own words are on standard error)."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "rows.json"
        started = time.perf_counter()
        child = subprocess.run(
            [sys.executable, "-m", "benchmarks", "--child", module, str(answer)], cwd=ROOT, check=False
        )
        seconds = time.perf_counter() - started
        if child.returncode != 0 or not answer.is_file():
            return None
        told = json.loads(answer.read_text("utf-8"))
    return Section(
        name=name,
        about=told["about"],
        rows=[Row(**row) for row in told["rows"]],
        command=f"make bench BENCH={name}",
        machine=machine(),
        revision=revision(ROOT),
        measured_on=datetime.datetime.now(datetime.UTC).date().isoformat(),
        seconds=seconds,
    )


def child(module: str, answer: Path) -> int:
    """Run the bench of a module here and leave its rows in a file."""
    bench = importlib.import_module(module)
    rows: list[Row] = bench.run()
    about = (bench.__doc__ or "").strip()
    answer.write_text(json.dumps({"about": about, "rows": [asdict(row) for row in rows]}), "utf-8")
    return 0


def report(name: str, module: str, *, write: bool) -> bool:
    """Measure one bench and show it; say whether it ran to its end."""
    print(f"== {name}", flush=True)
    section = measure(name, module)
    if section is None:
        print(f"{name} failed")
        return False
    print(table(section.rows), flush=True)
    if write:
        PAGE.write_text(placed(PAGE.read_text("utf-8"), section), "utf-8")
    return True


def main() -> int:
    """Run what was asked for, or everything."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=benchmarks.__doc__)
    parser.add_argument("names", nargs="*", help="which benches; all when none is named")
    parser.add_argument("--write", action="store_true", help="put the figures in docs/benchmarks.md")
    parser.add_argument("--child", nargs=2, metavar=("MODULE", "FILE"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        return child(asked.child[0], Path(asked.child[1]))
    known = benches()
    unknown = sorted(set(asked.names) - set(known))
    if unknown:
        parser.error(f"no bench called {', '.join(unknown)}; there are: {', '.join(known) or 'none'}")
    finished = [report(name, known[name], write=asked.write) for name in asked.names or known]
    return 0 if all(finished) else 1


if __name__ == "__main__":
    sys.exit(main())
