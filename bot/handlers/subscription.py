"""/subscription, ordering a plan, and the news that payment brings."""

from telegram import Update

from bot.billing_callbacks import OnRequest, OnSubscription, OrderPlan, PayPlan
from bot.context import BotContext
from bot.views import subscription as views
from core.errors import Gone
from core.services.billing_requests import NotHeld


async def page(_: Update, context: BotContext) -> None:
    """The plan that is open and what can be done about it."""
    services, account = context.services, context.account
    access, holding = await services.entitlements.access(account), await services.subscriptions.holding(account)
    usage, desk = await services.entitlements.usage(account), services.desk
    await context.show(views.page(context, access, holding, usage, sold=desk.sells, test=desk.test))


async def order(_: Update, context: BotContext) -> None:
    """Say what a price means; whoever holds a plan is shown what the change costs."""
    services, account = context.services, context.account
    price = await services.offers.offered(context.tap(OrderPlan).price)
    held = (await services.entitlements.access(account)).subscription
    if held is not None and held.provider == "stripe" and services.desk.sells:
        request = await services.desk.ask(account, "change", price.id)
        await context.reply(views.working(context), live=f"request:{request.id}")
        return
    catalogue, desk = await services.offers.catalogue(), services.desk
    await context.show(views.order(context, catalogue, price, desk.offered_ways, test=desk.test))


async def pay(_: Update, context: BotContext) -> None:
    """Have a way to pay prepared."""
    tapped = context.tap(PayPlan)
    if tapped.way not in context.services.desk.offered_ways:
        raise Gone
    kind = "checkout" if tapped.way == "card" else "stars"
    await _ask(context, kind, tapped.price)


async def act(update: Update, context: BotContext) -> None:
    """Show, stop, go on, or have the service's pages and invoices fetched."""
    action, account = context.tap(OnSubscription).action, context.account
    match action:
        case "stop":
            held = (await context.services.entitlements.access(account)).subscription
            if held is None:
                raise NotHeld
            await context.show(views.ask_stop(context, held))
        case "stop_yes":
            await _ask(context, "stop")
        case "go_on" | "portal" | "invoices":
            await _ask(context, action)
        case _:
            await page(update, context)


async def request(_: Update, context: BotContext) -> None:
    """Confirm what was shown, or try again what failed; the answer takes the place of the same message."""
    again = await context.services.desk.again(context.account, context.tap(OnRequest).request)
    await context.replace(f"request:{again.id}", views.working(context))


async def _ask(context: BotContext, kind: str, price: int | None = None) -> None:
    asked = await context.services.desk.ask(context.account, kind, price)
    await context.reply(views.working(context), live=f"request:{asked.id}")


async def answered(context: BotContext) -> None:
    """The payment service answered: its answer takes the place of the message that waits for it."""
    number = context.event.subject
    found = await context.services.desk.mine(context.account, number)
    shown = views.answer(context, found, test=context.services.desk.test)
    if shown is not None:
        await context.replace(f"request:{number}", shown)


async def told(context: BotContext) -> None:
    """Something happened to a payment or a subscription."""
    notice = await context.services.billing_notices.read(context.account, context.event.subject)
    await context.push(views.notice(context, notice, test=context.services.desk.test))
