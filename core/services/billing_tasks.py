"""What the clock brings to subscriptions: their end, reminders, the grace period, and asking how they stand."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

import structlog

from core import db
from core.domain.money import Money
from core.domain.subscription_states import News, Status, open_until
from core.faults import fault
from core.models import BillingCustomer, BillingRequest, Subscription
from core.payment_ports import Billing
from core.ports import Clock, Jobs, RunningJob
from core.services.billing_events import BillingEvents
from core.services.billing_notices import About, BillingNotices
from core.services.entitlements import standing_of
from core.services.subscriptions import STRIPE, Subscriptions

log = structlog.get_logger()

# Days before a renewal or an end at which a word is said.
REMINDED = (7, 1)
BATCH = 200
# How long an open page for paying is looked after where no notice of the service can reach us.
LOOKED_AFTER = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class BillingTasks:
    """Called by the tick; doing it twice, or late, changes nothing."""

    clock: Clock
    jobs: Jobs
    subscriptions: Subscriptions
    notices: BillingNotices
    events: BillingEvents | None = None
    billing: Billing | None = None
    # Whether the service can reach us; where it cannot, we ask.
    heard: bool = True

    async def tick(self) -> None:
        """Everything that may have become due."""
        await self.expire()
        await self.remind()
        await self.follow_up()
        await self.look_after()

    async def expire(self) -> int:
        """End what is over: the service is asked about its own, the rest ends here. How many were looked at."""
        now = self.clock.now()
        over = (
            await Subscription.filter(holder_id__not_isnull=True, period_end__lte=now)
            # What ends here ends first: a service that does not answer keeps its own at the front.
            .order_by("provider", "period_end")
            .limit(BATCH)
            .prefetch_related("owner")
        )
        for held in over:
            until = open_until(standing_of(held))
            if held.provider == STRIPE:
                if self.billing is not None:
                    await self._ask_about(held.owner_id, f"expiry:{held.id}:{now:%Y%m%d%H}")
            elif until is None or until <= now:
                await self._end(held)
        return len(over)

    async def _end(self, held: Subscription) -> None:
        async with db.transaction():
            still = Subscription.filter(id=held.id, holder_id__not_isnull=True)
            if await still.update(status=Status.EXPIRED, holder_id=None, ended_at=self.clock.now()):
                await self.notices.tell(held.owner, News.ENDED.value, _about(held), once=f"over:{held.id}")

    async def remind(self) -> None:
        """Say a week and a day before what will happen to a plan."""
        now = self.clock.now()
        # Whoever hears of the last day needs no word about the last week.
        for nearer, days in pairwise((0, *sorted(REMINDED))):
            near = Subscription.filter(
                holder_id__not_isnull=True,
                status=Status.ACTIVE,
                period_end__gt=now + timedelta(days=nearer),
                period_end__lte=now + timedelta(days=days),
                owner__reachable=True,
            )
            for held in await near.order_by("period_end").limit(BATCH).prefetch_related("owner"):
                kind = "ends_soon" if held.cancels or held.provider != STRIPE else "renews_soon"
                once = f"remind:{held.id}:{held.period_end:%Y%m%d}:{days}"
                async with db.transaction():
                    await self.notices.tell(held.owner, kind, _about(held), once=once)

    async def follow_up(self) -> None:
        """While a payment is missing: a word before the plan closes, and one when it has."""
        now = self.clock.now()
        late = Subscription.filter(holder_id__not_isnull=True, status=Status.PAST_DUE, owner__reachable=True)
        for held in await late.limit(BATCH).prefetch_related("owner"):
            until = held.grace_until
            if until is None or until - now > timedelta(days=1):
                continue
            kind = "grace_over" if until <= now else "grace_ends"
            async with db.transaction():
                about = About(held.id, held.level, Money(held.amount_cents, held.currency), until)
                await self.notices.tell(held.owner, kind, about, once=f"{kind}:{held.id}:{until:%Y%m%d}")

    async def look_after(self) -> None:
        """Where the service cannot reach us: ask whether open pages were paid."""
        if self.heard or self.billing is None:
            return
        since = self.clock.now() - LOOKED_AFTER
        waiting = BillingRequest.filter(kind="checkout", state="ready", created_at__gt=since, provider=STRIPE)
        for request in await waiting.limit(BATCH):
            await self._ask_about(request.owner_id, f"page:{request.id}:{db.stamp() // 30_000}")

    async def _ask_about(self, owner: int, once: str) -> None:
        known = await BillingCustomer.get_or_none(owner_id=owner, live=self.subscriptions.live)
        if known is not None:
            await self._enqueue(known.customer_id, once)

    async def _enqueue(self, customer: str, once: str) -> None:
        payload = {"customer": customer}
        await self.jobs.enqueue("billing_sync", payload, key=f"billing:{customer}", dedupe=f"billing:{once}")

    async def reconcile(self) -> None:
        """Ask about every customer, and for the notices that did not arrive."""
        if self.events is None:
            return
        await self.events.fetch_undelivered()
        await self.events.forget()
        after = 0
        while True:
            some = await BillingCustomer.filter(id__gt=after, live=self.subscriptions.live).order_by("id").limit(BATCH)
            if not some:
                return
            after = some[-1].id
            for known in some:
                await self._enqueue(known.customer_id, f"nightly:{self.clock.now():%Y%m%d%H}:{known.customer_id}")

    async def sync(self, job: RunningJob) -> None:
        """Bring one customer's rows in line with the service."""
        if self.events is None or self.billing is None:
            return
        customer = str(job.payload["customer"])
        owner = await self.events.owner_of(customer)
        if owner is None:
            return
        remotes = await self.billing.subscriptions(customer)
        receipts = await self.billing.invoices(customer)
        fault("billing.sync_read")
        async with db.transaction():
            await self.subscriptions.apply(owner, remotes)
            for receipt in receipts:
                await self.events.received(owner, receipt)
            await job.finish()
        fault("billing.synced")


def _about(held: Subscription) -> About:
    return About(held.id, held.level, Money(held.amount_cents, held.currency), held.period_end)
