"""/plans: the plans side by side."""

from telegram import Update

from bot.billing_callbacks import ShowPlans
from bot.context import BotContext
from bot.views import offers as views
from core.domain.plans import Interval


async def page(_: Update, context: BotContext) -> None:
    """Compare the plans by their monthly price."""
    await _show(context, Interval.MONTH)


async def switch(_: Update, context: BotContext) -> None:
    """Compare them by month or by year."""
    yearly = context.tap(ShowPlans).interval == Interval.YEAR.value
    await _show(context, Interval.YEAR if yearly else Interval.MONTH)


async def _show(context: BotContext, interval: Interval) -> None:
    services = context.services
    access = await services.entitlements.access(context.account)
    await context.show(views.compare(context, await services.offers.catalogue(), access, interval))
