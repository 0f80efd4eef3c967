"""The questions of the form for work: each is asked with what is known at that moment."""

from bot.context import BotContext
from bot.conversations.record_draft import RecordDraft, Step
from bot.views import record_form as views
from core.services.days import today_of

NAME = "add_record"


async def ask(context: BotContext, step: Step, draft: RecordDraft) -> Step:
    """Ask one question and wait for its answer."""
    services, account = context.services, context.account
    match step:
        case Step.VEHICLE:
            screen = views.which_vehicle(context, await services.vehicles.all(account))
        case Step.SERVICES:
            screen = views.services(context, draft.services)
        case Step.DATE:
            screen = views.day(context, first=step is draft.path[0])
        case Step.KILOMETRES:
            expected = await services.maintenance.expected_kilometres(account, draft.vehicle_id, draft.done_on)
            screen = views.kilometres(context, expected)
        case Step.GARAGE:
            draft.garages = await services.history.garages(account)
            screen = views.garage(context, draft.garages)
        case Step.AMOUNT:
            screen = views.amount(context, draft.planned_total, to_come=draft.planned)
        case Step.CONFIRM:
            vehicle = await services.vehicles.get(account, draft.vehicle_id)
            screen = views.last_look(context, vehicle, draft.new_record(today_of(account, services.clock)))
    context.keep(draft)
    await context.show(screen)
    return step
