"""How `autotrack admin` prints what it found: tables for people, CSV and JSON lines for programs."""

import argparse
import csv
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final, TextIO

from core.domain.money import Money
from core.domain.plans import STARS
from core.models import Account, AuditEntry, BillingEvent
from core.services.people import Card
from core.services.plan_editing import EditedPlan

AUDIT: Final = ("id", "at", "who", "admin", "action", "subject", "subject_id", "about", "before", "after", "reason")
UNLIMITED: Final = -1
# Signs that a table program takes for the beginning of a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def day(text: str) -> date:
    """A day as it is given to the command."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("is a day such as 2026-12-31") from error


def amount(text: str) -> int:
    """How much; `unlimited` is a number of its own."""
    if text == "unlimited":
        return UNLIMITED
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError("is a number, or unlimited")
    return int(text)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns side by side."""
    wide = [max(len(str(row[place])) for row in (heads, *rows)) for place in range(len(heads))]
    for row in (heads, *rows):
        print("  ".join(str(value).ljust(width) for value, width in zip(row, wide, strict=True)).rstrip())


def pairs(values: Mapping[str, str]) -> None:
    """Names and values, a line each."""
    wide = max(map(len, values), default=0)
    for name, value in values.items():
        print(f"{name.ljust(wide)}  {value}".rstrip())
    print()


def done(words: str) -> int:
    """Say what was done."""
    print(words)
    return 0


def person(account: Account) -> list[str]:
    """A person in a table."""
    return [str(account.id), str(account.telegram_id), account.name or account.first_name, account.username or ""]


def card(found: Card) -> dict[str, str]:
    """A person's card."""
    account, held, counts = found.account, found.access.subscription, found.counts
    return {
        **dict(zip(("id", "telegram", "name", "username"), person(account), strict=True)),
        "language": account.language,
        "since": f"{account.created_at:%Y-%m-%d}",
        "plan": found.access.level.value,
        "held": f"{held.provider} {held.status.value} until {held.period_end}" if held is not None else "",
        "blocked": f"{account.blocked_at:%Y-%m-%d}" if account.blocked_at is not None else "",
        "vehicles": str(counts.vehicles),
        "records": str(counts.records),
        "documents": str(counts.documents),
        "reminders": str(counts.reminders),
        "notes": str(counts.notes),
        "used": ", ".join(f"{one.feature.value} {one.used}" for one in found.usage),
    }


def plan(found: EditedPlan) -> dict[str, str]:
    """A plan with all it gives and costs."""
    given = {one.value: "unlimited" if much is None else str(much) for one, much in found.limits.items()}
    prices = []
    for one in found.prices:
        cost = Money(one.amount_cents, one.currency).amount
        prices.append(f"{one.interval.value} {int(cost) if one.currency == STARS else cost} {one.currency}")
    state = "on offer" if found.active else "withdrawn"
    held = ", ".join(f"{provider} {n}" for provider, n in sorted(found.holders.items()))
    return {"plan": f"{found.level.value} ({state})", **given, "prices": ", ".join(prices), "held": held or "0"}


def event(found: BillingEvent) -> list[str]:
    """A notice in a table."""
    at = f"{found.received_at:%Y-%m-%d %H:%M}"
    return [found.event_id, found.kind, found.state, str(found.attempts), at, found.error or ""]


def entry(found: AuditEntry) -> dict[str, str]:
    """An entry of the audit log, by the names of `AUDIT`."""
    values = (
        *(found.id, found.at.isoformat(), found.who, found.admin_telegram_id, found.action, found.subject),
        *(found.subject_id, found.about_id, found.before, found.after, found.reason),
    )
    return {name: "" if value is None else str(value) for name, value in zip(AUDIT, values, strict=True)}


def csv_writer(out: TextIO) -> Callable[[Mapping[str, str]], None]:
    """Writes entries as CSV, the names first."""
    writer = csv.writer(out)
    writer.writerow(AUDIT)

    def write(values: Mapping[str, str]) -> None:
        writer.writerow([f"'{value}" if value.startswith(_FORMULA) else value for value in values.values()])

    return write


def jsonl_writer(out: TextIO) -> Callable[[Mapping[str, str]], None]:
    """Writes entries as JSON, one a line."""

    def write(values: Mapping[str, str]) -> None:
        print(json.dumps(values, ensure_ascii=False), file=out)

    return write
