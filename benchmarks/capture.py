"""Capture: how many documents are read right, and how long each takes.

`python -m benchmarks.capture FOLDER` measures any folder of documents with truth files beside them (the same name
with `.json`); without a folder it measures the samples that this project generates.
"""

import argparse
import asyncio
import json
import resource
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from benchmarks.rows import Row
from core.domain.capture.refusals import CaptureRefused
from core.domain.capture.stored import plain_value
from core.domain.capture.types import FieldState, Reading
from core.gateways.reading.choice import build_opener, build_reader
from core.services.capture import Capture

NAME = "capture"
TOGETHER = {"invoice": ("total_incl_tax", "invoice_date", "plate"), "registration": ("plate", "vin")}
TODAY = date(2026, 11, 22)
_NAME_ALIKE = 80.0


@dataclass
class Tally:
    """Counts over documents of one group."""

    documents: int = 0
    together: int = 0
    fields: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    seconds: list[float] = field(default_factory=list)


@dataclass
class Figures:
    """What a run found: counts by difficulty, verified fields that are wrong, values where there is none."""

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    wrong: list[str] = field(default_factory=list)
    silently_wrong: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)
    processor_seconds: float = 0.0


def run() -> list[Row]:
    """Measure the generated samples."""
    from tests.samples.generate import write_samples

    with tempfile.TemporaryDirectory() as folder:
        write_samples(Path(folder), copies=3)
        figures = asyncio.run(measure(Path(folder), "auto"))
    return rows(figures)


def rows(figures: Figures) -> list[Row]:
    """The figures that are published."""
    found: list[Row] = []
    for name, tally in sorted(figures.tallies.items()):
        right = 100 * tally.together / tally.documents
        found.append(Row(f"{name}: key fields all right", right, 60, "%", f"{tally.documents} documents"))
    seconds = sorted(second for tally in figures.tallies.values() for second in tally.seconds)
    found.append(Row("photo to result, p50", 1000 * statistics.median(seconds), 3_000, "ms"))
    found.append(Row("photo to result, p95", 1000 * _p95(seconds), 6_000, "ms"))
    found.append(Row("processor time a document", 1000 * figures.processor_seconds / len(seconds), None, "ms"))
    found.append(Row("verified and yet wrong", len(figures.silently_wrong), 0, "errors"))
    found.append(Row("invented", len(figures.invented), 0, "errors"))
    return found


async def measure(folder: Path, reader: Any, *, threads: int | None = None) -> Figures:
    """Read every document of a folder and compare with its truth."""
    figures = Figures()
    capture = Capture(build_opener(), build_reader(reader, threads=threads))
    before = _processor_seconds()
    try:
        await capture.start()
        for path in _documents(folder):
            truth = json.loads(path.with_suffix(".json").read_text("utf-8"))
            started = time.perf_counter()
            try:
                reading: Reading | None = await capture.read(path.read_bytes(), path.name, today=TODAY)
            except CaptureRefused as refused:
                figures.wrong.append(f"{path.name}: refused {refused.reason}")
                reading = None
            _count(figures, path.name, truth, reading, time.perf_counter() - started)
    finally:
        await capture.close()
    figures.processor_seconds = _processor_seconds() - before
    return figures


def _documents(folder: Path) -> Iterable[Path]:
    return (path for path in sorted(folder.iterdir()) if path.suffix != ".json" and path.with_suffix(".json").exists())


def _count(figures: Figures, name: str, truth: dict[str, Any], reading: Reading | None, seconds: float) -> None:
    kind = truth["fields"]["document_type"]
    tally = figures.tallies[f"{kind} {truth['difficulty']}"]
    tally.documents += 1
    tally.seconds.append(seconds)
    right = {}
    for key, expected in truth["fields"].items():
        if key == "document_type" or key not in truth.get("scored_fields", truth["fields"]):
            continue
        right[key] = reading is not None and _same(key, expected, reading)
        tally.fields[key][0] += right[key]
        tally.fields[key][1] += 1
        if not right[key] and reading is not None:
            _blame(figures, f"{name}: {key} {expected!r}", key, expected, reading)
    tally.together += all(right.get(key, True) for key in TOGETHER.get(kind, ()))


def _blame(figures: Figures, what: str, key: str, expected: Any, reading: Reading) -> None:
    got = reading.fields.get(key)
    described = f"{what}, read {plain_value(got.value)!r} ({got.state})" if got else what
    figures.wrong.append(described)
    if got is not None and got.state is FieldState.VERIFIED:
        figures.silently_wrong.append(described)
    if expected is None and got is not None and got.value is not None:
        figures.invented.append(described)


def _same(key: str, expected: Any, reading: Reading) -> bool:
    if key == "lines":
        return _same_lines(expected, reading)
    got = reading.fields.get(key)
    value = plain_value(got.value) if got is not None else None
    if key in {"vendor_name", "holder_name"} and expected and value:
        return fuzz.ratio(str(expected).upper(), str(value).upper()) >= _NAME_ALIKE
    if isinstance(expected, float) and value is not None:
        return abs(float(value) - expected) < 0.005
    return bool(value == expected)


def _same_lines(expected: Sequence[dict[str, Any]], reading: Reading) -> bool:
    if len(expected) != len(reading.lines):
        return False
    for line, got in zip(expected, reading.lines, strict=True):
        numbers = (got.quantity, got.unit_price, got.total)
        read = [None if number is None else float(number) for number in numbers]
        alike = fuzz.ratio(line["description"].upper(), got.description.upper()) >= _NAME_ALIKE
        if not alike or read != [line["quantity"], line["unit_price"], line["total"]]:
            return False
    return True


def _p95(seconds: Sequence[float]) -> float:
    return seconds[min(len(seconds) - 1, round(0.95 * len(seconds)))]


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime + own.ru_utime + own.ru_stime


def main() -> int:
    """Print the rates of a folder, by difficulty."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reader", choices=("auto", "rapidocr", "tesseract"), default="auto")
    parser.add_argument("--threads", type=int, default=None)
    parser.add_argument("--wrong", action="store_true", help="list every wrong field")
    arguments = parser.parse_args()
    figures = asyncio.run(measure(arguments.folder, arguments.reader, threads=arguments.threads))
    for name, tally in sorted(figures.tallies.items()):
        middle, slow = statistics.median(tally.seconds), _p95(sorted(tally.seconds))
        print(
            f"\n{name}: key fields all right {tally.together}/{tally.documents}, p50 {middle:.2f} s, p95 {slow:.2f} s"
        )
        print("  " + "  ".join(f"{key} {right}/{of}" for key, (right, of) in tally.fields.items()))
    documents = sum(tally.documents for tally in figures.tallies.values())
    print(f"\nprocessor seconds a document {figures.processor_seconds / max(1, documents):.2f}")
    print(f"verified and yet wrong: {figures.silently_wrong}\ninvented: {figures.invented}")
    if arguments.wrong:
        print("\n".join(figures.wrong))
    return 0


if __name__ == "__main__":
    sys.exit(main())
