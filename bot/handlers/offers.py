"""/plans: the plans side by side; /paysupport and /terms: what goes with paying."""

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
    ways = services.desk.offered_ways
    await context.show(views.compare(context, await services.offers.catalogue(), access, interval, ways))


async def support(_: Update, context: BotContext) -> None:
    """Say whom to turn to about a payment."""
    await context.show(views.support(context))


async def terms(_: Update, context: BotContext) -> None:
    """Say what is agreed when a plan is paid."""
    await context.show(views.terms(context))
