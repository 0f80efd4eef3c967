"""/documents."""

from telegram import Update

from bot.callbacks import Open
from bot.context import BotContext
from bot.views import documents as views


async def page(_: Update, context: BotContext) -> None:
    """The documents that were kept, newest first."""
    found = await context.services.documents.page(context.account, context.position(Open))
    await context.show(views.page(context, found))
