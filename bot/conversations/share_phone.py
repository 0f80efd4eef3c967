"""Share one's own phone number by the key that Telegram has for it.

account [phone] -> CONTACT (the key) -> the account
"""

from enum import StrEnum

from telegram import Update
from telegram.ext import MessageHandler, filters

from bot.account_callbacks import OnAccount
from bot.context import BotContext
from bot.flow import END, Flow, Next, flow
from bot.handlers import account
from bot.routing import tap_where, typed
from bot.views import account as views
from core.errors import Refusal

NAME = "share_phone"


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    CONTACT = "contact"


async def begin(_: Update, context: BotContext) -> Next:
    """Show the key."""
    await context.reply(views.ask_phone(context))
    return Step.CONTACT


async def shared(update: Update, context: BotContext) -> Next:
    """Take the person's own contact; any other is refused, and the question stays."""
    message = update.effective_message
    contact = message.contact if message is not None else None
    if contact is None:
        raise Refusal("account.phone_by_key")
    await context.services.profiles.keep_phone(context.account, contact.user_id, contact.phone_number)
    await context.reply(views.phone_kept(context))
    await account.page(update, context)
    return END


async def told(_: Update, __: BotContext) -> Next:
    """A number that is typed could be anybody's."""
    raise Refusal("account.phone_by_key")


def build() -> Flow:
    """The flow as one table."""
    return flow(
        NAME,
        entry=[tap_where(OnAccount, begin, action="phone")],
        steps={Step.CONTACT: [MessageHandler(filters.CONTACT, shared), typed(told)]},
    )
