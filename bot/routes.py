"""Every handler, in the order they are tried."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler, ChatMemberHandler, MessageHandler, TypeHandler, filters

from bot.callbacks import (
    ChooseLanguage,
    DocumentVehicle,
    FoundVehicles,
    LeaveFlow,
    OnDocument,
    OnProposals,
    OnReminder,
    OnVehicle,
    Open,
    OpenDocument,
    OpenHistory,
    OpenRecord,
    OpenVehicle,
    ReadingAnyway,
    ReadingVehicle,
    SendDocument,
    UndoReading,
    VehicleDocuments,
)
from bot.context import BotContext
from bot.conversations import (
    add_cost,
    add_record,
    add_vehicle,
    archive_vehicle,
    attach_paper,
    correct_field,
    edit_cost,
    edit_fill,
    edit_record,
    edit_vehicle,
    find_vehicle,
    log_fill,
    log_odometer,
    search_history,
)
from bot.cost_callbacks import OnCost, OnFill, OpenCosts, OpenFigures, OpenFuel
from bot.handlers import (
    costs,
    document_list,
    documents,
    fuel,
    history,
    menu,
    pages,
    records,
    reminders,
    settings,
    vehicles,
)
from bot.record_callbacks import BrowseHistory, OnRecord, OpenSummary, UndoChange
from bot.routing import TEXT, EventHandler, InFlow, command, spoken, tap

# An edited caption is no new photo, and a live location is no new place at each step.
NEW = filters.UpdateType.MESSAGE

Route = BaseHandler[Any, BotContext, Any]


def routes() -> list[Route]:
    """News of our own, commands, then the steps that wait, then what is taken at any moment; the last take the rest."""
    return [
        EventHandler("document_read", documents.read),
        EventHandler("document_refused", documents.refused),
        EventHandler("document_attached", attach_paper.kept),
        EventHandler("reminder_due", reminders.due),
        command("start", menu.start),
        command("menu", menu.menu),
        command("vehicles", vehicles.page),
        command("history", history.page),
        command("fuel", fuel.page),
        command("costs", costs.page),
        command("stats", history.stats),
        command("documents", document_list.page),
        command("reminders", reminders.page),
        command("settings", settings.page),
        command("language", settings.page),
        command("help", menu.help_),
        command("privacy", menu.privacy),
        command("cancel", menu.cancel),
        tap(LeaveFlow, menu.leave),
        MessageHandler(spoken("cancel") & InFlow(), menu.cancel_word),
        attach_paper.build(),
        MessageHandler(NEW & (filters.PHOTO | filters.Document.ALL), documents.arrived),
        add_vehicle.build(),
        edit_vehicle.build(),
        archive_vehicle.build(),
        find_vehicle.build(),
        correct_field.build(),
        log_odometer.build(),
        log_fill.build(),
        edit_fill.build(),
        add_cost.build(),
        edit_cost.build(),
        add_record.build(),
        edit_record.build(),
        search_history.build(),
        tap(Open, pages.open_page),
        tap(OpenVehicle, vehicles.card),
        tap(OnVehicle, vehicles.act),
        tap(FoundVehicles, vehicles.found),
        tap(VehicleDocuments, vehicles.documents),
        tap(OpenHistory, history.of_vehicle),
        tap(BrowseHistory, history.browse),
        tap(OpenSummary, history.open_summary),
        tap(OpenRecord, records.card),
        tap(OnRecord, records.act),
        tap(UndoChange, records.take_back),
        tap(OpenFuel, fuel.of_vehicle),
        tap(OnFill, fuel.act),
        tap(OpenFigures, fuel.figures_of),
        tap(OpenCosts, costs.of_vehicle),
        tap(OnCost, costs.act),
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
        MessageHandler(TEXT & vehicles.IS_NUMBER, vehicles.number),
        CallbackQueryHandler(menu.stale),
        ChatMemberHandler(menu.membership, ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(NEW & ~filters.TEXT & ~filters.StatusUpdate.ALL, menu.unsupported),
        MessageHandler(TEXT & vehicles.MAY_BE_NAME, vehicles.named),
        MessageHandler(filters.TEXT, menu.hint),
        TypeHandler(Update, menu.nothing),
    ]
