"""Say what a visit cost, once it is over.

asked afterwards, or card [done] -> AMOUNT (text or skip) -> its record, and an invitation to say how it was
"""

from enum import StrEnum

from pydantic import BaseModel
from telegram import Update
from telegram.ext import MessageHandler

from bot.context import BotContext
from bot.flow import END, Flow, Next, flow
from bot.garage_callbacks import OnAppointment
from bot.routing import spoken, tap_where, typed
from bot.views import appointments as views
from core.domain.garages.appointments import AHEAD, AppointmentStatus, changed
from core.domain.money import Money

NAME = "finish_appointment"


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    AMOUNT = "amount"


class DoneDraft(BaseModel):
    """Which one."""

    appointment_id: int


async def begin(_: Update, context: BotContext) -> Next:
    """Ask what it cost."""
    found = await context.services.garage.appointments.get(context.account, context.tap(OnAppointment).appointment)
    if found.status not in AHEAD:
        changed(found.status, AppointmentStatus.DONE)
    context.keep(DoneDraft(appointment_id=found.id))
    await context.show(views.ask_amount(context, found))
    return Step.AMOUNT


async def told(_: Update, context: BotContext) -> Next:
    """Take the amount."""
    return await _save(context, Money.parse(context.text, context.account.language))


async def skipped(_: Update, context: BotContext) -> Next:
    """It is not known, or nothing."""
    return await _save(context, None)


async def _save(context: BotContext, total: Money | None) -> Next:
    draft, appointments = context.draft(DoneDraft), context.services.garage.appointments
    found, _ = await appointments.done(context.account, draft.appointment_id, total)
    await context.show(views.finished(context, found))
    return END


def build() -> Flow:
    """The flow as one table."""
    answers = [
        tap_where(OnAppointment, skipped, action="no_amount"),
        MessageHandler(spoken("skip"), skipped),
        typed(told),
    ]
    return flow(NAME, entry=[tap_where(OnAppointment, begin, action="done")], steps={Step.AMOUNT: answers})
