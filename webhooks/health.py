"""Health: is the process alive, can it serve; and to those who may see it, how long its parts take and how they are.

Everybody else is told `ok` or `failing`, which is what a load balancer needs.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from aiohttp import web

from webhooks.access import Access

# A check raises what is wrong; what it returns are details for those who may see them.
Check = Callable[[], Awaitable[Mapping[str, object] | None]]
DEADLINE = 3.0


# Seconds for which an answer about others stands: whoever looks often does not ask them each time.
KEPT = 5.0
OUTSIDE = frozenset({"telegram", "stripe"})


@dataclass(slots=True)
class _Kept:
    """A check whose last answer stands for a moment; those who come together share one question."""

    check: Check
    seconds: float = 0.0
    _answer: dict[str, object] = field(default_factory=dict, init=False)
    _until: float = field(default=0.0, init=False)
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)

    async def answer(self) -> dict[str, object]:
        """The last answer, or a new one."""
        async with self._asking:
            if time.monotonic() >= self._until:
                self._answer = await _measured(self.check)
                # What fails is looked at again sooner.
                good = self._answer["status"] == "ok"
                self._until = time.monotonic() + (self.seconds if good else self.seconds / 5)
            return self._answer


async def _measured(check: Check) -> dict[str, object]:
    started = time.perf_counter()
    try:
        details = await asyncio.wait_for(check(), DEADLINE)
    except Exception as problem:
        # The kind of the problem, never its words: they may name hosts and people.
        return {"status": "failing", "reason": type(problem).__name__, "milliseconds": _since(started)}
    return {"status": "ok", "milliseconds": _since(started), **(details or {})}


async def looked(checks: Mapping[str, Check]) -> dict[str, dict[str, object]]:
    """Every part as it is now, for those who may see it."""
    return dict(zip(checks, await asyncio.gather(*map(_measured, checks.values())), strict=True))


def _since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)


def _answer(body: Mapping[str, object], allowed: bool) -> web.Response:
    good = body["status"] == "ok"
    shown = body if allowed else {"status": "ok" if good else "failing"}
    return web.json_response(shown, status=200 if good else 503)


def health_routes(checks: Mapping[str, Check], access: Access) -> list[web.RouteDef]:
    """`/health` (alive), `/health/ready` (every part) and `/health/<part>`."""
    kept = {name: _Kept(check, KEPT if name in OUTSIDE else 0.0) for name, check in checks.items()}

    async def alive(_: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def ready(request: web.Request) -> web.Response:
        results = await asyncio.gather(*(one.answer() for one in kept.values()))
        good = all(part["status"] == "ok" for part in results)
        parts = dict(zip(checks, results, strict=True))
        return _answer({"status": "ok" if good else "degraded", "parts": parts}, access.allows(request))

    def one(check: _Kept) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def part(request: web.Request) -> web.Response:
            return _answer(await check.answer(), access.allows(request))

        return part

    return [
        web.get("/health", alive),
        web.get("/health/ready", ready),
        *(web.get(f"/health/{name}", one(check)) for name, check in kept.items()),
    ]
