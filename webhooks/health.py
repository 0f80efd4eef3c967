"""Health: is the process alive, can it serve; and to those who may see it, how long its parts take and how they are.

Everybody else is told `ok` or `failing`, which is what a load balancer needs.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from webhooks.access import Access

# A check raises what is wrong; what it returns are details for those who may see them.
Check = Callable[[], Awaitable[Mapping[str, object] | None]]
DEADLINE = 3.0


async def _measured(check: Check) -> dict[str, object]:
    started = time.perf_counter()
    try:
        details = await asyncio.wait_for(check(), DEADLINE)
    except Exception as problem:
        # The kind of the problem, never its words: they may name hosts and people.
        return {"status": "failing", "reason": type(problem).__name__, "milliseconds": _since(started)}
    return {"status": "ok", "milliseconds": _since(started), **(details or {})}


def _since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)


def _answer(body: Mapping[str, object], allowed: bool) -> web.Response:
    good = body["status"] == "ok"
    shown = body if allowed else {"status": "ok" if good else "failing"}
    return web.json_response(shown, status=200 if good else 503)


def health_routes(checks: Mapping[str, Check], access: Access) -> list[web.RouteDef]:
    """`/health` (alive), `/health/ready` (every part) and `/health/<part>`."""

    async def alive(_: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def ready(request: web.Request) -> web.Response:
        results = await asyncio.gather(*(_measured(check) for check in checks.values()))
        good = all(part["status"] == "ok" for part in results)
        parts = dict(zip(checks, results, strict=True))
        return _answer({"status": "ok" if good else "degraded", "parts": parts}, access.allows(request))

    def one(check: Check) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def part(request: web.Request) -> web.Response:
            return _answer(await _measured(check), access.allows(request))

        return part

    return [
        web.get("/health", alive),
        web.get("/health/ready", ready),
        *(web.get(f"/health/{name}", one(check)) for name, check in checks.items()),
    ]
