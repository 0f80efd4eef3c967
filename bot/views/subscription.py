"""The subscription, what the payment service answered, and what is told about payments."""

import json
from datetime import date, datetime

from bot.billing_callbacks import OnRequest, OnSubscription, PayPlan, ShowPlans
from bot.callbacks import Open
from bot.context import BotContext
from bot.screens import Button, Rows, Screen
from bot.views.offers import gives, plan_name
from core.domain.money import Money
from core.domain.plans import Interval, Level
from core.domain.subscription_states import Status
from core.i18n import Translator
from core.models import BillingNotice, BillingRequest, Subscription
from core.services.days import day_of
from core.services.entitlements import Access, Use
from core.services.offers import Catalogue, OfferedPrice
from core.services.subscriptions import Holding


def order(
    context: BotContext, catalogue: Catalogue, price: OfferedPrice, ways: tuple[str, ...], *, test: bool
) -> Screen:
    """What will be paid, when, and how to stop: before any button that leads to paying."""
    t = context.t
    lines = [
        t("order.title", plan=plan_name(t, price.level)),
        "\n".join(gives(t, catalogue.limits[price.level])),
        t(f"order.each_{price.interval.value}", price=price.money),
        t("order.terms"),
    ]
    if test:
        lines.append(t("order.test"))
    rows = []
    if "card" in ways:
        rows.append([Button(t.plain("order.by_card"), PayPlan("card", price.id), style="primary")])
    stars = catalogue.price(price.level, Interval.MONTH, stars=True)
    if "stars" in ways and stars is not None:
        rows.append([Button(t.plain("order.by_stars", n=stars.stars), PayPlan("stars", stars.id))])
    if not rows:
        lines.append(t("order.closed"))
    rows.append([Button(t.plain("flow.back"), ShowPlans(price.interval.value))])
    return Screen("\n\n".join(lines), rows)


def working(context: BotContext) -> Screen:
    """The payment service is being asked."""
    return Screen(context.t("request.working"))


def page(context: BotContext, access: Access, holding: Holding, usage: list[Use], *, sold: bool, test: bool) -> Screen:
    """The plan that is open, its subscription, what is used of it, and what can be done."""
    t, held = context.t, holding.held
    lines: list[str] = [t("subscription.title", plan=plan_name(t, access.level))]
    if held is not None:
        lines += _standing(context, held)
    lines += [t(f"used.{use.feature.value}", used=use.used, n=use.limit) for use in usage if use.limit]
    if test and held is not None and not held.live:
        lines.append(t("order.test"))
    return Screen("\n".join(lines), [*_page_rows(t, held, sold=sold), _menu(t)])


def _standing(context: BotContext, held: Subscription) -> list[str]:
    t, account = context.t, context.account
    name, price = plan_name(t, held.level), Money(held.amount_cents, held.currency)
    key = "cancels" if held.status is Status.ACTIVE and held.cancels else held.status.value
    instant = held.grace_until if held.status is Status.PAST_DUE else held.period_end
    day = day_of(account, instant) if instant is not None else None
    return [t(f"standing.{key}", plan=name, price=price, each=t(f"each.{held.interval.value}"), day=day)]


def _page_rows(t: Translator, held: Subscription | None, *, sold: bool) -> list[list[Button]]:
    if held is None:
        rows = [[Button(t.plain("offers.compare"), ShowPlans("month"), style="primary")]]
        return [*rows, [Button(t.plain("subscription.invoices"), OnSubscription("invoices"))]] if sold else rows
    rows = []
    if held.status in {Status.PAST_DUE, Status.UNPAID}:
        rows.append([Button(t.plain("subscription.mend"), OnSubscription("portal"), style="primary")])
    if held.status in {Status.ACTIVE, Status.TRIALING} and not held.cancels:
        rows.append([Button(t.plain("subscription.change"), ShowPlans(held.interval.value))])
        rows.append([Button(t.plain("subscription.stop"), OnSubscription("stop"))])
    elif held.cancels and held.status is Status.ACTIVE:
        rows.append([Button(t.plain("subscription.go_on"), OnSubscription("go_on"), style="primary")])
    if held.provider == "stripe":
        rows.append([
            Button(t.plain("subscription.invoices"), OnSubscription("invoices")),
            Button(t.plain("subscription.portal"), OnSubscription("portal")),
        ])  # fmt: skip
    return rows


def ask_stop(context: BotContext, held: Subscription) -> Screen:
    """Ask once whether to stop, with what stays."""
    t = context.t
    day = day_of(context.account, held.period_end) if held.period_end is not None else None
    rows = [
        [Button(t.plain("subscription.stop_yes"), OnSubscription("stop_yes"), style="danger")],
        [Button(t.plain("subscription.stop_no"), OnSubscription("open"))],
    ]
    return Screen(t("subscription.ask_stop", plan=plan_name(t, held.level), day=day), rows)


def answer(context: BotContext, request: BillingRequest, *, test: bool) -> Screen | None:
    """What the service answered; None where other news says it."""
    t = context.t
    match request.state:
        case "failed":
            rows = [[Button(t.plain("request.again"), OnRequest("again", request.id), style="primary")]]
            return Screen(t("request.failed"), [*rows, _menu(t)])
        case "declined":
            rows = [[Button(t.plain("subscription.mend"), OnSubscription("portal"), style="primary")]]
            return Screen(t("request.declined"), [*rows, _menu(t)])
        case "ready":
            return _ready(context, request, test=test)
        case _:
            return Screen(t("request.done"), [[_to_subscription(t)]])


def _ready(context: BotContext, request: BillingRequest, *, test: bool) -> Screen:
    t, answered = context.t, request.answer or ""
    match request.kind:
        case "checkout":
            lines = [t("request.pay"), *([t("order.test")] if test else [])]
            price = request.price
            label = t.plain("request.pay_button")
            if price is not None:
                money = Money(price.amount_cents, price.currency)
                label = t.plain("request.pay_amount", amount=money)
            return Screen("\n\n".join(lines), [[Button(label, url=answered)], [_to_subscription(t)]])
        case "stars":
            return Screen(
                t("request.pay"), [[Button(t.plain("request.pay_stars"), url=answered)], [_to_subscription(t)]]
            )
        case "portal":
            return Screen(t("request.portal"), [[Button(t.plain("request.portal_button"), url=answered)], _menu(t)])
        case "invoices":
            return _invoices(context, json.loads(answered))
        case _:
            return _change(context, request, json.loads(answered))


def _invoices(context: BotContext, found: list[dict[str, object]]) -> Screen:
    t = context.t
    if not found:
        return Screen(t("invoices.none"), [[_to_subscription(t)]])
    rows = []
    for one in found:
        day = day_of(context.account, datetime.fromisoformat(str(one["at"])))
        money = Money(int(str(one["cents"])), str(one["currency"]))
        key = "invoices.row" if one["status"] == "paid" else "invoices.row_open"
        rows.append([Button(t.plain(key, day=day, amount=money), url=str(one["url"]))])
    return Screen(t("invoices.title"), [*rows, [_to_subscription(t)]])


def _change(context: BotContext, request: BillingRequest, shown: dict[str, int | str]) -> Screen:
    t, price = context.t, request.price
    if price is None:
        return Screen(t("request.failed"), [_menu(t)])
    currency = str(shown["currency"])
    total, due = Money(int(shown["total"]), currency), Money(int(shown["due"]), currency)
    plan = plan_name(t, Level(price.plan_id))
    lines = [
        t("change.title", plan=plan),
        t(f"order.each_{price.interval.value}", price=Money(price.amount_cents, price.currency)),
    ]
    if due.cents:
        lines.append(t("change.due", amount=due))
    if total.cents < 0:
        lines.append(t("change.credit", amount=-total))
    lines.append(t("change.explained"))
    rows = [
        [Button(t.plain("change.confirm"), OnRequest("confirm", request.id), style="primary")],
        [Button(t.plain("change.keep"), OnSubscription("open"))],
    ]
    return Screen("\n\n".join(lines), rows)


def notice(context: BotContext, told: BillingNotice, *, test: bool) -> Screen:
    """What is told about a payment."""
    t = context.t
    level = told.level
    money = Money(told.amount_cents, told.currency or "EUR") if told.amount_cents is not None else None
    day: date | None = day_of(context.account, told.instant) if told.instant is not None else None
    lines = [t(f"billing.{told.kind}", plan=plan_name(t, level) if level else None, amount=money, day=day)]
    if test and told.kind == "started":
        lines.append(t("order.test"))
    return Screen("\n\n".join(lines), _notice_rows(t, told))


def _notice_rows(t: Translator, told: BillingNotice) -> Rows:
    if told.kind.startswith("alert_"):
        return []
    if told.kind in {"past_due", "unpaid", "grace_ends", "grace_over", "paused"}:
        return [
            [Button(t.plain("subscription.mend"), OnSubscription("portal"), style="primary")],
            [_to_subscription(t)],
        ]
    if told.kind == "action" and told.url:
        return [[Button(t.plain("request.confirm_bank"), url=told.url)], [_to_subscription(t)]]
    if told.kind in {"will_end", "ends_soon"}:
        return [[Button(t.plain("subscription.go_on"), OnSubscription("go_on"))], [_to_subscription(t)]]
    if told.kind in {"ended", "debit_failed"}:
        return [[Button(t.plain("offers.compare"), ShowPlans("month"))]]
    if told.kind == "started":
        return [[Button(t.plain("menu.button"), Open("menu"), style="primary")], [_to_subscription(t)]]
    return [[_to_subscription(t)]]


def _to_subscription(t: Translator) -> Button:
    return Button(t.plain("subscription.button"), OnSubscription("open"))


def _menu(t: Translator) -> list[Button]:
    return [Button(t.plain("menu.button"), Open("menu"))]
