"""The web server beside the bot: starts on its port, stops in order, tells nothing it need not."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field

import structlog
from aiohttp import web

log = structlog.get_logger()

# Telegram's and Stripe's largest webhooks are far below this.
BODY_LIMIT = 1 << 20


@web.middleware
async def calm(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """An error of ours is logged once and answered without words."""
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except Exception:
        log.exception("webhook.failed", path=request.path)
        return web.Response(status=500)


async def anonymous(_: web.Request, response: web.StreamResponse) -> None:
    """Say nothing of what we run on."""
    response.headers.pop("Server", None)


class PortTaken(Exception):
    """Another program listens there."""


@dataclass(slots=True)
class Sidecar:
    """An aiohttp site. `port` 0 takes a free one; `address` says where it listens once started."""

    host: str
    port: int
    routes: Iterable[web.RouteDef]
    _runner: web.AppRunner | None = field(default=None, init=False)

    async def start(self) -> None:
        """Listen, or raise `PortTaken`."""
        application = web.Application(client_max_size=BODY_LIMIT, middlewares=[calm])
        application.on_response_prepare.append(anonymous)
        application.add_routes(self.routes)
        self._runner = web.AppRunner(application, access_log=None, keepalive_timeout=75, shutdown_timeout=3)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self.host, self.port).start()
        except OSError as problem:
            await self.stop()
            raise PortTaken(f"{self.host}:{self.port}") from problem

    @property
    def address(self) -> str:
        """Where it listens."""
        host, port = self._runner.addresses[0][:2] if self._runner is not None else (self.host, self.port)
        return f"http://{host}:{port}"

    async def stop(self) -> None:
        """Finish the requests in hand and close the port."""
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()
