"""« annuler » where nothing is being asked: what was written down last is offered to be taken back."""

from telegram import Update

from bot.context import BotContext
from bot.screens import Screen
from bot.views import last_entry as views
from core.services.last_entries import LastEntry, Sort


async def offer(_: Update, context: BotContext) -> None:
    """Show it with the button that takes it back, or say that there is nothing."""
    last = await context.services.last_entries.of(context.account)
    await context.reply(views.nothing(context) if last is None else await _shown(context, last))


async def _shown(context: BotContext, last: LastEntry) -> Screen:
    services, account = context.services, context.account
    match last.sort:
        case Sort.RECORD:
            return views.of_record(context, await services.maintenance.record(account, last.id))
        case Sort.FILL:
            return views.of_fill(context, await services.fuel.get(account, last.id))
        case Sort.COST:
            return views.of_cost(context, await services.costs.get(account, last.id))
        case Sort.READING:
            vehicle, reading = await services.last_entries.reading(account, last.id)
            return views.of_reading(context, vehicle, reading)
        case Sort.REMINDER:
            return views.of_reminder(context, await services.reminders.get(account, last.id))
