"""Plans paid in Telegram's Stars: what may be paid, what was, and what is given back."""

from dataclasses import dataclass
from datetime import datetime

from core import db
from core.domain.money import Money
from core.domain.plans import STARS as CURRENCY
from core.domain.plans import Interval, Level
from core.domain.subscription_states import LIVE, News, Status
from core.errors import Gone
from core.models import Account, BillingRequest, Payment, Subscription
from core.payment_ports import StarsApi
from core.ports import Clock, Jobs, RunningJob
from core.services.billing_notices import About, BillingNotices
from core.services.subscriptions import GIFT

STARS = "stars"


@dataclass(frozen=True, slots=True)
class StarsPaid:
    """A payment as Telegram tells it; `charge` is its name, a new one for each renewal."""

    charge: str
    token: str
    currency: str
    stars: int
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Stars:
    """Takes Stars for plans; within the transaction of the update that brings the news."""

    clock: Clock
    jobs: Jobs
    notices: BillingNotices
    api: StarsApi | None = None

    async def may_pay(self, owner: Account, token: str, currency: str, stars: int) -> bool:
        """Whether this bill is one of ours, still open, at its price, and would not be a second plan."""
        request = await BillingRequest.get_or_none(token=token, owner_id=owner.id, kind=STARS).prefetch_related("price")
        # A bill that opened a plan renews it without asking us again.
        return request is not None and request.state != "done" and await self._fits(owner, request, currency, stars)

    async def _fits(self, owner: Account, request: BillingRequest, currency: str, stars: int) -> bool:
        if request.price is None or currency != CURRENCY:
            return False
        held = await Subscription.get_or_none(holder_id=owner.id)
        second = (
            held is not None
            and held.status in LIVE
            and held.provider != GIFT
            and held.external_id != _name(request.token)
        )
        return not second and stars * 100 == request.price.amount_cents

    async def paid(self, owner: Account, paid: StarsPaid) -> None:
        """A payment came in: the plan opens or goes on, once per charge."""
        async with db.transaction():
            await Account.select_for_update().get(id=owner.id)
            request = await BillingRequest.get_or_none(
                token=paid.token, owner_id=owner.id, kind=STARS
            ).prefetch_related("price")
            if await Payment.exists(external_id=paid.charge):
                return
            fits = request is not None and await self._fits(owner, request, paid.currency, paid.stars)
            held = await self._write(owner, request, paid) if request is not None and fits else None
            await Payment.create(
                owner_id=owner.id,
                subscription_id=held.id if held is not None else None,
                provider=STARS,
                external_id=paid.charge,
                amount_cents=paid.stars * 100,
                currency=CURRENCY,
                paid_at=self.clock.now(),
            )
            if held is None:
                await self.jobs.enqueue("stars_refund", {"owner": owner.id, "charge": paid.charge})

    async def _write(self, owner: Account, request: BillingRequest, paid: StarsPaid) -> Subscription | None:
        price, now = request.price, self.clock.now()
        if price is None:
            return None
        gifts = Subscription.filter(holder_id=owner.id, provider=GIFT)
        await gifts.update(status=Status.EXPIRED, holder_id=None, ended_at=now)
        known = await Subscription.get_or_none(external_id=_name(paid.token))
        level, money = Level(price.plan_id), Money(price.amount_cents, CURRENCY)
        values = {"status": Status.ACTIVE, "period_end": paid.until, "cancels": False, "holder_id": owner.id,
                  "updated_at": now, "ended_at": None}  # fmt: skip
        if known is None:
            known = await Subscription.create(
                owner_id=owner.id,
                provider=STARS,
                external_id=_name(paid.token),
                level=level,
                interval=Interval.MONTH,
                amount_cents=money.cents,
                currency=CURRENCY,
                live=True,
                created_at=now,
                **values,
            )
            news = News.STARTED
        else:
            await Subscription.filter(id=known.id).update(**values)
            news = News.RENEWED
        await BillingRequest.filter(id=request.id).update(state="done", done_at=now)
        await self.notices.tell(owner, news.value, About(known.id, level, money, paid.until))
        return known

    async def give_back(self, job: RunningJob) -> None:
        """Give Stars back that bought nothing, or that are asked back."""
        owner = await Account.get_or_none(id=int(str(job.payload["owner"])))
        charge = str(job.payload["charge"])
        if owner is None or self.api is None:
            return
        await self.api.refund(owner.telegram_id, charge)
        async with db.transaction():
            await self.refunded(owner, charge)
            await job.finish()

    async def refunded(self, owner: Account, charge: str) -> None:
        """Stars were given back: what they had opened closes, unless a later payment keeps it open."""
        async with db.transaction():
            payment = await Payment.get_or_none(external_id=charge, owner_id=owner.id)
            if payment is None:
                return
            await Payment.filter(id=payment.id).update(refunded_cents=payment.amount_cents)
            later = Payment.filter(
                subscription_id=payment.subscription_id, paid_at__gt=payment.paid_at, refunded_cents=0
            )
            if payment.subscription_id is not None and not await later.exists():
                mine = Subscription.filter(id=payment.subscription_id, holder_id=owner.id)
                await mine.update(status=Status.CANCELLED, holder_id=None, ended_at=self.clock.now())
            about = About(payment.subscription_id, money=Money(payment.amount_cents, CURRENCY))
            await self.notices.tell(owner, "refunded", about, once=f"refund:{charge}"[:200])

    async def ask_back(self, owner: Account, charge: str) -> None:
        """Have a payment of the person given back (an administrator decides)."""
        if not await Payment.exists(external_id=charge, owner_id=owner.id, provider=STARS):
            raise Gone
        await self.jobs.enqueue("stars_refund", {"owner": owner.id, "charge": charge}, dedupe=f"stars:{charge}"[:120])


def _name(token: str) -> str:
    return f"stars:{token}"
