"""A vehicle's service plan and what is changed about it with one tap."""

from telegram import Update

from bot.context import BotContext
from bot.due_callbacks import OnPlan, OpenPlan
from bot.views import plan as views
from core.domain.service_types import ServiceType
from core.errors import Gone
from core.services.service_plan import Plan

SWITCHES = {"on": True, "off": False}
RHYTHMS = {"fixed": True, "sliding": False}


async def page(_: Update, context: BotContext) -> None:
    """The plan of a vehicle."""
    tapped = context.tap(OpenPlan)
    plan = await context.services.plan.of(context.account, tapped.vehicle)
    await context.show(views.page(context, plan, tapped.position))


async def act(_: Update, context: BotContext) -> None:
    """A button of one service."""
    tapped = context.tap(OnPlan)
    service = service_of(tapped)
    plan = await _changed(context, tapped, service)
    await show_changed(context, plan, service, tapped.action)


async def show_changed(context: BotContext, plan: Plan, service: ServiceType, action: str) -> None:
    """Show a service after a change; its reminder says the same, and there is one when it was asked for."""
    if action != "open":
        reminder = await context.services.reminders.follow_plan(
            context.account, plan, service, create=action == "remind"
        )
        if action == "remind" and reminder is not None:
            context.toast("plan.reminded")
    await context.show(views.detail(context, plan, service))


def service_of(tapped: OnPlan) -> ServiceType:
    """The service that a button names; a name that does not exist is as good as gone."""
    if tapped.service not in set(ServiceType):
        raise Gone
    return ServiceType(tapped.service)


async def _changed(context: BotContext, tapped: OnPlan, service: ServiceType) -> Plan:
    """The plan after the tap."""
    plan, account = context.services.plan, context.account
    if tapped.action in {"open", "remind"}:
        return await plan.of(account, tapped.vehicle)
    if tapped.action in SWITCHES:
        return await plan.switch(account, tapped.vehicle, service, on=SWITCHES[tapped.action])
    if tapped.action in RHYTHMS:
        return await plan.fix(account, tapped.vehicle, service, fixed=RHYTHMS[tapped.action])
    if tapped.action == "reset":
        return await plan.reset(account, tapped.vehicle, service)
    if tapped.action == "learn":
        learned = (await plan.of(account, tapped.vehicle)).item(service).learned
        if learned is None:
            raise Gone
        return await plan.set(account, tapped.vehicle, service, learned.months, learned.kilometres)
    raise Gone
