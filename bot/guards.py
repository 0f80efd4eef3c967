"""Who may use a handler: said beside its route, decided by `core/services/entitlements.py` alone."""

from telegram import Update

from bot.context import BotContext
from bot.flow import Next
from bot.routing import Callback
from core.domain.plans import Feature


def needs(feature: Feature, callback: Callback) -> Callback:
    """The handler for whoever's plan gives some of a feature; everybody else is told what it is and who has it."""

    async def guarded(update: Update, context: BotContext) -> Next:
        await context.services.entitlements.require(context.account, feature)
        following: Next = await callback(update, context)
        return following

    return guarded
