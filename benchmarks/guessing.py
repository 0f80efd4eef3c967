"""Guessing codes, asking for every one and trying every one; and whether `/recover` tells known addresses by time.

Odds are counted with the rule and the codes of the product. Times are those of the whole step on SQLite, for pairs of a
known and an unknown address in random order; p is that of a Mann-Whitney test.
"""

import asyncio
import math
import random
import secrets
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.rows import Row
from core import db
from core.domain.email_address import EmailAddress
from core.domain.mail_codes import LIFETIME, TRIES, Purpose, new_code, next_code
from core.domain.mail_ports import Letter
from core.gateways.clock import SystemClock
from core.gateways.jobs_embedded import EmbeddedJobs
from core.gateways.vault import KeyedVault
from core.meters import Meters
from core.models import Account, RecoveryEmail
from core.ports import RunningJob
from core.services.email_links import LOOKUP, EmailLinks
from core.services.entitlements import Entitlements
from core.services.mail_codes import MailCodes
from core.services.mails import Mails
from core.services.moving import Moving
from core.services.offers import Offers
from core.services.outbox import Outbox
from core.services.recoveries import Recoveries

NAME = "guessing"
ACCOUNT_DAYS, PAIRS = 1_000_000, 500
DAYS = 30
KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
START = datetime(2026, 11, 26, tzinfo=UTC)


class _Nowhere:
    """Takes every letter."""

    async def send(self, _: Letter) -> None:
        """Take it."""


async def _nothing(_: RunningJob) -> None:
    """Nobody works here: the jobs stay."""


def _most_tries() -> int:
    """The most tries in any 24 hours, asking every minute for a month and trying each code at its last second."""
    asked: list[datetime] = []
    tries: list[datetime] = []
    for minute in range(DAYS * 24 * 60):
        now = START + timedelta(minutes=minute)
        recent = asked[-TRIES * 2 :]
        if next_code(now, recent, recent, recent) is None:
            asked.append(now)
            tries += [now + LIFETIME[Purpose.LINK]] * TRIES
    return max(sum(begin <= moment < begin + timedelta(days=1) for moment in tries) for begin in tries)


def _successes(tries_a_day: int) -> int:
    """In how many account-days one of the guesses was right."""
    found = 0
    for _ in range(ACCOUNT_DAYS):
        for _ in range(tries_a_day // TRIES):
            code, first = new_code(Purpose.LINK), secrets.randbelow(10**6)
            # Three different guesses at each code.
            found += any(code == f"{(first + step) % 10**6:06}" for step in range(TRIES))
    return found


async def _asked(recoveries: Recoveries, newcomer: Account, address: EmailAddress) -> float:
    began = time.perf_counter()
    async with db.transaction():
        if await recoveries.ask(newcomer, address) is not None:
            raise RuntimeError("refused")
    return (time.perf_counter() - began) * 1000


def _recoveries(vault: KeyedVault) -> Recoveries:
    jobs, clock = EmbeddedJobs({"chat": 1}), SystemClock()
    jobs.register("send_mail", _nothing, queue="mail")
    codes, mails = MailCodes(clock, vault), Mails(clock, jobs, vault, _Nowhere(), lambda: "", Meters())
    links = EmailLinks(clock, jobs, vault, codes, mails)
    entitlements = Entitlements(clock, Offers())
    return Recoveries(clock, jobs, codes, mails, links, entitlements, Moving(Outbox()))


async def _people(vault: KeyedVault, known: list[EmailAddress]) -> Iterator[Account]:
    """Owners of the known addresses, and then those who ask."""
    now, number = SystemClock().now(), 3 * PAIRS + 50
    await Account.bulk_create(
        [Account(telegram_id=n, first_name="P", language="fr", created_at=now) for n in range(1, number)]
    )
    people = await Account.all().order_by("id")
    for owner, address in zip(people, known, strict=False):
        mark, sealed = vault.mark(LOOKUP, address.lookup), vault.seal(address.text)
        await RecoveryEmail.create(owner_id=owner.id, sealed=sealed, lookup=mark, linked_at=now)
    return iter(people[len(known) :])


async def _times(folder: Path) -> tuple[list[float], list[float]]:
    url, vault = f"sqlite:///{folder / 'guessing.sqlite3'}", KeyedVault.open(KEY)
    recoveries = _recoveries(vault)
    await db.migrate(url)
    await db.connect(url)
    try:
        known = [EmailAddress(f"known{n}@example.org") for n in range(PAIRS)]
        askers = await _people(vault, known)
        found: list[float] = []
        none: list[float] = []
        for warm in range(20):
            await _asked(recoveries, next(askers), EmailAddress(f"warm{warm}@example.org"))
        for number in range(PAIRS):
            pair = [(found, known[number]), (none, EmailAddress(f"other{number}@example.org"))]
            random.shuffle(pair)
            for times, address in pair:
                times.append(await _asked(recoveries, next(askers), address))
    finally:
        await db.disconnect()
    return found, none


def mann_whitney(one: list[float], other: list[float]) -> float:
    """The two-sided p of two samples of the same distribution, by the normal approximation."""
    ranked = sorted([(value, 0) for value in one] + [(value, 1) for value in other])
    ranks = sum(rank for rank, (_, which) in enumerate(ranked, start=1) if which == 0)
    n, m = len(one), len(other)
    u = ranks - n * (n + 1) / 2
    z = (u - n * m / 2) / math.sqrt(n * m * (n + m + 1) / 12)
    return math.erfc(abs(z) / math.sqrt(2))


def run() -> list[Row]:
    """Attack and measure."""
    tries = _most_tries()
    found = _successes(tries)
    with tempfile.TemporaryDirectory() as folder:
        known, unknown = asyncio.run(_times(Path(folder)))
    held = tries / 10**6
    return [
        Row("tries in any 24 hours, at most", tries, 10, "errors", f"asking every minute for {DAYS} days"),
        Row("odds of one account or mailbox in 24 hours", 1e6 * held, 10, "errors", "in a million: 1e-5 is ten"),
        Row("account-days in which a guess was right", found, None, "", f"of {ACCOUNT_DAYS:,} simulated"),
        Row("asking for a known address, p50", statistics.median(known), None, "ms", f"{PAIRS} of each"),
        Row("asking for an unknown address, p50", statistics.median(unknown), None, "ms"),
        Row("asking for a known address, p95", sorted(known)[int(PAIRS * 0.95)], None, "ms"),
        Row("asking for an unknown address, p95", sorted(unknown)[int(PAIRS * 0.95)], None, "ms"),
        Row("the two told apart by time: p", mann_whitney(known, unknown), 0.01, "", "above 0.01: not told apart"),
    ]
