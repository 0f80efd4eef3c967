"""Attach papers to a record.

record [papers] -> [attach] -> PAPER (photo or file, or the button of one that was sent before) -> attached
"""

from enum import StrEnum

from pydantic import BaseModel
from telegram import Update
from telegram.ext import MessageHandler, filters

from bot.context import BotContext
from bot.flow import END, Flow, Next, flow
from bot.handlers import records
from bot.handlers.documents import arriving_of
from bot.record_callbacks import AttachDocument, OnRecord
from bot.routing import tap, tap_where
from bot.views import papers as views
from bot.views.documents import live_name
from core.errors import Gone

NAME = "attach_paper"


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    PAPER = "paper"


class PaperDraft(BaseModel):
    """The record that gets the paper."""

    record_id: int


async def begin(_: Update, context: BotContext) -> Next:
    """Ask for a photo, and offer what was sent before."""
    number = context.tap(OnRecord).record
    found = await context.services.attachments.candidates(context.account, number)
    context.keep(PaperDraft(record_id=number))
    await context.show(views.ask(context, found))
    return Step.PAPER


async def arrived(update: Update, context: BotContext) -> Next:
    """A photo or file: it is kept as it is; more of an album may follow, so the step stays."""
    arriving = arriving_of(update)
    if arriving is None:
        return Step.PAPER
    draft = context.draft(PaperDraft)
    document = await context.services.attachments.receive(context.account, draft.record_id, arriving)
    await context.reply(views.coming(context), live=live_name(document.id))
    return Step.PAPER


async def back(update: Update, context: BotContext) -> Next:
    """Back to the papers of a record; nothing more is waited for."""
    await records.act(update, context)
    return END


async def attach(_: Update, context: BotContext) -> Next:
    """One that was sent before."""
    tapped = context.tap(AttachDocument)
    stored = await context.services.attachments.attach(context.account, tapped.record, tapped.document)
    if stored:
        data = await context.services.maintenance.record(context.account, tapped.record)
        await context.show(views.attached(context, data))
    else:
        await context.show(views.coming(context))
    return END


async def kept(context: BotContext) -> None:
    """The file is there: say so in place of the first sign of life."""
    document_id = context.event.subject
    data = await context.services.attachments.record_of(context.account, document_id)
    if data is None:
        raise Gone
    await context.replace(live_name(document_id), views.attached(context, data))


def build() -> Flow:
    """The flow as one table."""
    asking = tap_where(OnRecord, begin, action="attach")
    files = filters.UpdateType.MESSAGE & (filters.PHOTO | filters.Document.ALL)
    leaving = tap_where(OnRecord, back, action="papers")
    entry = [asking, tap(AttachDocument, attach)]
    return flow(NAME, entry=entry, steps={Step.PAPER: [MessageHandler(files, arrived), leaving]})
