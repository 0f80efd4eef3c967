"""How `autotrack admin` words what it found: tables for people, CSV and JSON lines for programs."""

import argparse
import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Final

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


def clock(text: str) -> datetime:
    """A day and an hour as they are given to the command."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError as error:
        raise argparse.ArgumentTypeError("is a moment such as 2026-12-31T18:00") from error


def amount(text: str) -> int:
    """How much; `unlimited` is a number of its own."""
    if text == "unlimited":
        return UNLIMITED
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError("is a number, or unlimited")
    return int(text)


def table(heads: Sequence[str], rows: Sequence[Sequence[object]], total: int | None = None) -> str:
    """Columns side by side, and how many there are in all."""
    lines = [[_flat(value) for value in row] for row in (heads, *rows)]
    wide = [max(len(row[place]) for row in lines) for place in range(len(heads))]
    said = ["  ".join(value.ljust(width) for value, width in zip(row, wide, strict=True)).rstrip() for row in lines]
    return "\n".join([*said, *([] if total is None else [f"{total} in all"])])


def _flat(value: object) -> str:
    """A value of a table: nothing in it begins another line."""
    return "" if value is None else " ".join(str(value).split())


def pairs(values: Mapping[str, object]) -> str:
    """Names and values, a line each."""
    wide = max(map(len, values), default=0)
    return "\n".join(f"{name.ljust(wide)}  {'' if value is None else value}".rstrip() for name, value in values.items())


def moment(at: datetime | None) -> str:
    """An instant, in UTC."""
    return "" if at is None else f"{at.astimezone(UTC):%Y-%m-%d %H:%M}"


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
        price = int(cost) if one.currency == STARS else cost
        prices.append(f"{one.interval.value} {price} {one.currency} ({one.id})")
    state = "on offer" if found.active else "withdrawn"
    held = ", ".join(f"{provider} {n}" for provider, n in sorted(found.holders.items()))
    return {"plan": f"{found.level.value} ({state})", **given, "prices": ", ".join(prices), "held": held or "0"}


def event(found: BillingEvent) -> list[str]:
    """A notice in a table."""
    at = moment(found.received_at)
    return [found.event_id, found.kind, found.state, str(found.attempts), at, found.error or ""]


def entry(found: AuditEntry) -> dict[str, str]:
    """An entry of the audit log, by the names of `AUDIT`."""
    values = (
        *(found.id, found.at.isoformat(), found.who, found.admin_telegram_id, found.action, found.subject),
        *(found.subject_id, found.about_id, found.before, found.after, found.reason),
    )
    return {name: "" if value is None else str(value) for name, value in zip(AUDIT, values, strict=True)}


def as_csv(values: Sequence[str]) -> str:
    """A line of CSV, in which nothing is a formula."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(
        [f"'{value}" if value.startswith(_FORMULA) else value for value in values]
    )
    return line.getvalue()


def as_json(values: Mapping[str, str]) -> str:
    """A line of JSON."""
    return json.dumps(values, ensure_ascii=False)
