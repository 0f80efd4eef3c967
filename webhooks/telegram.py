"""Telegram's webhook: the update is stored and committed before the answer; an error makes Telegram repeat it."""

import hmac
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

from core.meters import Meters
from webhooks.sidecar import body_of

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # the header's name

Accept = Callable[[Mapping[str, Any]], Awaitable[None]]


def telegram_routes(accept: Accept, secret: str, meters: Meters | None = None) -> list[web.RouteDef]:
    """`POST /telegram`, for whoever knows the secret."""
    if not secret:
        raise ValueError("without a secret anybody could write as anybody")
    counted = meters or Meters()

    async def receive(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), secret.encode()):
            counted.count("webhook_requests", "wrong_secret")
            raise web.HTTPNotFound
        try:
            update = _update(await body_of(request))
        except web.HTTPException as refusal:
            counted.count("webhook_requests", _REASONS.get(refusal.status, "refused"))
            raise
        stored = False
        try:
            await accept(update)
            stored = True
        finally:
            counted.count("webhook_requests", "accepted" if stored else "not_stored")
        return web.Response()

    return [web.post("/telegram", receive)]


_REASONS = {400: "malformed", 408: "too_slow", 413: "too_big"}


def _update(body: bytes) -> dict[str, Any]:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        raise web.HTTPBadRequest(reason="Not JSON") from None
    if not isinstance(update, dict) or type(update.get("update_id")) is not int:
        raise web.HTTPBadRequest(reason="Not An Update")
    return update
