"""Figures of the service read from rows: a few counting statements each, none of them about one person."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from core import db
from core.domain.months import plus_months
from core.domain.plans import Level
from core.domain.service_figures import (
    Accuracy,
    Active,
    AiCost,
    Cohort,
    Conversions,
    Revenue,
    accuracy,
    cohorts,
    conversions,
    months_until,
    revenues,
)
from core.domain.subscription_states import News
from core.models import Account
from core.ports import Clock
from core.services.plan_holders import holders_of

DAYS = 60
_UTC = " AT TIME ZONE 'UTC'"
# What a person is told when a plan begins or becomes another one.
_STEPS = (News.STARTED, News.TRIAL, News.CHANGED)


async def active(today: date) -> Active:
    """Who came: by day, week, month."""
    first, months = today - timedelta(days=DAYS - 1), months_until(today)
    per_day = await db.fetch(
        "SELECT day, count(*) AS n FROM active_day WHERE day >= ? GROUP BY day ORDER BY day", first
    )
    days = {db.as_day(row["day"]): int(row["n"]) for row in per_day}
    spans = [(today - timedelta(days=6), today), (today - timedelta(days=29), today)]
    spans += [
        (month, last - timedelta(days=1)) for month, last in zip(months, [*months[1:], _next(today)], strict=True)
    ]
    columns = ", ".join(
        f"count(DISTINCT CASE WHEN day >= ? AND day <= ? THEN owner_id END) AS n{place}" for place in range(len(spans))
    )
    (row,) = await db.fetch(f"SELECT {columns} FROM active_day", *(day for span in spans for day in span))  # noqa: S608  # marks alone
    counts = [int(row[f"n{place}"]) for place in range(len(spans))]
    new = today - timedelta(days=29)
    people = Account.filter(left_at__isnull=True)
    return Active(
        days.get(today, 0),
        counts[0],
        counts[1],
        await people.count(),
        await people.filter(created_at__gte=_midnight(new)).count(),
        tuple((one, days.get(one, 0)) for one in (first + timedelta(days=number) for number in range(DAYS))),
        tuple(zip(months, counts[2:], strict=True)),
    )


async def staying(today: date) -> tuple[Cohort, ...]:
    """Who came again in the months after that of their arrival."""
    since = months_until(today)[0]
    began, came = _month("a.created_at", instant=True), _month("d.day")
    sizes = await db.fetch(
        f"SELECT {began} AS month, count(*) AS n FROM account a WHERE a.left_at IS NULL AND a.created_at >= ?"  # noqa: S608
        " GROUP BY 1",
        _midnight(since),
    )
    counted = await db.fetch(
        f"SELECT {began} AS month, {came} AS later, count(DISTINCT a.id) AS n FROM account a"  # noqa: S608
        " JOIN active_day d ON d.owner_id = a.id WHERE a.left_at IS NULL AND a.created_at >= ? GROUP BY 1, 2",
        _midnight(since),
    )
    return cohorts(
        {_first(row["month"]): int(row["n"]) for row in sizes},
        {(_first(row["month"]), _first(row["later"])): int(row["n"]) for row in counted},
        today,
    )


async def plans(clock: Clock, today: date) -> Conversions:
    """Who went from plan to plan."""
    marks = ", ".join("?" for _ in _STEPS)
    told = await db.fetch(
        f"SELECT owner_id, level, {_day('created_at')} AS day FROM billing_notice"  # noqa: S608
        f" WHERE kind IN ({marks}) AND level IS NOT NULL ORDER BY id",
        *(one.value for one in _STEPS),
    )
    steps = [(int(row["owner_id"]), Level(row["level"]), date.fromisoformat(row["day"])) for row in told]
    now = {}
    for level in Level:
        now[level] = await Account.filter(holders_of(level, clock.now()), left_at__isnull=True).count()
    return conversions(sum(now.values()), steps, now, today)


async def money(today: date) -> tuple[Revenue, ...]:
    """What came in by month of payment, less what was paid back of it."""
    rows = await db.fetch(
        f"SELECT {_month('paid_at', instant=True)} AS month, currency, sum(amount_cents) AS paid,"  # noqa: S608
        " sum(refunded_cents) AS refunded FROM payment WHERE paid_at >= ? GROUP BY 1, 2",
        _midnight(months_until(today)[0]),
    )
    return revenues(
        [(_first(row["month"]), str(row["currency"]), int(row["paid"]), int(row["refunded"])) for row in rows], today
    )


async def reading(today: date) -> Accuracy:
    """What was shown of papers that people kept, and what they corrected."""
    of_kept = (
        " FROM extracted_field f JOIN document d ON d.id = f.document_id"
        " WHERE d.kept_at >= ? AND f.value IS NOT NULL GROUP BY 1"
    )
    counts = "count(*) AS shown, sum(CASE WHEN f.corrected THEN 1 ELSE 0 END) AS corrected"
    since = _midnight(months_until(today)[0])
    fields = await db.fetch(f"SELECT f.name AS what, {counts}{of_kept}", since)
    months = await db.fetch(f"SELECT {_month('d.kept_at', instant=True)} AS what, {counts}{of_kept}", since)
    return accuracy(
        [(str(row["what"]), int(row["shown"]), int(row["corrected"])) for row in fields],
        {_first(row["what"]): (int(row["shown"]), int(row["corrected"])) for row in months},
        today,
    )


async def ai(today: date) -> AiCost:
    """What the model cost; calls are counted of people who are still there."""
    months = months_until(today)
    since = f"{months[0]:%Y-%m}"
    spent = await db.fetch("SELECT month, micros FROM ai_budget WHERE month >= ?", since)
    called = await db.fetch(
        "SELECT month, sum(calls) AS calls, sum(failed) AS failed FROM ai_spend WHERE month >= ? GROUP BY month", since
    )
    micros = {str(row["month"]): int(row["micros"]) for row in spent}
    calls = {str(row["month"]): row for row in called}
    return AiCost(tuple((month, micros.get(f"{month:%Y-%m}", 0), *_calls(calls, month)) for month in months))


def _calls(rows: Mapping[str, Mapping[str, Any]], month: date) -> tuple[int, int]:
    row = rows.get(f"{month:%Y-%m}")
    return (int(row["calls"]), int(row["failed"])) if row is not None else (0, 0)


def _month(column: str, *, instant: bool = False) -> str:
    """The month of a column (UTC) as `2026-11`, in the words of the database."""
    if db.is_sqlite():
        return f"substr({column}, 1, 7)"
    return f"to_char({column}{_UTC if instant else ''}, 'YYYY-MM')"


def _day(column: str) -> str:
    """The day of an instant (UTC) as text."""
    return f"substr({column}, 1, 10)" if db.is_sqlite() else f"to_char({column}{_UTC}, 'YYYY-MM-DD')"


def _first(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _next(today: date) -> date:
    return plus_months(today.replace(day=1), 1)
