"""Get an account back that was on another Telegram account.

/recover -> ADDRESS (text) -> CODE (text, or the link of the letter) -> what would move, and its buttons
"""

from enum import StrEnum

from telegram import Update

from bot.account_callbacks import OnEmail
from bot.context import BotContext
from bot.flow import END, Flow, Next, flow
from bot.routing import command, tap_where, typed
from bot.views import account as account_views
from bot.views import recovery as views
from core.domain.email_address import parse_address
from core.errors import Refusal
from core.services.email_links import NoMail
from core.services.mail_codes import Tried

NAME = "recover"


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    ADDRESS = "address"
    CODE = "code"


async def begin(_: Update, context: BotContext) -> Next:
    """Ask for the address; whoever waits for a recovery is shown how it stands."""
    if not context.services.mails.on:
        raise NoMail
    waiting = await context.services.recoveries.waiting_for(context.account)
    if waiting is not None:
        await context.reply(views.waits(context, waiting))
        return END
    await context.reply(views.ask_address(context))
    return Step.ADDRESS


async def address(_: Update, context: BotContext) -> Next:
    """Have a letter written; the answer says the same for every address."""
    wait = await context.services.recoveries.ask(context.account, parse_address(context.text))
    if wait is not None:
        await context.reply(account_views.wait(context, wait, views.leaving(context)))
        return Step.CODE
    await context.reply(views.asked(context))
    return Step.CODE


async def code(_: Update, context: BotContext) -> Next:
    """Try a code. What it was is told as an answer: a refusal would not count the try."""
    tried, found = await context.services.recoveries.try_code(context.account, context.text)
    if tried is Tried.MALFORMED:
        raise Refusal("recovery.code_expected")
    if found is None:
        await context.reply(views.code_wrong(context) if tried is Tried.WRONG else views.code_over(context))
        return Step.CODE
    await context.reply(views.preview(context, found))
    return END


def build() -> Flow:
    """The flow as one table."""
    return flow(
        NAME,
        entry=[command("recover", begin)],
        steps={
            Step.ADDRESS: [typed(address)],
            Step.CODE: [tap_where(OnEmail, begin, action="other"), typed(code)],
        },
    )
