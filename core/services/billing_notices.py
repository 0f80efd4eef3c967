"""What people are told about payments: a row and the news for their chat, written with what it is about."""

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from core import db
from core.domain.mail_kinds import MailKind
from core.domain.money import Money
from core.domain.plans import Level
from core.domain.subscription_states import News
from core.errors import Gone
from core.models import Account, BillingNotice
from core.ports import Clock, Jobs
from core.services.days import day_of
from core.services.mails import Mails
from core.services.manners import translator_of

# What is told by mail as well; where money came in, as a receipt.
_PAID = frozenset({News.STARTED.value, News.RENEWED.value, News.RECOVERED.value})
_MAILED = frozenset(News) | {"refunded", "action", "ends_soon", "grace_ends"}


@dataclass(frozen=True, slots=True)
class About:
    """The facts of a notice."""

    subscription_id: int | None = None
    level: Level | None = None
    money: Money | None = None
    instant: datetime | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class BillingNotices:
    """Tells a person, or those who run the service; within the caller's transaction."""

    clock: Clock
    jobs: Jobs
    admin_ids: tuple[int, ...] = ()
    mails: Mails | None = None

    async def tell(self, owner: Account, kind: str, about: About, *, once: str | None = None) -> bool:
        """Tell a person; what was told under the same name before is not told again."""
        rows = await db.fetch(
            "INSERT INTO billing_notice(owner_id, subscription_id, kind, key, level, amount_cents, currency, url,"
            " instant, created_at) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(key) DO NOTHING RETURNING id",
            *(owner.id, about.subscription_id, kind, once or f"{kind}:{secrets.token_hex(12)}"),
            about.level.value if about.level is not None else None,
            *((about.money.cents, about.money.currency) if about.money is not None else (None, None)),
            *(about.url, about.instant.astimezone(UTC) if about.instant is not None else None, self.clock.now()),
        )
        if not rows:
            return False
        if self.mails is not None and kind in _MAILED:
            await self.mails.put_to_owner(owner, *letter_of(owner, kind, about))
        payload = {"chat_id": owner.telegram_id, "kind": "billing_notice", "subject": int(rows[0]["id"])}
        await self.jobs.enqueue("event", payload, key=f"chat:{owner.telegram_id}")
        return True

    async def alert(self, reason: str, about: About, *, once: str) -> None:
        """Tell those who run the service that something needs their eyes."""
        for admin in await Account.filter(telegram_id__in=list(self.admin_ids)):
            await self.tell(admin, f"alert_{reason}", about, once=f"{once}:{admin.id}"[:200])

    async def read(self, owner: Account, number: int) -> BillingNotice:
        """A notice of the person's own, or `Gone`."""
        found = await BillingNotice.get_or_none(id=number, owner_id=owner.id)
        if found is None:
            raise Gone
        return found


def letter_of(owner: Account, kind: str, about: About) -> tuple[MailKind, dict[str, str]]:
    """The letter that says the same as the notice; where money came in it is a receipt."""
    t = translator_of(owner)
    day = day_of(owner, about.instant) if about.instant is not None else None
    plan = t.plain(f"plan_name.{about.level.value}") if about.level is not None else None
    news = re.sub(r"<[^>]+>", "", t.plain(f"billing.{kind}", plan=plan, amount=about.money, day=day))
    if kind not in _PAID or about.money is None or not about.money.cents:
        return MailKind.SUBSCRIPTION, {"news": news}
    paid = t.plain("mail.receipt_paid", amount=about.money)
    lines = [t.plain("mail.receipt_plan", plan=plan), paid, t.plain("mail.receipt_until", day=day)]
    amount = t.plain("mail.amount", amount=about.money)
    return MailKind.RECEIPT, {"news": news, "amount": amount, "lines": "\n".join(lines)}
