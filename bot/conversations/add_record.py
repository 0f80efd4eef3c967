"""Write down work by a short form; every question but what and when can be skipped, taken back or cancelled.

/add or [add] -> VEHICLE (button, if there are several) -> SERVICES (buttons, text) -> DATE (buttons, text)
  -> KILOMETRES -> GARAGE -> AMOUNT -> CONFIRM (button; a text becomes the note) -> saved
A day to come makes it planned work, which has no mileage yet: DATE -> GARAGE.
planned record [done] -> DATE -> KILOMETRES -> AMOUNT -> the record is done
"""

from telegram import Update

from bot.callbacks import FormMove
from bot.context import BotContext
from bot.conversations import record_answers as answers
from bot.conversations.record_draft import RecordDraft, Step
from bot.conversations.record_questions import NAME, ask
from bot.flow import END, Flow, Next, flow
from bot.record_callbacks import AddRecord, Choose, OnRecord
from bot.routing import command, said_move, tap, tap_where, typed
from bot.views import history as history_views
from bot.views import menu as menu_views
from bot.views import odometer as odometer_views
from bot.views import record_form as views
from bot.views import records as record_views
from core.domain.record_status import RecordStatus, check_change
from core.services.days import today_of
from core.services.maintenance import AlreadyRecorded


async def begin(_: Update, context: BotContext) -> Next:
    """By command or from the menu: of the only vehicle, or ask which one."""
    vehicles = await context.services.vehicles.all(context.account)
    if not vehicles:
        await context.show(odometer_views.no_vehicle(context))
        return END
    if len(vehicles) > 1:
        return await ask(context, Step.VEHICLE, RecordDraft(of_several=True))
    return await _of(context, RecordDraft(vehicle_id=vehicles[0].id))


async def begin_for(update: Update, context: BotContext) -> Next:
    """From a vehicle's card."""
    vehicle_id = context.tap(AddRecord).vehicle
    return await _of(context, RecordDraft(vehicle_id=vehicle_id)) if vehicle_id else await begin(update, context)


async def begin_completing(_: Update, context: BotContext) -> Next:
    """Planned work is done: ask when, at what mileage, for how much."""
    data = await context.services.maintenance.record(context.account, context.tap(OnRecord).record)
    record = data.record
    check_change(record.status, RecordStatus.COMPLETED)
    draft = RecordDraft(
        vehicle_id=data.vehicle.id,
        completing=record.id,
        planned_cents=record.total_cents,
        currency=record.currency,
    )
    return await ask(context, Step.DATE, draft)


async def say(_: Update, context: BotContext) -> Next:
    """Take a typed answer; one that cannot be read keeps the question."""
    step, draft = Step(context.place.step), context.draft(RecordDraft)
    if await answers.take_text(context, step, draft):
        return await _after(context, step, draft)
    context.keep(draft)
    return step


async def choose(_: Update, context: BotContext) -> Next:
    """Take a tapped answer; a button of an earlier question only says so."""
    tapped, step = context.tap(Choose), Step(context.place.step)
    draft = context.draft(RecordDraft)
    if tapped.step != step:
        context.toast("flow.already_answered")
        return step
    if step is Step.CONFIRM:
        return await _save(context, draft, insist=tapped.value == "anyway")
    if step is Step.VEHICLE:
        draft.vehicle_id = answers.whole(tapped.value)
        return await _of(context, draft)
    if await answers.take_tap(context, step, draft, tapped.value):
        return await _after(context, step, draft)
    context.keep(draft)
    return step


async def move(_: Update, context: BotContext) -> Next:
    """Skip, go back or cancel; a button of an earlier question only says so."""
    tapped, step = context.tap(FormMove), Step(context.place.step)
    draft = context.draft(RecordDraft)
    if tapped.move == "cancel":
        await context.show(menu_views.cancelled(context))
        return END
    if tapped.step != step:
        context.toast("flow.already_answered")
        return step
    if tapped.move == "back":
        return await ask(context, draft.path[max(draft.path.index(step) - 1, 0)], draft)
    if not answers.skip(step, draft):
        return await ask(context, step, draft)
    return await _after(context, step, draft)


async def _of(context: BotContext, draft: RecordDraft) -> Next:
    draft.services.usual = await context.services.history.usual_services(context.account, draft.vehicle_id)
    return await ask(context, Step.SERVICES, draft)


async def _after(context: BotContext, step: Step, draft: RecordDraft) -> Next:
    """The next question, or the end of the path."""
    position = draft.path.index(step) + 1
    if position < len(draft.path):
        return await ask(context, draft.path[position], draft)
    return await _complete(context, draft)


async def _save(context: BotContext, draft: RecordDraft, *, insist: bool) -> Next:
    services, account = context.services, context.account
    new = draft.new_record(today_of(account, services.clock))
    try:
        done = await services.maintenance.create(account, new, insist=insist)
    except AlreadyRecorded as twin:
        data = await services.maintenance.record(account, twin.record_id)
        await context.show(views.twin(context, data))
        return Step.CONFIRM
    await context.show(history_views.saved(context, done))
    return END


async def _complete(context: BotContext, draft: RecordDraft) -> Next:
    services, account = context.services, context.account
    done_on = draft.done_on or today_of(account, services.clock)
    changed = await services.changes.complete(account, draft.completing, done_on, draft.kilometres, draft.total)
    await context.show(record_views.changed(context, changed))
    return END


def build() -> Flow:
    """The flow as one table."""
    completing = tap_where(OnRecord, begin_completing, action="complete")
    entry = [command("add", begin), tap(AddRecord, begin_for), completing]
    return flow(
        NAME,
        entry=entry,
        steps={step: [tap(Choose, choose), said_move(move, say), typed(say)] for step in Step},
        anywhere=[tap(FormMove, move)],
    )
