"""What a person sees whose page failed through our fault: that nothing was taken, and what to do."""

import html

from aiohttp import web

from core.i18n import translator

_STYLE = (
    "body{margin:0;font:17px/1.5 system-ui,sans-serif;background:#f4f5f8;color:#1d2433;text-align:center}"
    "main{max-width:26rem;margin:0 auto;padding:4rem 1.25rem}h1{font-size:1.3rem}"
    "@media(prefers-color-scheme:dark){body{background:#12161f;color:#e8ebf2}}"
)
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


def sorry(request: web.Request) -> web.Response:
    """Words for a browser; a machine is told the status alone."""
    if "text/html" not in request.headers.get("Accept", ""):
        return web.Response(status=500)
    t = translator(request.query.get("lang") or request.headers.get("Accept-Language", "fr")[:2])
    text = (
        f'<!doctype html><html lang="{t.language}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>AutoTrack</title><style>{_STYLE}</style>'
        f"<main><h1>{html.escape(t.plain('page.failed'))}</h1></main></html>"
    )
    return web.Response(text=text, status=500, content_type="text/html", headers=_HEADERS)
