"""/start, /menu, /help, /cancel, and the pages that buttons open."""

from telegram import ChatMember, Update

from bot.context import BotContext
from bot.screens import Screen
from bot.views import account as account_views
from bot.views import menu as views


async def start(_: Update, context: BotContext) -> None:
    """Welcome, at any time; the notice is asked about until they agreed to the version in force."""
    await context.reply(await first_page(context))


async def first_page(context: BotContext) -> Screen:
    """The menu for those who have a vehicle, a welcome for the others."""
    if await context.services.vehicles.all(context.account):
        return account_views.with_consent(context, views.menu(context))
    return account_views.with_consent(context, views.welcome(context))


async def menu(_: Update, context: BotContext) -> None:
    """Show the menu."""
    await context.show(views.menu(context))


async def help_(_: Update, context: BotContext) -> None:
    """Say what one can send."""
    await context.show(views.help_page(context))


async def cancel(_: Update, context: BotContext) -> None:
    """Confirm that nothing is waiting any more; the command itself has ended the step."""
    context.turn.left_flow, left = False, context.turn.left_flow
    await context.reply(views.cancelled(context) if left else views.nothing_to_cancel(context))


async def cancel_word(_: Update, context: BotContext) -> None:
    """« annuler » typed while something is asked."""
    context.place.leave()
    await context.reply(views.cancelled(context))


async def welcome(_: Update, context: BotContext) -> None:
    """« merci »."""
    await context.reply(views.thanks(context))


async def nothing_noted(_: Update, context: BotContext) -> None:
    """What was asked about is dropped."""
    await context.show(views.nothing_noted(context))


async def kept_as_it_is(_: Update, context: BotContext) -> None:
    """What was offered to be taken back stays."""
    await context.show(views.kept_as_it_is(context))


async def nothing_to_note(_: Update, context: BotContext) -> None:
    """« non » where nothing is being asked."""
    await context.reply(views.nothing_noted(context))


async def yes_to_what(_: Update, context: BotContext) -> None:
    """« oui » where nothing is being asked: the question has buttons."""
    await context.reply(views.yes_to_what(context))


async def leave(_: Update, context: BotContext) -> None:
    """Drop the question that is open."""
    context.place.leave()
    await context.show(views.cancelled(context))


async def unsupported(_: Update, context: BotContext) -> None:
    """A voice message, a sticker, a place: say what would work; what was asked is still waited for."""
    await context.reply(views.unsupported(context))


async def stale(_: Update, context: BotContext) -> None:
    """A button of an earlier version or of a step that is over."""
    await context.reply(views.expired(context))


async def settled(_: Update, context: BotContext) -> None:
    """A second tap on a card that the first one settled: a few words over the chat, no new message."""
    context.toast("entry.settled")


async def hint(_: Update, context: BotContext) -> None:
    """A message that nothing else took: say what would work; what was asked is still waited for."""
    await context.reply(views.hint(context))


async def membership(update: Update, context: BotContext) -> None:
    """Whether the person blocked the bot: then nothing is pushed until they write again."""
    change = update.my_chat_member
    if change is not None and change.new_chat_member.status == ChatMember.BANNED:
        await context.services.accounts.unreachable(change.chat.id)


async def nothing(_: Update, __: BotContext) -> None:
    """What needs no answer, such as the bot being blocked or unblocked."""
