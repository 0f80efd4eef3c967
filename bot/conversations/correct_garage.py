"""Say what of a garage should read otherwise.

card [correct] -> which? (button) -> VALUE (text) -> thanks; "closed for good" needs no text
VALUE [back] -> which?
"""

from enum import StrEnum

from pydantic import BaseModel
from telegram import Update
from telegram.ext import MessageHandler

from bot.context import BotContext
from bot.flow import END, Flow, Next, flow
from bot.garage_callbacks import CorrectGarage
from bot.routing import spoken, tap_where, typed
from bot.views import garage_corrections as views
from core.domain.garages.corrections import GONE, Correction

NAME = "correct_garage"


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    VALUE = "value"


class CorrectionDraft(BaseModel):
    """Which garage, and what of it."""

    garage_id: int
    what: Correction


async def begin(_: Update, context: BotContext) -> Next:
    """Ask how it should read, or take that it is gone."""
    tapped, directory = context.tap(CorrectGarage), context.services.garage.directory
    garage = await directory.get(context.account, tapped.garage)
    draft = CorrectionDraft(garage_id=garage.id, what=Correction(tapped.what))
    if draft.what is Correction.CLOSED:
        return await _save(context, draft, GONE)
    context.keep(draft)
    await context.show(views.ask(context, garage, draft.what))
    return Step.VALUE


async def told(_: Update, context: BotContext) -> Next:
    """Take it; what cannot be read keeps the question."""
    return await _save(context, context.draft(CorrectionDraft), context.text)


async def back(_: Update, context: BotContext) -> Next:
    """Choose something else."""
    draft = context.draft(CorrectionDraft)
    garage = await context.services.garage.directory.get(context.account, draft.garage_id)
    await context.show(views.choose(context, garage))
    return END


async def _save(context: BotContext, draft: CorrectionDraft, text: str) -> Next:
    garage = context.services.garage
    stands = await garage.corrections.suggest(context.account, draft.garage_id, draft.what, text)
    await context.show(views.thanks(context, draft.garage_id, stands=stands))
    return END


def build() -> Flow:
    """The flow as one table."""
    return flow(
        NAME,
        entry=[tap_where(CorrectGarage, begin, what=one.value) for one in Correction],
        steps={
            Step.VALUE: [
                tap_where(CorrectGarage, back, what="choose"),
                MessageHandler(spoken("back"), back),
                typed(told),
            ]
        },
    )
