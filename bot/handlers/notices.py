"""/notifications: the inbox of what was pushed."""

from telegram import Update

from bot.callbacks import Open
from bot.context import BotContext
from bot.reminder_callbacks import OnInbox, OnNotice, OpenNotices
from bot.views import notices as views
from core.domain.reminder_kinds import ReminderKind
from core.errors import Gone
from core.services.notices import ALL, DIGEST, READING, UNREAD

SHOWN = frozenset({ALL, UNREAD, DIGEST, READING, "reminder", *ReminderKind})


async def page(_: Update, context: BotContext) -> None:
    """Everything, newest first."""
    found = await context.services.notices.page(context.account, ALL, context.position(Open))
    await context.show(views.page(context, found))


async def browse(_: Update, context: BotContext) -> None:
    """What is unread, or of one kind."""
    tapped = context.tap(OpenNotices)
    if tapped.shown not in SHOWN:
        raise Gone
    found = await context.services.notices.page(context.account, tapped.shown, tapped.position)
    await context.show(views.page(context, found))


async def act(_: Update, context: BotContext) -> None:
    """A button of one message."""
    tapped, notices, account = context.tap(OnNotice), context.services.notices, context.account
    match tapped.action:
        case "open":
            await context.show(views.detail(context, await notices.open(account, tapped.notification)))
            return
        case "unread":
            await notices.mark_unread(account, tapped.notification)
        case "delete":
            await notices.delete(account, tapped.notification)
            context.toast("notices.deleted", n=1)
        case _:
            raise Gone
    await context.show(views.page(context, await notices.page(account)))


async def tidy(_: Update, context: BotContext) -> None:
    """A button of the whole inbox."""
    tapped, notices, account = context.tap(OnInbox), context.services.notices, context.account
    match tapped.action:
        case "read_all":
            await notices.read_all(account)
        case "ask_delete":
            await context.show(views.ask_delete(context, await notices.page(account)))
            return
        case "delete_read":
            context.toast("notices.deleted", n=await notices.delete_read(account))
        case _:
            raise Gone
    await context.show(views.page(context, await notices.page(account)))
