"""The pages that a person sees: paying, the portal, an invoice. Each says that no money moves."""

import html
from collections.abc import Mapping
from urllib.parse import parse_qsl

from aiohttp import web

from simulator.stripe.form import Raw, Refused
from simulator.stripe.lifecycle import Lifecycle
from simulator.stripe.store import Store

# What halves the price.
PROMOTION = "MOITIE"

_WORDS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "test": "Paiement de test : aucune carte n’est débitée.", "pay": "Payer", "month": "par mois",
        "year": "par an", "pays": "Carte qui paie", "declined": "Carte refusée", "asks": "Carte avec 3-D Secure",
        "debit": "Prélèvement bancaire (confirmé plus tard)", "promotion": "Code promotionnel", "back": "Revenir",
        "refused": "Votre carte a été refusée. Essayez-en une autre.", "confirm": "Confirmer auprès de la banque",
        "secure": "Votre banque demande une confirmation.", "fail": "Refuser", "over": "Ce lien n’est plus valable.",
        "code": "Ce code n’existe pas.", "portal": "Gérer l’abonnement", "stop": "Résilier à l’échéance",
        "go_on": "Reprendre l’abonnement", "card": "Moyen de paiement", "save": "Enregistrer", "invoice": "Facture",
        "settle": "Régler", "paid": "Payée", "open": "À régler",
    },
    "en": {
        "test": "Test payment: no card is charged.", "pay": "Pay", "month": "a month", "year": "a year",
        "pays": "Card that pays", "declined": "Card that is declined", "asks": "Card with 3-D Secure",
        "debit": "Bank debit (confirmed later)", "promotion": "Promotion code", "back": "Back",
        "refused": "Your card was declined. Try another one.", "confirm": "Confirm with the bank",
        "secure": "Your bank asks for a confirmation.", "fail": "Refuse", "over": "This link is no longer valid.",
        "code": "There is no such code.", "portal": "Manage the subscription",
        "stop": "Cancel at the end of the period", "go_on": "Keep the subscription",
        "card": "Payment method", "save": "Save", "invoice": "Invoice", "settle": "Pay",
        "paid": "Paid", "open": "To be paid",
    },
    "es": {
        "test": "Pago de prueba: no se cobra ninguna tarjeta.", "pay": "Pagar", "month": "al mes", "year": "al año",
        "pays": "Tarjeta que paga", "declined": "Tarjeta rechazada", "asks": "Tarjeta con 3-D Secure",
        "debit": "Adeudo bancario (confirmado más tarde)", "promotion": "Código promocional", "back": "Volver",
        "refused": "Su tarjeta ha sido rechazada. Pruebe con otra.", "confirm": "Confirmar con el banco",
        "secure": "Su banco pide una confirmación.", "fail": "Rechazar", "over": "Este enlace ya no es válido.",
        "code": "Ese código no existe.", "portal": "Gestionar la suscripción",
        "stop": "Cancelar al final del periodo", "go_on": "Mantener la suscripción",
        "card": "Medio de pago", "save": "Guardar", "invoice": "Factura", "settle": "Pagar",
        "paid": "Pagada", "open": "Por pagar",
    },
}  # fmt: skip

_STYLE = """
body{margin:0;font:16px/1.5 system-ui,sans-serif;background:#f4f5f8;color:#1d2433}
main{max-width:26rem;margin:0 auto;padding:2rem 1.25rem}
.test{background:#fff3cd;border:1px solid #e5c65c;padding:.6rem .9rem;border-radius:.5rem}
h1{font-size:1.25rem;margin:1.4rem 0 0}.price{font-size:1.9rem;font-weight:600;margin:.1rem 0 1rem}
label{display:block;background:#fff;border:1px solid #ccd2dd;border-radius:.5rem;padding:.7rem .9rem;margin:.5rem 0}
input[type=text]{width:100%;box-sizing:border-box;font:inherit;border:0;padding:.2rem 0}
button{width:100%;font:inherit;font-weight:600;padding:.8rem;border:0;border-radius:.5rem;background:#4f46e5;
color:#fff;margin-top:.6rem;cursor:pointer}button.quiet{background:#e4e7ee;color:#1d2433}
.error{color:#a11325;font-weight:600}a{color:#4338ca}
"""


class StripePages:
    """Pages over a store."""

    def __init__(self, store: Store, lifecycle: Lifecycle) -> None:
        self.store, self.lifecycle = store, lifecycle

    def routes(self) -> list[web.RouteDef]:
        """The routes of the pages."""
        return [
            web.get("/stripe/pay/{id}", self.checkout),
            web.post("/stripe/pay/{id}", self.pay),
            web.get("/stripe/portal/{id}", self.portal),
            web.post("/stripe/portal/{id}", self.manage),
            web.get("/stripe/invoice/{id}", self.invoice),
            web.post("/stripe/invoice/{id}", self.settle),
        ]

    # Paying

    async def checkout(self, request: web.Request) -> web.Response:
        """Show what is bought, and the ways to pay."""
        session = self._session(request)
        if session is None:
            return _over(request)
        return self._form(session)

    def _form(self, session: Raw, error: str = "") -> web.Response:
        words, price = _words(session["locale"]), self.store.objects[session["price"]]
        ways = _choices(words, ("pays", "declined", "asks", "debit"), "pays")
        code = (
            f'<label>{words["promotion"]}<input type="text" name="promotion" placeholder="{PROMOTION}"></label>'
            if session["allow_promotion_codes"]
            else ""
        )
        back = html.escape(session["cancel_url"] or "#")
        problem = f'<p class="error">{html.escape(error)}</p>' if error else ""
        return _page(
            words,
            f'<h1>AutoTrack</h1><p class="price">{_money(words, session["amount_total"], session["currency"])} '
            f"<small>{words[price['recurring']['interval']]}</small></p>{problem}"
            f'<form method="post">{ways}{code}<button>{words["pay"]}</button></form>'
            f'<p><a href="{back}">‹ {words["back"]}</a></p>',
        )

    async def pay(self, request: web.Request) -> web.Response:
        """Take the payment, refuse it, or ask the bank."""
        session, given = self._session(request), dict(parse_qsl((await request.read()).decode()))
        if session is None:
            return _over(request)
        words, way, code = _words(session["locale"]), given.get("card", "pays"), given.get("promotion", "")
        if code and code.upper() != PROMOTION:
            return self._form(session, words["code"])
        if way == "declined" or given.get("bank") == "fail":
            return self._form(session, words["refused"])
        if way == "asks" and given.get("bank") != "confirm":
            kept = '<input type="hidden" name="card" value="asks">'
            kept += f'<input type="hidden" name="promotion" value="{html.escape(code)}">'
            return _page(
                words,
                f'<h1>{words["secure"]}</h1><form method="post">{kept}<button name="bank" value="confirm">'
                f"{words['confirm']}</button>"
                f'<button class="quiet" name="bank" value="fail">{words["fail"]}</button></form>',
            )
        self.complete(session, percent_off=50 if code else 0, debit=way == "debit")
        return web.Response(status=303, headers={"Location": session["success_url"]})

    def complete(self, session: Raw, *, percent_off: int = 0, debit: bool = False) -> Raw:
        """A payment went through: the subscription begins."""
        price = self.store.objects[session["price"]]
        sub = self.lifecycle.begin(session["customer"], price, dict(session["subscription_metadata"]),
                                   percent_off=percent_off, paid=not debit)  # fmt: skip
        total = price["unit_amount"] * (100 - percent_off) // 100
        session.update(status="complete", payment_status="unpaid" if debit else "paid", subscription=sub["id"],
                       amount_total=total, url=None)  # fmt: skip
        self.store.event("checkout.session.completed", session)
        self.store.save()
        return sub

    def _session(self, request: web.Request) -> Raw | None:
        session = self.store.objects.get(request.match_info["id"])
        if session is None or session["object"] != "checkout.session" or session["status"] != "open":
            return None
        if session["expires_at"] <= self.store.unix():
            session.update(status="expired", url=None)
            self.store.event("checkout.session.expired", session)
            return None
        return session

    # The portal and invoices

    async def portal(self, request: web.Request) -> web.Response:
        """Show the customer's subscription and card."""
        customer = self.store.objects.get(request.match_info["id"])
        if customer is None:
            raise web.HTTPNotFound
        words = _words_of(request)
        self.lifecycle.run()
        subs = [one for one in self.store.all("subscription", customer=customer["id"]) if one["status"] != "canceled"]
        rows = "".join(
            f'<form method="post"><input type="hidden" name="sub" value="{sub["id"]}">'
            f'<button class="quiet" name="do" value="{"go_on" if sub["cancel_at_period_end"] else "stop"}">'
            f"{words['go_on' if sub['cancel_at_period_end'] else 'stop']}</button></form>"
            for sub in subs
        )
        card = self.store.cards.get(customer["id"], "pays")
        ways = _choices(words, ("pays", "declined", "asks"), card)
        back = html.escape(request.query.get("back", ""))
        body = (
            f'<h1>{words["portal"]}</h1>{rows}<form method="post"><h1>{words["card"]}</h1>{ways}'
            f'<button name="do" value="card">{words["save"]}</button></form>'
            f'<p><a href="{back}">‹ {words["back"]}</a></p>'
        )
        return _page(words, body)

    async def manage(self, request: web.Request) -> web.Response:
        """Do what was asked on the portal."""
        given = dict(parse_qsl((await request.read()).decode()))
        if given.get("do") == "card":
            self.store.cards[request.match_info["id"]] = given.get("card", "pays")
        else:
            sub = self.store.get(given.get("sub", ""), "subscription")
            self.lifecycle.update(sub, {"cancel_at_period_end": "true" if given.get("do") == "stop" else "false"})
        self.store.save()
        return web.Response(status=303, headers={"Location": str(request.rel_url)})

    async def invoice(self, request: web.Request) -> web.Response:
        """Show an invoice."""
        found = self._invoice(request)
        words = _words_of(request)
        lines = "".join(
            f"<p>{html.escape(line['description'])}: {_money(words, line['amount'], found['currency'])}</p>"
            for line in found["lines"]["data"]
        )
        due = "" if found["status"] == "paid" else f'<form method="post"><button>{words["settle"]}</button></form>'
        total = _money(words, found["total"], found["currency"])
        return _page(
            words,
            f"<h1>{words['invoice']} {found['number']}</h1>{lines}<p class='price'>{total}</p>"
            f"<p>{words['paid' if found['status'] == 'paid' else 'open']}</p>{due}",
        )

    async def settle(self, request: web.Request) -> web.Response:
        """Pay an invoice that is open; the card pays again from now on."""
        found = self._invoice(request)
        if found["status"] == "open":
            sub = self.store.objects[found["parent"]["subscription_details"]["subscription"]]
            self.store.cards[found["customer"]] = "pays"
            self.lifecycle.settle(sub, found)
            self.store.save()
        return web.Response(status=303, headers={"Location": str(request.rel_url)})

    def _invoice(self, request: web.Request) -> Raw:
        try:
            return self.store.get(request.match_info["id"], "invoice")
        except Refused:
            raise web.HTTPNotFound from None


def _choices(words: Mapping[str, str], ways: tuple[str, ...], chosen: str) -> str:
    marks = {way: " checked" if way == chosen else "" for way in ways}
    radio = '<label><input type="radio" name="card" value="{}"{}> {}</label>'
    return "".join(radio.format(way, marks[way], words[way]) for way in ways)


def _words(locale: str) -> Mapping[str, str]:
    return _WORDS.get(locale[:2], _WORDS["en" if locale[:2] not in ("fr", "au") else "fr"])


def _words_of(request: web.Request) -> Mapping[str, str]:
    """In the browser's language, where no session says which."""
    return _words(request.headers.get("Accept-Language", "fr"))


def _over(request: web.Request) -> web.Response:
    words = _words_of(request)
    return _page(words, f"<p>{words['over']}</p>", 410)


def _money(words: Mapping[str, str], cents: int, currency: str) -> str:
    sign, unit = "-" if cents < 0 else "", "€" if currency == "eur" else currency.upper()
    whole, rest = divmod(abs(cents), 100)
    return f"{sign}{unit}{whole}.{rest:02d}" if words is _WORDS["en"] else f"{sign}{whole},{rest:02d} {unit}"


def _page(words: Mapping[str, str], body: str, status: int = 200) -> web.Response:
    text = (
        f'<!doctype html><html><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<title>AutoTrack</title><style>{_STYLE}</style><main><p class="test">{words["test"]}</p>{body}</main></html>'
    )
    return web.Response(text=text, content_type="text/html", status=status)
