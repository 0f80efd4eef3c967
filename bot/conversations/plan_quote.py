"""Make the work of a kept offer planned work.

offer [plan] -> DAY (text, or a button: in a week, two, a month) -> the planned work
"""

from datetime import timedelta
from enum import StrEnum

from pydantic import BaseModel
from telegram import Update

from bot.callbacks import OpenDocument
from bot.context import BotContext
from bot.flow import END, Flow, Next, flow
from bot.handlers import document_list
from bot.paper_callbacks import PlanQuote
from bot.routing import tap, typed
from bot.views import confirmed as views
from bot.views import document_list as list_views
from bot.views import history as history_views
from bot.views import records as record_views
from core.domain.typed_dates import AmbiguousDate, Lean, parse_date
from core.errors import Gone, Refusal
from core.services.confirming import AlreadyRecorded, VehicleNeeded
from core.services.days import today_of

NAME = "plan_quote"
_FURTHEST = 366


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    DAY = "day"


class QuoteDraft(BaseModel):
    """The offer whose work is planned."""

    document_id: int


async def begin(_: Update, context: BotContext) -> Next:
    """Ask for the day, or take the one that was tapped."""
    tapped = context.tap(PlanQuote)
    if tapped.days:
        return await _plan(context, tapped.document, tapped.days)
    card = await context.services.documents.card(context.account, tapped.document)
    context.keep(QuoteDraft(document_id=card.document.id))
    await context.show(views.ask_day(context, card.document.id))
    return Step.DAY


async def answer(_: Update, context: BotContext) -> Next:
    """Take a typed day; one that cannot be read keeps the question."""
    today = today_of(context.account, context.services.clock)
    read = parse_date(context.text, today, context.account.language, lean=Lean.FUTURE, allow_future=True)
    if isinstance(read, AmbiguousDate):
        raise Refusal("error.date_ambiguous", first=read.first, second=read.second)
    if read < today:
        raise Refusal("reminder.in_the_past")
    return await _plan(context, context.draft(QuoteDraft).document_id, (read - today).days)


async def back(update: Update, context: BotContext) -> Next:
    """Back to the offer: nothing is planned."""
    await document_list.open_document(update, context)
    return END


async def _plan(context: BotContext, document_id: int, days: int) -> Next:
    if not 0 <= days <= _FURTHEST * 10:
        raise Gone
    day = today_of(context.account, context.services.clock) + timedelta(days=days)
    try:
        saved = await context.services.confirming.plan(context.account, document_id, day)
    except AlreadyRecorded as known:
        data = await context.services.maintenance.record(context.account, known.record_id)
        await context.show(record_views.detail(context, data))
    except VehicleNeeded:
        card = await context.services.documents.card(context.account, document_id)
        vehicles = await context.services.vehicles.active(context.account)
        await context.show(list_views.choose_vehicle(context, card.document, vehicles))
    else:
        await context.show(history_views.saved(context, saved))
    return END


def build() -> Flow:
    """The flow as one table."""
    return flow(
        NAME,
        entry=[tap(PlanQuote, begin)],
        steps={Step.DAY: [tap(PlanQuote, begin), tap(OpenDocument, back), typed(answer)]},
    )
