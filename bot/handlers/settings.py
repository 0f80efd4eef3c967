"""/settings and /language."""

from telegram import Update

from bot.callbacks import ChooseLanguage
from bot.context import BotContext
from bot.views import settings as views


async def page(_: Update, context: BotContext) -> None:
    """The settings as they are."""
    await context.show(views.page(context))


async def choose_language(_: Update, context: BotContext) -> None:
    """Speak the chosen language from now on."""
    await context.services.accounts.choose_language(context.account, context.tap(ChooseLanguage).language)
    await context.show(views.page(context))
