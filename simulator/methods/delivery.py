"""How updates reach the bot: the webhook, and ending a session. getUpdates waits and is answered by the server."""

import re
from collections.abc import Awaitable

from simulator.call import Answer, Call
from simulator.wire import Raw, reject

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


def set_webhook(call: Call) -> Awaitable[object]:
    """Let updates be posted to an address; an empty one means polling again."""
    params = call.params
    secret: str = params.get("secret_token", "")
    if secret and not _SECRET.fullmatch(secret):
        reject("secret token contains unallowed characters")
    _prepare(call)
    return _set(call, params["url"], secret, params.get("max_connections", 40))


async def _set(call: Call, url: str, secret: str, max_connections: int) -> bool:
    if url:
        await call.webhook.set(url, secret, max_connections)
    else:
        await call.webhook.unset()
    return True


def delete_webhook(call: Call) -> Awaitable[object]:
    """Go back to polling."""
    _prepare(call)
    return _set(call, "", "", 40)


def _prepare(call: Call) -> None:
    if "allowed_updates" in call.params:
        call.world.updates.allowed = call.params["allowed_updates"]
    if call.params.get("drop_pending_updates"):
        call.world.updates.clear()


def get_webhook_info(call: Call) -> Raw:
    """Return the address and how posting goes."""
    return call.webhook.info()


def log_out(call: Call) -> bool:
    """Accept the end of a session."""
    return True


METHODS: dict[str, Answer] = {
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "logOut": log_out,
    "close": log_out,
}
