"""Figures of the service."""

from telegram import Update

from bot.admin import desk
from bot.context import BotContext
from bot.outreach_admin_callbacks import OpenInsight
from bot.views import admin_insights as views
from core.domain.service_figures import Insight
from core.errors import Gone


async def page(_: Update, context: BotContext) -> None:
    """Who comes."""
    desk(context)
    await _draw(context, Insight.PEOPLE, None, dark=False)


async def opened(_: Update, context: BotContext) -> None:
    """Other figures, in place of those whose button was tapped: a picture, or words."""
    desk(context)
    tapped = context.tap(OpenInsight)
    if tapped.view not in set(Insight):
        raise Gone
    view = Insight(tapped.view)
    if tapped.words:
        text = await context.services.insights.words(context.account.language, view)
        await context.show(views.words(context, view, text))
    else:
        # A text cannot become a picture in its place.
        has_picture = context.tapped_any if context.tapped_message is None else None
        await _draw(context, view, has_picture, dark=bool(tapped.dark))


async def drawn(context: BotContext) -> None:
    """The picture is there: it takes the place of what was shown."""
    if context.turn.admin:
        found = await context.services.insights.get(context.account, context.event.subject)
        await context.place_picture(views.picture(context, found), found.message, views.live_name(found.id))


async def _draw(context: BotContext, view: Insight, message: int | None, *, dark: bool) -> None:
    made = await context.services.insights.ask(context.account, view, message, dark=dark)
    if message is None:
        await context.reply(views.drawing(context), live=views.live_name(made))
    else:
        context.toast("stats.drawing_toast")
