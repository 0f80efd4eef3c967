"""Change a reminder, or put it off to a day of one's choice.

reminder [change] -> which field? (button) -> TEXT, DAY, TIME, REPEAT (text or button) or VEHICLE (button) -> reminder
push or reminder [pick a day] -> SNOOZE (text or button) -> put off
"""

from datetime import date, time
from enum import StrEnum

from pydantic import BaseModel
from telegram import Update

from bot.callbacks import OnReminder
from bot.context import BotContext
from bot.entry_draft import clock_typed
from bot.flow import END, Flow, Next, flow
from bot.reminder_callbacks import EditReminder, ReminderValue
from bot.routing import tap, tap_where, typed
from bot.views import reminder_edit as views
from bot.views import reminders as reminder_views
from core.domain.entry.assemble import read_line
from core.domain.entry.rhythm import take_rhythm
from core.domain.reminder_time import repeat_of
from core.domain.stored_values import as_date
from core.domain.typed_dates import AmbiguousDate, Lean, parse_date
from core.errors import Gone, Refusal
from core.models import Reminder
from core.services.days import today_of, zone_of
from core.services.own_reminders import is_own

NAME = "edit_reminder"


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    TEXT = "text"
    DAY = "day"
    TIME = "time"
    REPEAT = "repeat"
    VEHICLE = "vehicle"
    SNOOZE = "snooze"


class EditDraft(BaseModel):
    """Which reminder is being changed."""

    reminder_id: int


async def begin(_: Update, context: BotContext) -> Next:
    """Ask what to change, or for the field that was chosen."""
    tapped = context.tap(EditReminder)
    reminder = await context.services.reminders.get(context.account, tapped.reminder)
    if tapped.field == "fields":
        await context.show(views.fields(context, reminder))
        return END
    if tapped.field not in set(Step) or (tapped.field != Step.DAY and not is_own(reminder)):
        raise Gone
    return await _ask(context, Step(tapped.field), reminder)


async def begin_snooze(_: Update, context: BotContext) -> Next:
    """Ask until when to put it off."""
    reminder = await context.services.reminders.get(context.account, context.tap(OnReminder).reminder)
    return await _ask(context, Step.SNOOZE, reminder)


async def told(_: Update, context: BotContext) -> Next:
    """Take a typed value; one that cannot be read keeps the question."""
    step, draft = Step(context.place.step), context.draft(EditDraft)
    account, own = context.account, context.services.reminders.own
    match step:
        case Step.TEXT:
            reminder = await own.change_text(account, draft.reminder_id, context.text)
        case Step.DAY:
            reminder = await own.change_day(account, draft.reminder_id, _day_typed(context))
        case Step.TIME:
            reminder = await own.change_time(account, draft.reminder_id, _time_typed(context))
        case Step.REPEAT:
            reminder = await own.change_repeat(account, draft.reminder_id, _repeat_typed(context))
        case Step.VEHICLE:
            raise Refusal("error.choose_vehicle")
        case Step.SNOOZE:
            return await _put_off(context, draft, _day_typed(context))
    return await _changed(context, reminder)


async def tapped(_: Update, context: BotContext) -> Next:
    """Take a tapped value; a button of an earlier question only says so."""
    tap_, step, draft = context.tap(ReminderValue), Step(context.place.step), context.draft(EditDraft)
    if tap_.step != step:
        context.toast("flow.already_answered")
        return step
    account, own = context.account, context.services.reminders.own
    match step:
        case Step.TIME if tap_.value == "usual":
            reminder = await own.change_time(account, draft.reminder_id, None)
        case Step.REPEAT:
            repeat = None if tap_.value == "once" else tap_.value.upper()
            reminder = await own.change_repeat(account, draft.reminder_id, repeat)
        case Step.VEHICLE if tap_.value.isascii() and tap_.value.isdigit():
            reminder = await own.change_vehicle(account, draft.reminder_id, int(tap_.value[:18]) or None)
        case Step.SNOOZE if len(tap_.value) == 8:
            day = as_date(f"{tap_.value[:4]}-{tap_.value[4:6]}-{tap_.value[6:]}")
            if day is None:
                raise Gone
            return await _put_off(context, draft, day)
        case _:
            raise Gone
    return await _changed(context, reminder)


async def _ask(context: BotContext, step: Step, reminder: Reminder) -> Next:
    context.keep(EditDraft(reminder_id=reminder.id))
    if step is Step.VEHICLE:
        vehicles = await context.services.vehicles.active(context.account)
        await context.show(views.ask_vehicle(context, reminder, vehicles))
    else:
        await context.show(views.ask(context, step, reminder))
    return step


async def _changed(context: BotContext, reminder: Reminder) -> Next:
    changed = await context.services.reminders.get(context.account, reminder.id)
    await context.show(reminder_views.detail(context, changed))
    return END


async def _put_off(context: BotContext, draft: EditDraft, until: date) -> Next:
    reminder = await context.services.reminders.put_off(context.account, draft.reminder_id, until)
    await context.services.notices.read_about(context.account, draft.reminder_id)
    await context.show(reminder_views.settled(context, reminder))
    return END


def _day_typed(context: BotContext) -> date:
    today, language = today_of(context.account, context.services.clock), context.account.language
    read = parse_date(context.text, today, language, lean=Lean.FUTURE, allow_future=True)
    if isinstance(read, AmbiguousDate):
        raise Refusal("error.date_ambiguous", first=read.first, second=read.second)
    return read


def _time_typed(context: BotContext) -> time:
    now = context.services.clock.now().astimezone(zone_of(context.account))
    return clock_typed(context.text, now, context.account.language)


def _repeat_typed(context: BotContext) -> str:
    line = read_line(context.text[:60])
    rhythm = take_rhythm(line) if line is not None else None
    if rhythm is None or rhythm.iso is None or repeat_of(rhythm.iso) is None:
        raise Refusal("reminder.repeat_not_understood")
    return rhythm.iso


def build() -> Flow:
    """The flow as one table."""
    return flow(
        NAME,
        entry=[tap(EditReminder, begin), tap_where(OnReminder, begin_snooze, action="pick")],
        steps={step: [tap(ReminderValue, tapped), typed(told)] for step in Step},
    )
