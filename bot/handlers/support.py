"""One's own requests for help, what the team answers, and the switch of its news."""

from telegram import Update

from bot.context import BotContext
from bot.outreach_callbacks import NewsSwitch, OnTicket
from bot.views import news as news_views
from bot.views import support as views
from core.domain.reminder_kinds import ReminderKind
from core.errors import Gone


async def act(_: Update, context: BotContext) -> None:
    """A button of a request."""
    tapped, support, owner = context.tap(OnTicket), context.services.support, context.account
    match tapped.action:
        case "open":
            await context.show(views.talk_page(context, await support.of_person(owner, tapped.ticket)))
        case "settle":
            context.place.leave()
            await context.show(views.closed(context, await support.settle(owner, tapped.ticket)))
        case "list":
            context.place.leave()
            await context.show(views.earlier(context, await support.earlier_of(owner)))
        case _:
            raise Gone


async def answered(context: BotContext) -> None:
    """The team has answered."""
    message = await context.services.support.message_of(context.account, context.event.subject)
    await context.reply(views.answered(context, message))


async def closed(context: BotContext) -> None:
    """The team has settled it."""
    talk = await context.services.support.of_person(context.account, context.event.subject)
    await context.reply(views.closed(context, talk.ticket))


async def news(_: Update, context: BotContext) -> None:
    """Get the team's news no more, or again."""
    action = context.tap(NewsSwitch).action
    if action not in {"on", "off"}:
        raise Gone
    await context.services.preferences.mute(context.account, ReminderKind.NEWS, muted=action == "off")
    await context.reply(news_views.switched(context, on=action == "on"))
