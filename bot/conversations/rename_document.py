"""Call a document by a name of one's own.

document [rename] -> NAME (text) -> the document
"""

from enum import StrEnum

from pydantic import BaseModel
from telegram import Update

from bot.callbacks import OpenDocument
from bot.context import BotContext
from bot.flow import END, Flow, Next, flow
from bot.handlers import document_list
from bot.paper_callbacks import OnPaper
from bot.routing import tap, tap_where, typed
from bot.views import document_list as views
from core.domain.states import DocumentState
from core.errors import Gone

NAME = "rename_document"


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    NAME = "name"


class NameDraft(BaseModel):
    """The document that gets the name."""

    document_id: int


async def begin(_: Update, context: BotContext) -> Next:
    """Ask for the name."""
    card = await context.services.documents.card(context.account, context.tap(OnPaper).document)
    if card.document.state is not DocumentState.KEPT:
        raise Gone
    context.keep(NameDraft(document_id=card.document.id))
    await context.show(views.ask_name(context, card.document))
    return Step.NAME


async def rename(_: Update, context: BotContext) -> Next:
    """Take the name typed; one without words is asked again."""
    draft = context.draft(NameDraft)
    await context.services.document_list.rename(context.account, draft.document_id, context.text)
    await document_list.show_document(context, draft.document_id)
    return END


async def back(update: Update, context: BotContext) -> Next:
    """Back to a document: it keeps its name."""
    await document_list.open_document(update, context)
    return END


def build() -> Flow:
    """The flow as one table."""
    asking = tap_where(OnPaper, begin, action="rename")
    return flow(
        NAME,
        entry=[asking],
        steps={Step.NAME: [asking, tap(OpenDocument, back), typed(rename)]},
    )
