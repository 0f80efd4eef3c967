"""The Bot API over HTTP: reading requests, faults and limits around them, and the log of what was asked."""

import asyncio
import inspect
import json
import time
from collections import deque
from dataclasses import dataclass

from aiohttp import BodyPartReader, web

from simulator.call import Call
from simulator.faults import Fault, Faults
from simulator.flood import Flood
from simulator.methods import METHODS
from simulator.validation import Method, methods
from simulator.webhook import Webhook
from simulator.wire import ApiError, Raw, Upload, dump, reject, slow_down
from simulator.world import World

LARGEST_REQUEST = 64 << 20
LOGGED = 20_000

_ENDLESS = 600.0


@dataclass(frozen=True, slots=True)
class Request:
    """One request of the bot as it was answered."""

    method: str
    params: Raw
    ok: bool
    error: str = ""
    files: tuple[str, ...] = ()
    milliseconds: float = 0.0
    at: float = 0.0


class BotApi:
    """Answers `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.webhook = Webhook(world.updates, world.clock, self.execute)
        self.faults = Faults()
        self.flood = Flood(world.clock)
        self.requests: deque[Request] = deque(maxlen=LOGGED)
        self.violations: list[str] = []
        self.closing = asyncio.Event()

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the Bot API."""
        return [
            web.post("/bot{token}/{method}", self.answer),
            web.get("/bot{token}/{method}", self.answer),
            web.get("/file/bot{token}/{path:.+}", self.download),
        ]

    async def close(self) -> None:
        """Let waiting requests end."""
        self.closing.set()
        self.world.updates.interrupt()
        await self.webhook.close()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        if request.match_info["token"] != self.world.token:
            return _refusal(ApiError(401, "Unauthorized"))
        method = methods().get(request.match_info["method"].lower())
        if method is None:
            return _refusal(ApiError(404, "Not Found"))
        try:
            given, uploads = await read_request(request)
        except ValueError:
            return _refusal(ApiError(400, "Bad Request: can't parse the request's body"))
        return await self._serve(request, method, given, uploads)

    async def _serve(
        self, request: web.Request, method: Method, given: Raw, uploads: dict[str, Upload]
    ) -> web.StreamResponse:
        began = time.perf_counter()
        params = given
        fault: Fault | None = None
        try:
            params = method.read(given, uploads)
            fault = self.faults.take(method.name, params) if self.faults.rules else None
            if fault is not None:
                await self._before(fault, request)
            body = await self._run(method.name, params, uploads)
            if fault is not None:
                await self._after(fault, request)
        except ApiError as error:
            self._note(method.name, params, uploads, began, error)
            if fault is not None and fault.kind in ("502", "503", "504"):
                return web.Response(status=error.code, text=_GATEWAY.format(error.words), content_type="text/html")
            return _refusal(error)
        self._note(method.name, params, uploads, began, None)
        return web.Response(body=body, content_type="application/json")

    async def _run(self, name: str, params: Raw, uploads: dict[str, Upload]) -> bytes:
        if name == "getUpdates":
            return await self._updates(params)
        if wait := self.flood.wait(name, params.get("chat_id")):
            raise slow_down(wait)
        act = METHODS.get(name)
        if act is None:
            reject(f"the simulator does not know the method {name} yet")
        result = act(Call(self.world, self.webhook, name, params, uploads))
        if inspect.isawaitable(result):
            result = await result
        return b'{"ok":true,"result":' + dump(result) + b"}"

    async def execute(self, name: str, given: Raw) -> None:
        """Carry out a method that a webhook's answer names; like Telegram, say nothing of how it went."""
        method = methods().get(name.lower())
        if method is None:
            return
        began = time.perf_counter()
        try:
            params = method.read(given, {})
            await self._run(method.name, params, {})
        except ApiError as error:
            self._note(method.name, given, {}, began, error)
        else:
            self._note(method.name, params, {}, began, None)

    async def _updates(self, params: Raw) -> bytes:
        if self.webhook.url:
            words = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            raise ApiError(409, f"Conflict: {words}")
        if "allowed_updates" in params:
            self.world.updates.allowed = params["allowed_updates"]
        if self.closing.is_set():
            return _NOTHING
        try:
            return await self.world.updates.poll(
                params.get("offset", 0), params.get("limit", 100), params.get("timeout", 0), self._conflict
            )
        except ApiError:
            if self.closing.is_set():
                return _NOTHING
            raise

    def _conflict(self) -> str:
        if self.webhook.url:
            return "Conflict: terminated by setWebhook request"
        return "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"

    # Faults

    async def _before(self, fault: Fault, request: web.Request) -> None:
        if fault.kind == "timeout_before":
            await self._hang(fault, request)
        elif fault.kind == "reset":
            _drop(request)
        elif fault.kind == "429":
            raise slow_down(fault.retry_after)
        elif fault.kind.isdecimal():
            await asyncio.sleep(fault.delay)
            code = int(fault.kind)
            raise ApiError(code, fault.description or _REASONS.get(code, "Bad Request: fault"))
        elif fault.kind == "slow":
            await asyncio.sleep(fault.delay)

    async def _after(self, fault: Fault, request: web.Request) -> None:
        if fault.kind == "timeout_after_delivery":
            await self._hang(fault, request)
        elif fault.kind == "reset_after_delivery":
            _drop(request)

    async def _hang(self, fault: Fault, request: web.Request) -> None:
        """Keep the bot waiting until it gives up, or until the fault's delay is over."""
        end = time.monotonic() + (fault.delay or _ENDLESS)
        while time.monotonic() < end and not self.closing.is_set():
            if request.transport is None or request.transport.is_closing():
                break
            await asyncio.sleep(0.02)
        _drop(request)

    # Log

    def _note(self, name: str, params: Raw, uploads: dict[str, Upload], began: float, error: ApiError | None) -> None:
        if name == "getUpdates" and error is None:
            return
        if error is not None and error.violation:
            self.violations.append(f"{name}: {error.words}")
        files = tuple(upload.name for upload in uploads.values())
        spent = (time.perf_counter() - began) * 1000
        words = error.words if error else ""
        noted = Request(name, params, error is None, words, files, spent, self.world.clock.unix())
        self.requests.append(noted)
        if self.world.watchers:
            self.world.emit({"type": "request", **request_view(noted)})

    # Files

    async def download(self, request: web.Request) -> web.StreamResponse:
        """Answer the download of a file that getFile named."""
        if request.match_info["token"] != self.world.token:
            return _refusal(ApiError(401, "Unauthorized"))
        stored = self.world.files.at(request.match_info["path"])
        fault = self.faults.take("download", {}) if self.faults.rules else None
        if fault is not None:
            try:
                await self._before(fault, request)
            except ApiError as error:
                return _refusal(error)
        if stored is None:
            return _refusal(ApiError(404, "Not Found"))
        return web.Response(body=stored.content, content_type="application/octet-stream")


_NOTHING = b'{"ok":true,"result":[]}'
_GATEWAY = "<html><head><title>{0}</title></head><body><center><h1>{0}</h1></center></body></html>"
_REASONS = {
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    500: "Internal Server Error",
    502: "502 Bad Gateway",
    503: "503 Service Unavailable",
    504: "504 Gateway Time-out",
}


def request_view(noted: Request) -> Raw:
    """Return a logged request as JSON."""
    return {
        "method": noted.method,
        "params": noted.params,
        "ok": noted.ok,
        "error": noted.error,
        "files": list(noted.files),
        "milliseconds": round(noted.milliseconds, 2),
        "at": noted.at,
    }


async def read_request(request: web.Request) -> tuple[Raw, dict[str, Upload]]:
    """Read the parameters of a query string and a JSON, form or multipart body."""
    given: Raw = dict(request.query) if request.query_string else {}
    kind = request.content_type
    if kind == "multipart/form-data":
        return await _read_multipart(request, given)
    if not request.can_read_body:
        return given, {}
    if kind == "application/json":
        body = json.loads(await request.read() or b"{}")
        if not isinstance(body, dict):
            raise ValueError("a JSON object is expected")
        return given | body if given else body, {}
    return given | dict(await request.post()), {}


async def _read_multipart(request: web.Request, given: Raw) -> tuple[Raw, dict[str, Upload]]:
    uploads: dict[str, Upload] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise ValueError("a part without a name")
        content = bytes(await part.read(decode=False))
        if part.filename is None:
            given[part.name] = content.decode()
        else:
            mime = part.headers.get("Content-Type", "application/octet-stream")
            uploads[part.name] = Upload(part.filename, content, mime)
    return given, uploads


def _refusal(error: ApiError) -> web.Response:
    return web.Response(status=error.code, body=dump(error.body()), content_type="application/json")


def _drop(request: web.Request) -> None:
    """Break the connection as a network does."""
    if request.transport is not None:
        request.transport.abort()
    raise ApiError(500, "connection dropped")
