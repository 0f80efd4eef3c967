"""/privacy: what is kept and how long, everything to take along, the end of an account."""

from telegram import Update

from bot.context import BotContext
from bot.privacy_callbacks import OnPrivacy
from bot.views import privacy as views
from core.domain.states import MadeState
from core.errors import Gone
from core.services.exports import parts_of

# Minutes for which the second question about the deletion may be answered.
FRESH = 60


async def page(_: Update, context: BotContext) -> None:
    """Say what is kept and why."""
    await context.show(views.page(context))


async def act(update: Update, context: BotContext) -> None:
    """A button of the page."""
    match context.tap(OnPrivacy).action:
        case "open":
            await page(update, context)
        case "periods":
            await context.show(views.periods(context))
        case "take":
            made = await context.services.takeouts.ask(context.account)
            await context.reply(views.preparing(context, made), live=views.live_name(made.id))
        case "stay":
            await context.services.leaving.stay(context.account)
            await context.show(views.stayed(context))
        case other:
            await _delete(context, other)


async def _delete(context: BotContext, action: str) -> None:
    """The way to the end of an account: asked, asked again, wished."""
    leaving, now = context.services.leaving, int(context.services.clock.now().timestamp()) // 60
    fresh = 0 <= now - context.tap(OnPrivacy).at <= FRESH
    match action:
        case "delete":
            await context.show(views.delete(context, await leaving.what_goes(context.account), now))
        case "sure" if fresh:
            await context.show(views.sure(context, now))
        case "yes" if fresh:
            await leaving.wish(context.account)
            await context.show(views.leaving(context))
        case "sure" | "yes":
            context.toast("privacy.too_late")
            await context.show(views.page(context))
        case _:
            raise Gone


async def made(context: BotContext) -> None:
    """How far the export is, or that it is there: send it."""
    found = await context.services.takeouts.get(context.account, context.event.subject)
    live = views.live_name(found.id)
    match found.state:
        case MadeState.WAITING:
            await context.replace(live, views.preparing(context, found))
        case MadeState.FAILED:
            await context.replace(live, views.failed(context))
        case MadeState.READY:
            parts = parts_of(found)
            await context.replace(live, views.ready(context, found, len(parts)))
            for part in parts:
                await context.reply(views.file(part))
