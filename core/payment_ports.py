"""What the core asks of a payment service. Gateways implement these; `app/wiring.py` chooses which."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.domain.money import Money
from core.domain.plans import Interval


class BillingUnavailable(ConnectionError):
    """The payment service does not answer now; trying again later may help."""


class BillingRefused(Exception):
    """The payment service said no; `code` is its word for why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be paid for. `token` comes back with everything that follows; `key` makes a repeat harmless."""

    token: str
    key: str
    customer: str
    price: str
    success_url: str
    cancel_url: str
    language: str


@dataclass(frozen=True, slots=True)
class RemoteCheckout:
    """A page for paying, as the service has it; `named` is the token in its free fields."""

    id: str
    url: str | None
    status: str
    payment_status: str
    mode: str
    subscription: str | None
    customer: str | None
    token: str | None
    named: str
    money: Money
    live: bool


@dataclass(frozen=True, slots=True)
class RemoteSubscription:
    """A subscription as the service has it now. `single`: one of one thing, as we sell it."""

    id: str
    customer: str
    status: str
    item: str
    price: str
    money: Money
    interval: str
    single: bool
    period_end: datetime | None
    cancels: bool
    ended_at: datetime | None
    created_at: datetime
    latest_invoice: str | None
    token: str | None
    live: bool


@dataclass(frozen=True, slots=True)
class Proration:
    """What a change of plan costs at a moment: the difference (negative: to their credit), and what is due at once."""

    total: Money
    due: Money
    at: datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """An invoice."""

    id: str
    number: str
    status: str
    money: Money
    paid: Money
    created_at: datetime
    url: str | None
    customer: str | None
    subscription: str | None


@dataclass(frozen=True, slots=True)
class Refunded:
    """What of a charge was given back so far, whose it is, and the invoice that it paid."""

    customer: str | None
    money: Money
    receipt: str | None


class Billing(Protocol):
    """A service that takes subscriptions. Never called within a transaction.

    Raises `BillingUnavailable` for what may pass and `BillingRefused` for what will not.
    """

    name: str
    # In earnest, or for tests.
    live: bool
    # The version of its notices.
    version: str

    async def close(self) -> None:
        """Close the connections."""
        ...

    async def ping(self) -> None:
        """Raise if it does not answer."""
        ...

    async def customer(self, account_id: int, key: str) -> str:
        """Make a customer for a person."""
        ...

    async def price(self, lookup: str, name: str, money: Money, interval: Interval) -> str:
        """Find the price of this name, or make it."""
        ...

    async def checkout(self, order: Order) -> RemoteCheckout:
        """Open a page on which the person pays."""
        ...

    async def checkout_of(self, name: str) -> RemoteCheckout:
        """A page as it stands now."""
        ...

    async def expire(self, name: str) -> None:
        """Close a page that was not used."""
        ...

    async def portal(self, customer: str, back: str) -> str:
        """The address of the customer's own pages."""
        ...

    async def subscriptions(self, customer: str) -> list[RemoteSubscription]:
        """Every subscription of a customer, ended ones too."""
        ...

    async def preview(self, held: RemoteSubscription, price: str, at: datetime) -> Proration:
        """What a change of price would cost at this moment."""
        ...

    async def change(self, held: RemoteSubscription, price: str, at: datetime, key: str) -> None:
        """Change the price at the moment of its preview."""
        ...

    async def stop(self, name: str, key: str, *, at_end: bool) -> None:
        """End a subscription with its period, or let it go on."""
        ...

    async def end(self, name: str, *, credit: bool) -> None:
        """End a subscription now."""
        ...

    async def refund(self, held: RemoteSubscription, key: str) -> Money | None:
        """Give the last payment of a subscription back whole."""
        ...

    async def invoices(self, customer: str) -> list[Receipt]:
        """The customer's newest invoices."""
        ...

    async def invoice(self, name: str) -> Receipt:
        """One invoice as it stands now."""
        ...

    async def refunded(self, charge: str) -> Refunded:
        """How much of a charge was given back, and whose it is."""
        ...

    async def disputed(self, dispute: str) -> tuple[str | None, Money]:
        """Whose payment is contested, and how much."""
        ...

    async def undelivered(self, since: datetime) -> list[bytes]:
        """The notices that could not be delivered, oldest first, as they would have been."""
        ...


class StarsApi(Protocol):
    """Telegram's own currency. Raises as `Billing` does."""

    async def invoice_link(self, title: str, description: str, payload: str, stars: int) -> str:
        """A link that opens a bill for thirty days, renewed until it is stopped."""
        ...

    async def refund(self, chat_id: int, charge: str) -> None:
        """Give the Stars of a charge back; one that was given back is left alone."""
        ...

    async def stop(self, chat_id: int, charge: str, *, stopped: bool) -> None:
        """Stop the renewal that began with a charge, or let it go on."""
        ...
