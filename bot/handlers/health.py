"""/health: a vehicle's health report, what people say of it, and the check of a garage's quote."""

from telegram import Update

from bot.context import BotContext
from bot.health_callbacks import CheckQuote, OnHealth, OpenHealth
from bot.views import health as views
from bot.views import odometer as odometer_views
from bot.views import quote_check as quote_views
from core.errors import Gone


async def start(_: Update, context: BotContext) -> None:
    """The report of the only vehicle, or the choice of one."""
    vehicles = await context.services.vehicles.active(context.account)
    if not vehicles:
        await context.show(odometer_views.no_vehicle(context, "vehicle.needed"))
    elif len(vehicles) > 1:
        await context.show(views.choose(context, vehicles))
    else:
        await _ask(context, vehicles[0].id)


async def opened(_: Update, context: BotContext) -> None:
    """The report of the vehicle of a card, or the same in another light."""
    tapped = context.tap(OpenHealth)
    await _ask(context, tapped.vehicle, dark=bool(tapped.dark))


async def _ask(context: BotContext, vehicle_id: int, *, dark: bool = False) -> None:
    made = await context.services.health.ask(context.account, vehicle_id, dark=dark)
    await context.reply(views.making(context), live=views.live_name(made))


async def made(context: BotContext) -> None:
    """The report is there: it takes the place of the first sign of life."""
    found = await context.services.health.get(context.account, context.event.subject)
    await context.place_picture(views.report(context, found), None, views.live_name(found.id))


async def act(_: Update, context: BotContext) -> None:
    """Show all that it says, or keep whether it was right."""
    tapped, health = context.tap(OnHealth), context.services.health
    match tapped.action:
        case "details":
            found = await health.get(context.account, tapped.report)
            if not found.details:
                raise Gone
            await context.reply(views.details(context, found))
        case "right" | "wrong":
            await health.rate(context.account, tapped.report, right=tapped.action == "right")
            context.toast(f"health.said_{tapped.action}")
        case _:
            raise Gone


async def check_quote(_: Update, context: BotContext) -> None:
    """Compare a quote with what is known."""
    checked = await context.services.quote_checks.check(context.account, context.tap(CheckQuote).document)
    await context.show(quote_views.checked(context, checked))
