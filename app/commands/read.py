"""`autotrack read`: photos and PDFs of documents to fields, one JSON object a file, as the chat reads them."""

import argparse
import asyncio
import io
import json
import logging
import sys
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import structlog

from core.domain.capture.inspection import defects_of
from core.domain.capture.kinds import has_lines
from core.domain.capture.reading import lines_add_up
from core.domain.capture.refusals import CaptureRefused
from core.domain.capture.stored import line_to_json, plain_value
from core.domain.capture.types import DocumentType, Field, FieldState, Reading
from core.domain.money import Money
from core.gateways.clock import SystemClock
from core.gateways.reading.choice import build_opener, build_reader
from core.gateways.reading.local_files import content_of, printable
from core.i18n import Translator, translator
from core.services.capture import Capture
from core.settings import load


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `read`."""
    parser = subparsers.add_parser("read", help="read photos and PDFs of papers about a vehicle")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--jsonl", action="store_true", help="one JSON object a file (the only form there is)")
    parser.add_argument("--text", action="store_true", help="add everything that was read, page by page")
    parser.add_argument("--workers", type=_workers, default=1, metavar="N", help="files read side by side")
    parser.add_argument("--lang", choices=("fr", "en", "es"), default="fr", help="language of the messages")
    parser.add_argument("--today", type=date.fromisoformat, default=None, metavar="YYYY-MM-DD")
    parser.add_argument("--timezone", type=ZoneInfo, default=ZoneInfo("Europe/Paris"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Read every file; a refusal is an answer, so the exit status is 0."""
    # Standard output carries answers only, in UTF-8 whatever the machine speaks.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    logging.basicConfig(stream=sys.stderr)
    asyncio.run(_print_answers(arguments))
    return 0


async def _print_answers(arguments: argparse.Namespace) -> None:
    settings = load()
    workers: int = arguments.workers
    capture = Capture(
        build_opener(), build_reader(settings.ocr_reader, settings.tesseract_cmd, workers=workers), workers
    )
    try:
        async for answer in _answers(capture, arguments):
            print(json.dumps(answer, ensure_ascii=False), flush=True)
    finally:
        await capture.close()


async def _answers(capture: Capture, arguments: argparse.Namespace) -> AsyncIterator[dict[str, Any]]:
    """Answers in the order of the files, as many being read at a time as there are workers."""
    today = arguments.today or SystemClock().now().astimezone(arguments.timezone).date()
    say = translator(arguments.lang)
    turns = asyncio.Semaphore(arguments.workers)

    async def answer(path: Path) -> dict[str, Any]:
        async with turns:
            return await _answer(capture, path, today, say, with_text=arguments.text)

    async with asyncio.TaskGroup() as group:
        pending = [group.create_task(answer(path)) for path in arguments.files]
        for task in pending:
            yield await task


async def _answer(capture: Capture, path: Path, today: date, say: Translator, *, with_text: bool) -> dict[str, Any]:
    started = time.monotonic()
    try:
        content = await asyncio.to_thread(content_of, path)
        reading = await capture.read(content, path.name, today=today)
    except CaptureRefused as refused:
        answer: dict[str, Any] = {
            "outcome": "refused",
            "reason": refused.reason.value,
            "message": say.plain(refused.key),
        }
        answer |= {"document_type": "other", "fields": {}, "confidence": {}, "state": {}, "pages": 0}
    else:
        answer = {"outcome": "read", "reason": None, "message": _told(reading, say), **answer_of(reading)}
        if with_text:
            answer["text"] = list(reading.text)
    return {"file": printable(path), **answer, "seconds": round(time.monotonic() - started, 3)}


def answer_of(reading: Reading) -> dict[str, Any]:
    """The fields of a reading by name, with how sure they are."""
    fields: dict[str, Any] = {name: plain_value(field.value) for name, field in reading.fields.items()}
    confidence = {name: field.confidence for name, field in reading.fields.items()}
    state = {name: field.state.value for name, field in reading.fields.items()}
    if has_lines(reading.document_type):
        fields["lines"] = [line_to_json(line) for line in reading.lines]
        state["lines"], confidence["lines"] = _lines_state(reading)
    if reading.document_type is DocumentType.INSPECTION:
        fields["defects"] = [asdict(defect) for defect in defects_of(fields["defects"] or "")]
    kind = {"document_type": reading.document_type.value}
    told = {**kind, "fields": fields, "confidence": confidence, "state": state, "pages": reading.pages}
    return told | {"remarks": [remark.value for remark in reading.remarks]}


def _lines_state(reading: Reading) -> tuple[str, float]:
    if not reading.lines:
        return FieldState.MISSING.value, 0.0
    # Words have no check: lines that add up are surer, and still only read.
    return FieldState.READ.value, 0.96 if lines_add_up(reading) else 0.7


_BILLS = {DocumentType.INVOICE: "invoice_date", DocumentType.QUOTE: "quote_date"}


def _told(reading: Reading, say: Translator) -> str:
    remarks = (say.plain(f"capture.remark_{remark.value}") for remark in reading.remarks)
    return " ".join((_message(reading, say), *remarks))


def _message(reading: Reading, say: Translator) -> str:
    kind, fields = reading.document_type, reading.fields
    day = fields[_BILLS[kind]].value if kind in _BILLS else None
    total = _money(fields) if kind in _BILLS else None
    plain = {name: _shown(field) for name, field in fields.items()}
    dates = {name: field.value for name, field in fields.items() if isinstance(field.value, date)}
    told: dict[DocumentType, dict[str, Any]] = {
        DocumentType.INVOICE: {"vendor": plain.get("vendor_name"), "day": day, "total": total},
        DocumentType.QUOTE: {"vendor": plain.get("vendor_name"), "day": day, "total": total},
        DocumentType.REGISTRATION: {name: plain.get(name) for name in ("plate", "make", "model")},
        DocumentType.INSURANCE: {
            "insurer": plain.get("insurer"), "plate": plain.get("plate"), "until": dates.get("valid_until"),
        },
        DocumentType.INSPECTION: {
            "plate": plain.get("plate"), "day": dates.get("inspection_date"), "until": dates.get("next_inspection"),
        },
        DocumentType.FUEL_RECEIPT: {
            "day": dates.get("date"), "quantity": plain.get("quantity"), "unit": plain.get("quantity_unit"),
        },
        DocumentType.ODOMETER: {"kilometres": fields["odometer_km"].value if "odometer_km" in fields else None},
        DocumentType.OTHER: {},
    }  # fmt: skip
    return say.plain(f"capture.read_{kind.value}", **told[kind])


def _shown(field: Field) -> str | None:
    return None if field.value is None else str(field.value)


def _money(fields: Mapping[str, Field]) -> Money | None:
    total, currency = fields["total_incl_tax"].value, fields["currency"].value
    if not isinstance(total, Decimal) or currency is None:
        return None
    return Money(int(total * 100), str(currency))


def _workers(text: str) -> int:
    count = int(text)
    if not 1 <= count <= 16:
        raise argparse.ArgumentTypeError("between 1 and 16")
    return count
