"""Link a recovery address, change it, or take it off.

account [e-mail, link] -> ADDRESS (text) -> CODE (text) -> linked
an address that looks like a slip -> MEANT (button, or text: another one) -> CODE
an address that is typed where nothing is asked -> MEANT
a code sent again, another address (button, or typed): from CODE
an address is linked already: CODE -> OLD; [unlink, yes] -> OLD
OLD (button) -> the old mailbox's code -> OLD_CODE (text, or the link of the letter) -> done
OLD (button) -> wait, with a notice there -> done by itself later
"""

from enum import StrEnum

from pydantic import BaseModel
from telegram import Message, Update
from telegram.ext import MessageHandler, filters

from bot.account_callbacks import OnEmail
from bot.context import BotContext
from bot.flow import END, Flow, Next, flow
from bot.handlers import account
from bot.routing import TEXT, InFlow, tap, tap_where, typed
from bot.views import account as views
from core.domain.email_address import EmailAddress, parse_address, suggestion
from core.domain.mail_codes import Wait
from core.errors import Gone, Refusal
from core.services.email_links import Linked
from core.services.mail_codes import Tried

NAME = "link_email"


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    ADDRESS = "address"
    MEANT = "meant"
    CODE = "code"
    OLD = "old"
    OLD_CODE = "old_code"


class AddressDraft(BaseModel):
    """The address that was typed, encrypted: a draft is a row like any other."""

    sealed: str = ""


class _IsAddress(filters.MessageFilter):
    """A text that is an address and nothing else."""

    def filter(self, message: Message) -> bool:
        """Whether it is."""
        text = message.text or ""
        if "@" not in text[1:]:
            return False
        try:
            parse_address(text)
        except Refusal:
            return False
        return True


async def begin(_: Update, context: BotContext) -> Next:
    """Ask for the address."""
    await context.show(views.ask_address(context))
    return Step.ADDRESS


async def address(_: Update, context: BotContext) -> Next:
    """Take an address; one that looks like a slip is asked about, what is none is asked again."""
    found = parse_address(context.text)
    context.keep(AddressDraft(sealed=context.services.email.seal(found)))
    meant = suggestion(found)
    if meant is not None:
        await context.reply(views.ask_meant(context, found, meant))
        return Step.MEANT
    return await _send(context, found)


async def offered(_: Update, context: BotContext) -> Next:
    """An address that came before anybody pressed « link »: whether it is meant to be the recovery address."""
    found = parse_address(context.text)
    context.keep(AddressDraft(sealed=context.services.email.seal(found)))
    meant = suggestion(found)
    ask = views.ask_this(context, found) if meant is None else views.ask_meant(context, found, meant)
    await context.reply(ask)
    return Step.MEANT


async def decided(_: Update, context: BotContext) -> Next:
    """Take the address as it was meant, or as it was typed."""
    found = _typed(context)
    meant = suggestion(found) if context.tap(OnEmail).action == "meant" else found
    if meant is None:
        raise Gone
    context.keep(AddressDraft(sealed=context.services.email.seal(meant)))
    return await _send(context, meant)


async def resend(_: Update, context: BotContext) -> Next:
    """Send another code to the same address."""
    return await _send(context, _typed(context))


async def code(update: Update, context: BotContext) -> Next:
    """Try a code; an address takes the place of the one before. What it was is an answer: a refusal counts no try."""
    if "@" in context.text:
        return await address(update, context)
    tried, linked = await context.services.email.try_link(context.account, context.text)
    if tried is not Tried.RIGHT:
        return await _not_right(context, tried, Step.CODE)
    if linked is Linked.CHANGE:
        return await _ask_old(context)
    await context.reply(views.linked(context) if linked is Linked.LINKED else views.taken(context))
    return END


async def unlink(_: Update, context: BotContext) -> Next:
    """They are sure: the old mailbox has its say."""
    await context.services.email.begin_unlink(context.account)
    return await _ask_old(context)


async def old(_: Update, context: BotContext) -> Next:
    """Write to the old mailbox."""
    wait = await context.services.email.ask_old(context.account)
    linked = await context.services.email.of(context.account)
    if linked is None:
        raise Gone
    if wait is not None:
        context.toast("email.wait_soon" if wait.soon else "email.wait_later")
        return Step.OLD
    await context.reply(views.old_asked(context, linked))
    return Step.OLD_CODE


async def old_code(_: Update, context: BotContext) -> Next:
    """Try the code that the old mailbox got."""
    change = await context.services.email.change_of(context.account)
    if change is None:
        raise Gone
    tried = await context.services.email.try_old(context.account, context.text)
    if tried is not Tried.RIGHT:
        return await _not_right(context, tried, Step.OLD_CODE)
    await context.reply(views.settled(context, await context.services.email.get_change(context.account, change.id)))
    return END


async def wait_instead(_: Update, context: BotContext) -> Next:
    """Nobody reads the old mailbox any more."""
    await context.show(views.waits(context, await context.services.email.wait_instead(context.account)))
    return END


async def leave(update: Update, context: BotContext) -> Next:
    """Any other button about the address: its page."""
    await account.email(update, context)
    return END


async def choose(_: Update, context: BotContext) -> Next:
    """Words where a button is meant."""
    raise Refusal("error.choose_answer")


def _typed(context: BotContext) -> EmailAddress:
    draft = context.draft(AddressDraft)
    if not draft.sealed:
        raise Gone
    return context.services.email.unseal(draft.sealed)


async def _send(context: BotContext, to: EmailAddress) -> Next:
    wait = await context.services.email.ask_link(context.account, to)
    if isinstance(wait, Wait):
        await context.reply(views.wait(context, wait))
        return Step.CODE
    await context.reply(views.code_sent(context, to))
    return Step.CODE


async def _ask_old(context: BotContext) -> Next:
    linked = await context.services.email.of(context.account)
    if linked is None:
        raise Gone
    await context.reply(views.ask_old(context, linked))
    return Step.OLD


async def _not_right(context: BotContext, tried: Tried, step: Step) -> Next:
    if tried is Tried.MALFORMED:
        raise Refusal("email.code_expected" if step is Step.CODE else "recovery.code_expected")
    wrong, over = (views.code_wrong, views.code_over) if step is Step.CODE else (views.old_wrong, views.old_over)
    await context.reply((wrong if tried is Tried.WRONG else over)(context))
    return step


def build() -> Flow:
    """The flow as one table."""
    link = tap_where(OnEmail, begin, action="link")
    sure = tap_where(OnEmail, unlink, action="unlink_yes")
    again, other = tap_where(OnEmail, resend, action="resend"), tap_where(OnEmail, begin, action="other")
    either = [tap_where(OnEmail, decided, action="meant"), tap_where(OnEmail, decided, action="typed")]
    who = [tap_where(OnEmail, old, action="old"), tap_where(OnEmail, wait_instead, action="wait")]
    return flow(
        NAME,
        entry=[link, sure, MessageHandler(TEXT & _IsAddress() & ~InFlow(), offered)],
        steps={
            Step.ADDRESS: [link, tap(OnEmail, leave), typed(address)],
            Step.MEANT: [*either, link, tap(OnEmail, leave), typed(address)],
            Step.CODE: [again, other, link, tap(OnEmail, leave), typed(code)],
            Step.OLD: [*who, sure, tap(OnEmail, leave), typed(choose)],
            Step.OLD_CODE: [*who, tap(OnEmail, leave), typed(old_code)],
        },
    )
