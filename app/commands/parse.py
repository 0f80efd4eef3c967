"""`autotrack parse`: lines as people type them to entries, one JSON object a line, as the chat reads them."""

import argparse
import json
import logging
import sys
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

import structlog

from core.domain.entry.assemble import parse_entry
from core.domain.entry.entry_types import Entry
from core.gateways.clock import SystemClock

_CENT, _THOUSANDTH = Decimal("0.01"), Decimal("0.001")


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `parse`."""
    parser = subparsers.add_parser("parse", help="read one-line entries from standard input")
    parser.add_argument("--jsonl", action="store_true", help="one JSON object a line (the only form there is)")
    parser.add_argument("--lang", choices=("fr", "en", "es"), default="fr", help="language of the person")
    parser.add_argument(
        "--today",
        type=date.fromisoformat,
        default=None,
        metavar="YYYY-MM-DD",
        help="fix the clock at the start of this day",
    )
    parser.add_argument("--timezone", type=ZoneInfo, default=ZoneInfo("Europe/Paris"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Answer every line; one that is no entry is answered as such, so the exit status is 0."""
    # Standard output carries answers only.
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    logging.basicConfig(stream=sys.stderr)
    now = _now(arguments.today, arguments.timezone)
    for text in lines_of(sys.stdin.buffer):
        answer = {"text": text, **answer_of(parse_entry(text, now, arguments.lang))}
        sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
        sys.stdout.buffer.flush()
    return 0


def answer_of(entry: Entry) -> dict[str, Any]:
    """An entry in the form that scripts rely on: ISO dates and durations, amounts as decimal text."""
    return {
        "kind": entry.kind.value,
        "date": entry.day.isoformat() if entry.day is not None else None,
        "time": f"{entry.clock:%H:%M}" if entry.clock is not None else None,
        "amount": _written(entry.amount, _CENT),
        "currency": entry.currency,
        "odometer_km": entry.odometer_km,
        "quantity": None if entry.quantity is None else f"{entry.quantity.normalize():f}",
        "quantity_unit": entry.quantity_unit,
        "unit_price": _written(entry.unit_price, _THOUSANDTH),
        "full": entry.full,
        "services": [service.value for service in entry.services],
        "cost_type": entry.cost_type.value if entry.cost_type is not None else None,
        "garage": entry.garage,
        "subject": entry.subject,
        "repeat": entry.repeat,
        "ask": [field.value for field in entry.ask],
    }


def _written(value: Decimal | None, places: Decimal) -> str | None:
    return None if value is None else f"{value.quantize(places):f}"


def lines_of(stream: BinaryIO) -> Iterator[str]:
    """The lines of a stream; bytes that are no UTF-8 are shown as such."""
    for line in stream:
        yield line.decode("utf-8", errors="replace").rstrip("\r\n")


def _now(today: date | None, zone: ZoneInfo) -> datetime:
    return datetime.combine(today, time(), zone) if today is not None else SystemClock().now().astimezone(zone)
