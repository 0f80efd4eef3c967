"""Where people land after paying, or not: a few words and the way back to the chat. Nothing is decided here."""

import html
from collections.abc import Callable

from aiohttp import web

from core.i18n import Translator, translator

_STYLE = """
body{margin:0;font:17px/1.5 system-ui,sans-serif;background:#f4f5f8;color:#1d2433;text-align:center}
main{max-width:26rem;margin:0 auto;padding:4rem 1.25rem}
.sign{font-size:3rem;line-height:1}h1{font-size:1.4rem;margin:1rem 0 .4rem}
a{display:inline-block;margin-top:1.4rem;padding:.8rem 1.6rem;border-radius:.6rem;background:#1f6feb;color:#fff;
font-weight:600;text-decoration:none}
@media(prefers-color-scheme:dark){body{background:#12161f;color:#e8ebf2}}
"""
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


def pay_routes(chat: Callable[[], str]) -> list[web.RouteDef]:
    """`/pay/done` and `/pay/cancelled`; `?lang=` says the language."""

    async def done(request: web.Request) -> web.Response:
        t = translator(request.query.get("lang"))
        return _page(t, "✅", t.plain("pay_page.done_title"), t.plain("pay_page.done"), chat())

    async def cancelled(request: web.Request) -> web.Response:
        t = translator(request.query.get("lang"))
        return _page(t, "↩️", t.plain("pay_page.cancelled_title"), t.plain("pay_page.cancelled"), chat())

    return [web.get("/pay/done", done), web.get("/pay/cancelled", cancelled)]


def _page(t: Translator, sign: str, title: str, words: str, chat: str) -> web.Response:
    title, words, back = html.escape(title), html.escape(words), html.escape(t.plain("pay_page.back"))
    text = (
        f'<!doctype html><html lang="{t.language}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title><style>{_STYLE}</style>'
        f'<main><div class="sign">{sign}</div><h1>{title}</h1><p>{words}</p>'
        f'<a href="{html.escape(chat, quote=True)}">{back}</a></main></html>'
    )
    return web.Response(text=text, content_type="text/html", headers=_HEADERS)
