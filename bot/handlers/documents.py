"""Photos and files at any moment, and the cards they become."""

from pathlib import PurePosixPath

from telegram import Update

from bot import open_record
from bot.callbacks import DocumentVehicle, OnDocument, OpenDocument, SendDocument
from bot.context import BotContext
from bot.conversations import correct_field
from bot.flow import Next
from bot.screens import Screen
from bot.views import documents as views
from bot.views import history as history_views
from bot.views import intake as intake_views
from bot.views import papers as paper_views
from bot.views.documents import live_name
from bot.views.intake import album_name
from core.domain.states import DocumentState
from core.domain.typed_text import clean_line
from core.errors import Gone
from core.models import Document
from core.services.documents import Arriving, CardData
from core.services.intake import AlbumStanding
from core.services.maintenance import AlreadyRecorded, DateNeeded, VehicleNeeded
from core.services.vehicles import NewVehicle


async def arrived(update: Update, context: BotContext) -> None:
    """A photo or file came: keep it, have it read, show life. What was being asked is still waited for."""
    arriving = arriving_of(update)
    if arriving is None:
        return
    received = await context.services.intake.receive(context.account, arriving)
    if received.standing is not None:
        screen = intake_views.received(context, received.standing)
        await context.reply(screen, live=live_name(received.document.id))
    elif received.opened_album is not None:
        await context.reply(intake_views.album_opened(context), live=album_name(received.opened_album))


def arriving_of(update: Update) -> Arriving | None:
    """The photo or file of a message."""
    message = update.effective_message
    if message is not None and message.photo:
        largest = message.photo[-1]
        return Arriving(largest.file_id, message.message_id, size=largest.file_size, group=message.media_group_id)
    if message is not None and message.document is not None:
        sent = message.document
        name = clean_line(PurePosixPath(sent.file_name or "").name) or None
        mime, group = (sent.mime_type or "")[:100] or None, message.media_group_id
        return Arriving(sent.file_id, message.message_id, name, mime, sent.file_size, group)
    return None


async def read(context: BotContext) -> None:
    """The reading is there: the card takes the place of the first sign of life."""
    card = await context.services.documents.card(context.account, context.event.subject)
    if card.document.state is DocumentState.PROPOSED:
        screen = await _with_offer(context, views.card(context, card), card)
        await _answer(context, card.document, screen)


async def refused(context: BotContext) -> None:
    """The file cannot be read: say why, in the same place."""
    card = await context.services.documents.card(context.account, context.event.subject)
    screen = await _with_offer(context, intake_views.refused(context, card.document), card)
    await _answer(context, card.document, screen)


async def _answer(context: BotContext, document: Document, screen: Screen) -> None:
    """What became of a document; one of an album answers the picture, and the album's message counts on."""
    await context.replace(live_name(document.id), screen, answer_to=document.sent_as if document.album_id else None)
    if document.album_id is not None:
        progress = await context.services.intake.albums.progress(context.account, document.album_id)
        album = intake_views.album(context, AlbumStanding(progress, None))
        await context.replace(album_name(document.album_id), album)


async def moved(context: BotContext) -> None:
    """Those before a document were read: its new place, in the message that told the old one."""
    found = await context.services.intake.standing(context.account, context.event.subject)
    if found is None:
        return
    document, standing = found
    if document.album_id is not None:
        await _show_album(context, document.album_id)
    else:
        await context.replace(live_name(document.id), intake_views.received(context, standing))


async def album_moved(context: BotContext) -> None:
    """An album is complete: one message for all of it, which counts on from here."""
    await _show_album(context, context.event.subject)


async def _show_album(context: BotContext, album_id: int) -> None:
    album = await context.services.intake.album(context.account, album_id)
    await context.replace(album_name(album_id), intake_views.album(context, album))


async def read_again(context: BotContext, tapped: OnDocument) -> None:
    """Try again to read what was refused for no fault of its own."""
    standing = await context.services.intake.read_again(context.account, tapped.document)
    await context.replace(live_name(tapped.document), intake_views.received(context, standing))


async def _with_offer(context: BotContext, screen: Screen, card: CardData) -> Screen:
    """A photo that came while a record was looked at may belong to it."""
    record_id = open_record.looked_at(context)
    if record_id is None:
        return screen
    try:
        data = await context.services.maintenance.record(context.account, record_id)
    except Gone:
        return screen
    return paper_views.offer(context, screen, data, card.document.id)


async def act(_: Update, context: BotContext) -> Next:
    """A button of a card or of a kept document."""
    tapped = context.tap(OnDocument)
    actions = {
        "save": save,
        "save_anyway": save_anyway,
        "discard": discard,
        "correct": choose_field,
        "vehicles": choose_vehicle,
        "back": show_card,
        "remove": ask_removal,
        "removed": remove,
        "again": read_again,
    }
    action = actions.get(tapped.action)
    if action is None:
        raise Gone
    await action(context, tapped)
    return None


async def save_anyway(context: BotContext, tapped: OnDocument) -> None:
    """Record an invoice that seems to be in the logbook already."""
    await save(context, tapped, insist=True)


async def save(context: BotContext, tapped: OnDocument, *, insist: bool = False) -> None:
    """Record what the card shows; what is missing is asked for."""
    services, account = context.services, context.account
    try:
        done = await services.maintenance.confirm(account, tapped.document, tapped.revision, insist=insist)
    except DateNeeded:
        await correct_field.ask(context, tapped.document, tapped.revision, "invoice_date")
    except AlreadyRecorded as twin:
        record = await services.maintenance.record(account, twin.record_id)
        await context.show(history_views.twin(context, record, tapped))
    except VehicleNeeded:
        await choose_vehicle(context, tapped)
    else:
        context.toast("document.saved_toast")
        await context.show(history_views.saved(context, done))


async def discard(context: BotContext, tapped: OnDocument) -> None:
    """Throw the card away."""
    await context.services.documents.open_card(context.account, tapped.document, tapped.revision)
    await context.services.documents.discard(context.account, tapped.document)
    await context.show(views.discarded(context))


async def choose_field(context: BotContext, tapped: OnDocument) -> None:
    """Show the fields that can be corrected."""
    card = await context.services.documents.open_card(context.account, tapped.document, tapped.revision)
    await context.show(views.choose_field(context, card))


async def choose_vehicle(context: BotContext, tapped: OnDocument) -> None:
    """Show the vehicles the paper may belong to."""
    card = await context.services.documents.open_card(context.account, tapped.document, tapped.revision)
    vehicles = await context.services.vehicles.active(context.account)
    await context.show(views.choose_vehicle(context, card, vehicles))


async def vehicle_chosen(_: Update, context: BotContext) -> None:
    """The paper belongs to this vehicle."""
    tapped = context.tap(DocumentVehicle)
    vehicle_id = tapped.vehicle
    if vehicle_id < 0:
        await context.services.documents.open_card(context.account, tapped.document, tapped.revision)
        vehicle_id = (await context.services.vehicles.add(context.account, NewVehicle())).id
    card = await context.services.documents.choose_vehicle(
        context.account, tapped.document, tapped.revision, vehicle_id
    )
    await context.show(views.card(context, card))


async def show_card(context: BotContext, tapped: OnDocument) -> None:
    """Back to the card as it is now."""
    card = await context.services.documents.open_card(context.account, tapped.document, tapped.revision)
    if context.place.flow == correct_field.NAME:
        context.place.leave()
    await context.show(views.card(context, card))


async def open_document(_: Update, context: BotContext) -> None:
    """One kept document; a card that still waits is shown as a card."""
    card = await context.services.documents.card(context.account, context.tap(OpenDocument).document)
    if card.document.state is DocumentState.PROPOSED:
        await context.show(views.card(context, card))
    elif card.document.state is DocumentState.KEPT:
        record_id = await context.services.maintenance.record_of(context.account, card.document.id)
        await context.show(views.detail(context, card, record_id))
    else:
        raise Gone


async def send_file(_: Update, context: BotContext) -> None:
    """Send the document itself."""
    card = await context.services.documents.card(context.account, context.tap(SendDocument).document)
    if card.document.preview is None or card.document.state is not DocumentState.KEPT:
        raise Gone
    await context.reply(views.file(context, card))


async def ask_removal(context: BotContext, tapped: OnDocument) -> None:
    """Ask once before deleting."""
    card = await context.services.documents.card(context.account, tapped.document)
    await context.show(views.confirm_removal(context, card))


async def remove(context: BotContext, tapped: OnDocument) -> None:
    """Delete the document; the record made from it stays."""
    await context.services.documents.remove(context.account, tapped.document)
    await context.show(views.removed(context))
