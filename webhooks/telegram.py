"""Telegram's webhook: the update is stored and committed before the answer; an error makes Telegram repeat it."""

import hmac
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # the header's name

Accept = Callable[[Mapping[str, Any]], Awaitable[None]]


def telegram_routes(accept: Accept, secret: str) -> list[web.RouteDef]:
    """`POST /telegram`, for whoever knows the secret."""
    if not secret:
        raise ValueError("without a secret anybody could write as anybody")

    async def receive(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), secret.encode()):
            raise web.HTTPNotFound
        try:
            update = json.loads(await request.read())
        except (ValueError, RecursionError):
            raise web.HTTPBadRequest from None
        if not isinstance(update, dict) or type(update.get("update_id")) is not int:
            raise web.HTTPBadRequest
        await accept(update)
        return web.Response()

    return [web.post("/telegram", receive)]
