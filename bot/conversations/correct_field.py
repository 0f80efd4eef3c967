"""Correct one field of a card.

card [correct] -> which field? (button) -> VALUE (text, or a button: what may be meant, an energy, a result) -> card
card [correct] -> the work -> SERVICES (buttons to tick, or words) -> card
"""

from enum import StrEnum

from pydantic import BaseModel
from telegram import Update

from bot.callbacks import ChooseEnergy, CorrectField, OnDocument
from bot.context import BotContext
from bot.due_callbacks import FieldKilometres
from bot.flow import END, Flow, Next, flow
from bot.paper_callbacks import ChooseGuess, ChooseResult
from bot.record_callbacks import Choose
from bot.routing import tap, typed
from bot.service_selection import ServiceChoice
from bot.views import documents as views
from bot.views import fields as field_views
from bot.views import record_form as form_views
from bot.views.values import shown_value
from core.domain.distance import checked_kilometres
from core.domain.document_fields import FieldKind, ShownField, day_field, field_of
from core.domain.stored_values import as_date
from core.errors import Gone
from core.services.documents import CardData
from core.services.lessons import SERVICES
from core.services.mileage import ExpectedReading

NAME = "correct_field"


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    VALUE = "value"
    SERVICES = "services"


class CorrectionDraft(BaseModel):
    """The field that is being corrected."""

    document_id: int
    field: str
    revision: int = 0
    services: ServiceChoice = ServiceChoice()


async def begin(_: Update, context: BotContext) -> Next:
    """A field was chosen: ask for its value."""
    tapped = context.tap(CorrectField)
    if tapped.field == SERVICES:
        return await _begin_services(context, tapped)
    await ask(context, tapped.document, tapped.revision, tapped.field)
    return Step.VALUE


async def ask(context: BotContext, document_id: int, revision: int, name: str) -> None:
    """Ask for one field of a card; what was going on before is set aside."""
    card = await context.services.documents.open_card(context.account, document_id, revision, with_lines=False)
    field = field_of(card.kind, name)
    if field is None:
        raise Gone
    context.place.flow, context.place.step = NAME, Step.VALUE
    context.keep(CorrectionDraft(document_id=document_id, field=name))
    guesses = await context.services.documents.guesses(card, field)
    await context.show(field_views.ask_field(context, card, field, guesses, await _expected(context, card, field)))


async def correct(_: Update, context: BotContext) -> Next:
    """Take the value typed; one that cannot be read keeps the step, so the person just types again."""
    await _correct(context, context.text)
    return END


async def choose(_: Update, context: BotContext) -> Next:
    """Take the value tapped."""
    await _correct(context, context.tap(ChooseEnergy).energy)
    return END


async def choose_kilometres(_: Update, context: BotContext) -> Next:
    """Take the expected kilometres that were tapped."""
    await _correct(context, str(checked_kilometres(context.tap(FieldKilometres).kilometres)))
    return END


async def choose_result(_: Update, context: BotContext) -> Next:
    """Take how the inspection ended."""
    await _correct(context, context.tap(ChooseResult).result)
    return END


async def choose_guess(_: Update, context: BotContext) -> Next:
    """Take one of the values that were offered: the present one, which is thereby right, or another on the paper."""
    tapped, documents = context.tap(ChooseGuess), context.services.documents
    draft = context.draft(CorrectionDraft)
    card = await documents.open_card(context.account, tapped.document, tapped.revision)
    field = field_of(card.kind, draft.field)
    if field is None or draft.document_id != tapped.document:
        raise Gone
    offered = (card.value(field.name), *await documents.guesses(card, field))
    value = offered[tapped.number] if 0 <= tapped.number < len(offered) else None
    if value is None:
        raise Gone
    await context.show(views.card(context, await documents.take(context.account, card, field, value)))
    return END


async def _begin_services(context: BotContext, tapped: CorrectField) -> Next:
    card = await context.services.documents.open_card(context.account, tapped.document, tapped.revision)
    if card.kind not in views.WORKS:
        raise Gone
    choice = ServiceChoice(chosen=list(card.services), usual=list(card.services))
    draft = CorrectionDraft(document_id=card.document.id, field=SERVICES, revision=tapped.revision, services=choice)
    return await _ask_services(context, draft)


async def say_services(_: Update, context: BotContext) -> Next:
    """Take services typed."""
    draft = context.draft(CorrectionDraft)
    draft.services.say(context.text)
    return await _ask_services(context, draft)


async def choose_services(_: Update, context: BotContext) -> Next:
    """Tick a service, or be done."""
    draft = context.draft(CorrectionDraft)
    if not draft.services.tap(context.tap(Choose).value):
        return await _ask_services(context, draft)
    chosen = draft.services.chosen
    card = await context.services.documents.choose_services(context.account, draft.document_id, chosen)
    await context.show(views.card(context, card))
    return END


async def _ask_services(context: BotContext, draft: CorrectionDraft) -> Next:
    context.keep(draft)
    leave = OnDocument("back", draft.document_id, draft.revision)
    await context.show(form_views.services(context, draft.services, leave))
    return Step.SERVICES


async def _expected(context: BotContext, card: CardData, field: ShownField) -> ExpectedReading | None:
    """What the dash showed on the paper's day, as far as the readings tell: where it has no mileage."""
    if field.kind is not FieldKind.KILOMETRES or card.vehicle is None:
        return None
    day = as_date(card.value(day_field(card.kind) or ""))
    return await context.services.odometer.expected(context.account, card.vehicle, day)


async def _correct(context: BotContext, value: str) -> None:
    draft = context.draft(CorrectionDraft)
    card = await context.services.documents.correct(context.account, draft.document_id, draft.field, value)
    field = field_of(card.kind, draft.field)
    live = views.live_name(card.document.id)
    if field is not None and context.tapped_message is None:
        shown = shown_value(context.t, field, card.value(field.name), views.measured(card))
        await context.replace(live, views.corrected(context, field.name, shown or ""))
        await context.reply(views.card(context, card), live=live)
    else:
        await context.show(views.card(context, card))


def build() -> Flow:
    """The flow as one table."""
    return flow(
        NAME,
        entry=[tap(CorrectField, begin)],
        steps={
            Step.VALUE: [
                tap(ChooseEnergy, choose),
                tap(ChooseResult, choose_result),
                tap(ChooseGuess, choose_guess),
                tap(FieldKilometres, choose_kilometres),
                tap(CorrectField, begin),
                typed(correct),
            ],
            Step.SERVICES: [tap(Choose, choose_services), tap(CorrectField, begin), typed(say_services)],
        },
    )
