"""The pages that a button can open by name."""

from collections.abc import Awaitable, Callable, Mapping

from telegram import Update

from bot.callbacks import Open
from bot.context import BotContext
from bot.handlers import (
    appointments,
    costs,
    diagnoses,
    document_list,
    fuel,
    garages,
    health,
    history,
    menu,
    notices,
    offers,
    reminders,
    settings,
    subscription,
    upcoming,
    vehicles,
)

Page = Callable[[Update, BotContext], Awaitable[None]]

PAGES: Mapping[str, Page] = {
    "menu": menu.menu,
    "help": menu.help_,
    "nothing": menu.nothing_noted,
    "kept": menu.kept_as_it_is,
    "vehicles": vehicles.page,
    "archived": vehicles.archived,
    "history": history.page,
    "fuel": fuel.page,
    "costs": costs.page,
    "garages": garages.page,
    "appointments": appointments.page,
    "documents": document_list.page,
    "diagnoses": diagnoses.page,
    "health": health.start,
    "reminders": reminders.page,
    "upcoming": upcoming.page,
    "notifications": notices.page,
    "plans": offers.page,
    "subscription": subscription.page,
    "settings": settings.page,
}


async def open_page(update: Update, context: BotContext) -> None:
    """Show the page; a name of another time leads to the menu."""
    await PAGES.get(context.tap(Open).page, menu.menu)(update, context)
