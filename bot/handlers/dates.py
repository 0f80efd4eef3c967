"""A vehicle's dates and what is changed about them with one tap."""

from telegram import Update

from bot.context import BotContext
from bot.due_callbacks import OnDates, OpenDates
from bot.views import dates as views
from core.domain.technical_inspection import InspectionClass
from core.errors import Gone


async def page(_: Update, context: BotContext) -> None:
    """The dates of a vehicle."""
    dates = await context.services.dates.of(context.account, context.tap(OpenDates).vehicle)
    await context.show(views.page(context, dates))


async def act(_: Update, context: BotContext) -> None:
    """A button of the dates."""
    tapped, services = context.tap(OnDates), context.services.dates
    if tapped.action == "classes":
        await context.show(views.classes(context, await services.of(context.account, tapped.vehicle)))
    elif tapped.action == "results":
        await context.show(views.results(context, await services.of(context.account, tapped.vehicle)))
    elif tapped.action == "class" and tapped.value in set(InspectionClass):
        dates = await services.set_class(context.account, tapped.vehicle, InspectionClass(tapped.value))
        await context.show(views.page(context, dates))
    elif tapped.action == "clear":
        await context.show(views.page(context, await services.clear(context.account, tapped.vehicle, tapped.value)))
    else:
        raise Gone
