"""Invoices and Stars: the bill, the check before paying, refunds and subscriptions."""

from simulator.call import Answer, Call
from simulator.wire import Raw, refuse, reject


def _invoice(call: Call) -> Raw:
    params = call.params
    stars = params["currency"] == "XTR"
    if stars and params.get("provider_token"):
        reject("PAYMENT_PROVIDER_INVALID")
    if not stars and not params.get("provider_token"):
        reject("PAYMENT_PROVIDER_INVALID")
    prices: list[Raw] = params["prices"]
    if not prices or (stars and len(prices) != 1):
        reject("STARS_INVOICE_INVALID" if stars else "can't parse prices JSON object")
    if "subscription_period" in params and (params["subscription_period"] != 2_592_000 or not stars):
        reject("SUBSCRIPTION_PERIOD_INVALID")
    total = sum(price["amount"] for price in prices)
    if not stars and total <= 0:
        reject("CURRENCY_TOTAL_AMOUNT_INVALID")
    kept = ("title", "description", "payload", "currency", "subscription_period")
    return {key: params[key] for key in kept if key in params} | {"total_amount": total}


def send_invoice(call: Call) -> Raw:
    """Send a bill with a button to pay it."""
    chat = call.chat()
    invoice = _invoice(call)
    shown = {key: invoice[key] for key in ("title", "description", "currency", "total_amount")}
    shown["start_parameter"] = call.params.get("start_parameter", "")
    data = call.post(chat, {"invoice": shown})
    call.world.invoices[f"{chat.id}:{data['message_id']}"] = invoice
    return data


def create_invoice_link(call: Call) -> str:
    """Return a link that opens a bill."""
    slug = f"sim{call.world.serial()}"
    call.world.invoices[slug] = _invoice(call)
    return f"https://t.me/${slug}"


def answer_pre_checkout_query(call: Call) -> bool:
    """Let a payment pass or stop it; a payment that passes is told to the bot as a message."""
    payment = call.world.payments.get(call.params["pre_checkout_query_id"])
    if payment is None or payment["state"] != "asked" or call.world.clock.unix() - payment["at"] > 10:
        refuse("query is too old and response timeout expired or query ID is invalid")
    user = call.world.users[payment["user_id"]]
    chat = call.world.chats[user.id]
    if not call.params["ok"]:
        payment["state"] = "refused"
        toast = {"text": call.params.get("error_message", ""), "alert": True, "url": "", "message_id": 0}
        chat.toasts.append({**toast, "query_id": "", "user_id": user.id})
        call.world.emit({"type": "toast", "chat_id": chat.id, **toast})
        return True
    payment["state"] = "paid"
    stored = call.world.post(chat, {"successful_payment": payment["receipt"]}, user)
    call.world.updates.add("message", stored.data, ("chat", chat.id))
    return True


def _paid(call: Call) -> Raw:
    charge = call.params["telegram_payment_charge_id"]
    for payment in call.world.payments.values():
        if payment["receipt"]["telegram_payment_charge_id"] == charge and payment["state"] != "asked":
            return payment
    return refuse("CHARGE_NOT_FOUND")


def refund_star_payment(call: Call) -> bool:
    """Give Stars back, once."""
    payment = _paid(call)
    if payment["state"] != "paid":
        refuse("CHARGE_ALREADY_REFUNDED")
    payment["state"] = "refunded"
    return True


def edit_user_star_subscription(call: Call) -> bool:
    """Stop or allow the renewal of a subscription."""
    _paid(call)["canceled"] = call.params["is_canceled"]
    return True


METHODS: dict[str, Answer] = {
    "sendInvoice": send_invoice,
    "createInvoiceLink": create_invoice_link,
    "answerPreCheckoutQuery": answer_pre_checkout_query,
    "refundStarPayment": refund_star_payment,
    "editUserStarSubscription": edit_user_star_subscription,
}
