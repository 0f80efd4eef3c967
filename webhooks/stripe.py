"""Stripe's webhook: genuine and meant for us, stored with its job in one transaction, and only then answered."""

from collections.abc import Awaitable, Callable, Sequence

import structlog
from aiohttp import web

from core.domain.payment_notices import NotGenuine, NotUnderstood, PaymentNotice, read_notice, verify
from core.meters import Meters
from core.ports import Clock
from webhooks.sidecar import body_of

log = structlog.get_logger()

SIGNATURE = "Stripe-Signature"

Accept = Callable[[PaymentNotice], Awaitable[bool]]


def stripe_routes(
    accept: Accept, secrets: Sequence[str], clock: Clock, *, live: bool, version: str, meters: Meters | None = None
) -> list[web.RouteDef]:
    """`POST /webhooks/stripe`, signed with one of the secrets (two while one replaces the other)."""
    if not any(secrets):
        raise ValueError("without a secret anybody could pay with words")
    counted = meters or Meters()

    async def receive(request: web.Request) -> web.Response:
        body = await body_of(request)
        try:
            verify(body, request.headers.get(SIGNATURE, ""), secrets, clock.now())
            notice = read_notice(body, live=live, version=version)
        except NotGenuine as reason:
            counted.count("webhook_requests", f"stripe_{reason}")
            raise web.HTTPBadRequest(reason="Not Genuine") from None
        except NotUnderstood as reason:
            log.warning("webhook.stripe_not_understood", reason=str(reason))
            counted.count("webhook_requests", f"stripe_{reason}")
            raise web.HTTPBadRequest(reason="Not Understood") from None
        new = await accept(notice)
        counted.count("webhook_requests", "stripe_accepted" if new else "stripe_repeated")
        return web.Response()

    return [web.post("/webhooks/stripe", receive)]
