"""Change how often a service of a plan is due.

a service [months] -> MONTHS (button or text) -> the service
a service [kilometres] -> KILOMETRES (button or text) -> the service
"""

from enum import StrEnum

from pydantic import BaseModel
from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot.context import BotContext
from bot.due_callbacks import OnPlan, SetInterval
from bot.flow import END, Flow, Next, flow
from bot.handlers.plan import service_of, show_changed
from bot.routing import tap, typed
from bot.views import plan as views
from core.domain.distance import parse_kilometres
from core.domain.service_plan import LONGEST_KILOMETRES, LONGEST_MONTHS, SHORTEST_KILOMETRES
from core.domain.service_types import ServiceType
from core.domain.typed_numbers import parse_whole
from core.errors import Refusal

NAME = "set_interval"


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    MONTHS = "months"
    KILOMETRES = "kilometres"


class IntervalDraft(BaseModel):
    """The service whose interval changes."""

    vehicle_id: int
    service: ServiceType


def asks(data: object) -> bool:
    """Whether a button of a service asks for one of its limits."""
    tapped = OnPlan.parse(data) if isinstance(data, str) else None
    return tapped is not None and tapped.action in set(Step)


async def begin(_: Update, context: BotContext) -> Next:
    """Ask how often."""
    tapped = context.tap(OnPlan)
    service, step = service_of(tapped), Step(tapped.action)
    plan = await context.services.plan.of(context.account, tapped.vehicle)
    plan.item(service)
    context.keep(IntervalDraft(vehicle_id=plan.vehicle.id, service=service))
    await context.show(views.ask(context, step, service))
    return step


async def answer(_: Update, context: BotContext) -> Next:
    """Take a typed number; one that cannot be read keeps the question."""
    step = Step(context.place.step)
    value = parse_kilometres(context.text) if step is Step.KILOMETRES else parse_whole(context.text)
    return await _set(context, step, value)


async def choose(_: Update, context: BotContext) -> Next:
    """Take a tapped number; a button of the other question only shows the present one."""
    tapped, step = context.tap(SetInterval), Step(context.place.step)
    if tapped.limit != step:
        context.toast("flow.already_answered")
        return step
    return await _set(context, step, tapped.value)


async def _set(context: BotContext, step: Step, value: int) -> Next:
    draft, plan = context.draft(IntervalDraft), context.services.plan
    lowest, highest = (1, LONGEST_MONTHS) if step is Step.MONTHS else (SHORTEST_KILOMETRES, LONGEST_KILOMETRES)
    if value and not lowest <= value <= highest:
        raise Refusal("error.number_out_of_range", lowest=lowest, highest=highest)
    changed = await plan.limit(context.account, draft.vehicle_id, draft.service, step, value)
    await show_changed(context, changed, draft.service, step)
    return END


def build() -> Flow:
    """The flow as one table."""
    entry = CallbackQueryHandler(begin, pattern=asks)
    return flow(NAME, entry=[entry], steps={step: [tap(SetInterval, choose), typed(answer)] for step in Step})
