"""Every handler, in the order they are tried."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler, ChatMemberHandler, MessageHandler, TypeHandler, filters

from bot.callbacks import (
    ChooseLanguage,
    DocumentVehicle,
    LeaveFlow,
    OnDocument,
    OnProposals,
    OnReminder,
    Open,
    OpenDocument,
    OpenHistory,
    OpenRecord,
    OpenVehicle,
    ReadingAnyway,
    ReadingVehicle,
    SendDocument,
    UndoReading,
)
from bot.context import BotContext
from bot.conversations import add_vehicle, correct_field, log_odometer
from bot.handlers import document_list, documents, history, menu, pages, reminders, settings, vehicles
from bot.routing import TEXT, EventHandler, InFlow, command, spoken, tap

# An edited caption is no new photo, and a live location is no new place at each step.
NEW = filters.UpdateType.MESSAGE

Route = BaseHandler[Any, BotContext, Any]


def routes() -> list[Route]:
    """News of our own, commands, then the steps that wait, then what is taken at any moment; the last take the rest."""
    return [
        EventHandler("document_read", documents.read),
        EventHandler("document_refused", documents.refused),
        EventHandler("document_moved", documents.moved),
        EventHandler("album_moved", documents.album_moved),
        EventHandler("reminder_due", reminders.due),
        command("start", menu.start),
        command("menu", menu.menu),
        command("vehicles", vehicles.page),
        command("history", history.page),
        command("documents", document_list.page),
        command("reminders", reminders.page),
        command("settings", settings.page),
        command("language", settings.page),
        command("help", menu.help_),
        command("privacy", menu.privacy),
        command("cancel", menu.cancel),
        tap(LeaveFlow, menu.leave),
        MessageHandler(spoken("cancel") & InFlow(), menu.cancel_word),
        MessageHandler(NEW & (filters.PHOTO | filters.Document.ALL), documents.arrived),
        add_vehicle.build(),
        correct_field.build(),
        log_odometer.build(),
        tap(Open, pages.open_page),
        tap(OpenVehicle, vehicles.card),
        tap(OpenHistory, history.of_vehicle),
        tap(OpenRecord, history.record),
        tap(OpenDocument, documents.open_document),
        tap(SendDocument, documents.send_file),
        tap(OnDocument, documents.act),
        tap(DocumentVehicle, documents.vehicle_chosen),
        tap(OnReminder, reminders.act),
        tap(OnProposals, reminders.decide),
        tap(ReadingVehicle, log_odometer.chosen),
        tap(ReadingAnyway, log_odometer.anyway),
        tap(UndoReading, log_odometer.undo),
        tap(ChooseLanguage, settings.choose_language),
        MessageHandler(spoken("menu"), menu.menu),
        MessageHandler(spoken("help"), menu.help_),
        MessageHandler(spoken("greeting"), menu.start),
        MessageHandler(spoken("thanks"), menu.welcome),
        MessageHandler(TEXT & log_odometer.IS_READING, log_odometer.line),
        CallbackQueryHandler(menu.stale),
        ChatMemberHandler(menu.membership, ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(NEW & ~filters.TEXT & ~filters.StatusUpdate.ALL, menu.unsupported),
        MessageHandler(filters.TEXT, menu.hint),
        TypeHandler(Update, menu.nothing),
    ]
