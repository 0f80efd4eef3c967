"""/export: choose a form, have it made, get it in the chat."""

from telegram import Update

from bot.context import BotContext
from bot.import_callbacks import MakeExport
from bot.views import exports as views
from core.domain.states import MadeState
from core.errors import Gone
from core.services.exports import EXPORT, ExportForm, parts_of


async def start(_: Update, context: BotContext) -> None:
    """What can be taken along, and in which forms."""
    await context.show(views.forms(context))


async def asked(_: Update, context: BotContext) -> None:
    """Have it made; the message tells when it is there."""
    form = context.tap(MakeExport).form
    if form not in set(ExportForm):
        raise Gone
    made, rows = await context.services.exports.ask(context.account, ExportForm(form))
    await context.reply(views.preparing(context, rows), live=views.live_name(made.id))


async def made(context: BotContext) -> None:
    """It is there: send it."""
    found = await context.services.exports.get(context.account, context.event.subject)
    if found.kind != EXPORT:
        return
    if found.state is not MadeState.READY:
        await context.replace(views.live_name(found.id), views.failed(context))
        return
    parts = parts_of(found)
    await context.replace(views.live_name(found.id), views.ready(context, found, len(parts)))
    for part in parts:
        await context.reply(views.file(part))
