"""Move an appointment to another day and time.

card, or what comes the day before [move] -> DAY (text: a day and a time) -> moved, with its calendar file anew
DAY without a time -> TIME (text) -> moved; TIME [back] -> DAY, DAY [back] -> card
"""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel
from telegram import Update
from telegram.ext import MessageHandler

from bot.context import BotContext
from bot.flow import END, Flow, Next, flow
from bot.garage_callbacks import OnAppointment
from bot.handlers import appointments as handlers
from bot.routing import spoken, tap_where, typed
from bot.views import appointments as views
from core.domain.garages.appointments import AHEAD
from core.errors import Gone, Refusal
from core.services.appointments import clock_of

NAME = "move_appointment"


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    DAY = "day"
    TIME = "time"


class MoveDraft(BaseModel):
    """Which one, and the day where it was said without a time."""

    appointment_id: int
    day: date | None = None


async def begin(_: Update, context: BotContext) -> Next:
    """Ask to when."""
    draft = MoveDraft(appointment_id=context.tap(OnAppointment).appointment)
    await context.services.notices.read_appointment(context.account, draft.appointment_id)
    return await _ask(context, draft)


async def told(_: Update, context: BotContext) -> Next:
    """Take a day and a time; what cannot be read, or is past, is asked again."""
    draft, garages = context.draft(MoveDraft), context.services.garage
    found = await garages.appointments.get(context.account, draft.appointment_id)
    alone = context.place.step == Step.TIME
    day, at = await handlers.told_moment(context, clock_of(found), draft.day, time_alone=alone)
    if at is None:
        draft.day = day
        return await _ask(context, draft)
    moved = await garages.requests.move(context.account, found.id, day, at)
    await context.show(views.card(context, moved, moved=True))
    await handlers.send_calendar(context, moved)
    return END


async def back(_: Update, context: BotContext) -> Next:
    """Another day, or as it was."""
    draft = context.draft(MoveDraft)
    if draft.day is not None:
        return await _ask(context, MoveDraft(appointment_id=draft.appointment_id))
    found = await context.services.garage.appointments.get(context.account, draft.appointment_id)
    await context.show(views.card(context, found))
    return END


async def tapped_back(update: Update, context: BotContext) -> Next:
    """The same by a button, if it is of this appointment."""
    if context.tap(OnAppointment).appointment != context.draft(MoveDraft).appointment_id:
        raise Gone
    return await back(update, context)


async def _ask(context: BotContext, draft: MoveDraft) -> Next:
    found = await context.services.garage.appointments.get(context.account, draft.appointment_id)
    if found.status not in AHEAD:
        raise Refusal("appointment.not_any_more")
    context.keep(draft)
    await context.show(views.ask_moment(context, found, day=draft.day))
    return Step.DAY if draft.day is None else Step.TIME


def build() -> Flow:
    """The flow as one table."""
    answers = [
        tap_where(OnAppointment, tapped_back, action="move_back"),
        MessageHandler(spoken("back"), back),
        typed(told),
    ]
    return flow(
        NAME,
        entry=[tap_where(OnAppointment, begin, action="move")],
        steps={Step.DAY: answers, Step.TIME: answers},
    )
