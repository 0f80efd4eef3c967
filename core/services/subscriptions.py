"""Subscriptions as rows: brought in line with what the payment service says, told about, listed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from core import db
from core.db.gather import put
from core.domain.money import Money
from core.domain.plans import Interval, Level, rank
from core.domain.subscription_states import GRACE, LIVE, OVER, News, Standing, Status, news_of, status_of
from core.errors import Refusal
from core.models import Account, BillingRequest, Payment, PlanPrice, Subscription
from core.payment_ports import RemoteSubscription
from core.ports import Clock, Jobs
from core.services.billing_notices import About, BillingNotices
from core.services.entitlements import standing_of

log = structlog.get_logger()

# A second subscription that is this young is refunded whole; an older one leaves what is unused as credit.
FRESH = timedelta(days=3)
STRIPE = "stripe"
# Given by an administrator; whatever is bought takes its place.
GIFT = "gift"


@dataclass(frozen=True, slots=True)
class Offered:
    """A remote subscription whose price is ours."""

    remote: RemoteSubscription
    status: Status
    level: Level
    interval: Interval


@dataclass(frozen=True, slots=True)
class Holding:
    """A person's subscriptions and payments, newest first."""

    subscriptions: tuple[Subscription, ...]
    payments: tuple[Payment, ...]

    @property
    def held(self) -> Subscription | None:
        """The one that holds their place."""
        return next((one for one in self.subscriptions if one.holder_id is not None), None)


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """Applies what was read of a payment service; the same again changes and tells nothing."""

    clock: Clock
    jobs: Jobs
    notices: BillingNotices
    live: bool = False

    async def apply(self, owner: Account, remotes: Sequence[RemoteSubscription]) -> None:
        """Bring a person's rows in line with the service; within the caller's transaction."""
        await Account.select_for_update().get(id=owner.id)
        rows = {row.external_id: row for row in await Subscription.filter(owner_id=owner.id)}
        offered = [one for one in [await self._ours(owner, remote, rows) for remote in remotes] if one is not None]
        holders = [row for row in rows.values() if row.holder_id is not None]
        other = next((row for row in holders if row.provider not in {STRIPE, GIFT}), None)
        held = None if other is not None else _holder(offered, rows)
        # The place is given up before it is taken: one person, one place.
        keeps = held.remote.id if held is not None else None
        await (
            Subscription.filter(owner_id=owner.id, provider=STRIPE, holder_id__not_isnull=True)
            .exclude(external_id=keeps or "")
            .update(holder_id=None)
        )
        if keeps is not None:
            await self._withdraw(owner)
        for one in offered:
            holds = one.remote.id == keeps
            await self._write(owner, one, rows.get(one.remote.id), holds=holds)
            if one.status in LIVE and not holds:
                await self._surplus(owner, one)

    async def _ours(self, owner: Account, remote: RemoteSubscription, rows: dict[str, Subscription]) -> Offered | None:
        """What we sell at this price; anything else gives nothing and is brought to somebody's eyes."""
        status = status_of(remote.status)
        price = await PlanPrice.filter(**{price_column(live=self.live): remote.price}).first()
        wrong = await self._wrong(owner, remote, price, known=remote.id in rows)
        if status is None or price is None or wrong is not None:
            reason = wrong or ("state" if status is None else "price")
            log.error("billing.mismatch", subscription=remote.id, reason=reason, account=owner.id)
            about = About(money=remote.money)
            await self.notices.alert("mismatch", about, once=f"mismatch:{remote.id}:{reason}")
            # What had been right and no longer is gives nothing either.
            await Subscription.filter(external_id=remote.id).update(status=Status.PAUSED)
            return None
        return Offered(remote, status, Level(price.plan_id), price.interval)

    async def _wrong(
        self, owner: Account, remote: RemoteSubscription, price: PlanPrice | None, *, known: bool
    ) -> str | None:
        if remote.live is not self.live:
            return "mode"
        if price is None:
            return "price"
        if remote.money != Money(price.amount_cents, price.currency) or not remote.single:
            return "amount"
        if remote.interval != price.interval.value:
            return "interval"
        if remote.token is None:
            return None
        request = await BillingRequest.get_or_none(token=remote.token)
        if request is None or request.owner_id != owner.id:
            return "intent"
        # Later it may have been changed to another of our prices.
        return "intent" if not known and request.price_id != price.id else None

    async def _write(self, owner: Account, one: Offered, row: Subscription | None, *, holds: bool) -> None:
        now, remote = self.clock.now(), one.remote
        before = standing_of(row) if row is not None else None
        was_held = row is not None and row.holder_id is not None
        grace = row.grace_until if row is not None else None
        values: dict[str, Any] = {
            "level": one.level,
            "interval": one.interval,
            "amount_cents": remote.money.cents,
            "currency": remote.money.currency,
            "status": one.status,
            "period_end": remote.period_end,
            "cancels": remote.cancels,
            "grace_until": (grace or now + GRACE) if one.status is Status.PAST_DUE else None,
            "ended_at": (remote.ended_at or now) if one.status in OVER else None,
            "holder_id": owner.id if holds else None,
        }
        if row is None:
            created: dict[str, Any] = {
                "provider": STRIPE,
                "external_id": remote.id,
                "live": remote.live,
                "created_at": remote.created_at,
            }
            row = await Subscription.create(owner_id=owner.id, updated_at=now, **created, **values)
        elif any(getattr(row, name) != value for name, value in values.items()):
            await Subscription.filter(id=row.id).update(updated_at=now, **values)
        if holds or was_held:
            await self._tell(owner, row.id, one, before, values["grace_until"])

    async def _tell(self, owner: Account, number: int, one: Offered, before: Standing | None, grace: object) -> None:
        remote = one.remote
        terms = f"{one.level.value}:{one.interval.value}"
        news = news_of(before, Standing(one.status, terms, remote.period_end, remote.cancels))
        if news is None:
            return
        until = grace if news is News.PAST_DUE and isinstance(grace, datetime) else remote.period_end
        about = About(number, one.level, remote.money, until)
        await self.notices.tell(owner, news.value, about)

    async def _surplus(self, owner: Account, one: Offered) -> None:
        """A second subscription is given back by a job, once."""
        payload = {"owner": owner.id, "subscription": one.remote.id}
        await self.jobs.enqueue("billing_surplus", payload, key=f"billing:{one.remote.customer}",
                                dedupe=f"surplus:{one.remote.id}")  # fmt: skip

    async def grant(self, owner: Account, level: Level, until: datetime) -> tuple[Subscription | None, Subscription]:
        """Open a plan for a person without payment; what held their place before, and what does now.

        Refused for whoever pays for one. An administrator decides, in whose transaction the account is locked.
        """
        async with db.transaction():
            before, now = await self._gift(owner), self.clock.now()
            given = Subscription(
                owner_id=owner.id,
                provider=GIFT,
                external_id=f"gift:{owner.id}:{now:%Y%m%d%H%M%S%f}",
                level=level,
                interval=Interval.MONTH,
                amount_cents=0,
                currency="EUR",
                status=Status.TRIALING,
                live=self.live,
                period_end=until,
                holder_id=owner.id,
                created_at=now,
                updated_at=now,
            )
            # The place is given up before it is taken, in one statement.
            await put(Subscription, [*([_ended(before, now)] if before is not None else []), given])
            await self.notices.tell(owner, News.TRIAL.value, About(given.id, level, None, until))
        return before, given

    async def take_back(self, owner: Account) -> Subscription | None:
        """End a plan that was given, and say so; None where none was. An administrator decides, as in `grant`."""
        async with db.transaction():
            held, now = await self._gift(owner), self.clock.now()
            if held is not None:
                await put(Subscription, [_ended(held, now)])
                about = About(held.id, held.level, None, now)
                await self.notices.tell(owner, News.ENDED.value, about, once=f"over:{held.id}")
        return held

    async def _gift(self, owner: Account) -> Subscription | None:
        """What was given and holds the place; refused where something else does."""
        held = next(iter(await db.load(Subscription, "WHERE holder_id = ?", owner.id)), None)
        if held is not None and held.provider != GIFT:
            raise Refusal("admin.plan_is_paid")
        return held

    async def _withdraw(self, owner: Account) -> None:
        """End what was given: it makes room for what is bought, or given anew."""
        given = Subscription.filter(holder_id=owner.id, provider=GIFT)
        await given.update(status=Status.EXPIRED, holder_id=None, ended_at=self.clock.now())

    async def holding(self, owner: Account) -> Holding:
        """What a person has and had, newest first."""
        rows = await Subscription.filter(owner_id=owner.id).order_by("-id").limit(10)
        payments = await Payment.filter(owner_id=owner.id).order_by("-paid_at").limit(10)
        return Holding(tuple(rows), tuple(payments))


def _ended(given: Subscription, now: datetime) -> Subscription:
    """What was given, over."""
    given.status, given.holder_id, given.ended_at, given.updated_at = Status.EXPIRED, None, now, now
    return given


def price_column(*, live: bool) -> str:
    """Where a price's name in the service is kept."""
    return "stripe_live_id" if live else "stripe_test_id"


def _holder(offered: Sequence[Offered], rows: dict[str, Subscription]) -> Offered | None:
    """Of those that are alive the one to keep: the largest plan, then the one that was held, then the first."""
    # The service lists the newest first: of two that began in the same second the older one is kept.
    alive = [one for one in reversed(offered) if one.status in LIVE]

    def worth(one: Offered) -> tuple[int, bool, float]:
        row = rows.get(one.remote.id)
        return rank(one.level), row is not None and row.holder_id is not None, -one.remote.created_at.timestamp()

    return max(alive, key=worth, default=None)
