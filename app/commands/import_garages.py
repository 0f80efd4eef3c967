"""`autotrack import-garages`: extracts of OpenStreetMap and of the company register into the directory."""

import argparse
import asyncio
import json
import logging
import sys
import time
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import Any, TextIO

import structlog
from pydantic import SecretStr

from app.database import opened, reachable
from app.wiring import build
from core.domain.garages.from_osm import read_osm
from core.domain.garages.from_register import read_register
from core.domain.garages.json_stream import FileBroken
from core.domain.garages.listing import Listing
from core.domain.garages.reading_types import Skipped
from core.gateways.clock import SystemClock
from core.knowledge.garages import SAMPLE
from core.services.garage_import import GarageImport, ImportReport
from core.settings import Settings, load


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `import-garages`."""
    parser = subparsers.add_parser("import-garages", help="bring open data into the directory of garages")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--sample", action="store_true", help="bring in the small invented sample")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Bring in every file; one JSON line each, progress on standard error."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    logging.basicConfig(stream=sys.stderr)
    files = [*arguments.files, *([SAMPLE] if arguments.sample else [])]
    missing = [str(path) for path in files if not path.is_file()]
    if missing or not files:
        print(f"autotrack: no such file: {', '.join(missing) or '(name one)'}", file=sys.stderr)
        return 2
    return asyncio.run(_brought(files, load()))


async def _brought(files: list[Path], settings: Settings) -> int:
    token = settings.bot_token or SecretStr("0:offline")
    async with reachable(settings.model_copy(update={"bot_token": token})) as found:
        parts = build(found, SystemClock())
        async with opened(found.database, parts.scale.presence):
            for path in files:
                answer = await bring(GarageImport(parts.clock), path)
                sys.stdout.write(json.dumps({"file": str(path), **answer}, ensure_ascii=False) + "\n")
    return 0


async def bring(service: GarageImport, path: Path) -> dict[str, Any]:
    """Bring in one file; what it brought, or that it is not what it should be."""
    began = time.perf_counter()
    total = await asyncio.to_thread(lambda: max(path.stat().st_size, 1))
    # Read in small parts between statements, by a command that serves nobody else.
    with path.open("rb") as raw, TextIOWrapper(raw, "utf-8-sig", "replace", newline="") as stream:

        def progress(report: ImportReport) -> None:
            done = min(100, 100 * raw.tell() // total)
            print(f"\r{done:3d} % · {report.seen}", end="", file=sys.stderr, flush=True)

        try:
            report = await service.bring(entries_of(stream), progress)
        except FileBroken:
            return {"outcome": "refused", "reason": "broken"}
        finally:
            print(file=sys.stderr)
    return {
        "outcome": "imported",
        "added": report.added,
        "changed": report.changed,
        "known": report.known,
        "skipped": {reason.value: count for reason, count in report.skipped.items()},
        "examples": {reason.value: numbers for reason, numbers in report.examples.items()},
        "seconds": round(time.perf_counter() - began, 1),
    }


def entries_of(stream: TextIO) -> Iterator[Listing | Skipped]:
    """The entries of a file by what it begins with: an object is OpenStreetMap's, a line of names the register's."""
    first = stream.read(1)
    stream.seek(0)
    return read_osm(stream) if first in "{[ \n" else read_register(stream)
