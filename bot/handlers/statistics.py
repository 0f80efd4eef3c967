"""/stats: figures as pictures, whose filters change them in place."""

from telegram import Update

from bot.context import BotContext
from bot.stats_callbacks import OpenStats, StatsVehicles
from bot.views import odometer as odometer_views
from bot.views import statistics as views
from core.domain.ownership import Period
from core.errors import Gone
from core.services.statistics import FLEET, StatsView, Wanted


async def start(_: Update, context: BotContext) -> None:
    """What was spent in twelve months: by the only vehicle, or by all of them."""
    vehicles = await context.services.vehicles.active(context.account)
    if not vehicles:
        await context.show(odometer_views.no_vehicle(context, "vehicle.needed"))
        return
    whose = vehicles[0].id if len(vehicles) == 1 else FLEET
    made = await context.services.statistics.ask(
        context.account, Wanted(StatsView.COSTS, whose, Period.MONTHS, dark=False)
    )
    await context.reply(views.drawing(context), live=views.live_name(made))


async def changed(_: Update, context: BotContext) -> None:
    """Another picture in place of the one whose button was tapped."""
    tapped = context.tap(OpenStats)
    if tapped.view not in set(StatsView) or tapped.period not in set(Period):
        raise Gone
    wanted = Wanted(
        StatsView(tapped.view), tapped.vehicle, Period(tapped.period), bool(tapped.dark), context.tapped_any
    )
    await context.services.statistics.ask(context.account, wanted)
    context.toast("stats.drawing_toast")


async def choose_vehicle(_: Update, context: BotContext) -> None:
    """Which vehicle the picture should be of."""
    tapped = context.tap(StatsVehicles)
    vehicles = await context.services.vehicles.all(context.account)
    await context.reply(views.choose(context, tapped, vehicles))


async def drawn(context: BotContext) -> None:
    """The picture is there: it takes the place of what was shown."""
    found = await context.services.statistics.get(context.account, context.event.subject)
    screen = views.picture(context, found)
    await context.place_picture(screen, found.wanted.message, views.live_name(found.id))
