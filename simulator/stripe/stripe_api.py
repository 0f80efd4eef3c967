"""Stripe's API under /stripe/v1: what the product calls, with Stripe's own checks and words."""

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from simulator.stripe.form import Raw, Refused, check, nested
from simulator.stripe.lifecycle import LIVE, Lifecycle
from simulator.stripe.store import Store

Answer = Callable[[Raw, str], Raw]
HOUR = 3600


class StripeApi:
    """Answers requests over a store; `down` lets every request fail with that status."""

    def __init__(self, store: Store, lifecycle: Lifecycle) -> None:
        self.store, self.lifecycle = store, lifecycle
        self.down = 0
        self.requests: list[tuple[str, Raw]] = []

    def routes(self) -> list[web.RouteDef]:
        """The routes of the API."""
        return [
            web.route(call.split()[0], f"/stripe{call.split()[1]}", self._handler(call)) for call in self._answers()
        ]

    def _answers(self) -> dict[str, Answer]:
        return {
            "POST /v1/customers": self._customer,
            "GET /v1/customers/{id}": lambda _, name: self.store.get(name, "customer"),
            "POST /v1/products": self._product,
            "POST /v1/prices": self._price,
            "GET /v1/prices": self._prices,
            "GET /v1/prices/{id}": lambda _, name: self.store.get(name, "price"),
            "POST /v1/checkout/sessions": self._checkout,
            "GET /v1/checkout/sessions/{id}": lambda _, name: self.store.get(name, "checkout.session"),
            "POST /v1/checkout/sessions/{id}/expire": self._expire,
            "POST /v1/billing_portal/sessions": self._portal,
            "GET /v1/subscriptions": self._subscriptions,
            "GET /v1/subscriptions/{id}": lambda _, name: self.store.get(name, "subscription"),
            "POST /v1/subscriptions/{id}": self._update,
            "DELETE /v1/subscriptions/{id}": self._cancel,
            "GET /v1/invoices": self._invoices,
            "POST /v1/invoices/create_preview": self._preview,
            "GET /v1/invoices/{id}": lambda _, name: self.store.get(name, "invoice"),
            "GET /v1/invoice_payments": self._invoice_payments,
            "POST /v1/refunds": self._refund,
            "GET /v1/charges/{id}": lambda _, name: self.store.get(name, "charge"),
            "GET /v1/disputes/{id}": lambda _, name: self.store.get(name, "dispute"),
            "GET /v1/events": self._events,
            "GET /v1/events/{id}": lambda _, name: self.store.get(name, "event"),
            "GET /v1/balance": lambda _, __: {"object": "balance", "available": [], "pending": [], "livemode": False},
        }

    def _handler(self, call: str) -> Callable[[web.Request], Any]:
        answer = self._answers()[call]

        async def handle(request: web.Request) -> web.Response:
            try:
                return await self._serve(request, call, answer)
            except Refused as refusal:
                return web.json_response(refusal.body, status=refusal.status)

        return handle

    async def _serve(self, request: web.Request, call: str, answer: Answer) -> web.Response:
        if self.down:
            raise Refused(self.down, "An error occurred on our side.", kind="api_error")
        if not request.headers.get("Authorization", "").startswith("Bearer sk_test_"):
            raise Refused(401, "Invalid API Key provided.")
        text = (await request.read()).decode() if request.method == "POST" else request.query_string
        given = nested(parse_qsl(text, keep_blank_values=True))
        check(call, given)
        self.requests.append((call, given))
        key = request.headers.get("Idempotency-Key") if request.method != "GET" else None
        print_of = hashlib.sha256(f"{request.path}?{json.dumps(given, sort_keys=True)}".encode()).hexdigest()
        if key is not None and key in self.store.answers:
            return self._again(key, print_of)
        self.lifecycle.run()
        status, body = 200, {}
        try:
            body = answer(given, request.match_info.get("id", ""))
        except Refused as refusal:
            status, body = refusal.status, refusal.body
        if key is not None:
            self.store.answers[key] = {"print": print_of, "status": status, "body": json.loads(json.dumps(body))}
        if request.method != "GET":
            self.store.save()
        return web.json_response(body, status=status)

    def _again(self, key: str, print_of: str) -> web.Response:
        kept = self.store.answers[key]
        if kept["print"] != print_of:
            words = "Keys for idempotent requests can only be used with the same parameters they were first used with."
            raise Refused(400, words, kind="idempotency_error")
        return web.json_response(kept["body"], status=kept["status"], headers={"Idempotent-Replayed": "true"})

    # What there is to buy, and who buys

    def _customer(self, given: Raw, _: str) -> Raw:
        return self.store.add("cus", balance=0, email=given.get("email"), name=given.get("name"),
                              metadata=given.get("metadata", {}))  # fmt: skip

    def _product(self, given: Raw, _: str) -> Raw:
        return self.store.add("prod", name=given["name"], active=True, metadata=given.get("metadata", {}))

    def _price(self, given: Raw, _: str) -> Raw:
        key = given.get("lookup_key")
        if key is not None and any(self.store.all("price", lookup_key=key)):
            raise Refused(400, f"A price (`{key}`) already uses that lookup key.", param="lookup_key")
        if "product" not in given and "product_data" not in given:
            raise Refused(400, "Missing required param: product.", code="parameter_missing", param="product")
        recurring = {"interval": given["recurring"]["interval"], "interval_count": 1}
        return self.store.add("price", currency=given["currency"], unit_amount=int(given["unit_amount"]), active=True,
                              recurring=recurring, type="recurring", lookup_key=key,
                              metadata=given.get("metadata", {}))  # fmt: skip

    def _prices(self, given: Raw, _: str) -> Raw:
        keys = given.get("lookup_keys")
        return _page((one for one in self.store.all("price") if not keys or one["lookup_key"] in keys), given)

    # Checkout and portal

    def _checkout(self, given: Raw, _: str) -> Raw:
        if given.get("mode") != "subscription":
            raise Refused(400, "This stand-in sells subscriptions.", param="mode")
        customer = self.store.get(given["customer"], "customer")
        price = self.store.get(given["line_items"][0]["price"], "price")
        for name in ("success_url", "line_items"):
            if name not in given:
                raise Refused(400, f"Missing required param: {name}.", code="parameter_missing", param=name)
        expires = int(given.get("expires_at", self.store.unix() + 24 * HOUR))
        if not self.store.unix() + 1800 <= expires + 60 <= self.store.unix() + 24 * HOUR + 120:
            raise Refused(
                400, "The `expires_at` timestamp must be between 30 minutes and 24 hours.", param="expires_at"
            )
        made = self.store.add(
            "cs_test", mode="subscription", status="open", payment_status="unpaid", customer=customer["id"],
            client_reference_id=given.get("client_reference_id"), metadata=given.get("metadata", {}),
            currency=price["currency"], amount_subtotal=price["unit_amount"], amount_total=price["unit_amount"],
            subscription=None, expires_at=expires, success_url=given["success_url"],
            cancel_url=given.get("cancel_url"), locale=given.get("locale", "auto"),
            allow_promotion_codes=given.get("allow_promotion_codes") == "true", price=price["id"],
            subscription_metadata=given.get("subscription_data", {}).get("metadata", {}),
        )  # fmt: skip
        made["url"] = f"{self.base}/stripe/pay/{made['id']}"
        return made

    base = ""

    def _expire(self, _: Raw, name: str) -> Raw:
        session = self.store.get(name, "checkout.session")
        if session["status"] != "open":
            raise Refused(400, 'Only Checkout Sessions with a status in ["open"] can be expired.')
        session.update(status="expired", url=None)
        self.store.event("checkout.session.expired", session)
        return session

    def _portal(self, given: Raw, _: str) -> Raw:
        customer = self.store.get(given["customer"], "customer")
        name = self.store.id("bps")
        url = f"{self.base}/stripe/portal/{customer['id']}?back={given.get('return_url', '')}"
        return {"id": name, "object": "billing_portal.session", "customer": customer["id"], "url": url,
                "created": self.store.unix(), "livemode": False, "return_url": given.get("return_url")}  # fmt: skip

    # Subscriptions and money

    def _subscriptions(self, given: Raw, _: str) -> Raw:
        wanted = given.get("status", "")
        found = self.store.all("subscription", customer=given.get("customer"))
        kept = (one for one in found if wanted == "all" or one["status"] in ([wanted] if wanted else LIVE))
        return _page(kept, given)

    def _update(self, given: Raw, name: str) -> Raw:
        sub = self.store.get(name, "subscription")
        self.lifecycle.update(sub, given)
        return sub

    def _cancel(self, given: Raw, name: str) -> Raw:
        sub = self.store.get(name, "subscription")
        self.lifecycle.cancel(sub, prorate=given.get("prorate") == "true")
        return sub

    def _invoices(self, given: Raw, _: str) -> Raw:
        found = self.store.all("invoice", customer=given.get("customer"), status=given.get("status"))
        wanted = given.get("subscription")
        kept = (one for one in found if wanted in (None, one["parent"]["subscription_details"]["subscription"]))
        return _page((self._shown(one) for one in kept), given)

    def _shown(self, invoice: Raw) -> Raw:
        page = f"{self.base}/stripe/invoice/{invoice['id']}"
        return invoice | {"hosted_invoice_url": page, "invoice_pdf": f"{page}?pdf=1"}

    def _preview(self, given: Raw, _: str) -> Raw:
        sub, details = self.store.get(given["subscription"], "subscription"), given["subscription_details"]
        price = self.store.get(details["items"][0]["price"], "price")
        at = int(details.get("proration_date", self.store.unix()))
        lines, _anew = self.lifecycle.prorated(sub, price, at)
        total = sum(amount for amount, _ in lines)
        credit = -self.store.objects[sub["customer"]]["balance"]
        return {"id": "upcoming_in_preview", "object": "invoice", "currency": sub["currency"], "total": total,
                "amount_due": max(0, total - credit), "customer": sub["customer"], "subtotal": total,
                "livemode": False, "status": "draft", "starting_balance": -credit,
                "lines": {"object": "list",
                          "data": [{"object": "line_item", "amount": one} for one, _ in lines]}}  # fmt: skip

    def _invoice_payments(self, given: Raw, _: str) -> Raw:
        if "invoice" in given:
            self.store.get(given["invoice"], "invoice")
        intent = given.get("payment", {}).get("payment_intent")
        charges = {one["id"]: one for one in self.store.all("charge")}
        payments = [
            {"id": f"inpay_{charge['id']}", "object": "invoice_payment", "invoice": invoice["id"], "status": "paid",
             "amount_paid": charge["amount"], "currency": charge["currency"], "livemode": False,
             "payment": {"type": "payment_intent", "payment_intent": charge["payment_intent"]}}
            for invoice in self.store.all("invoice") for charge in (charges.get(invoice["charge"] or ""),)
            if charge is not None
            and given.get("invoice", invoice["id"]) == invoice["id"]
            and (intent or charge["payment_intent"]) == charge["payment_intent"]
        ]  # fmt: skip
        return _page(payments, given)

    def _refund(self, given: Raw, _: str) -> Raw:
        intent, name = given.get("payment_intent"), given.get("charge")
        found = [one for one in self.store.all("charge") if one["payment_intent"] == intent or one["id"] == name]
        if not found:
            raise Refused(404, f"No such payment_intent: '{intent}'", code="resource_missing", param="payment_intent")
        return self.lifecycle.refund(found[0], int(given["amount"]) if "amount" in given else None)

    def _events(self, given: Raw, _: str) -> Raw:
        wanted, types = given.get("delivery_success"), given.get("types")
        after = int(given.get("created", {}).get("gte", 0)) if isinstance(given.get("created"), dict) else 0
        found = (one for one in reversed(self.store.events) if one["created"] >= after)
        told = (one for one in found if wanted is None or one["delivered"] == (wanted == "true"))
        return _page((one for one in told if not types or one["type"] in types), given)


def _page(found: Iterable[Raw], given: Raw) -> Raw:
    every, after = list(found), given.get("starting_after")
    start = next((place + 1 for place, one in enumerate(every) if one["id"] == after), 0) if after else 0
    size = min(int(given.get("limit", 10)), 100)
    return {"object": "list", "url": "", "data": every[start : start + size], "has_more": len(every) > start + size}
