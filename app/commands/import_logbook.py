"""`autotrack import`: a file of another logbook, looked at (`--preview`) or imported for an account."""

import argparse
import asyncio
import json
import logging
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from pydantic import SecretStr

from app.assembled import Parts
from app.database import opened, reachable
from app.wiring import build
from core.domain.imports.import_file import find
from core.domain.imports.import_preview import Preview, preview_of
from core.domain.imports.import_rows import CHOICES, About, ImportRefused, RowKind
from core.domain.money import Money
from core.errors import Refusal
from core.gateways.clock import SystemClock
from core.i18n import translator
from core.models import Account
from core.settings import Settings, load


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `import`."""
    parser = subparsers.add_parser("import", help="bring in the logbook of another app")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--preview", action="store_true", help="say what would be imported, and import nothing")
    parser.add_argument("--account", type=int, default=None, metavar="ID", help="whose logbook it goes to")
    parser.add_argument(
        "--vehicle", type=int, default=None, metavar="ID", help="which of their vehicles (0: a new one)"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a file (the only form there is)")
    parser.add_argument("--answer", action="append", type=_answer, default=[], metavar="ABOUT=CHOICE")
    parser.add_argument("--currency", default="EUR", help="currency of amounts that name none")
    parser.add_argument("--lang", choices=("fr", "en", "es"), default="fr")
    parser.add_argument("--today", type=date.fromisoformat, default=None, metavar="YYYY-MM-DD")
    parser.add_argument("--timezone", type=ZoneInfo, default=ZoneInfo("Europe/Paris"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Answer every file; a refusal is an answer."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    logging.basicConfig(stream=sys.stderr)
    if not arguments.preview and arguments.account is None:
        print("autotrack: say --preview, or whose logbook it goes to: --account ID", file=sys.stderr)
        return 2
    missing = [str(path) for path in arguments.files if not path.is_file()]
    if missing:
        print(f"autotrack: no such file: {', '.join(missing)}", file=sys.stderr)
        return 2
    today = arguments.today or SystemClock().now().astimezone(arguments.timezone).date()
    if not arguments.preview:
        return asyncio.run(_imported(arguments, load(), today))
    for path in arguments.files:
        _print(previewed(path.read_bytes(), arguments, today))
    return 0


async def _imported(arguments: argparse.Namespace, settings: Settings, today: date) -> int:
    """Import every file for an account; what still has to be asked is answered like a preview."""
    token = settings.bot_token or SecretStr("0:offline")
    async with reachable(settings.model_copy(update={"bot_token": token})) as found:
        parts = build(found, SystemClock())
        async with opened(found.database, parts.scale.presence):
            owner = await parts.services.accounts.by_number(arguments.account)
            if owner is None:
                print("autotrack: no such account", file=sys.stderr)
                return 2
            for path in arguments.files:
                content = await asyncio.to_thread(path.read_bytes)
                answer = previewed(content, arguments, today)
                if answer["format"] is not None and not answer["questions"]:
                    answer |= await _bring(parts, owner, content, arguments)
                _print(answer)
    return 0


async def _bring(parts: Parts, owner: Account, content: bytes, arguments: argparse.Namespace) -> dict[str, Any]:
    try:
        outcome = await parts.services.imports.bring(owner, content, dict(arguments.answer), arguments.vehicle)
    except Refusal as refusal:
        return {"imported": None, "message": translator(arguments.lang).plain(refusal.key)}
    kept = {name: outcome.counts.get(kind, 0) for name, kind in _COUNTS.items()}
    return {"imported": {**kept, "known": outcome.known, "vehicles": outcome.vehicles}}


def _print(answer: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
    sys.stdout.buffer.flush()


def previewed(content: bytes, arguments: argparse.Namespace, today: date) -> dict[str, Any]:
    """What a file would bring, or why nothing can be made of it."""
    try:
        found = find(content, dict(arguments.answer), arguments.currency, today)
    except ImportRefused as refusal:
        message = translator(arguments.lang).plain(f"import.refused_{refusal.reason}")
        return {**_answer_of(None), "reason": refusal.reason, "message": message}
    return _answer_of(preview_of(found))


def _answer_of(preview: Preview | None) -> dict[str, Any]:
    """The preview in the form that scripts rely on."""
    counts = preview.counts if preview is not None else {}
    return {
        "format": preview.format.value if preview is not None and preview.format is not None else None,
        "vehicles": len(preview.cars) if preview is not None else 0,
        **{name: counts.get(kind, 0) for name, kind in _COUNTS.items()},
        "skipped": [
            {"line": row.line, "reason": row.reason.value, **({"file": row.file} if row.file else {})}
            for row in (preview.skipped if preview is not None else ())
        ],
        "questions": [
            {"about": question.about.value, "choices": list(question.choices)}
            for question in (preview.questions if preview is not None else ())
        ],
        **_figures(preview),
    }


_COUNTS = {
    "fuel": RowKind.FUEL,
    "maintenance": RowKind.WORK,
    "odometer": RowKind.ODOMETER,
    "costs": RowKind.COST,
    "reminders": RowKind.REMINDER,
}


def _figures(preview: Preview | None) -> dict[str, Any]:
    if preview is None:
        totals = dict.fromkeys(("fuel_cost", "fuel_quantity", "fuel_unit", "cost"))
        return {"totals": totals, "average_consumption_l_100km": None, "first_date": None, "last_date": None}
    first, last = preview.first_date, preview.last_date
    decided = not any(question.about is About.DECIMAL for question in preview.questions)
    return {
        "totals": {
            "fuel_cost": _money(preview.fuel_cost) if decided else None,
            "fuel_quantity": _plain(Decimal(preview.fuel_quantity_milli).scaleb(-3)) if decided else None,
            "fuel_unit": preview.fuel_unit.value if preview.fuel_unit is not None else None,
            "cost": _money(preview.cost) if decided else None,
        },
        "average_consumption_l_100km": _plain(preview.average),
        "first_date": first.isoformat() if first is not None else None,
        "last_date": last.isoformat() if last is not None else None,
    }


def _money(money: Money | None) -> float | None:
    return None if money is None else _plain(money.amount)


def _plain(number: Decimal | None) -> float | None:
    """A number as JSON has it: at the edge, after every sum was made exactly."""
    return None if number is None else float(number)


def _answer(text: str) -> tuple[str, str]:
    about, _, choice = text.partition("=")
    if about not in {one.value for one in About} or choice not in CHOICES[About(about)]:
        known = "; ".join(f"{one.value}={'|'.join(choices)}" for one, choices in CHOICES.items())
        raise argparse.ArgumentTypeError(f"answers are {known}")
    return about, choice
