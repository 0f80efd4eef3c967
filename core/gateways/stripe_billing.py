"""Stripe behind the billing port: what it says is read into our own frozen values, its errors become two of ours."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from typing import Literal

import stripe
from stripe import checkout as stripe_checkout

from core.domain.money import Money
from core.domain.plans import Interval
from core.payment_ports import (
    BillingRefused,
    BillingUnavailable,
    Order,
    Proration,
    Receipt,
    Refunded,
    RemoteCheckout,
    RemoteSubscription,
)

# Seconds for one call; the library's own default is 80.
TIMEOUT = 10.0
VERSION = stripe.api_version

_PASSING = (stripe.APIConnectionError, stripe.RateLimitError)


class StripeBilling:
    """The calls that the product makes, each with a deadline, those that change something with a key of ours."""

    name = "stripe"
    version = VERSION

    def __init__(self, key: str, base: str | None = None) -> None:
        self._transport = stripe.AIOHTTPClient(timeout=TIMEOUT)
        addresses: dict[str, str] = {"api": base} if base is not None else {}
        self._client = stripe.StripeClient(
            key,
            http_client=self._transport,
            base_addresses=addresses,  # type: ignore[arg-type]  # a TypedDict of these names
            max_network_retries=1,
        )
        self.live = key.startswith(("sk_live_", "rk_live_"))
        self.stands_in = base is not None

    async def close(self) -> None:
        """Close the connections."""
        await self._transport.close_async()  # type: ignore[no-untyped-call]  # the library's own

    async def ping(self) -> None:
        """Raise if Stripe does not answer."""
        with _ours():
            await self._client.v1.balance.retrieve_async()

    async def customer(self, account_id: int, key: str) -> str:
        """Make a customer for a person, named by our number alone."""
        with _ours():
            made = await self._client.v1.customers.create_async(
                {"metadata": {"account": str(account_id)}}, {"idempotency_key": key}
            )
        return made.id

    async def price(self, lookup: str, name: str, money: Money, interval: Interval) -> str:
        """Find the price of this name, or make it with its product."""
        period: Literal["month", "year"] = "month" if interval is Interval.MONTH else "year"
        with _ours():
            found = await self._client.v1.prices.list_async({"lookup_keys": [lookup], "limit": 1})
            if found.data:
                return found.data[0].id
            made = await self._client.v1.prices.create_async(
                {
                    "currency": money.currency.lower(),
                    "unit_amount": money.cents,
                    "recurring": {"interval": period},
                    "lookup_key": lookup,
                    "product_data": {"name": name},
                },
                {"idempotency_key": f"price:{lookup}"},
            )
        return made.id

    async def checkout(self, order: Order) -> RemoteCheckout:
        """Open a page on which the person pays."""
        with _ours():
            session = await self._client.v1.checkout.sessions.create_async(
                {
                    "mode": "subscription",
                    "customer": order.customer,
                    "line_items": [{"price": order.price, "quantity": 1}],
                    "client_reference_id": order.token,
                    "metadata": {"token": order.token},
                    "subscription_data": {"metadata": {"token": order.token}},
                    "allow_promotion_codes": True,
                    "success_url": order.success_url,
                    "cancel_url": order.cancel_url,
                    "locale": _locale(order.language),
                },
                {"idempotency_key": order.key},
            )
        return _checkout(session)

    async def checkout_of(self, name: str) -> RemoteCheckout:
        """A page as it stands now."""
        with _ours():
            return _checkout(await self._client.v1.checkout.sessions.retrieve_async(name))

    async def expire(self, name: str) -> None:
        """Close a page that was not used; one that was is left alone."""
        try:
            with _ours():
                await self._client.v1.checkout.sessions.expire_async(name)
        except BillingRefused:
            return

    async def portal(self, customer: str, back: str) -> str:
        """The address of the customer's own pages."""
        with _ours():
            session = await self._client.v1.billing_portal.sessions.create_async(
                {"customer": customer, "return_url": back}
            )
        return session.url

    async def subscriptions(self, customer: str) -> list[RemoteSubscription]:
        """Every subscription of a customer, ended ones too."""
        with _ours():
            found = await self._client.v1.subscriptions.list_async(
                {"customer": customer, "status": "all", "limit": 100}
            )
            return [_subscription(one) async for one in found.auto_paging_iter()]

    async def preview(self, held: RemoteSubscription, price: str, at: datetime) -> Proration:
        """What a change of price would cost at this moment."""
        moment = int(at.timestamp())
        with _ours():
            found = await self._client.v1.invoices.create_preview_async(
                {
                    "subscription": held.id,
                    "subscription_details": {
                        "items": [{"id": held.item, "price": price}],
                        "proration_date": moment,
                        "proration_behavior": "always_invoice",
                    },
                }
            )
        currency = found.currency.upper()
        return Proration(Money(found.total, currency), Money(found.amount_due, currency), at)

    async def change(self, held: RemoteSubscription, price: str, at: datetime, key: str) -> None:
        """Change the price at the moment of its preview, and settle the difference at once."""
        with _ours():
            await self._client.v1.subscriptions.update_async(
                held.id,
                {
                    "items": [{"id": held.item, "price": price}],
                    "proration_date": int(at.timestamp()),
                    "proration_behavior": "always_invoice",
                    "payment_behavior": "error_if_incomplete",
                },
                {"idempotency_key": key},
            )

    async def stop(self, name: str, key: str, *, at_end: bool) -> None:
        """End a subscription with its period, or let it go on."""
        with _ours():
            await self._client.v1.subscriptions.update_async(
                name, {"cancel_at_period_end": at_end}, {"idempotency_key": key}
            )

    async def end(self, name: str, *, credit: bool) -> None:
        """End a subscription now, with what is unused to the customer's credit; one that has ended is left alone."""
        try:
            with _ours():
                await self._client.v1.subscriptions.cancel_async(name, {"prorate": credit, "invoice_now": credit})
        except BillingRefused as refusal:
            if refusal.code != "resource_missing":
                raise

    async def refund(self, held: RemoteSubscription, key: str) -> Money | None:
        """Give the last payment of a subscription back whole; None if nothing was paid."""
        if held.latest_invoice is None:
            return None
        with _ours():
            paid = await self._client.v1.invoice_payments.list_async({"invoice": held.latest_invoice, "limit": 10})
            for one in paid.data:
                intent = one.payment.payment_intent
                if one.status != "paid" or intent is None:
                    continue
                name = intent if isinstance(intent, str) else intent.id
                try:
                    made = await self._client.v1.refunds.create_async(
                        {"payment_intent": name}, {"idempotency_key": key}
                    )
                except stripe.InvalidRequestError as refusal:
                    if refusal.code != "charge_already_refunded":
                        raise
                    return Money(one.amount_paid or 0, one.currency.upper())
                return Money(made.amount, made.currency.upper())
        return None

    async def invoices(self, customer: str) -> list[Receipt]:
        """The customer's newest invoices."""
        with _ours():
            found = await self._client.v1.invoices.list_async({"customer": customer, "limit": 12})
        return [_receipt(one) for one in found.data]

    async def invoice(self, name: str) -> Receipt:
        """One invoice as it stands now."""
        with _ours():
            return _receipt(await self._client.v1.invoices.retrieve_async(name))

    async def refunded(self, charge: str) -> Refunded:
        """How much of a charge was given back, whose it is, and the invoice that it paid."""
        with _ours():
            found = await self._client.v1.charges.retrieve_async(charge)
            intent = _id(found.payment_intent)
            paid = (
                await self._client.v1.invoice_payments.list_async(
                    {"payment": {"type": "payment_intent", "payment_intent": intent}, "limit": 1}
                )
                if intent is not None
                else None
            )
        receipt = _id(paid.data[0].invoice) if paid is not None and paid.data else None
        return Refunded(_id(found.customer), Money(found.amount_refunded, found.currency.upper()), receipt)

    async def disputed(self, dispute: str) -> tuple[str | None, Money]:
        """Whose payment is contested, and how much."""
        with _ours():
            found = await self._client.v1.disputes.retrieve_async(dispute)
        charge = await self.refunded(_id(found.charge) or "")
        return charge.customer, Money(found.amount, found.currency.upper())

    @asynccontextmanager
    async def _paged(self, since: datetime) -> AsyncIterator[AsyncIterator[stripe.Event]]:
        with _ours():
            found = await self._client.v1.events.list_async(
                {"created": {"gte": int(since.timestamp())}, "delivery_success": False, "limit": 100}
            )
            yield found.auto_paging_iter()

    async def undelivered(self, since: datetime) -> list[bytes]:
        """The events that could not be delivered, oldest first, as they would have been."""
        async with self._paged(since) as events:
            return [str(event).encode() async for event in events][::-1]


@contextmanager
def _ours() -> Iterator[None]:
    """Turn the library's errors into ours: what passes by itself, and what does not."""
    try:
        yield
    except _PASSING as error:
        raise BillingUnavailable(type(error).__name__) from error
    except stripe.APIError as error:
        raise BillingUnavailable(type(error).__name__) from error
    except stripe.StripeError as error:
        if (error.http_status or 0) >= 500:
            raise BillingUnavailable(type(error).__name__) from error
        raise BillingRefused(error.code or type(error).__name__) from error


def _id(found: object) -> str | None:
    if found is None or isinstance(found, str):
        return found
    name = getattr(found, "id", None)
    return name if isinstance(name, str) else None


def _instant(moment: int | None) -> datetime | None:
    return None if moment is None else datetime.fromtimestamp(moment, UTC)


def _locale(language: str) -> Literal["fr", "en", "es"]:
    return "es" if language == "es" else "en" if language == "en" else "fr"


def _checkout(session: stripe_checkout.Session) -> RemoteCheckout:
    metadata = session.metadata.to_dict() if session.metadata is not None else {}
    return RemoteCheckout(
        id=session.id,
        url=session.url,
        status=session.status or "",
        payment_status=session.payment_status,
        mode=session.mode,
        subscription=_id(session.subscription),
        customer=_id(session.customer),
        token=session.client_reference_id,
        named=str(metadata.get("token", "")),
        money=Money(session.amount_subtotal or 0, (session.currency or "").upper()),
        live=session.livemode,
    )


def _subscription(one: stripe.Subscription) -> RemoteSubscription:
    item = one.items.data[0]
    price = item.price
    return RemoteSubscription(
        id=one.id,
        customer=_id(one.customer) or "",
        status=one.status,
        item=item.id,
        price=price.id,
        money=Money(price.unit_amount or 0, price.currency.upper()),
        interval=price.recurring.interval if price.recurring is not None else "",
        single=len(one.items.data) == 1 and (item.quantity or 1) == 1,
        period_end=_instant(item.current_period_end),
        cancels=one.cancel_at_period_end or one.cancel_at is not None,
        ended_at=_instant(one.ended_at),
        created_at=datetime.fromtimestamp(one.created, UTC),
        latest_invoice=_id(one.latest_invoice),
        token=str(one.metadata.to_dict().get("token", "")) or None,
        live=one.livemode,
    )


def _receipt(one: stripe.Invoice) -> Receipt:
    parent = one.parent.subscription_details if one.parent is not None else None
    return Receipt(
        id=one.id,
        number=one.number or "",
        status=one.status or "",
        money=Money(one.total, one.currency.upper()),
        paid=Money(one.amount_paid, one.currency.upper()),
        created_at=datetime.fromtimestamp(one.created, UTC),
        url=one.hosted_invoice_url,
        customer=_id(one.customer),
        subscription=_id(parent.subscription) if parent is not None else None,
    )
