"""/reminders, the push, and what is done about a reminder."""

from telegram import Update

from bot.callbacks import OnProposals, OnReminder, Open
from bot.context import BotContext
from bot.views import history as history_views
from bot.views import reminders as views
from core.domain.states import ReminderState
from core.errors import Gone

SNOOZE_DAYS = {"day": 1, "week": 7}
ENDINGS = {"done": ReminderState.DONE, "dismiss": ReminderState.DISMISSED}


async def page(_: Update, context: BotContext) -> None:
    """What is coming, soonest first."""
    found = await context.services.reminders.page(context.account, context.position(Open))
    await context.show(views.page(context, found))


async def due(context: BotContext) -> None:
    """Push a reminder; one that was settled since it was claimed stays silent."""
    reminder = await context.services.reminders.notification(context.account, context.event.subject)
    if reminder is not None:
        await context.push(views.pushed(context, reminder), about=f"notification:{context.event.subject}")


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
        await context.show(views.detail(context, await reminders.get(context.account, tapped.reminder)))
    else:
        raise Gone


async def decide(_: Update, context: BotContext) -> None:
    """Accept or decline everything that was proposed after a record."""
    tapped, reminders = context.tap(OnProposals), context.services.reminders
    accepted = tapped.action == "accept"
    found = await reminders.decide_for(context.account, tapped.record, accept=accepted)
    record = await context.services.maintenance.record(context.account, tapped.record)
    await context.show(history_views.decided(context, record, found, accepted=accepted))
