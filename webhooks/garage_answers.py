"""The page where a garage answers a letter: yes, another time, no. Looking at it changes nothing, mail scanners do."""

import html
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, time
from urllib.parse import parse_qsl

from aiohttp import web

from core.domain.garages.appointments import FARTHEST, AppointmentStatus, GarageAnswer
from core.errors import Refusal
from core.i18n import LANGUAGES, Translator, language_name, translator
from core.ports import Clock
from core.services.garage_requests import Asked, GarageSays, Standing
from webhooks.pace import PagePace, visitor
from webhooks.sidecar import body_of

_STYLE = (
    "body{font:17px/1.5 system-ui,sans-serif;max-width:32rem;margin:0 auto;padding:1.5rem 1rem;color:#14202b;"
    "background:#f4f6f8}main{background:#fff;border-radius:14px;padding:1.3rem}h1{font-size:1.3rem;margin:0 0 .6rem}"
    "ul{list-style:none;padding:0;margin:.8rem 0}li{padding:.5rem .8rem;margin:.3rem 0;background:#f2f5f8;"
    "border-radius:8px;overflow-wrap:anywhere}form{margin:.9rem 0 0}fieldset{border:1px solid #cfd8e0;"
    "border-radius:10px;padding:.6rem .9rem}label{display:block;margin:.4rem 0}input,textarea{font:inherit;"
    "width:100%;box-sizing:border-box;padding:.45rem;border:1px solid #b7c3cd;border-radius:8px;background:#fff;"
    "color:#14202b}input[type=checkbox]{width:auto}button{font:inherit;font-weight:600;width:100%;"
    "padding:.8rem;margin-top:.5rem;border:0;border-radius:10px;background:#2b6cb0;color:#fff}"
    "button.no{background:#e4e9ee;color:#14202b}.said{font-weight:600}.wrong{color:#b42318;font-weight:600}"
    "small,nav{color:#66788a;font-size:.85rem}nav{text-align:center;margin-top:1rem}nav a{color:inherit}"
    "@media(prefers-color-scheme:dark){body{background:#101921;color:#f2f5f7}main{background:#18242f}"
    "li{background:#22313e}button.no{background:#33424f;color:#f2f5f7}.wrong{color:#ff9b8f}}"
)
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
}
# Of a form with seven fields.
_LARGEST, _FIELDS = 8_192, 12

Open = Callable[[str], Awaitable[Asked | None]]
Answer = Callable[[str, GarageSays], Awaitable[Asked | None]]


def answer_routes(opened: Open, answer: Answer, clock: Clock, pace: PagePace | None = None) -> list[web.RouteDef]:
    """`/appointment/TOKEN`: the request and its answers; a POST answers, once."""
    page, allowed = _Page(clock), pace or PagePace()

    async def look(request: web.Request) -> web.Response:
        if not allowed.allows(visitor(request.remote, request.headers.get("X-Forwarded-For", ""))):
            return page.alone(request, "garage_page.too_fast", 429)
        return page.of(request, await opened(request.match_info["token"]))

    async def take(request: web.Request) -> web.Response:
        if not allowed.allows(visitor(request.remote, request.headers.get("X-Forwarded-For", ""))):
            return page.alone(request, "garage_page.too_fast", 429)
        token = request.match_info["token"]
        before = await opened(token)
        if before is None or before.standing is not Standing.OPEN:
            return page.of(request, before, again=True)
        form = _form(await body_of(request))
        try:
            after = await answer(token, _said(form))
        except Refusal as refusal:
            return page.of(request, before, wrong=refusal)
        if after is not None and after.standing is Standing.ANSWERED and after.answer == form.get("answer"):
            # Asked for anew by a GET, so that a reload sends nothing twice.
            return web.Response(status=303, headers={**_HEADERS, "Location": request.path_qs})
        return page.of(request, after, again=True)

    return [web.get("/appointment/{token}", look), web.post("/appointment/{token}", take)]


def _form(body: bytes) -> dict[str, str]:
    if len(body) > _LARGEST:
        raise web.HTTPRequestEntityTooLarge(_LARGEST, len(body))
    try:
        return dict(parse_qsl(body.decode("utf-8", "replace"), max_num_fields=_FIELDS))
    except ValueError:
        return {}


def _said(form: dict[str, str]) -> GarageSays:
    if form.get("answer") not in set(GarageAnswer):
        raise Refusal("garage_page.choose")
    try:
        day = date.fromisoformat(form["day"].strip()) if form.get("day") else None
        at = time.fromisoformat(form["at"].strip()[:5]) if form.get("at") else None
    except ValueError:
        raise Refusal("garage_page.when_expected") from None
    return GarageSays(GarageAnswer(form["answer"]), day, at, form.get("note", ""), quiet=form.get("quiet") == "1")


@dataclass(frozen=True, slots=True)
class _Page:
    """Puts what is known into HTML; every word of a person is escaped."""

    clock: Clock

    def of(
        self, request: web.Request, asked: Asked | None, *, again: bool = False, wrong: Refusal | None = None
    ) -> web.Response:
        """The page of a request; one that nobody knows is a page too."""
        if asked is None:
            return self.alone(request, "garage_page.unknown", 404)
        t = translator(request.query.get("lang") or asked.language)
        items = "".join(f"<li>{html.escape(line)}</li>" for line in asked.lines)
        head = f"<h1>{_say(t, 'garage_page.title', who=asked.who, garage=asked.garage)}</h1><ul>{items}</ul>"
        match asked.standing:
            case Standing.OPEN:
                return _html(t, head + self._form(t, asked, wrong), 422 if wrong is not None else 200)
            case Standing.ANSWERED:
                twice = f"<p>{_say(t, 'garage_page.already')}</p>" if again else ""
                return _html(t, head + twice + _answered(t, asked), 409 if again else 200)
            case Standing.OVER:
                return _html(t, f"{head}<p>{_say(t, 'garage_page.over', who=asked.who)}</p>", 410)
            case Standing.WITHDRAWN:
                return _html(t, f"{head}<p>{_say(t, 'garage_page.withdrawn', who=asked.who)}</p>", 410)

    def alone(self, request: web.Request, key: str, status: int) -> web.Response:
        """A page with nothing but a sentence."""
        spoken = request.query.get("lang") or request.headers.get("Accept-Language", "fr")[:2]
        t = translator(spoken)
        return _html(t, f"<h1>{_say(t, key)}</h1>", status)

    def _form(self, t: Translator, asked: Asked, wrong: Refusal | None) -> str:
        today, start = self.clock.now().date(), asked.starts_at
        problem = f'<p class="wrong">{_say(t, wrong.key, **wrong.values)}</p>' if wrong is not None else ""
        note = f'<label>{_say(t, "garage_page.note")}<textarea name="note" rows="2" maxlength="300"></textarea></label>'
        quiet = f'<label><input type="checkbox" name="quiet" value="1"> {_say(t, "garage_page.quiet")}</label>'
        return (
            f"{problem}<p>{_say(t, 'garage_page.ask', who=asked.who)}</p>"
            f'<form method="post"><button name="answer" value="yes">{_say(t, "garage_page.yes")}</button></form>'
            f'<form method="post"><fieldset><legend>{_say(t, "garage_page.other")}</legend>'
            f'<label>{_say(t, "garage_page.day")}<input type="date" name="day" required value="{start:%Y-%m-%d}" '
            f'min="{today}" max="{today + FARTHEST}"></label>'
            f'<label>{_say(t, "garage_page.time")}<input type="time" name="at" required value="{start:%H:%M}"></label>'
            f'{note}<button name="answer" value="other">{_say(t, "garage_page.propose")}</button></fieldset></form>'
            f'<form method="post"><fieldset><legend>{_say(t, "garage_page.no")}</legend>{note}{quiet}'
            f'<button class="no" name="answer" value="no">{_say(t, "garage_page.decline")}</button></fieldset></form>'
            f"<p><small>{_say(t, 'garage_page.once')}</small></p>"
        )


def _answered(t: Translator, asked: Asked) -> str:
    when = t.plain("mail.garage_when", day=asked.proposed_at.date(), at=asked.proposed_at.time())
    said = _say(t, f"garage_page.said_{asked.answer}", when=when)
    then = "told"
    if asked.answer is not GarageAnswer.NO and asked.status is AppointmentStatus.CANCELLED:
        then = "called_off"
    elif asked.answer is GarageAnswer.OTHER and asked.status is not AppointmentStatus.PENDING:
        then = "agreed"
    return f'<p class="said">{said}</p><p>{_say(t, f"garage_page.{then}", who=asked.who)}</p>'


def _say(t: Translator, key: str, **values: object) -> str:
    return html.escape(t.plain(key, **values))


def _html(t: Translator, body: str, status: int) -> web.Response:
    others = " · ".join(
        f'<a href="?lang={code}">{html.escape(language_name(code))}</a>' for code in LANGUAGES if code != t.language
    )
    text = (
        f'<!doctype html><html lang="{t.language}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>AutoTrack</title><style>{_STYLE}</style><main>{body}</main><nav>{others}</nav></html>"
    )
    return web.Response(text=text, status=status, content_type="text/html", headers=_HEADERS)
