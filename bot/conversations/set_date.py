"""Set a date of a vehicle, or note an inspection.

the dates [set a date] -> DAY (text) -> the dates; another country's inspection -> REPEAT (button) -> the dates
the dates [inspected] -> how did it end? (button) -> DAY (button or text) -> the dates
"""

from datetime import date, timedelta
from enum import StrEnum

from pydantic import BaseModel
from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot.context import BotContext
from bot.due_callbacks import ChooseDay, OnDates, SetInterval
from bot.flow import END, Flow, Next, flow
from bot.routing import tap, typed
from bot.views import dates as views
from core.domain.reminder_time import Repeat
from core.domain.technical_inspection import InspectionClass, InspectionResult
from core.domain.typed_dates import AmbiguousDate, Lean, parse_date
from core.errors import Gone, Refusal
from core.services.days import today_of
from core.services.inspections import INSPECTION, class_of
from core.services.vehicle_dates import KINDS

NAME = "set_date"
ASKED = frozenset({*KINDS, *InspectionResult})


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    DAY = "day"
    REPEAT = "repeat"


class DateDraft(BaseModel):
    """Which date it is: a kind that is set, or how an inspection ended."""

    vehicle_id: int
    what: str
    day: date | None = None


def asks(data: object) -> bool:
    """Whether a button of the dates asks for a day."""
    tapped = OnDates.parse(data) if isinstance(data, str) else None
    return tapped is not None and tapped.action == "ask" and tapped.value in ASKED


async def begin(_: Update, context: BotContext) -> Next:
    """Ask for the day."""
    tapped = context.tap(OnDates)
    vehicle = await context.services.vehicles.get(context.account, tapped.vehicle)
    context.keep(DateDraft(vehicle_id=vehicle.id, what=tapped.value))
    await context.show(views.ask(context, vehicle, tapped.value))
    return Step.DAY


async def answer(_: Update, context: BotContext) -> Next:
    """Take a typed day; one that cannot be read keeps the question."""
    today, draft = today_of(context.account, context.services.clock), context.draft(DateDraft)
    future = draft.what in KINDS
    lean = Lean.FUTURE if future else Lean.PAST
    read = parse_date(context.text, today, context.account.language, lean=lean, allow_future=future)
    if isinstance(read, AmbiguousDate):
        raise Refusal("error.date_ambiguous", first=read.first, second=read.second)
    return await _take(context, draft, read)


async def choose_day(_: Update, context: BotContext) -> Next:
    """Take a tapped day."""
    days = context.tap(ChooseDay).days
    if not 0 <= days <= 1:
        raise Gone
    today = today_of(context.account, context.services.clock)
    return await _take(context, context.draft(DateDraft), today - timedelta(days=days))


async def choose_repeat(_: Update, context: BotContext) -> Next:
    """Take how often it comes back."""
    months, draft = context.tap(SetInterval).value, context.draft(DateDraft)
    if draft.day is None or not (months == 0 or months in views.REPEATS):
        raise Gone
    repeat = Repeat(months=months).iso if months else None
    dates = await context.services.dates.set_date(context.account, draft.vehicle_id, draft.what, draft.day, repeat)
    await context.show(views.page(context, dates))
    return END


async def again(_: Update, context: BotContext) -> Next:
    """A text where a button is waited for."""
    await context.reply(views.ask_repeat(context))
    return Step.REPEAT


async def _take(context: BotContext, draft: DateDraft, day: date) -> Next:
    account, services = context.account, context.services.dates
    if draft.what in set(InspectionResult):
        dates = await services.note_inspection(account, draft.vehicle_id, day, InspectionResult(draft.what))
        await context.show(views.page(context, dates))
        return END
    if draft.what == INSPECTION and await _returns(context, draft):
        if day < today_of(account, context.services.clock):
            raise Refusal("reminder.in_the_past")
        draft.day = day
        context.keep(draft)
        await context.show(views.ask_repeat(context))
        return Step.REPEAT
    await context.show(views.page(context, await services.set_date(account, draft.vehicle_id, draft.what, day)))
    return END


async def _returns(context: BotContext, draft: DateDraft) -> bool:
    """Whether it is another country's inspection, of which only the person knows how often it comes back."""
    vehicle = await context.services.vehicles.get(context.account, draft.vehicle_id)
    return class_of(vehicle) is InspectionClass.PLAIN


def build() -> Flow:
    """The flow as one table."""
    return flow(
        NAME,
        entry=[CallbackQueryHandler(begin, pattern=asks)],
        steps={
            Step.DAY: [tap(ChooseDay, choose_day), typed(answer)],
            Step.REPEAT: [tap(SetInterval, choose_repeat), typed(again)],
        },
    )
