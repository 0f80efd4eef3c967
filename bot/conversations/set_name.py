"""Say what to be called.

account [name] -> NAME (text) -> the account
"""

from enum import StrEnum

from telegram import Update

from bot.account_callbacks import OnAccount
from bot.context import BotContext
from bot.flow import END, Flow, Next, flow
from bot.handlers import account
from bot.routing import tap, tap_where, typed
from bot.views import account as views

NAME = "set_name"


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    NAME = "name"


async def begin(_: Update, context: BotContext) -> Next:
    """Ask for it."""
    await context.show(views.ask_name(context))
    return Step.NAME


async def name(update: Update, context: BotContext) -> Next:
    """Take it; one without words or too long is asked again."""
    await context.services.profiles.rename(context.account, context.text)
    await account.page(update, context)
    return END


async def back(update: Update, context: BotContext) -> Next:
    """Leave it as it is."""
    await account.act(update, context)
    return END


def build() -> Flow:
    """The flow as one table."""
    asking = tap_where(OnAccount, begin, action="name")
    return flow(NAME, entry=[asking], steps={Step.NAME: [asking, tap(OnAccount, back), typed(name)]})
