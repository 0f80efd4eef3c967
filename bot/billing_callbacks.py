"""Buttons about plans and payment, declared as in `bot/callbacks.py`."""

from dataclasses import dataclass
from typing import ClassVar

from bot.callbacks import Tap


@dataclass(frozen=True, slots=True)
class ShowPlans(Tap):
    """Compare the plans by their price each `month` or `year`."""

    kind: ClassVar[str] = "plans"
    interval: str


@dataclass(frozen=True, slots=True)
class OrderPlan(Tap):
    """Show what choosing a price means, before anything is paid or changed."""

    kind: ClassVar[str] = "order"
    price: int


@dataclass(frozen=True, slots=True)
class PayPlan(Tap):
    """Pay a price by `card` or in `stars`."""

    kind: ClassVar[str] = "pay"
    way: str
    price: int


@dataclass(frozen=True, slots=True)
class OnSubscription(Tap):
    """Act on the subscription: `open`, `stop`, `stop_yes`, `go_on`, `portal`, `invoices`."""

    kind: ClassVar[str] = "sub"
    action: str


@dataclass(frozen=True, slots=True)
class OnRequest(Tap):
    """Try again what the payment service did not answer (`again`), or `confirm` what was shown."""

    kind: ClassVar[str] = "breq"
    action: str
    request: int


BILLING_KINDS: tuple[type[Tap], ...] = (ShowPlans, OrderPlan, PayPlan, OnSubscription, OnRequest)
