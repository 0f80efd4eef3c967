"""/history, one vehicle's history, one record."""

from telegram import Update

from bot.callbacks import Open, OpenHistory, OpenRecord
from bot.context import BotContext
from bot.views import history as views


async def page(_: Update, context: BotContext) -> None:
    """Every record, newest first."""
    found = await context.services.maintenance.history(context.account, context.position(Open))
    await context.show(views.page(context, found))


async def of_vehicle(_: Update, context: BotContext) -> None:
    """One vehicle's records."""
    tapped = context.tap(OpenHistory)
    found = await context.services.maintenance.history(context.account, tapped.position, tapped.vehicle)
    await context.show(views.page(context, found))


async def record(_: Update, context: BotContext) -> None:
    """One record."""
    data = await context.services.maintenance.record(context.account, context.tap(OpenRecord).record)
    await context.show(views.detail(context, data))
