"""The inbox of everybody who is written to: what a mail server would have been handed, to be read on the page."""

import email
import email.policy
import re
from dataclasses import dataclass

from aiohttp import web

from simulator.wire import Raw, dump
from simulator.world import World

_LARGEST = 4 << 20
_KEPT = 200
# A letter's own styles and nothing else: no script, no picture, no address is fetched.
_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'"


@dataclass(frozen=True, slots=True)
class Mail:
    """One letter as it came."""

    number: int
    sender: str
    to: str
    subject: str
    text: str
    html: str
    at: float
    raw: bytes

    @property
    def links(self) -> list[str]:
        """The addresses in it."""
        return re.findall(r"https?://[^\s<>\"]+", self.text)

    def view(self) -> Raw:
        """What the page lists."""
        return {
            "number": self.number,
            "from": self.sender,
            "to": self.to,
            "subject": self.subject,
            "text": self.text,
            "links": self.links,
            "at": self.at,
        }


class Mailroom:
    """Takes letters in and shows them."""

    def __init__(self, world: World) -> None:
        self.letters: list[Mail] = []
        self._world = world
        self._count = 0

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the inbox."""
        return [
            web.post("/sim/mails", self.take),
            web.get("/sim/mails", self.listed),
            web.get("/sim/mails/{number}", self.shown),
        ]

    async def take(self, request: web.Request) -> web.StreamResponse:
        """Take a letter in, whole, as it would go over SMTP."""
        content = await request.read()
        if len(content) > _LARGEST:
            raise web.HTTPRequestEntityTooLarge(max_size=_LARGEST, actual_size=len(content))
        self._count += 1
        letter = read(self._count, content, self._world.clock.now().timestamp())
        self.letters = [*self.letters[1 - _KEPT :], letter]
        self._world.emit({"type": "mail", "mail": letter.view()})
        return web.Response(body=dump({"number": letter.number}), content_type="application/json")

    async def listed(self, _: web.Request) -> web.StreamResponse:
        """List the letters, the newest first."""
        views = [letter.view() for letter in reversed(self.letters)]
        return web.Response(body=dump({"mails": views}), content_type="application/json")

    async def shown(self, request: web.Request) -> web.StreamResponse:
        """Return a letter's page, which may do nothing."""
        wanted = request.match_info["number"]
        letter = next((one for one in self.letters if str(one.number) == wanted), None)
        if letter is None:
            raise web.HTTPNotFound(text="there is no such letter")
        headers = {"Content-Security-Policy": _POLICY, "X-Content-Type-Options": "nosniff"}
        return web.Response(text=letter.html, content_type="text/html", headers=headers)


def read(number: int, content: bytes, at: float) -> Mail:
    """Read a letter's headers and its two forms."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    forms = {"plain": "", "html": ""}
    for kind in forms:
        part = message.get_body((kind,))
        forms[kind] = part.get_content().replace("\r\n", "\n") if part is not None else ""
    sender, to, subject = (str(message[name] or "") for name in ("From", "To", "Subject"))
    return Mail(number, sender, to, subject, forms["plain"], forms["html"], at, content)
