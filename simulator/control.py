"""The control API under /sim/: people and their deeds, faults, the clock, and what the page shows."""

import asyncio
import base64
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import quote, urlsplit

from aiohttp import web
from aiohttp.typedefs import Middleware

from simulator import snapshots
from simulator.faults import Fault
from simulator.people import ImpossibleError, perform
from simulator.server import BotApi, read_request, request_view
from simulator.wire import Raw, Upload, dump
from simulator.world import Chat

_PAGE = Path(__file__).with_name("page")
_ASSETS = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_POLICY = "default-src 'self'; img-src 'self' blob: data:; connect-src 'self' ws: wss:; style-src 'self'"
_LONGEST_WAIT = 30.0
_SHOWN_REQUESTS = 300

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Control:
    """Answers everything that is not the bot's."""

    def __init__(self, api: BotApi) -> None:
        self._api = api
        self._world = api.world
        self._sockets: set[web.WebSocketResponse] = set()

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the control API and the page."""
        return [
            web.get("/", self.page),
            web.get("/page/{name}", self.page),
            web.get("/sim/ws", self.socket),
            web.get("/sim/health", self.health),
            web.get("/sim/state", self.state),
            web.post("/sim/users", self.add_user),
            web.post("/sim/users/{id}/{deed}", self.do),
            web.post("/sim/groups", self.add_group),
            web.get("/sim/chats/{id}", self.chat),
            web.get("/sim/chats/{id}/activity", self.activity),
            web.get("/sim/files/{file_id}", self.file),
            web.get("/sim/clock", self.clock),
            web.post("/sim/clock/advance", self.advance),
            web.get("/sim/requests", self.requests),
            web.get("/sim/faults", self.faults),
            web.post("/sim/faults", self.add_fault),
            web.delete("/sim/faults", self.clear_faults),
            web.post("/sim/updates", self.updates),
            web.post("/sim/flood", self.flood),
            web.post("/sim/reset", self.reset),
        ]

    async def close(self) -> None:
        """Close the pages' sockets."""
        for socket in list(self._sockets):
            await socket.close()

    # The page

    async def page(self, request: web.Request) -> web.StreamResponse:
        """Serve the page's files."""
        name = request.match_info.get("name", "index.html")
        known = {path.name: path for path in _PAGE.iterdir() if path.suffix in _ASSETS}
        if name not in known:
            raise web.HTTPNotFound
        path = known[name]
        headers = {"Cache-Control": "no-cache", "Content-Security-Policy": _POLICY}
        return web.Response(body=path.read_bytes(), content_type=_ASSETS[path.suffix], charset="utf-8", headers=headers)

    async def socket(self, request: web.Request) -> web.StreamResponse:
        """Push every event to an open page."""
        socket = web.WebSocketResponse(heartbeat=20)
        await socket.prepare(request)
        events: asyncio.Queue[Raw] = asyncio.Queue()
        self._world.watchers.append(events.put_nowait)
        self._sockets.add(socket)
        try:
            async with asyncio.TaskGroup() as group:
                pump = group.create_task(_pump(socket, events))
                await socket.receive()  # a page sends nothing: what comes is the end
                pump.cancel()
        finally:
            self._world.watchers.remove(events.put_nowait)
            self._sockets.discard(socket)
        return socket

    # What there is

    async def health(self, _: web.Request) -> web.StreamResponse:
        """Say that it runs."""
        waiting = len(self._world.updates.pending)
        return _json({"ok": True, "bot": self._world.bot["username"], "unconfirmed": waiting})

    async def state(self, _: web.Request) -> web.StreamResponse:
        """Return everything but the chats' messages."""
        return _json(
            {
                "bot": self._world.bot,
                "users": snapshots.people(self._world),
                "groups": snapshots.groups(self._world),
                "clock": self._world.clock.reading(),
                "unconfirmed": len(self._world.updates.pending),
                "updates": {
                    "duplicates": self._world.updates.duplicates,
                    "reorder": self._world.updates.reorder,
                },
                "webhook": self._api.webhook.info(),
                "faults": self._api.faults.listed(),
                "flood": self._api.flood.on,
                "violations": self._api.violations,
                "unanswered": [query.id for query in self._world.queries.values() if not query.answered],
            }
        )

    async def chat(self, request: web.Request) -> web.StreamResponse:
        """Return one chat."""
        return _json(snapshots.chat_snapshot(self._world, self._chat(request)))

    async def activity(self, request: web.Request) -> web.StreamResponse:
        """Return what the bot did after a number of events, waiting for it if asked."""
        chat = self._chat(request)
        after = int(request.query.get("after", len(chat.activity)))
        if len(chat.activity) <= after:
            await chat.pulse.wait(min(float(request.query.get("timeout", 0)), _LONGEST_WAIT))
        items = snapshots.activity(self._world, chat, after)
        return _json({"next": after + len(items), "items": items})

    def _chat(self, request: web.Request) -> Chat:
        chat = self._world.chats.get(int(request.match_info["id"]))
        if chat is None:
            raise web.HTTPNotFound(text="there is no such chat")
        return chat

    async def file(self, request: web.Request) -> web.StreamResponse:
        """Return a file that was sent."""
        stored = self._world.files.get(request.match_info["file_id"])
        if stored is None:
            raise web.HTTPNotFound(text="there is no such file")
        inline = stored.kind in ("photo", "sticker") or stored.mime == "application/pdf"
        place = "inline" if inline and "download" not in request.query else "attachment"
        headers = {
            "Content-Disposition": f"{place}; filename*=UTF-8''{quote(stored.name)}",
            # What people send is data: a page of theirs must not act as ours.
            "X-Content-Type-Options": "nosniff",
        }
        if stored.mime != "application/pdf":  # a browser's viewer does not run in a sandbox
            headers["Content-Security-Policy"] = "sandbox"
        kind = "image/jpeg" if stored.kind == "photo" and not stored.mime.startswith("image/") else stored.mime
        return web.Response(body=stored.content, headers={**headers, "Content-Type": kind})

    async def requests(self, request: web.Request) -> web.StreamResponse:
        """Return what the bot asked, the newest last."""
        most = int(request.query.get("limit", _SHOWN_REQUESTS))
        shown = list(self._api.requests)[-most:]
        return _json({"requests": [request_view(one) for one in shown], "violations": self._api.violations})

    # What happens

    async def add_user(self, request: web.Request) -> web.StreamResponse:
        """Find a person by name or let one appear."""
        asked = await _body(request)
        name = str(asked.get("name", "")).strip()
        if not name:
            raise ValueError("a person needs a name")
        user = self._world.user(name, str(asked.get("lang", "fr")))
        return _json({"id": user.id, "name": user.first_name, "lang": user.language_code})

    async def add_group(self, request: web.Request) -> web.StreamResponse:
        """Open a group with the bot in it."""
        asked = await _body(request)
        members = [self._world.users[one] for one in asked.get("members", []) if one in self._world.users]
        group = self._world.group(str(asked.get("title", "Group")), members or list(self._world.users.values()))
        return _json({"id": group.id, "title": group.api["title"]})

    async def do(self, request: web.Request) -> web.StreamResponse:
        """Let a person do something."""
        payload, uploads = await _payload(request)
        done = perform(self._world, int(request.match_info["id"]), request.match_info["deed"], payload, uploads)
        return _json(done)

    async def clock(self, request: web.Request) -> web.StreamResponse:
        """Tell the time, after waiting for a change if a version is named."""
        if "after" in request.query:
            seconds = min(float(request.query.get("timeout", 25)), _LONGEST_WAIT)
            await self._world.clock.changed_since(int(request.query["after"]), seconds)
        return _json(self._world.clock.reading())

    async def advance(self, request: web.Request) -> web.StreamResponse:
        """Move the clock forward."""
        asked = await _body(request)
        self._world.clock.advance(float(asked["seconds"]))
        self._world.emit({"type": "clock", **self._world.clock.reading()})
        return _json(self._world.clock.reading())

    # What goes wrong

    async def faults(self, _: web.Request) -> web.StreamResponse:
        """List the faults that wait."""
        return _json({"faults": self._api.faults.listed()})

    async def add_fault(self, request: web.Request) -> web.StreamResponse:
        """Add a fault."""
        self._api.faults.add(Fault(**await _body(request)))
        return await self.faults(request)

    async def clear_faults(self, request: web.Request) -> web.StreamResponse:
        """End all faults."""
        self._api.faults.clear()
        return await self.faults(request)

    async def updates(self, request: web.Request) -> web.StreamResponse:
        """Let updates come several times or in another order."""
        asked = await _body(request)
        self._world.updates.duplicates = int(asked.get("duplicates", 0))
        self._world.updates.reorder = bool(asked.get("reorder", False))
        return _json({"ok": True})

    async def flood(self, request: web.Request) -> web.StreamResponse:
        """Turn the sending limits on or off."""
        self._api.flood.switch(**await _body(request))
        return _json({"on": self._api.flood.on})

    async def reset(self, _: web.Request) -> web.StreamResponse:
        """Start from an empty world with the two people of the beginning."""
        self._world.reset()
        self._api.faults.clear()
        self._api.violations.clear()
        self._api.requests.clear()
        first_people(self._api)
        return _json({"ok": True})


def first_people(api: BotApi) -> None:
    """Let the two people appear that a fresh page shows."""
    api.world.user("Ana", "fr")
    api.world.user("Tom", "en")


def guard(hosts: frozenset[str]) -> Middleware:
    """Refuse other sites' pages and, with hosts given, other names; answer a wrong request with its reason."""

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        _check_origin(request, hosts)
        if not request.path.startswith("/sim/"):
            return await handler(request)
        try:
            return await handler(request)
        except ImpossibleError as error:
            return web.Response(status=409, body=dump({"error": str(error)}), content_type="application/json")
        except (KeyError, TypeError, ValueError) as error:
            words = f"{type(error).__name__}: {error}"
            return web.Response(status=400, body=dump({"error": words}), content_type="application/json")

    return middleware


def _check_origin(request: web.Request, hosts: frozenset[str]) -> None:
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("Host"):
        raise web.HTTPForbidden(text="this page belongs to another site")
    # A name that someone points at this machine would pass as the same site.
    if hosts and urlsplit(f"//{request.headers.get('Host', '')}").hostname not in hosts:
        raise web.HTTPForbidden(text="the simulator answers to this machine's own names only")


async def _pump(socket: web.WebSocketResponse, events: asyncio.Queue[Raw]) -> None:
    while True:
        event = await events.get()
        try:
            await socket.send_str(json.dumps(event, ensure_ascii=False))
        except ConnectionError:
            return


async def _body(request: web.Request) -> Raw:
    asked, _ = await read_request(request)
    return asked


async def _payload(request: web.Request) -> tuple[Raw, list[Upload]]:
    """Read a deed: JSON with its `files` in base64, or a form whose `payload` is JSON beside its files."""
    given, uploads = await read_request(request)
    if uploads or "payload" in given:
        given = json.loads(given.get("payload", "{}"))
    files = [
        Upload(one["name"], base64.b64decode(one["content"], validate=True), one["mime"])
        for one in given.pop("files", [])
    ]
    return given, [*uploads.values(), *files]


def _json(value: Raw) -> web.Response:
    return web.Response(body=dump(value), content_type="application/json")
