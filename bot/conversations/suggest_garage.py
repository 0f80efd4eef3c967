"""Suggest a garage that is missing.

/garages [missing?] -> NAME (text) -> WHERE (text: an address, or postcode and town) -> PHONE (text or skip) -> added
WHERE [back] -> NAME, PHONE [back] -> WHERE; a garage that is known is shown instead
"""

from enum import StrEnum

from pydantic import BaseModel
from telegram import Update
from telegram.ext import MessageHandler

from bot.context import BotContext
from bot.flow import END, Flow, Next, flow
from bot.garage_callbacks import FindGarage
from bot.routing import spoken, tap_where, typed
from bot.views import garages as views
from core.domain.garages.listing import core_name
from core.domain.garages.phones import checked_phone
from core.domain.garages.places import postal
from core.domain.typed_text import clean_line
from core.errors import Gone, Refusal
from core.services.listing import Suggestion

NAME = "suggest_garage"


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    NAME = "name"
    WHERE = "where"
    PHONE = "phone"


class SuggestionDraft(BaseModel):
    """What was said so far."""

    name: str = ""
    where: str = ""


async def begin(_: Update, context: BotContext) -> Next:
    """Ask for its name."""
    return await _ask(context, SuggestionDraft(), Step.NAME)


async def told(_: Update, context: BotContext) -> Next:
    """Take an answer; one that cannot be used keeps the question."""
    step, draft = Step(context.place.step), context.draft(SuggestionDraft)
    match step:
        case Step.NAME:
            draft.name = clean_line(context.text, 120)
            if not core_name(draft.name):
                raise Refusal("error.text_expected")
            return await _ask(context, draft, Step.WHERE)
        case Step.WHERE:
            draft.where = clean_line(context.text, 300)
            if postal(draft.where).point is None:
                raise Refusal("garage.town_not_found")
            return await _ask(context, draft, Step.PHONE)
        case Step.PHONE:
            return await _save(context, draft, checked_phone(context.text))


async def skipped(_: Update, context: BotContext) -> Next:
    """No number is known."""
    if context.place.flow != NAME or context.place.step != Step.PHONE:
        raise Gone
    return await _save(context, context.draft(SuggestionDraft), None)


async def back(_: Update, context: BotContext) -> Next:
    """The question before."""
    if context.place.flow != NAME:
        raise Gone
    earlier = Step.WHERE if context.place.step == Step.PHONE else Step.NAME
    return await _ask(context, context.draft(SuggestionDraft), earlier)


async def _ask(context: BotContext, draft: SuggestionDraft, step: Step) -> Next:
    context.keep(draft)
    await context.show(views.ask_suggestion(context, step))
    return step


async def _save(context: BotContext, draft: SuggestionDraft, phone: str | None) -> Next:
    services, owner = context.services, context.account
    garage = await services.garage.listings.suggest(owner, Suggestion(draft.name, draft.where, phone))
    await context.show(views.suggested(context, await services.garage.directory.card(owner, garage.id)))
    return END


def build() -> Flow:
    """The flow as one table."""
    moves = [
        tap_where(FindGarage, skipped, way="no_phone"),
        tap_where(FindGarage, back, way="back"),
        MessageHandler(spoken("back"), back),
    ]
    answers = [*moves, MessageHandler(spoken("skip"), skipped), typed(told)]
    return flow(
        NAME,
        entry=[tap_where(FindGarage, begin, way="suggest")],
        steps={Step.NAME: [*moves, typed(told)], Step.WHERE: [*moves, typed(told)], Step.PHONE: answers},
    )
