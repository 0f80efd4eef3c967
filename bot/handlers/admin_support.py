"""The queue of people's requests for help."""

from telegram import Update

from bot.admin import desk
from bot.admin_callbacks import OpenAdmin
from bot.context import BotContext
from bot.outreach_admin_callbacks import OnQueue
from bot.views import admin_support as views
from core.errors import Gone
from core.services.auditing import Deed


async def page(_: Update, context: BotContext) -> None:
    """What waits, in the order in which it is to be answered."""
    desk(context)
    await context.show(views.queue(context, await context.services.support.queue(context.position(OpenAdmin))))


async def act(_: Update, context: BotContext) -> None:
    """A button of a request."""
    administration, actor = desk(context)
    tapped, support = context.tap(OnQueue), context.services.support
    match tapped.action:
        case "open":
            pass
        case "close":
            before = (await support.for_team(tapped.ticket)).ticket
            ticket = await support.close(tapped.ticket)
            deed = Deed("support.close", "ticket", ticket.id, ticket.owner_id)
            await administration.auditing.note(actor, deed, {"state": before.state}, {"state": ticket.state})
        case _:
            raise Gone
    await context.show(views.talk(context, await support.for_team(tapped.ticket)))


async def heard(context: BotContext) -> None:
    """A person has written to the team: tell the administrators, each in their chat."""
    if context.turn.admin:
        message, owner = await context.services.support.message_for_team(context.event.subject)
        await context.reply(views.heard(context, message, owner, priority=message.ticket.priority))
