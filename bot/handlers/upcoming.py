"""/upcoming: what is coming, and what was done lately."""

from telegram import Update

from bot.context import BotContext
from bot.due_callbacks import LookAhead
from bot.views import upcoming as views
from core.errors import Gone
from core.services.upcoming import Span


async def page(_: Update, context: BotContext) -> None:
    """The next 30 days."""
    await context.show(views.page(context, await context.services.upcoming.page(context.account, Span.MONTH)))


async def look(_: Update, context: BotContext) -> None:
    """Another span, or another page of it."""
    tapped = context.tap(LookAhead)
    if tapped.span not in set(Span):
        raise Gone
    found = await context.services.upcoming.page(context.account, Span(tapped.span), tapped.position)
    await context.show(views.page(context, found))
