"""What becomes of subscriptions: begun, paid, failed, changed with proration, ended, as the clock goes."""

import calendar
from datetime import UTC, datetime
from typing import Any

from simulator.stripe.form import Raw, Refused
from simulator.stripe.store import Store

DAY = 86_400
# Days after a failed renewal on which it is tried again; after the last the subscription ends.
RETRIES = (3, 5, 7)
LIVE = ("active", "past_due", "trialing", "unpaid", "paused", "incomplete")


class Lifecycle:
    """Moves subscriptions, invoices and charges of a store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        # What a subscription becomes after the last try: `canceled` or `unpaid`.
        self.after_retries = "canceled"

    # Beginning

    def begin(self, customer: str, price: Raw, metadata: Raw, *, percent_off: int = 0, paid: bool = True) -> Raw:
        """Subscribe a customer: the first invoice is paid, or still on its way."""
        store, now = self.store, self.store.unix()
        status = "active" if paid else "incomplete"
        item = self._item(price, now)
        made = store.add(
            "sub", customer=customer, status=status, metadata=metadata, currency=price["currency"],
            cancel_at_period_end=False, cancel_at=None, canceled_at=None, ended_at=None, start_date=now,
            collection_method="charge_automatically", trial_end=None, pause_collection=None,
            items={"object": "list", "data": [item], "has_more": False}, latest_invoice=None,
            tries=0, try_at=None, percent_off=percent_off,
        )  # fmt: skip
        total = price["unit_amount"] * (100 - percent_off) // 100
        self.invoice(made, [(price["unit_amount"], "first")], "subscription_create", paid=paid, total=total)
        store.event("customer.subscription.created", made)
        return made

    def _item(self, price: Raw, start: int) -> Raw:
        end = _later(start, price["recurring"]["interval"])
        return {"id": self.store.id("si"), "object": "subscription_item", "price": price, "quantity": 1,
                "current_period_start": start, "current_period_end": end}  # fmt: skip

    # Paying

    def invoice(
        self, sub: Raw, lines: list[tuple[int, str]], reason: str, *, paid: bool, total: int | None = None
    ) -> Raw:
        """Write an invoice and pay it, or leave it open."""
        store = self.store
        whole = sum(amount for amount, _ in lines) if total is None else total
        customer = store.objects[sub["customer"]]
        # What the customer has to their credit comes first; a negative total is credited.
        credit = min(-customer["balance"], whole) if whole > 0 else whole
        customer["balance"] += credit
        due = whole - credit if whole > 0 else 0
        made = store.add(
            "in", customer=sub["customer"], status="open", total=whole, amount_due=due, amount_paid=0,
            currency=sub["currency"], billing_reason=reason, number=f"TEST-{len(store.objects):04d}",
            parent={"type": "subscription_details", "subscription_details": {"subscription": sub["id"]}},
            lines={"object": "list", "has_more": False, "data": [
                {"id": store.id("il"), "object": "line_item", "amount": amount, "currency": sub["currency"],
                 "description": words} for amount, words in lines]},
            hosted_invoice_url=None, invoice_pdf=None, attempt_count=0, charge=None,
        )  # fmt: skip
        sub["latest_invoice"] = made["id"]
        if paid:
            self.pay(made)
        return made

    def pay(self, invoice: Raw) -> None:
        """Take the money of an open invoice."""
        invoice.update(status="paid", amount_paid=invoice["amount_due"], attempt_count=invoice["attempt_count"] + 1)
        if invoice["amount_due"]:
            charge = self.store.add(
                "ch", customer=invoice["customer"], amount=invoice["amount_due"], currency=invoice["currency"],
                amount_refunded=0, refunded=False, status="succeeded", payment_intent=self.store.id("pi"),
                invoice=invoice["id"], disputed=False,
            )  # fmt: skip
            invoice["charge"] = charge["id"]
        self.store.event("invoice.paid", invoice)

    def refund(self, charge: Raw, amount: int | None) -> Raw:
        """Give a charge back, whole or in part."""
        left = charge["amount"] - charge["amount_refunded"]
        if left == 0:
            raise Refused(400, f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
        given = left if amount is None else amount
        if not 0 < given <= left:
            raise Refused(400, "Refund amount is greater than unrefunded amount on charge.", param="amount")
        charge["amount_refunded"] += given
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]
        self.store.event("charge.refunded", charge)
        return {"id": self.store.id("re"), "object": "refund", "amount": given, "charge": charge["id"],
                "currency": charge["currency"], "status": "succeeded",
                "payment_intent": charge["payment_intent"]}  # fmt: skip

    def dispute(self, charge: Raw) -> Raw:
        """Let the customer's bank contest a charge."""
        charge["disputed"] = True
        made = self.store.add("dp", charge=charge["id"], amount=charge["amount"], currency=charge["currency"],
                              status="needs_response", reason="fraudulent")  # fmt: skip
        self.store.event("charge.dispute.created", made)
        return made

    # Changing

    def prorated(self, sub: Raw, price: Raw, at: int) -> tuple[list[tuple[int, str]], bool]:
        """The lines of a change to another price at a moment, and whether a new period begins."""
        item = sub["items"]["data"][0]
        start, end, old = item["current_period_start"], item["current_period_end"], item["price"]
        left = max(0, end - at) / max(1, end - start)
        anew = old["recurring"]["interval"] != price["recurring"]["interval"]
        new = price["unit_amount"] if anew else round(price["unit_amount"] * left)
        return [(-round(old["unit_amount"] * left), "unused"), (new, "remaining")], anew

    def update(self, sub: Raw, given: Raw) -> None:
        """Change a subscription as a request asks."""
        if sub["status"] in ("canceled", "incomplete_expired"):
            raise Refused(400, "A canceled subscription can only update its cancellation_details and metadata.")
        if "cancel_at_period_end" in given:
            stops = given["cancel_at_period_end"] == "true"
            end = sub["items"]["data"][0]["current_period_end"]
            sub.update(cancel_at_period_end=stops, cancel_at=end if stops else None)
        if "metadata" in given:
            sub["metadata"] |= given["metadata"]
        for item in given.get("items", []):
            self._reprice(sub, item, int(given.get("proration_date", self.store.unix())))
        self.store.event("customer.subscription.updated", sub)

    def _reprice(self, sub: Raw, item: Raw, at: int) -> None:
        current = sub["items"]["data"][0]
        if item.get("id") != current["id"]:
            raise Refused(400, "A second item is not what this stand-in sells.", param="items")
        price = self.store.get(item["price"], "price")
        lines, anew = self.prorated(sub, price, at)
        current["price"] = price
        if anew:
            current["current_period_start"] = self.store.unix()
            current["current_period_end"] = _later(self.store.unix(), price["recurring"]["interval"])
        pays = self.store.cards.get(sub["customer"], "pays") == "pays"
        if not pays and sum(amount for amount, _ in lines) > 0:
            raise Refused(402, "Your card was declined.", code="card_declined", kind="card_error")
        self.invoice(sub, lines, "subscription_update", paid=True)

    def cancel(self, sub: Raw, *, prorate: bool = False) -> None:
        """End a subscription now; what is unused is credited if it is asked."""
        if sub["status"] in ("canceled", "incomplete_expired"):
            raise Refused(404, f"No such subscription: '{sub['id']}'", code="resource_missing", param="id")
        if prorate and sub["status"] == "active":
            item = sub["items"]["data"][0]
            start, end = item["current_period_start"], item["current_period_end"]
            left = max(0, end - self.store.unix()) / max(1, end - start)
            self.invoice(
                sub, [(-round(item["price"]["unit_amount"] * left), "unused")], "subscription_update", paid=True
            )
        now = self.store.unix()
        sub.update(status="canceled", canceled_at=now, ended_at=now, try_at=None)
        self.store.event("customer.subscription.deleted", sub)

    # As time goes

    def run(self) -> None:
        """Renew, fail, try again and end what the clock says."""
        for _ in range(500):
            due = [one for one in self.store.all("subscription") if self._due(one)]
            if not due:
                return
            for sub in due:
                self._advance(sub)
        raise RuntimeError("the clock was moved too far at once")

    def _due(self, sub: Raw) -> bool:
        now = self.store.unix()
        if sub["status"] == "past_due":
            return sub["try_at"] is not None and sub["try_at"] <= now
        return sub["status"] in ("active", "trialing") and sub["items"]["data"][0]["current_period_end"] <= now

    def _advance(self, sub: Raw) -> None:
        if sub["status"] == "past_due":
            self._retry(sub)
        elif sub["cancel_at_period_end"]:
            self.cancel(sub)
        else:
            self._renew(sub)

    def _renew(self, sub: Raw) -> None:
        item = sub["items"]["data"][0]
        price, start = item["price"], item["current_period_end"]
        item["current_period_start"] = start
        item["current_period_end"] = _later(start, price["recurring"]["interval"])
        card = self.store.cards.get(sub["customer"], "pays")
        pays = card == "pays"
        made = self.invoice(sub, [(price["unit_amount"], "renewal")], "subscription_cycle", paid=pays)
        sub["status"] = "active" if pays else "past_due"
        if not pays:
            made["attempt_count"] = 1
            sub.update(tries=0, try_at=start + RETRIES[0] * DAY)
            self._failed(made, card)
        self.store.event("customer.subscription.updated", sub)

    def _failed(self, invoice: Raw, card: str) -> None:
        action = "payment_action_required" if card == "asks" else "payment_failed"
        invoice["hosted_invoice_url"] = f"/stripe/invoice/{invoice['id']}"
        self.store.event(f"invoice.{action}", invoice)

    def _retry(self, sub: Raw) -> None:
        invoice, card = self.store.objects[sub["latest_invoice"]], self.store.cards.get(sub["customer"], "pays")
        if card == "pays":
            self.settle(sub, invoice)
            return
        sub["tries"] += 1
        if sub["tries"] < len(RETRIES):
            gap = RETRIES[sub["tries"]] - RETRIES[sub["tries"] - 1]
            sub["try_at"] += gap * DAY
            self._failed(invoice, card)
        elif self.after_retries == "canceled":
            self.cancel(sub)
            return
        else:
            sub.update(status="unpaid", try_at=None)
        self.store.event("customer.subscription.updated", sub)

    def settle(self, sub: Raw, invoice: Raw) -> None:
        """Pay the open invoice of a subscription."""
        self.pay(invoice)
        sub.update(status="active", tries=0, try_at=None)
        self.store.event("customer.subscription.updated", sub)

    def later(self, session: Raw, sub: Raw, *, paid: bool) -> None:
        """A payment that was on its way (a bank debit) came, or did not."""
        if paid:
            self.settle(sub, self.store.objects[sub["latest_invoice"]])
            session["payment_status"] = "paid"
            self.store.event("checkout.session.async_payment_succeeded", session)
        else:
            sub["status"] = "incomplete_expired"
            self.store.event("customer.subscription.updated", sub)
            self.store.event("checkout.session.async_payment_failed", session)


def _later(start: int, interval: Any) -> int:
    moment = datetime.fromtimestamp(start, UTC)
    months = moment.month + (12 if interval == "year" else 1)
    year, month = moment.year + (months - 1) // 12, (months - 1) % 12 + 1
    day = min(moment.day, calendar.monthrange(year, month)[1])
    return int(moment.replace(year=year, month=month, day=day).timestamp())
