"""Makes and models that people proposed, for administrators."""

from telegram import Update

from bot.admin import desk
from bot.admin_callbacks import AskAdmin, OnMake, OpenAdmin
from bot.context import BotContext
from bot.views import admin_makes as views
from core.errors import Gone
from core.services.makes_moderation import SIZE


async def page(_: Update, context: BotContext) -> None:
    """What waits for a decision."""
    await _page(context, max(context.position(OpenAdmin), 0))


async def _page(context: BotContext, position: int, said: str | None = None) -> None:
    administration, _actor = desk(context)
    total, entries = await administration.makes.page(position)
    await context.show(views.page(context, entries, position, total, SIZE, said))


async def act(_: Update, context: BotContext) -> None:
    """A button of an entry."""
    administration, actor = desk(context)
    makes, tapped = administration.makes, context.tap(OnMake)
    match tapped.action:
        case "open":
            entry = await makes.get(tapped.entry)
            await context.show(views.entry(context, entry, await makes.near(entry)))
            return
        case "approve":
            await makes.approve(actor, tapped.entry)
        case "refuse":
            await makes.refuse(actor, tapped.entry)
        case "near":
            entry = await makes.get(tapped.entry)
            near = await makes.near(entry)
            if not 0 <= tapped.value < len(near):
                raise Gone
            await makes.merge(actor, entry.id, " / ".join(part for part in near[tapped.value] if part))
        case _:
            raise Gone
    await _page(context, 0, "admin.saved")


async def correct(context: BotContext, asked: AskAdmin, words: str) -> None:
    """Approve, written as was typed."""
    administration, actor = desk(context)
    await administration.makes.correct(actor, asked.number, words)
    await _page(context, 0, "admin.saved")


async def merge(context: BotContext, asked: AskAdmin, words: str) -> None:
    """Merge into what was typed."""
    administration, actor = desk(context)
    await administration.makes.merge(actor, asked.number, words)
    await _page(context, 0, "admin.saved")
