"""Switches, for administrators: parts of the product that are off for a while."""

from telegram import Update

from bot.admin import desk
from bot.admin_callbacks import OnSwitch
from bot.context import BotContext
from bot.views import admin_switches as views


async def page(_: Update, context: BotContext) -> None:
    """Every switch as it is."""
    administration, _actor = desk(context)
    await context.show(views.page(context, await administration.switches.off()))


async def act(update: Update, context: BotContext) -> None:
    """Switch a part on or off."""
    administration, actor = desk(context)
    tapped = context.tap(OnSwitch)
    await administration.switches.set(actor, tapped.name, on=tapped.on == 1)
    await page(update, context)
