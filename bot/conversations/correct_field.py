"""Correct one field of a card.

card [correct] -> which field? (button) -> VALUE (text, or a button: an energy, the expected kilometres) -> card
"""

from enum import StrEnum

from pydantic import BaseModel
from telegram import Update

from bot.callbacks import ChooseEnergy, CorrectField
from bot.context import BotContext
from bot.due_callbacks import FieldKilometres
from bot.flow import END, Flow, Next, flow
from bot.routing import tap, typed
from bot.views import documents as views
from bot.views.values import shown_value
from core.domain.distance import checked_kilometres
from core.domain.document_fields import FieldKind, ShownField, field_of
from core.domain.stored_values import as_date
from core.errors import Gone
from core.services.documents import CardData
from core.services.mileage import ExpectedReading

NAME = "correct_field"


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    VALUE = "value"


class CorrectionDraft(BaseModel):
    """The field that is being corrected."""

    document_id: int
    field: str


async def begin(_: Update, context: BotContext) -> Next:
    """A field was chosen: ask for its value."""
    tapped = context.tap(CorrectField)
    await ask(context, tapped.document, tapped.revision, tapped.field)
    return Step.VALUE


async def ask(context: BotContext, document_id: int, revision: int, name: str) -> None:
    """Ask for one field of a card; what was going on before is set aside."""
    card = await context.services.documents.open_card(context.account, document_id, revision)
    field = field_of(card.kind, name)
    if field is None:
        raise Gone
    context.place.flow, context.place.step = NAME, Step.VALUE
    context.keep(CorrectionDraft(document_id=document_id, field=name))
    await context.show(views.ask_field(context, card, field, await _expected(context, card, field)))


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


async def _expected(context: BotContext, card: CardData, field: ShownField) -> ExpectedReading | None:
    """What the dash showed on the paper's day, as far as the readings tell: where it has no mileage."""
    if field.kind is not FieldKind.KILOMETRES or card.vehicle is None:
        return None
    day = as_date(card.value("invoice_date"))
    return await context.services.odometer.expected(context.account, card.vehicle, day)


async def _correct(context: BotContext, value: str) -> None:
    draft = context.draft(CorrectionDraft)
    card = await context.services.documents.correct(context.account, draft.document_id, draft.field, value)
    field = field_of(card.kind, draft.field)
    live = views.live_name(card.document.id)
    if field is not None and context.tapped_message is None:
        shown = shown_value(context.t, field, card.value(field.name), card.value("currency"))
        await context.replace(live, views.corrected(context, field, shown or ""))
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
                tap(FieldKilometres, choose_kilometres),
                tap(CorrectField, begin),
                typed(correct),
            ]
        },
    )
