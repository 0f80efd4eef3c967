"""The web server beside the bot: starts on its port, stops in order, tells nothing it need not.

Nobody holds it up: connections are counted, headers and bodies have a size and a time.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field

import structlog
from aiohttp import web

from webhooks.sorry import sorry

log = structlog.get_logger()

# Telegram's and Stripe's largest webhooks are far below this.
BODY_LIMIT = 1 << 20
# Seconds for a body to arrive whole.
BODY_SECONDS = 10.0
_PATIENCE = web.AppKey("patience", float)
# Seconds for the headers, and for the next request of a connection that stays open.
HEAD_SECONDS = 20
# Telegram opens 100 connections at most; one more than these is closed at once.
CONNECTIONS = 512


class _Refused(asyncio.Protocol):
    """A connection too many."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Hang up."""
        transport.close()


async def body_of(request: web.Request) -> bytes:
    """The body as it came; one that is too long or too slow is refused."""
    try:
        async with asyncio.timeout(request.app[_PATIENCE]):
            return await request.read()
    except TimeoutError:
        refusal = web.HTTPRequestTimeout()
        refusal.force_close()  # the rest may never come
        raise refusal from None


@web.middleware
async def calm(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """An error of ours is logged once and answered without words; what is refused says why in one line of the log."""
    try:
        return await handler(request)
    except web.HTTPException as refusal:
        if refusal.status not in {404, 405}:  # the noise of the internet
            log.warning("webhook.refused", route=_route(request), status=refusal.status, reason=refusal.reason)
        raise
    except ConnectionError:
        raise  # they hung up: nobody is there to be answered
    except Exception:
        log.exception("webhook.failed", route=_route(request))
        return sorry(request)


def _route(request: web.Request) -> str:
    """The pattern of the path: a path itself may hold somebody's token."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "unknown"


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
    connections: int = CONNECTIONS
    head_seconds: float = HEAD_SECONDS
    body_seconds: float = BODY_SECONDS
    _runner: web.AppRunner | None = field(default=None, init=False)
    _listening: asyncio.Server | None = field(default=None, init=False)

    async def start(self) -> None:
        """Listen, or raise `PortTaken`."""
        application = web.Application(client_max_size=BODY_LIMIT, middlewares=[calm])
        application[_PATIENCE] = self.body_seconds
        application.on_response_prepare.append(anonymous)
        application.add_routes(self.routes)
        self._runner = web.AppRunner(
            application, access_log=None, keepalive_timeout=self.head_seconds, lingering_time=2, shutdown_timeout=3
        )
        await self._runner.setup()
        loop = asyncio.get_running_loop()
        try:
            self._listening = await loop.create_server(self._connection, self.host, self.port, backlog=128)
        except OSError as problem:
            await self.stop()
            raise PortTaken(f"{self.host}:{self.port}") from problem

    @property
    def address(self) -> str:
        """Where it listens."""
        host, port = self._listening.sockets[0].getsockname()[:2] if self._listening else (self.host, self.port)
        return f"http://{host}:{port}"

    async def stop(self) -> None:
        """Finish the requests in hand and close the port."""
        listening, self._listening = self._listening, None
        if listening is not None:
            listening.close()
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    def _connection(self) -> asyncio.BaseProtocol:
        server = self._runner.server if self._runner is not None else None
        if server is None or len(server.connections) >= self.connections:
            return _Refused()
        return server()
