"""What a payment service told us: stored before it is answered, handled once by a job, in any order.

The job asks the service how things stand now, so an old or late notice does no harm; effect, news and the tick-off are
one transaction.
"""

from dataclasses import dataclass
from datetime import timedelta

import structlog

from core import db
from core.domain.money import Money
from core.domain.payment_notices import HANDLED, NotUnderstood, PaymentNotice, read_notice
from core.domain.retention import Held, period
from core.domain.subscription_states import Status
from core.faults import fault
from core.models import (
    Account,
    BillingCustomer,
    BillingEvent,
    BillingNotice,
    BillingRequest,
    Payment,
    PlanPrice,
    Subscription,
)
from core.payment_ports import Billing, Receipt, Refunded, RemoteCheckout, RemoteSubscription
from core.ports import Clock, Jobs, PermanentFailure, RunningJob
from core.services.billing_notices import About, BillingNotices
from core.services.subscriptions import STRIPE, Subscriptions

log = structlog.get_logger()

WAITING, DONE, IGNORED, PARKED = "waiting", "handled", "ignored", "parked"
# Stripe keeps what it could not deliver for thirty days.
ASKED_BACK = timedelta(days=29)
KEPT = period(Held.BILLING)


@dataclass(frozen=True, slots=True)
class Read:
    """What the service says now about what a notice names."""

    customer: str | None = None
    subscriptions: tuple[RemoteSubscription, ...] = ()
    checkout: RemoteCheckout | None = None
    receipt: Receipt | None = None
    refunded: Refunded | None = None
    money: Money | None = None


@dataclass(frozen=True, slots=True)
class BillingEvents:
    """The inbox of payment notices."""

    clock: Clock
    jobs: Jobs
    billing: Billing
    subscriptions: Subscriptions
    notices: BillingNotices

    async def accept(self, notice: PaymentNotice) -> bool:
        """Store a notice and have it handled, both or neither; False when it was stored before."""
        async with db.transaction():
            wanted = notice.kind in HANDLED
            # One statement: Stripe waits for the answer.
            made = await db.fetch(
                "INSERT INTO billing_event(event_id, kind, subject, customer, payload, state, attempts, happened_at,"
                " received_at) VALUES(?, ?, ?, ?, ?, ?, 0, ?, ?) ON CONFLICT DO NOTHING RETURNING id",
                *(notice.id, notice.kind, notice.subject, notice.customer, notice.payload),
                *(WAITING if wanted else IGNORED, notice.happened_at, self.clock.now()),
            )
            fault("billing.stored")
            if made and wanted:
                await enqueue_event(self.jobs, int(made[0]["id"]), notice.customer)
        fault("billing.accepted")
        return bool(made)

    async def handle(self, job: RunningJob) -> None:
        """Do what a notice calls for, once."""
        event = await BillingEvent.get_or_none(id=int(str(job.payload["event"])))
        if event is None or event.state == DONE:
            return
        try:
            await self._handle(event, job)
        except Exception as error:
            # Noted for whoever looks at what is parked; the engine decides what becomes of the job.
            reason = str(error) if isinstance(error, PermanentFailure) else type(error).__name__
            await BillingEvent.filter(id=event.id).update(error=reason[:300], attempts=event.attempts + 1)
            raise

    async def _handle(self, event: BillingEvent, job: RunningJob) -> None:
        read = await self._read(event)
        owner = await self.owner_of(read.customer)
        fault("billing.read")
        async with db.transaction():
            claimed = (
                await BillingEvent.filter(id=event.id)
                .exclude(state=DONE)
                .update(state=DONE, handled_at=self.clock.now(), attempts=event.attempts + 1, error=None)
            )
            fault("billing.claimed")
            if claimed == 1 and owner is not None:
                await self._apply(event, owner, read)
            elif claimed == 1:
                # Somebody we do not know any more has left: nothing brings them back, and nothing of them is kept.
                await BillingEvent.filter(id=event.id).update(payload="{}", customer=None)
            fault("billing.applied")
            await job.finish()
            fault("billing.finished")
        fault("billing.committed")

    async def _read(self, event: BillingEvent) -> Read:
        """Ask the service; outside any transaction."""
        customer, checkout, receipt, refunded, money = event.customer, None, None, None, None
        family = event.kind.rpartition(".")[0]
        if family == "checkout.session":
            checkout = await self.billing.checkout_of(event.subject)
            customer = checkout.customer
        elif event.kind == "charge.refunded":
            refunded = await self.billing.refunded(event.subject)
            customer = refunded.customer
            receipt = await self.billing.invoice(refunded.receipt) if refunded.receipt is not None else None
        elif event.kind == "charge.dispute.created":
            customer, money = await self.billing.disputed(event.subject)
        elif family == "invoice":
            receipt = await self.billing.invoice(event.subject)
            customer = receipt.customer
        remotes = await self.billing.subscriptions(customer) if customer is not None else []
        return Read(customer, tuple(remotes), checkout, receipt, refunded, money)

    async def _apply(self, event: BillingEvent, owner: Account, read: Read) -> None:
        if read.checkout is not None:
            await self._check(owner, read.checkout)
        await self.subscriptions.apply(owner, read.subscriptions)
        if read.checkout is not None:
            await self._page(owner, event.kind, read.checkout)
        elif read.refunded is not None:
            await self._given_back(owner, event, read.refunded, read.receipt)
        elif read.receipt is not None:
            await self._invoice(owner, event, read.receipt)
        else:
            await self._rest(owner, event, read)

    async def _page(self, owner: Account, kind: str, checkout: RemoteCheckout) -> None:
        if kind in {"checkout.session.completed", "checkout.session.async_payment_succeeded"}:
            await self._settled(checkout)
        else:
            await self._abandoned(owner, kind, checkout)

    async def _invoice(self, owner: Account, event: BillingEvent, receipt: Receipt) -> None:
        await self.received(owner, receipt)
        if event.kind == "invoice.payment_action_required":
            await self._asked(owner, event, receipt)

    async def _rest(self, owner: Account, event: BillingEvent, read: Read) -> None:
        match event.kind:
            case "charge.dispute.created":
                await self.notices.alert("dispute", About(money=read.money), once=f"dispute:{event.subject}")
            case "customer.subscription.trial_will_end":
                await self._trial(owner, event)

    async def _given_back(
        self, owner: Account, event: BillingEvent, refunded: Refunded, receipt: Receipt | None
    ) -> None:
        """Note how much of a payment came back, and say so unless it was told already."""
        if receipt is not None:
            await self.received(owner, receipt)
            paid = Payment.filter(external_id=receipt.id, owner_id=owner.id)
            await paid.update(refunded_cents=refunded.money.cents)
        if not await self._given_back_by_us(owner):
            once = f"refund:{event.subject}:{refunded.money.cents}"
            await self.notices.tell(owner, "refunded", About(money=refunded.money), once=once)

    async def _check(self, owner: Account, checkout: RemoteCheckout) -> None:
        """Refuse a payment that is not the one we asked for; nothing of it counts."""
        request = await BillingRequest.get_or_none(token=checkout.token or "")
        price = await PlanPrice.get_or_none(id=request.price_id) if request is not None else None
        wrong = None
        if request is None or price is None or request.owner_id != owner.id or checkout.named != checkout.token:
            wrong = "intent"
        elif request.external_id != checkout.id:
            wrong = "page"
        elif checkout.live is not self.billing.live or checkout.mode != "subscription":
            wrong = "mode"
        elif checkout.money != Money(price.amount_cents, price.currency):
            wrong = "amount"
        if wrong is not None:
            raise PermanentFailure(f"mismatch: {wrong}")

    async def _settled(self, checkout: RemoteCheckout) -> None:
        done = BillingRequest.filter(external_id=checkout.id)
        await done.update(state="done", done_at=self.clock.now())

    async def _abandoned(self, owner: Account, kind: str, checkout: RemoteCheckout) -> None:
        waiting = BillingRequest.filter(external_id=checkout.id, state__in=["ready", "done"])
        changed = await waiting.update(state="expired", done_at=self.clock.now())
        if changed and kind.endswith("failed"):
            await self.notices.tell(owner, "debit_failed", About(), once=f"debit:{checkout.id}")

    async def received(self, owner: Account, receipt: Receipt) -> None:
        """Note a payment, once."""
        held = await Subscription.get_or_none(external_id=receipt.subscription or "", owner_id=owner.id)
        if receipt.status != "paid" or receipt.paid.cents <= 0:
            return
        await Payment.get_or_create(
            external_id=receipt.id,
            defaults={
                "owner_id": owner.id,
                "subscription_id": held.id if held is not None else None,
                "provider": STRIPE,
                "amount_cents": receipt.paid.cents,
                "currency": receipt.paid.currency,
                "paid_at": receipt.created_at,
            },
        )

    async def _asked(self, owner: Account, event: BillingEvent, receipt: Receipt) -> None:
        if receipt.status != "paid":
            about = About(money=receipt.money, url=receipt.url)
            await self.notices.tell(owner, "action", about, once=f"action:{event.subject}:{event.event_id}"[:200])

    async def _given_back_by_us(self, owner: Account) -> bool:
        """Whether a second subscription was given back a moment ago, which has words of its own."""
        since = self.clock.now() - timedelta(hours=1)
        told = BillingNotice.filter(owner_id=owner.id, kind="surplus_refunded", created_at__gte=since)
        surplus = Subscription.filter(owner_id=owner.id, holder_id=None, created_at__gte=since, status=Status.CANCELLED)
        return await told.exists() or await surplus.exists()

    async def _trial(self, owner: Account, event: BillingEvent) -> None:
        held = await Subscription.get_or_none(external_id=event.subject, owner_id=owner.id)
        if held is not None and held.holder_id is not None:
            about = About(held.id, held.level, Money(held.amount_cents, held.currency), held.period_end)
            await self.notices.tell(owner, "trial_ends", about, once=f"trial:{held.id}")

    async def owner_of(self, customer: str | None) -> Account | None:
        """Whom a customer's name stands for, if they are still here."""
        known = await BillingCustomer.get_or_none(customer_id=customer or "").prefetch_related("owner")
        return known.owner if known is not None else None

    async def parked(self, job: RunningJob) -> None:
        """Keep a notice that could not be handled for somebody to look at; the others go on."""
        number = int(str(job.payload["event"]))
        changed = await BillingEvent.filter(id=number, state=WAITING).update(state=PARKED)
        if changed:
            log.error("billing.parked", notice=number)
            await self.notices.alert("parked", About(), once=f"parked:{number}")

    async def fetch_undelivered(self) -> int:
        """Take in what the service could not deliver; how many were new."""
        new = 0
        for body in await self.billing.undelivered(self.clock.now() - ASKED_BACK):
            try:
                notice = read_notice(body, live=self.billing.live, version=self.billing.version)
            except NotUnderstood:
                continue
            new += await self.accept(notice)
        return new

    async def forget(self) -> None:
        """Delete what was handled long ago."""
        await BillingEvent.filter(received_at__lt=self.clock.now() - KEPT).exclude(state=PARKED).delete()


async def enqueue_event(jobs: Jobs, number: int, customer: str | None) -> None:
    """Have a stored notice handled, after those of the same customer."""
    await jobs.enqueue("billing_event", {"event": number}, key=f"billing:{customer or 'none'}")
