"""/vehicles and a vehicle's card."""

from telegram import Update

from bot.callbacks import Open, OpenVehicle
from bot.context import BotContext
from bot.views import vehicles as views


async def page(_: Update, context: BotContext) -> None:
    """The person's vehicles."""
    found = await context.services.vehicles.page(context.account, context.position(Open))
    await context.show(views.page(context, found))


async def card(_: Update, context: BotContext) -> None:
    """One vehicle."""
    vehicle = await context.services.vehicles.get(context.account, context.tap(OpenVehicle).vehicle)
    await context.show(views.card(context, vehicle))
