"""/reminders, what comes by itself, and what is done about a reminder."""

from telegram import Update

from bot.callbacks import OnProposals, OnReminder, Open
from bot.context import BotContext
from bot.reminder_callbacks import OnSeveral, VehicleReminders
from bot.screens import Screen
from bot.views import appointments as appointment_views
from bot.views import history as history_views
from bot.views import pushes
from bot.views import reminders as views
from core.domain.states import ReminderState
from core.errors import Gone
from core.models import Reminder
from core.services.reminder_claims import named
from core.services.telling import Told

SNOOZE_DAYS = {"day": 1, "week": 7}
ENDINGS = {"done": ReminderState.DONE, "dismiss": ReminderState.DISMISSED}


async def page(_: Update, context: BotContext) -> None:
    """What is coming, soonest first."""
    found = await context.services.reminders.page(context.account, context.position(Open))
    await context.show(views.page(context, found, await context.services.vehicles.active(context.account)))


async def of_vehicle(_: Update, context: BotContext) -> None:
    """What is coming for one vehicle."""
    tapped = context.tap(VehicleReminders)
    found = await context.services.reminders.page(context.account, tapped.position, tapped.vehicle)
    await context.show(views.page(context, found, []))


async def due(context: BotContext) -> None:
    """Push everything that is due for a person as one message; what was settled since it was claimed stays silent."""
    told = await context.services.telling.due(context.account)
    if told is not None:
        await context.services.telling.note(context.account, told, pushes.words(context, told))
        await context.push(await _pushed(context, told), about=named(told.notifications))
        if context.account.host:
            await context.services.sharing.pass_on(told.reminders)


async def _pushed(context: BotContext, told: Told) -> Screen:
    """An appointment by itself comes with what one needs on the way there."""
    number = told.reminders[0].appointment_id
    if len(told.reminders) > 1 or number is None:
        return pushes.pushed(context, told)
    try:
        found = await context.services.garage.appointments.get(context.account, number)
    except Gone:
        return pushes.pushed(context, told)
    return appointment_views.soon(context, found)


async def digest(context: BotContext) -> None:
    """Push a digest, unless there is nothing to say."""
    found = await context.services.digests.summary(context.account)
    if not found.is_empty:
        await context.services.digests.note(context.account, pushes.digest_words(context, found))
        await context.push(pushes.digest(context, found))


async def act(_: Update, context: BotContext) -> None:
    """A button of a reminder."""
    tapped, reminders = context.tap(OnReminder), context.services.reminders
    if tapped.action in SNOOZE_DAYS:
        reminder = await reminders.snooze(context.account, tapped.reminder, SNOOZE_DAYS[tapped.action])
        await context.show(views.settled(context, reminder))
    elif tapped.action in ENDINGS:
        reminder = await reminders.finish(context.account, tapped.reminder, ENDINGS[tapped.action])
        again_on = await reminders.comes_back_on(context.account, reminder)
        await context.show(views.settled(context, reminder, again_on))
    elif tapped.action in {"accept", "decline"}:
        accepted = tapped.action == "accept"
        found = await reminders.decide(context.account, [tapped.reminder], accept=accepted)
        await context.show(views.decided(context, found, accepted=accepted))
    elif tapped.action == "open":
        await _open(context, await reminders.get(context.account, tapped.reminder))
    elif tapped.action == "due":
        reminder = await reminders.get(context.account, tapped.reminder)
        if reminder.due_on is None:
            raise Gone
        await context.show(
            views.settled(context, await reminders.put_off(context.account, reminder.id, reminder.due_on))
        )
    else:
        raise Gone
    await context.services.notices.read_about(context.account, tapped.reminder)


async def _open(context: BotContext, reminder: Reminder) -> None:
    """One reminder; of one's own appointment there is more to see than that."""
    if reminder.appointment_id is None or reminder.owner_id != context.account.id:
        await context.show(views.detail(context, reminder))
        return
    found = await context.services.garage.appointments.get(context.account, reminder.appointment_id)
    await context.show(appointment_views.card(context, found))


async def put_off_several(_: Update, context: BotContext) -> None:
    """Put off everything that one message told and that is still open."""
    tapped = context.tap(OnSeveral)
    if tapped.action not in SNOOZE_DAYS:
        raise Gone
    moved = await context.services.telling.put_off(context.account, tapped.notification, SNOOZE_DAYS[tapped.action])
    await context.show(views.moved(context, moved))


async def decide(_: Update, context: BotContext) -> None:
    """Accept or decline everything that was proposed after a record."""
    tapped, reminders = context.tap(OnProposals), context.services.reminders
    accepted = tapped.action == "accept"
    found = await reminders.decide_for(context.account, tapped.record, accept=accepted)
    record = await context.services.maintenance.record(context.account, tapped.record)
    await context.show(history_views.decided(context, record, found, accepted=accepted))
