"""What administrators did, newest first."""

from telegram import Update

from bot.admin import desk
from bot.admin_callbacks import OpenAdmin
from bot.context import BotContext
from bot.views import admin_audit as views

SIZE = 8


async def about(context: BotContext, person: int, position: int) -> None:
    """A page of the entries about a person."""
    administration, _actor = desk(context)
    start = max(position, 0)
    total, entries = await administration.auditing.page(start, SIZE, about=person)
    await context.show(views.about(context, entries, person, start, total, SIZE))


async def page(_: Update, context: BotContext) -> None:
    """A page of the entries."""
    administration, _actor = desk(context)
    position = max(context.position(OpenAdmin), 0)
    total, entries = await administration.auditing.page(position, SIZE)
    await context.show(views.page(context, entries, position, total, SIZE))
