"""What people ask of the payment service: a row first, then a job that calls, then news for their chat.

The row's token is the key of every call, so that a repeat after a crash or a failure does nothing twice.
"""

import json
import secrets
from asyncio import timeout
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from core import db
from core.domain.money import Money
from core.domain.subscription_states import LIVE, Status, status_of
from core.errors import Gone, Refusal
from core.faults import fault
from core.i18n import translator
from core.models import Account, BillingCustomer, BillingRequest, Payment, PlanPrice, Subscription
from core.payment_ports import Billing, BillingRefused, BillingUnavailable, Order, RemoteSubscription, StarsApi
from core.ports import Clock, Jobs, RunningJob
from core.services.billing_notices import About, BillingNotices
from core.services.offers import Offers
from core.services.stars import STARS
from core.services.subscriptions import FRESH, GIFT, STRIPE, Subscriptions, price_column

# Seconds that a person waits for the service at most before they are told that it does not answer.
PATIENCE = 4.5
# A preview is good for as long as its moment is the one the change is counted from.
PREVIEWED = timedelta(hours=1)


class NotHeld(Refusal):
    """There is no subscription to do this with."""

    def __init__(self) -> None:
        super().__init__("subscription.none_held")


class AlreadyHeld(Refusal):
    """They have a subscription: it is changed, not bought again."""

    def __init__(self) -> None:
        super().__init__("subscription.already_held")


@dataclass(frozen=True, slots=True)
class Ways:
    """Where the payment service sends people back to."""

    done: Callable[[str], str]
    cancelled: Callable[[str], str]
    chat: Callable[[], str]


@dataclass(frozen=True, slots=True)
class BillingRequests:
    """Asks, and does what was asked."""

    clock: Clock
    jobs: Jobs
    offers: Offers
    subscriptions: Subscriptions
    notices: BillingNotices
    ways: Ways
    # None where nothing can be bought with money, or with Stars.
    billing: Billing | None = None
    stars: StarsApi | None = None

    @property
    def sells(self) -> bool:
        """Whether plans can be bought with money here."""
        return self.billing is not None

    @property
    def test(self) -> bool:
        """Whether payments move no money."""
        return self.billing is not None and not self.billing.live

    @property
    def offered_ways(self) -> tuple[str, ...]:
        """How a plan can be paid here: by `card`, in `stars`."""
        ways = {"card": self.billing, "stars": self.stars}
        return tuple(way for way, service in ways.items() if service is not None)

    @property
    def service(self) -> Billing:
        """The payment service, or a refusal that says there is none."""
        if self.billing is None:
            raise Refusal("subscription.not_sold")
        return self.billing

    async def ask(self, owner: Account, kind: str, price_id: int | None = None) -> BillingRequest:
        """Ask for a `checkout`, a `change` of plan, the `portal`, the `invoices`, to `stop` or to `go_on`."""
        async with db.transaction():
            await Account.select_for_update().get(id=owner.id)
            held = await Subscription.get_or_none(holder_id=owner.id)
            by_stars = kind == "stars" or (held is not None and held.provider == STARS and kind in {"stop", "go_on"})
            if price_id is not None and bool((await self.offers.offered(price_id)).stars) != by_stars:
                raise Gone
            await self._fits(owner, kind, held, by_stars=by_stars)
            request = await BillingRequest.create(
                owner_id=owner.id,
                kind=kind,
                state="asked",
                provider=STARS if by_stars else self.service.name,
                token=secrets.token_urlsafe(18),
                price_id=price_id,
                created_at=self.clock.now(),
            )
            await self._enqueue(request)
        return request

    async def _fits(self, owner: Account, kind: str, held: Subscription | None, *, by_stars: bool) -> None:
        if by_stars and self.stars is None:
            raise Refusal("subscription.not_sold")
        if kind in {"checkout", "stars"} and held is not None and held.status in LIVE and held.provider != GIFT:
            raise AlreadyHeld
        if kind in {"change", "stop", "go_on"} and (held is None or held.provider not in {STRIPE, STARS}):
            raise NotHeld
        if kind == "change" and held is not None and held.provider == STARS:
            raise Refusal("subscription.stars_change")
        if kind in {"portal", "invoices"}:
            known = await BillingCustomer.exists(owner_id=owner.id, live=self.service.live)
            if not known:
                raise NotHeld

    async def again(self, owner: Account, number: int) -> BillingRequest:
        """Try what failed once more, under the same token; a change is confirmed in the same way."""
        async with db.transaction():
            request = await self.mine(owner, number)
            tried = {"failed": "asked", "ready": "confirmed"} if request.kind == "change" else {"failed": "asked"}
            following = tried.get(request.state)
            if following is None or (following == "confirmed" and not self._fresh(request)):
                raise Refusal("subscription.preview_old") if request.kind == "change" else Gone()
            await BillingRequest.filter(id=request.id).update(state=following)
            request.state = following
            await self._enqueue(request)
        return request

    def _fresh(self, request: BillingRequest) -> bool:
        return self.clock.now() - request.created_at < PREVIEWED

    async def mine(self, owner: Account, number: int) -> BillingRequest:
        """One of the person's own requests with its price, or `Gone`."""
        found = await BillingRequest.get_or_none(id=number, owner_id=owner.id).prefetch_related("price")
        if found is None:
            raise Gone
        return found

    async def _enqueue(self, request: BillingRequest) -> None:
        await self.jobs.enqueue("billing_request", {"request": request.id}, key=f"billing:owner:{request.owner_id}")

    # The work

    async def work(self, job: RunningJob) -> None:
        """Call the service and tell the chat what came of it."""
        request = await BillingRequest.get_or_none(id=int(str(job.payload["request"]))).prefetch_related(
            "owner", "price"
        )
        if request is None or request.state not in {"asked", "confirmed"}:
            return
        state, answer, external = "ready", "", None
        remotes: list[RemoteSubscription] | None = None
        try:
            async with timeout(PATIENCE):
                state, answer, external, remotes = await self._call(request)
        except (BillingUnavailable, TimeoutError):
            state = "failed"
        except BillingRefused as refusal:
            state, answer = ("declined" if refusal.code == "card_declined" else "failed"), refusal.code
        fault("billing.asked")
        async with db.transaction():
            values: dict[str, object] = {"state": state, "answer": answer or request.answer}
            if external is not None:
                values["external_id"] = external
            await BillingRequest.filter(id=request.id).update(**values, done_at=self.clock.now())
            if remotes is not None:
                await self.subscriptions.apply(request.owner, remotes)
            await self._tell(request)
            await job.finish()
        fault("billing.answered")

    async def _tell(self, request: BillingRequest) -> None:
        chat = request.owner.telegram_id
        payload = {"chat_id": chat, "kind": "billing_answer", "subject": request.id}
        await self.jobs.enqueue("event", payload, key=f"chat:{chat}")

    async def _call(self, request: BillingRequest) -> tuple[str, str, str | None, list[RemoteSubscription] | None]:
        """State, answer, the service's own name for it, and the subscriptions if they were changed."""
        if request.provider == STARS:
            return await self._by_stars(request)
        service, customer = self.service, await self._customer(request)
        match request.kind:
            case "checkout":
                return await self._checkout(request, customer)
            case "portal":
                return "ready", await service.portal(customer, self.ways.chat()), None, None
            case "invoices":
                found = await service.invoices(customer)
                kept = [
                    {"number": one.number, "cents": one.money.cents, "currency": one.money.currency, "url": one.url,
                     "status": one.status, "at": one.created_at.isoformat()}
                    for one in found
                ]  # fmt: skip
                return "ready", json.dumps(kept), None, None
            case "change":
                return await self._change(request, customer)
            case _:
                return await self._stop(request, customer)

    async def _by_stars(self, request: BillingRequest) -> tuple[str, str, str | None, list[RemoteSubscription] | None]:
        if self.stars is None:
            return "failed", "", None, None
        t, chat = translator(request.owner.language), request.owner.telegram_id
        if request.kind == "stars" and request.price is not None:
            plan = t.plain(f"plan_name.{request.price.plan_id}")
            link = await self.stars.invoice_link(
                t.plain("stars.title", plan=plan)[:32],
                t.plain("stars.description", plan=plan)[:255],
                request.token,
                request.price.amount_cents // 100,
            )
            return "ready", link, None, None
        held = await Subscription.get_or_none(holder_id=request.owner_id, provider=STARS)
        first = await Payment.filter(subscription_id=held.id).order_by("id").first() if held is not None else None
        if held is None or first is None:
            return "failed", "", None, None
        stopped = request.kind == "stop"
        await self.stars.stop(chat, first.external_id, stopped=stopped)
        await Subscription.filter(id=held.id).update(cancels=stopped, updated_at=self.clock.now())
        return "done", "", None, None

    async def _customer(self, request: BillingRequest) -> str:
        service, owner = self.service, request.owner_id
        known = await BillingCustomer.get_or_none(owner_id=owner, live=service.live)
        if known is not None:
            return known.customer_id
        made = await service.customer(owner, f"customer:{owner}:{request.owner.created_at.timestamp():.0f}")
        kept, _ = await BillingCustomer.get_or_create(
            owner_id=owner, live=service.live, defaults={"customer_id": made, "created_at": self.clock.now()}
        )
        return kept.customer_id

    async def price_of(self, price: PlanPrice) -> str:
        """The service's name for a price, made there if it is not yet."""
        column = price_column(live=self.service.live)
        known: str | None = getattr(price, column)
        if known is not None:
            return known
        lookup = f"autotrack_{price.plan_id}_{price.interval.value}_{price.amount_cents}{price.currency.lower()}"
        made = await self.service.price(
            lookup, f"AutoTrack {price.plan_id}", Money(price.amount_cents, price.currency), price.interval
        )
        await PlanPrice.filter(id=price.id, **{f"{column}__isnull": True}).update(**{column: made})
        return made

    async def _checkout(
        self, request: BillingRequest, customer: str
    ) -> tuple[str, str, str | None, list[RemoteSubscription] | None]:
        service, language = self.service, request.owner.language
        if request.price is None:
            return "failed", "", None, None
        older = BillingRequest.filter(owner_id=request.owner_id, kind="checkout", state="ready")
        for open_page in await older.filter(external_id__not_isnull=True, id__lt=request.id):
            # Two open pages are two ways to pay: the older one closes.
            await service.expire(open_page.external_id or "")
        order = Order(
            request.token,
            f"checkout:{request.token}",
            customer,
            await self.price_of(request.price),
            self.ways.done(language),
            self.ways.cancelled(language),
            language,
        )
        made = await service.checkout(order)
        return "ready", made.url or "", made.id, None

    async def _held(self, request: BillingRequest, customer: str) -> RemoteSubscription | None:
        held = await Subscription.get_or_none(holder_id=request.owner_id)
        found = await self.service.subscriptions(customer)
        return next((one for one in found if held is not None and one.id == held.external_id), None)

    async def _change(
        self, request: BillingRequest, customer: str
    ) -> tuple[str, str, str | None, list[RemoteSubscription] | None]:
        held = await self._held(request, customer)
        if held is None or request.price is None:
            return "failed", "", None, None
        price = await self.price_of(request.price)
        if request.state == "confirmed" and request.answer:
            at = datetime.fromisoformat(json.loads(request.answer)["at"])
            await self.service.change(held, price, at, f"change:{request.token}")
            return "done", "", None, await self.service.subscriptions(customer)
        at = self.clock.now().astimezone(UTC).replace(microsecond=0)
        shown = await self.service.preview(held, price, at)
        answer = {"total": shown.total.cents, "due": shown.due.cents, "currency": shown.due.currency}
        return "ready", json.dumps({**answer, "at": at.isoformat()}), None, None

    async def _stop(
        self, request: BillingRequest, customer: str
    ) -> tuple[str, str, str | None, list[RemoteSubscription] | None]:
        held = await self._held(request, customer)
        if held is None:
            return "failed", "", None, None
        await self.service.stop(held.id, f"{request.kind}:{request.token}", at_end=request.kind == "stop")
        return "done", "", None, await self.service.subscriptions(customer)

    async def leave(self, owner: Account) -> None:
        """A person's account is deleted: end what they pay for; raises while the payment service does not answer."""
        if self.billing is not None:
            for known in await BillingCustomer.filter(owner_id=owner.id, live=self.billing.live):
                await self._end_all(self.billing, known.customer_id)
        held = await Subscription.get_or_none(holder_id=owner.id, provider=STARS)
        first = await Payment.filter(subscription_id=held.id).order_by("id").first() if held is not None else None
        if first is not None and self.stars is not None:
            await self.stars.stop(owner.telegram_id, first.external_id, stopped=True)

    async def _end_all(self, service: Billing, customer: str) -> None:
        for one in await service.subscriptions(customer):
            if status_of(one.status) in LIVE:
                await service.end(one.id, credit=False)

    async def give_back(self, job: RunningJob) -> None:
        """End a second subscription and give its money back, or credit what is unused of an old one; once."""
        owner = await Account.get_or_none(id=int(str(job.payload["owner"])))
        if owner is None:
            return
        known = await BillingCustomer.get_or_none(owner_id=owner.id, live=self.service.live)
        remotes = await self.service.subscriptions(known.customer_id) if known is not None else []
        name = str(job.payload["subscription"])
        remote = next((one for one in remotes if one.id == name), None)
        if remote is None:
            return
        fresh = self.clock.now() - remote.created_at < FRESH
        await self.service.end(remote.id, credit=not fresh)
        fault("billing.surplus_ended")
        money = await self.service.refund(remote, f"surplus:{remote.id}") if fresh else remote.money
        async with db.transaction():
            await Subscription.filter(external_id=name).update(
                status=Status.CANCELLED, ended_at=self.clock.now(), holder_id=None
            )
            kind = "surplus_refunded" if fresh else "surplus_credited"
            await self.notices.tell(owner, kind, About(money=money), once=f"surplus:{remote.id}")
            await job.finish()
        fault("billing.surplus_told")
