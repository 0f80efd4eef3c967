"""Notices of payment services, for administrators."""

from telegram import Update

from bot.admin import desk
from bot.admin_callbacks import OnEvent
from bot.context import BotContext
from bot.views import admin_events as views
from core.errors import Gone
from core.services.event_desk import SIZE


async def page(_: Update, context: BotContext) -> None:
    """The newest of them."""
    await _page(context, "all", 0)


async def _page(context: BotContext, which: str, position: int) -> None:
    administration, _actor = desk(context)
    start = max(position, 0)
    total, events = await administration.events.page(which, start)
    await context.show(views.page(context, which, events, start, total, SIZE))


async def act(_: Update, context: BotContext) -> None:
    """A button of the list or of one notice."""
    administration, actor = desk(context)
    tapped = context.tap(OnEvent)
    match tapped.action:
        case "all" | "waiting" | "parked" | "error":
            await _page(context, tapped.action, tapped.event)
        case "open":
            await context.show(views.event(context, *await administration.events.get(tapped.event)))
        case "replay":
            await administration.events.replay(actor, tapped.event)
            context.toast("admin.replayed", n=1)
            await context.show(views.event(context, *await administration.events.get(tapped.event)))
        case "replay_all":
            context.toast("admin.replayed", n=await administration.events.replay(actor))
            await _page(context, "parked", 0)
        case _:
            raise Gone
