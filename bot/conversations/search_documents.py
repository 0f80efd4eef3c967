"""Look for words in the documents.

documents [search] -> WORDS (text) -> the documents that hold them
"""

from dataclasses import replace
from enum import StrEnum

from pydantic import BaseModel
from telegram import Update

from bot.context import BotContext
from bot.document_state import asked_by, button_for
from bot.flow import END, Flow, Next, flow
from bot.handlers import document_list
from bot.paper_callbacks import BrowseDocuments
from bot.routing import tap_where, typed
from bot.views import document_list as views
from core.domain.record_search import asked_words

NAME = "search_documents"


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    WORDS = "words"


class SearchDraft(BaseModel):
    """The filter in which to look, as its button carries it."""

    within: str


async def begin(_: Update, context: BotContext) -> Next:
    """Ask for the words."""
    asked = asked_by(context.tap(BrowseDocuments))
    context.keep(SearchDraft(within=button_for(asked).pack()))
    await context.show(views.ask_words(context, asked))
    return Step.WORDS


async def search(_: Update, context: BotContext) -> Next:
    """Show what was found; what holds no word is asked again."""
    words = asked_words(context.text)
    if not words:
        await context.reply(views.no_words(context))
        return Step.WORDS
    within = BrowseDocuments.parse(context.draft(SearchDraft).within) or BrowseDocuments("l")
    await document_list.show(context, replace(asked_by(within), words=words))
    return END


async def elsewhere(update: Update, context: BotContext) -> Next:
    """Back to the list, or to another of its filters: nothing is looked for."""
    await document_list.browse(update, context)
    return END


def build() -> Flow:
    """The flow as one table."""
    asking = tap_where(BrowseDocuments, begin, view="q")
    return flow(
        NAME,
        entry=[asking],
        steps={Step.WORDS: [asking, tap_where(BrowseDocuments, elsewhere), typed(search)]},
    )
