"""What a payment service sends us: is it genuine, is it meant for us, what is it about."""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

# How far the moment of a signature may be from ours, in either direction.
TOLERANCE: Final = timedelta(seconds=300)
LONGEST_ID: Final = 255
HIGHEST_MOMENT: Final = 4_102_444_800

# What we act on; everything else is stored, ticked off and left alone. Operators subscribe to just these.
HANDLED: Final = frozenset({
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
    "customer.subscription.created",
    "customer.subscription.updated",
    "customer.subscription.deleted",
    "customer.subscription.trial_will_end",
    "invoice.paid",
    "invoice.payment_failed",
    "invoice.payment_action_required",
    "charge.refunded",
    "charge.dispute.created",
})  # fmt: skip

# What would name the person: it is not kept.
_PERSONAL: Final = frozenset({
    "address", "billing_details", "customer_address", "customer_details", "customer_email", "customer_name",
    "customer_phone", "customer_shipping", "email", "name", "phone", "receipt_email", "shipping", "shipping_details",
})  # fmt: skip


class NotGenuine(Exception):
    """A notice that was not signed by who we know, or not now."""


class NotUnderstood(Exception):
    """A genuine notice that is none, or not one for us."""


@dataclass(frozen=True, slots=True)
class PaymentNotice:
    """That something happened to an object of a payment service; the object itself is asked for anew."""

    id: str
    kind: str
    subject: str
    customer: str | None
    happened_at: datetime
    payload: str


def verify(body: bytes, header: str, secrets: Sequence[str], now: datetime) -> None:
    """Refuse a body that none of the secrets signed, or whose signature is stale or from the future."""
    parts = [part.strip().partition("=") for part in header[:2000].split(",")]
    moments = [value for name, _, value in parts if name == "t"]
    signatures = [value for name, _, value in parts if name == "v1"]
    if len(moments) != 1 or not (moments[0].isascii() and moments[0].isdigit()) or len(moments[0]) > 12:
        raise NotGenuine("malformed")
    if abs(int(now.timestamp()) - int(moments[0])) > TOLERANCE.total_seconds():
        raise NotGenuine("stale")
    signed = moments[0].encode() + b"." + body
    wanted = [hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest().encode() for secret in secrets if secret]
    given = [signature.encode("utf-8", "surrogateescape") for signature in signatures]
    # Every pair is compared, so that the time taken tells nothing.
    if sum(hmac.compare_digest(one, other) for one in wanted for other in given) == 0:
        raise NotGenuine("signature")


def read_notice(body: bytes, *, live: bool, version: str) -> PaymentNotice:
    """Read a genuine notice; one in another mode or of another version of the interface is refused."""
    try:
        event = json.loads(body)
    except (ValueError, RecursionError):
        raise NotUnderstood("malformed") from None
    if not isinstance(event, dict) or event.get("object") != "event":
        raise NotUnderstood("malformed")
    about = event.get("data")
    about = about.get("object") if isinstance(about, dict) else None
    if not isinstance(about, dict):
        raise NotUnderstood("malformed")
    if event.get("livemode") is not live:
        raise NotUnderstood("mode")
    if event.get("api_version") != version:
        raise NotUnderstood("version")
    moment = event.get("created")
    if type(moment) is not int or not 0 <= moment <= HIGHEST_MOMENT:
        raise NotUnderstood("malformed")
    return PaymentNotice(
        _word(event.get("id")),
        _word(event.get("type"))[:80],
        _word(about.get("id")),
        _customer(about),
        datetime.fromtimestamp(moment, UTC),
        json.dumps(without_personal(event), ensure_ascii=True, separators=(",", ":"))[:100_000],
    )


def without_personal(value: Any) -> Any:
    """A JSON value without what names the person."""
    if isinstance(value, dict):
        return {name: without_personal(one) for name, one in value.items() if name not in _PERSONAL}
    return [without_personal(one) for one in value] if isinstance(value, list) else value


def _customer(about: Mapping[str, Any]) -> str | None:
    found = about.get("customer")
    if isinstance(found, dict):
        found = found.get("id")
    return _word(found) if isinstance(found, str) and found else None


def _word(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_ID or not value.isascii() or not value.isprintable():
        raise NotUnderstood("malformed")
    return value
