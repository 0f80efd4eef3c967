"""Look for words in the logbook, or in the documents.

history or documents [search] -> WORDS (text) -> what holds them
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Generic, TypeVar

from pydantic import BaseModel
from telegram import Update

from bot import document_state, history_state
from bot.callbacks import Tap
from bot.context import BotContext
from bot.flow import END, Flow, Next, flow
from bot.handlers import document_list, history
from bot.paper_callbacks import BrowseDocuments
from bot.record_callbacks import BrowseHistory
from bot.routing import tap_where, typed
from bot.screens import Screen
from bot.views import document_list as document_views
from bot.views import history_filters as history_views
from core.domain.record_search import asked_words
from core.errors import Gone

TapT = TypeVar("TapT", bound=Tap)


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    WORDS = "words"


class SearchDraft(BaseModel):
    """The filter in which to look, as its button carries it."""

    within: str


@dataclass(frozen=True, slots=True)
class Searched(Generic[TapT]):
    """A list that is searched: the button of its filters, and how it asks, shows what it found, and goes on."""

    name: str
    button: type[TapT]
    whole: Callable[[TapT], TapT]
    ask: Callable[[BotContext, TapT], Screen]
    no_words: Callable[[BotContext], Screen]
    found: Callable[[BotContext, TapT, tuple[str, ...]], Awaitable[None]]
    browse: Callable[[Update, BotContext], Awaitable[None]]

    async def begin(self, _: Update, context: BotContext) -> Next:
        """Ask for the words."""
        within = self.whole(context.tap(self.button))
        context.keep(SearchDraft(within=within.pack()))
        await context.show(self.ask(context, within))
        return Step.WORDS

    async def search(self, _: Update, context: BotContext) -> Next:
        """Show what was found; what holds no word is asked again."""
        words = asked_words(context.text)
        if not words:
            await context.reply(self.no_words(context))
            return Step.WORDS
        within = self.button.parse(context.draft(SearchDraft).within)
        if within is None:
            raise Gone
        await self.found(context, within, words)
        return END

    async def elsewhere(self, update: Update, context: BotContext) -> Next:
        """Back to the list, or to another of its filters: nothing is looked for."""
        await self.browse(update, context)
        return END

    def build(self) -> Flow:
        """The flow as one table."""
        asking = tap_where(self.button, self.begin, view="q")
        steps = {Step.WORDS: [asking, tap_where(self.button, self.elsewhere), typed(self.search)]}
        return flow(self.name, entry=[asking], steps=steps)


async def _records(context: BotContext, within: BrowseHistory, words: tuple[str, ...]) -> None:
    await history.show(context, replace(history_state.asked_by(within), words=words))


async def _documents(context: BotContext, within: BrowseDocuments, words: tuple[str, ...]) -> None:
    await document_list.show(context, replace(document_state.asked_by(within), words=words))


HISTORY = Searched(
    "search_history",
    BrowseHistory,
    lambda tapped: history_state.button_for(history_state.asked_by(tapped)),
    lambda context, within: history_views.ask_words(context, history_state.asked_by(within)),
    history_views.no_words,
    _records,
    history.browse,
)
DOCUMENTS = Searched(
    "search_documents",
    BrowseDocuments,
    lambda tapped: document_state.button_for(document_state.asked_by(tapped)),
    lambda context, within: document_views.ask_words(context, document_state.asked_by(within)),
    document_views.no_words,
    _documents,
    document_list.browse,
)
