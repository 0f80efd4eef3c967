"""Getting an account back: the buttons, the links of letters, and the news of it."""

from telegram import Update

from bot.account_callbacks import OnRecovery
from bot.context import BotContext
from bot.views import account as account_views
from bot.views import recovery as views
from core.domain.mail_codes import Purpose
from core.errors import Gone


async def act(_: Update, context: BotContext) -> None:
    """A button of a recovery, on the new account or on the old one."""
    tapped, recoveries = context.tap(OnRecovery), context.services.recoveries
    match tapped.action:
        case "check":
            await context.show(views.ask_again(context, await recoveries.check(context.account, tapped.recovery)))
        case "confirm":
            await context.show(views.waits(context, await recoveries.confirm(context.account, tapped.recovery)))
        case "drop":
            await recoveries.drop(context.account, tapped.recovery)
            await context.show(views.dropped(context))
        case "object":
            await recoveries.object(context.account, tapped.recovery)
            await context.show(views.objected(context))
        case _:
            raise Gone


async def link(context: BotContext, token: str) -> None:
    """A link of a letter was opened."""
    services, account = context.services, context.account
    row = await services.codes.open_link(token)
    # The link goes on with what was asked here: nothing was left aside.
    context.turn.left_flow = False
    match row.purpose:
        case Purpose.RECOVER:
            await context.reply(views.preview(context, await services.recoveries.open_link(account, row)))
        case Purpose.OBJECT:
            await services.recoveries.object_by_link(row)
            await context.reply(views.objected_by_link(context))
        case Purpose.KEEP:
            await services.email.stop_by_link(row)
            await context.reply(account_views.kept_by_link(context))
        case Purpose.CHANGE | Purpose.UNLINK:
            await context.reply(account_views.settled(context, await services.email.confirm_by_link(account, row)))
        case _:
            raise Gone


async def told(context: BotContext) -> None:
    """News for the old account, or for the new one."""
    shown = views.told(context, await context.services.recoveries.get(context.account, context.event.subject))
    if shown is not None:
        await context.push(shown)


async def due(context: BotContext) -> None:
    """The time to object is over: move, here and now."""
    moved = await context.services.recoveries.finish(context.account, context.event.subject)
    if moved is not None:
        await context.push(views.moved(context))
