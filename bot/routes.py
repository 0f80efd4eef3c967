"""Every handler, in the order they are tried."""

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler, MessageHandler, TypeHandler, filters

from bot.callbacks import Open, ReadingAnyway, ReadingVehicle
from bot.context import BotContext
from bot.conversations import log_odometer
from bot.handlers import menu, pages
from bot.routing import TEXT, command, tap

Route = BaseHandler[Update, BotContext, object]


def routes() -> list[Route]:
    """Commands first, then the steps that wait, then what is taken at any moment; the last two take what is left."""
    return [
        command("start", menu.start),
        command("menu", menu.menu),
        command("help", menu.help_),
        command("privacy", menu.privacy),
        command("cancel", menu.cancel),
        log_odometer.build(),
        tap(Open, pages.open_page),
        tap(ReadingVehicle, log_odometer.chosen),
        tap(ReadingAnyway, log_odometer.anyway),
        MessageHandler(TEXT & log_odometer.IS_READING, log_odometer.line),
        CallbackQueryHandler(menu.stale),
        MessageHandler(filters.ALL, menu.hint),
        TypeHandler(Update, menu.nothing),
    ]
