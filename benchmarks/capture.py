"""Capture: how many documents are read right, how sure of them we are rightly, and how long each takes.

`python -m benchmarks.capture FOLDER…` measures any folders of documents with truth files beside them (the same name
with `.json`); `make bench BENCH=capture` does so for the folders in CAPTURE_FOLDERS, and for the samples that this
project draws when there are none.
"""

import argparse
import asyncio
import json
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Literal

from benchmarks.capture_score import REAL, Figures, Tally
from benchmarks.rows import Row
from core.domain.capture.refusals import CaptureRefused
from core.domain.capture.types import Reading
from core.gateways.reading.choice import ReaderName, build_opener, build_reader
from core.services.capture import Capture

NAME = "capture"
TODAY = date(2026, 11, 22)
Measure = Literal["together", "all_fields", "lines"]
# What every level has to hold, in per cent.
FLOORS: dict[tuple[str, Measure], dict[str, float]] = {
    ("invoice", "together"): {"easy": 98, "medium": 98, "hard": 90},
    ("invoice", "all_fields"): {"easy": 90, "medium": 88, "hard": 60},
    ("invoice", "lines"): {"easy": 96, "medium": 96, "hard": 90},
    ("registration", "together"): {"easy": 100, "medium": 100, "hard": 97},
    ("registration", "all_fields"): {"easy": 92, "medium": 90, "hard": 55},
}
# Levels of PDFs that carry their text.
TEXT_PDFS = ("pdf_text", "real_pdf")
WITH_TESSERACT = {"easy": 75.0, "medium": 55.0, "hard": 30.0}
REAL_FLOORS = {"invoice_date": 92.0, "total_incl_tax": 85.0, "vendor_name": 75.0}
_MEASURED: dict[Measure, str] = {
    "together": "key fields all right", "all_fields": "all fields right", "lines": "lines, F1",
}  # fmt: skip


def run() -> list[Row]:
    """Measure the folders that the environment names, or the samples that are drawn here."""
    named = [Path(folder) for folder in os.environ.get("CAPTURE_FOLDERS", "").split(os.pathsep) if folder]
    if named:
        return _both_readers(named)
    from tests.samples.generate import write_samples

    with tempfile.TemporaryDirectory() as folder:
        write_samples(Path(folder), copies=3)
        return _both_readers([Path(folder)])


def _both_readers(folders: Sequence[Path]) -> list[Row]:
    figures = asyncio.run(measure(folders, "auto"))
    alone = asyncio.run(measure(folders, "tesseract", only="invoice"))
    return [*rows(figures), *_tesseract_rows(alone)]


def rows(figures: Figures) -> list[Row]:
    """The figures that are published."""
    found: list[Row] = []
    for name, tally in sorted(figures.tallies.items()):
        kind, level = name.split(" ", 1)
        found += _real_rows(tally) if level == "real" else _kind_rows(kind, level, tally)
    precision = 100 * (1 - len(figures.verified_wrong) / max(1, figures.verified))
    note = f"{figures.verified - len(figures.verified_wrong)} of {figures.verified}"
    found.append(Row("fields marked verified that are right", precision, 99, "%", note))
    found.append(Row("values where the document shows none", len(figures.invented), 0, "errors"))
    return [*found, *_time_rows(figures)]


def _kind_rows(kind: str, level: str, tally: Tally) -> list[Row]:
    found = []
    counts = {"together": tally.together, "all_fields": tally.all_fields, "lines": tally.lines_right}
    for what, said in _MEASURED.items():
        if what == "lines" and not tally.lines_printed:
            continue
        of = tally.lines_printed if what == "lines" else tally.documents
        value = tally.lines_f1 if what == "lines" else 100 * counts[what] / of
        floor = FLOORS.get((kind, what), {}).get(level)
        found.append(Row(f"{kind} {level}: {said}", value, floor, "%", f"{counts[what]} of {of}"))
    return found


def _real_rows(tally: Tally) -> list[Row]:
    found = []
    for name in REAL:
        right, of = tally.fields[name]
        found.append(
            Row(f"real receipts: {name}", 100 * right / max(1, of), REAL_FLOORS[name], "%", f"{right} of {of}")
        )
    return found


def _time_rows(figures: Figures) -> list[Row]:
    found = []
    for levels, most in ((("easy", "medium"), 5_000.0), (("hard",), 6_000.0)):
        some = [figures.tallies[name] for name in figures.tallies if name.split(" ", 1)[1] in levels]
        seconds = sorted(second for tally in some for second in tally.seconds)
        if seconds:
            middle = 2_000.0 if "easy" in levels else None
            what = f"photo to result, {' and '.join(levels)}"
            found.append(Row(f"{what}, p50", 1000 * statistics.median(seconds), middle, "ms", f"{len(seconds)} photos"))
            found.append(Row(f"{what}, p95", 1000 * _p95(seconds), most, "ms"))
    documents = sum(tally.documents for tally in figures.tallies.values())
    found += _pdf_rows(figures)
    found.append(Row("processor time a document", 1000 * figures.processor_seconds / max(1, documents), None, "ms"))
    found.append(Row("memory of the largest reader process", figures.worker_megabytes, 1_000, "MB"))
    return found


def _pdf_rows(figures: Figures) -> list[Row]:
    found = []
    for what, levels, floor in (("with text", TEXT_PDFS, 500.0), ("of scans", ("pdf_scan",), None)):
        some = [tally for name, tally in figures.tallies.items() if name.endswith(levels)]
        times = [second for tally in some for second in tally.seconds]
        if times:
            found.append(Row(f"PDF {what} to result, slowest", 1000 * max(times), floor, "ms", f"{len(times)} files"))
    return found


def _tesseract_rows(figures: Figures) -> list[Row]:
    found = []
    for name, tally in sorted(figures.tallies.items()):
        level = name.split(" ", 1)[1]
        if level in WITH_TESSERACT or level == "real":
            value, note = 100 * tally.together / tally.documents, f"{tally.together} of {tally.documents}"
            floor = WITH_TESSERACT.get(level)
            found.append(Row(f"Tesseract alone, {name}: key fields all right", value, floor, "%", note))
    return found


async def measure(
    folders: Sequence[Path], reader: ReaderName, *, threads: int | None = None, only: str | None = None
) -> Figures:
    """Read every document of some folders and compare with its truth."""
    figures = Figures()
    capture = Capture(build_opener(), build_reader(reader, threads=threads))
    before = _processor_seconds()
    try:
        await capture.start()
        for path in (path for folder in folders for path in _documents(folder)):
            truth = json.loads(path.with_suffix(".json").read_text("utf-8"))
            if only is not None and truth["fields"]["document_type"] != only:
                continue
            started = time.perf_counter()
            reading = await _reading(capture, await asyncio.to_thread(path.read_bytes), path.name)
            figures.count(path.name, truth, reading, time.perf_counter() - started)
    finally:
        await capture.close()
    figures.processor_seconds = _processor_seconds() - before
    figures.worker_megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return figures


async def _reading(capture: Capture, content: bytes, name: str) -> Reading | None:
    try:
        return await capture.read(content, name, today=TODAY)
    except CaptureRefused:
        return None


def _documents(folder: Path) -> Iterable[Path]:
    return (path for path in sorted(folder.iterdir()) if path.suffix != ".json" and path.with_suffix(".json").exists())


def _p95(seconds: Sequence[float]) -> float:
    return seconds[min(len(seconds) - 1, round(0.95 * len(seconds)))]


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime + own.ru_utime + own.ru_stime


def shown(figures: Figures, *, wrong: bool) -> str:
    """The rates by kind and level, as text."""
    told = []
    for name, tally in sorted(figures.tallies.items()):
        of, middle, slow = tally.documents, statistics.median(tally.seconds), _p95(sorted(tally.seconds))
        told.append(
            f"\n{name}: kind {tally.kind}/{of}, key fields {tally.together}/{of}, all fields {tally.all_fields}/{of}, "
            f"lines F1 {tally.lines_f1:.1f} ({tally.lines_right} right of {tally.lines_printed} printed, "
            f"{tally.lines_read} read), p50 {middle:.2f} s, p95 {slow:.2f} s"
        )
        told.append("  " + "  ".join(f"{key} {right}/{all_}" for key, (right, all_) in tally.fields.items()))
    documents = sum(tally.documents for tally in figures.tallies.values())
    told.append(f"\nprocessor seconds a document {figures.processor_seconds / max(1, documents):.2f}")
    told.append(f"memory of the largest process {figures.worker_megabytes:.0f} MB")
    told.append(f"verified {figures.verified}, of them wrong: {figures.verified_wrong}\ninvented: {figures.invented}")
    return "\n".join([*told, *(figures.wrong if wrong else ())])


def main() -> int:
    """Print the rates of some folders, by kind and level."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--reader", choices=("auto", "rapidocr", "tesseract"), default="auto")
    parser.add_argument("--threads", type=int, default=None)
    parser.add_argument("--wrong", action="store_true", help="list every wrong field")
    arguments = parser.parse_args()
    figures = asyncio.run(measure(arguments.folders, arguments.reader, threads=arguments.threads))
    print(shown(figures, wrong=arguments.wrong))
    return 0


if __name__ == "__main__":
    sys.exit(main())
