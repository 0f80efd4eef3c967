"""Health: is the process alive, can it serve, and how long its parts take to answer."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

Check = Callable[[], Awaitable[object]]
DEADLINE = 3.0


async def _measured(check: Check) -> dict[str, object]:
    started = time.perf_counter()
    try:
        await asyncio.wait_for(check(), DEADLINE)
    except Exception as problem:
        # The kind of the problem, never its words: they may name hosts and people.
        return {"status": "failing", "reason": type(problem).__name__, "milliseconds": _since(started)}
    return {"status": "ok", "milliseconds": _since(started)}


def _since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)


def health_routes(checks: Mapping[str, Check]) -> list[web.RouteDef]:
    """`/health` (alive), `/health/ready` (every part) and `/health/<part>`."""

    async def alive(_: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def ready(_: web.Request) -> web.Response:
        results = await asyncio.gather(*(_measured(check) for check in checks.values()))
        parts = dict(zip(checks, results, strict=True))
        good = all(part["status"] == "ok" for part in results)
        body = {"status": "ok" if good else "degraded", "parts": parts}
        return web.json_response(body, status=200 if good else 503)

    def one(check: Check) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def part(_: web.Request) -> web.Response:
            result = await _measured(check)
            return web.json_response(result, status=200 if result["status"] == "ok" else 503)

        return part

    return [
        web.get("/health", alive),
        web.get("/health/ready", ready),
        *(web.get(f"/health/{name}", one(check)) for name, check in checks.items()),
    ]
