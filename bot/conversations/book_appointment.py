"""Note an appointment at a garage.

card [appointment] -> VEHICLE (button, where there are several) -> SERVICE (button, or text) -> DAY (text: a day and a
      time) -> NOTE (text or skip) -> noted, with its calendar file
DAY without a time -> TIME (text) -> NOTE; [back] leads to the question before
"""

from datetime import date, time
from enum import StrEnum

from pydantic import BaseModel
from telegram import Update
from telegram.ext import MessageHandler

from bot.context import BotContext
from bot.flow import END, Flow, Next, flow
from bot.garage_callbacks import BookAnswer, OnGarage
from bot.handlers import appointments as handlers
from bot.routing import spoken, tap, tap_where, typed
from bot.screens import Screen
from bot.views import appointments as views
from core.domain.service_types import ServiceType, service_types_of
from core.errors import Gone
from core.services.appointments import NewAppointment, zone_for

NAME = "book_appointment"


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    VEHICLE = "vehicle"
    SERVICE = "service"
    DAY = "day"
    TIME = "time"
    NOTE = "note"


class BookDraft(BaseModel):
    """What was said so far."""

    garage_id: int
    vehicle_id: int = 0
    several: bool = False
    service: ServiceType = ServiceType.GENERAL_SERVICE
    day: date | None = None
    at: time | None = None


async def begin(_: Update, context: BotContext) -> Next:
    """Ask for which vehicle, or at once for what."""
    garage = await context.services.garage.directory.get(context.account, context.tap(OnGarage).garage)
    vehicles = await context.services.vehicles.active(context.account)
    draft = BookDraft(garage_id=garage.id, several=len(vehicles) > 1)
    if not vehicles:
        await context.show(views.no_vehicle(context))
        return END
    if draft.several:
        return await _ask(context, draft, Step.VEHICLE)
    draft.vehicle_id = vehicles[0].id
    return await _ask(context, draft, Step.SERVICE)


async def tapped(_: Update, context: BotContext) -> Next:
    """Take a tapped answer; one of an earlier question changes nothing."""
    answer, step, draft = context.tap(BookAnswer), Step(context.place.step), context.draft(BookDraft)
    if answer.step != step:
        context.toast("flow.already_answered")
        return step
    if answer.answer == "back":
        return await _ask(context, draft, _before(step, draft))
    match step:
        case Step.VEHICLE:
            draft.vehicle_id = (await context.services.vehicles.get(context.account, answer.value)).id
            return await _ask(context, draft, Step.SERVICE)
        case Step.SERVICE if answer.answer in set(ServiceType):
            draft.service = ServiceType(answer.answer)
            return await _ask(context, draft, Step.DAY)
        case Step.NOTE if answer.answer == "skip":
            return await _save(context, draft, None)
        case _:
            raise Gone


async def told(_: Update, context: BotContext) -> Next:
    """Take a typed answer; one that cannot be read keeps the question."""
    step, draft = Step(context.place.step), context.draft(BookDraft)
    match step:
        case Step.VEHICLE:
            await context.reply(await _question(context, draft, step))
            return step
        case Step.SERVICE:
            found = service_types_of(context.text[:200], planned=True)
            draft.service = found[0] if found else ServiceType.OTHER_REPAIR
            return await _ask(context, draft, Step.DAY)
        case Step.DAY | Step.TIME:
            return await _take_moment(context, draft, step)
        case Step.NOTE:
            return await _save(context, draft, context.text)


async def skipped(_: Update, context: BotContext) -> Next:
    """No note."""
    return await _save(context, context.draft(BookDraft), None)


async def back(_: Update, context: BotContext) -> Next:
    """The question before."""
    draft = context.draft(BookDraft)
    return await _ask(context, draft, _before(Step(context.place.step), draft))


async def _take_moment(context: BotContext, draft: BookDraft, step: Step) -> Next:
    garage = await context.services.garage.directory.get(context.account, draft.garage_id)
    zone = zone_for(context.account, garage)
    draft.day, draft.at = await handlers.told_moment(context, zone, draft.day, time_alone=step is Step.TIME)
    return await _ask(context, draft, Step.TIME if draft.at is None else Step.NOTE)


def _before(step: Step, draft: BookDraft) -> Step:
    match step:
        case Step.NOTE | Step.TIME:
            return Step.DAY
        case Step.DAY:
            return Step.SERVICE
        case _:
            return Step.VEHICLE if draft.several else Step.SERVICE


async def _ask(context: BotContext, draft: BookDraft, step: Step) -> Next:
    context.keep(draft)
    await context.show(await _question(context, draft, step))
    return step


async def _question(context: BotContext, draft: BookDraft, step: Step) -> Screen:
    vehicles = await context.services.vehicles.active(context.account) if step is Step.VEHICLE else []
    return views.ask(context, step, vehicles, first=step is Step.SERVICE and not draft.several)


async def _save(context: BotContext, draft: BookDraft, note: str | None) -> Next:
    if draft.day is None or draft.at is None:
        raise Gone
    new = NewAppointment(draft.vehicle_id, draft.garage_id, draft.service, draft.day, draft.at, note)
    found = await context.services.garage.appointments.note(context.account, new)
    await context.show(views.card(context, found, noted=True))
    await handlers.send_calendar(context, found)
    return END


def build() -> Flow:
    """The flow as one table."""
    steps = {step: [tap(BookAnswer, tapped), MessageHandler(spoken("back"), back), typed(told)] for step in Step}
    steps[Step.NOTE].insert(1, MessageHandler(spoken("skip") | spoken("none"), skipped))
    return flow(NAME, entry=[tap_where(OnGarage, begin, action="book")], steps=steps)
