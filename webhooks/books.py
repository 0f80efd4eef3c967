"""Pages of service books: what a code stands for, whether a file is the one it was given to, shared books."""

import hashlib
import html
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from core.i18n import Translator, translator
from webhooks.sidecar import body_of

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:2rem auto;padding:0 1rem;color:#14202b;"
    "background:#f4f6f8}main{background:#fff;border-radius:14px;padding:1.4rem}h1{font-size:1.3rem}dt{color:#66788a;"
    "font-size:.85rem}dd{margin:0 0 .6rem;font-weight:600}code{word-break:break-all}"
    "@media(prefers-color-scheme:dark){body{background:#101921;color:#f2f5f7}main{background:#18242f}}"
)
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
}


@dataclass(frozen=True, slots=True)
class BookFacts:
    """What a page tells of a book."""

    code: str
    digest: str
    facts: tuple[tuple[str, str], ...]
    language: str
    made_on: str


Check = Callable[[str], Awaitable[BookFacts | None]]
Fetch = Callable[[str, str], Awaitable[bytes | None]]


def book_routes(check: Check, fetch: Fetch) -> list[web.RouteDef]:
    """`/book/CODE`, the same with a file, and `/book/CODE/WORD` for a shared one."""

    async def page(request: web.Request) -> web.Response:
        found = await check(request.match_info["code"])
        return _answer(request, found, None)

    async def compare(request: web.Request) -> web.Response:
        found = await check(request.match_info["code"])
        content = _file_in(await body_of(request))
        same = found is not None and hashlib.sha256(content).hexdigest() == found.digest
        return _answer(request, found, same)

    async def shared(request: web.Request) -> web.Response:
        content = await fetch(request.match_info["code"], request.match_info["word"])
        if content is None:
            return _answer(request, None, None)
        disposition = {"Content-Disposition": 'inline; filename="autotrack.pdf"'}
        return web.Response(body=content, content_type="application/pdf", headers={**_HEADERS, **disposition})

    return [
        web.get("/book/{code}", page),
        web.post("/book/{code}", compare),
        web.get("/book/{code}/{word}", shared),
    ]


def _file_in(body: bytes) -> bytes:
    """The file of a form with nothing else in it, or the body itself."""
    if not body.startswith(b"--"):
        return body
    boundary = body.split(b"\r\n", 1)[0]
    _, _, rest = body.partition(b"\r\n\r\n")
    return rest.rpartition(b"\r\n" + boundary)[0]


def _answer(request: web.Request, found: BookFacts | None, same: bool | None) -> web.Response:
    language = found.language if found is not None else (request.headers.get("Accept-Language", "fr")[:2])
    t = translator(language)
    if found is None:
        body = f"<h1>{html.escape(t.plain('book.page_unknown'))}</h1>"
        return _html(t.language, body, 404)
    say = _escaped(t)
    verdict = ""
    if same is not None:
        verdict = f"<p><strong>{say('book.page_same' if same else 'book.page_differs')}</strong></p>"
    facts = "".join(f"<dt>{html.escape(label)}</dt><dd>{html.escape(value)}</dd>" for label, value in found.facts)
    body = (
        f"<h1>{say('book.page_title')}</h1><p>{say('book.page_made', day=found.made_on)}</p>"
        f"{verdict}<dl>{facts}</dl><p>{say('book.code')}: <code>{html.escape(found.code)}</code></p>"
        f"<p>SHA-256: <code>{found.digest}</code></p>"
        f'<form method="post" enctype="multipart/form-data"><label>{say("book.page_compare")}<br>'
        f'<input type="file" name="file" accept="application/pdf"></label>'
        f" <button>{say('book.page_check')}</button></form>"
    )
    return _html(t.language, body, 200)


def _escaped(t: Translator) -> Callable[..., str]:
    def say(key: str, **values: object) -> str:
        return html.escape(t.plain(key, **values))

    return say


def _html(language: str, body: str, status: int) -> web.Response:
    text = (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>AutoTrack</title><style>{_STYLE}</style><main>{body}</main></html>"
    )
    return web.Response(text=text, status=status, content_type="text/html", headers=_HEADERS)
