"""Photos and files at any moment, and the cards they become."""

from collections.abc import Coroutine
from pathlib import PurePosixPath

from telegram import Update

from bot import early_lines, open_record
from bot.callbacks import DocumentVehicle, OnDocument
from bot.context import BotContext
from bot.conversations import correct_field
from bot.flow import Next
from bot.handlers import albums, document_list
from bot.paper_callbacks import CardKilometres, ChooseKind, SeeField
from bot.screens import Screen
from bot.views import confirmed as confirmed_views
from bot.views import documents as views
from bot.views import fields as field_views
from bot.views import history as history_views
from bot.views import intake as intake_views
from bot.views import papers as paper_views
from bot.views.documents import live_name
from bot.views.intake import album_name
from core.domain.capture.types import DocumentType
from core.domain.distance import checked_kilometres
from core.domain.document_fields import field_of
from core.domain.fuel import AmountsDisagree, PriceUnlikely
from core.domain.states import DocumentState
from core.domain.typed_text import clean_line
from core.errors import Gone
from core.models import Document
from core.services.confirming import AlreadyRecorded, AlreadyThere, Confirmed, FieldNeeded, VehicleNeeded
from core.services.documents import Arriving, CardData
from core.services.odometer import OdometerDoubted
from core.services.reading_rows import box_of
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
        if await context.services.bundles.belongs_to_previous(context.account, card.document):
            screen = views.with_join(context, screen, card)
        await _answer(context, card.document, screen)


async def unread(context: BotContext) -> None:
    """The plan gives no more readings now: the paper is kept, say so in the same place."""
    card = await context.services.documents.card(context.account, context.event.subject)
    await _answer(context, card.document, intake_views.kept_unread(context, card.document))


async def refused(context: BotContext) -> None:
    """The file cannot be read: say why, in the same place."""
    card = await context.services.documents.card(context.account, context.event.subject)
    screen = await _with_offer(context, intake_views.refused(context, card.document), card)
    await _answer(context, card.document, screen)


async def _answer(context: BotContext, document: Document, screen: Screen) -> None:
    """What became of a document; one of an album answers the picture, and the album's message counts on."""
    await context.replace(live_name(document.id), screen, answer_to=document.sent_as if document.album_id else None)
    if document.album_id is not None:
        await albums.show(context, document.album_id)


async def taken(context: BotContext) -> None:
    """Its turn has come: say so in the message that told it to wait."""
    found = await context.services.intake.standing(context.account, context.event.subject)
    if found is not None:
        await context.replace(live_name(found[0].id), intake_views.reading(context))


async def moved(context: BotContext) -> None:
    """Those before a document were read: its new place, in the message that told the old one."""
    found = await context.services.intake.standing(context.account, context.event.subject)
    if found is None:
        return
    document, standing = found
    if document.album_id is not None:
        await albums.show(context, document.album_id)
    else:
        await context.replace(live_name(document.id), intake_views.received(context, standing))


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
        "both": keep_both,
        "same": discard_same,
        "discard": discard,
        "correct": choose_field,
        "kinds": choose_kind,
        "vehicles": choose_vehicle,
        "join": join,
        "split": split,
        "holder": keep_holder,
        "no_holder": forget_holder,
        "back": show_card,
        "remove": open_again,
        "removed": open_again,
        "again": read_again,
    }
    action = actions.get(tapped.action)
    if action is None:
        raise Gone
    await action(context, tapped)
    return None


async def save_anyway(context: BotContext, tapped: OnDocument) -> None:
    """Save what seems to be in the logbook already, or cannot be believed."""
    await save(context, tapped, insist=True)


async def save(context: BotContext, tapped: OnDocument, *, insist: bool = False) -> None:
    """Do what the card stands for; what is missing is asked for."""
    confirming, account = context.services.confirming, context.account
    await _confirm(context, tapped, confirming.confirm(account, tapped.document, tapped.revision, insist=insist))


async def keep_both(context: BotContext, tapped: OnDocument) -> None:
    """Save it though an earlier paper seems to be the same."""
    confirming = context.services.confirming
    await _confirm(context, tapped, confirming.keep_both(context.account, tapped.document, tapped.revision))


async def _confirm(context: BotContext, tapped: OnDocument, confirming: Coroutine[None, None, Confirmed]) -> None:
    """Show what a confirmation made, or ask what stands in its way."""
    services, account = context.services, context.account
    try:
        done = await confirming
    except FieldNeeded as needed:
        await correct_field.ask(context, tapped.document, tapped.revision, needed.name)
    except AlreadyThere:
        await show_card(context, tapped)
    except AlreadyRecorded as twin:
        record = await services.maintenance.record(account, twin.record_id)
        await context.show(history_views.twin(context, record, tapped))
    except VehicleNeeded:
        await choose_vehicle(context, tapped)
    except (OdometerDoubted, AmountsDisagree, PriceUnlikely) as doubt:
        card = await services.documents.open_card(account, tapped.document, tapped.revision)
        await context.show(confirmed_views.doubted(context, card, doubt))
    else:
        context.toast("document.saved_toast")
        await context.show(confirmed_views.confirmed(context, done))
        if done.vehicle_is_new:
            await early_lines.offer(context)


async def discard(context: BotContext, tapped: OnDocument) -> None:
    """Throw the card away."""
    await context.services.documents.open_card(context.account, tapped.document, tapped.revision)
    if await context.services.documents.discard(context.account, tapped.document):
        await context.show(views.discarded(context))
    else:
        await document_list.show_document(context, tapped.document)


async def discard_same(context: BotContext, tapped: OnDocument) -> None:
    """It is the paper that came before: throw this one away, and show the way to that one."""
    card = await context.services.documents.open_card(context.account, tapped.document, tapped.revision)
    await context.services.documents.discard(context.account, tapped.document)
    await context.show(views.discarded(context, card.same_as))


async def choose_field(context: BotContext, tapped: OnDocument) -> None:
    """Show the fields that can be corrected."""
    card = await context.services.documents.open_card(context.account, tapped.document, tapped.revision)
    before = await context.services.bundles.previous(context.account, card.document)
    await context.show(views.choose_field(context, card, follows=before is not None))


async def choose_kind(context: BotContext, tapped: OnDocument) -> None:
    """Show the kinds of paper it may be."""
    card = await context.services.documents.open_card(context.account, tapped.document, tapped.revision)
    await context.show(views.choose_kind(context, card))


async def kind_chosen(_: Update, context: BotContext) -> None:
    """It is a paper of this kind."""
    tapped = context.tap(ChooseKind)
    if tapped.paper not in set(DocumentType):
        raise Gone
    kind = DocumentType(tapped.paper)
    card = await context.services.documents.choose_kind(context.account, tapped.document, tapped.revision, kind)
    standing = None
    if kind is not DocumentType.OTHER:
        standing = await context.services.intake.read_as(context.account, card.document.id)
    if standing is None:
        await context.show(views.card(context, card))
    else:
        await context.show(intake_views.received(context, standing))


async def kilometres_meant(_: Update, context: BotContext) -> None:
    """The dash showed these kilometres: take them, and save the card."""
    tapped, documents = context.tap(CardKilometres), context.services.documents
    card = await documents.open_card(context.account, tapped.document, tapped.revision)
    name = "odometer_km" if card.kind is DocumentType.ODOMETER else "mileage_km"
    card = await documents.correct(context.account, tapped.document, name, str(checked_kilometres(tapped.kilometres)))
    await save(context, OnDocument("save", card.document.id, card.document.revision))


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


async def join(context: BotContext, tapped: OnDocument) -> None:
    """It is a further page of the paper before: one card for both."""
    bundles = context.services.bundles
    await albums.show_regrouped(context, await bundles.join_previous(context.account, tapped.document, tapped.revision))


async def split(context: BotContext, tapped: OnDocument) -> None:
    """They are several papers: a card for each."""
    bundles = context.services.bundles
    await albums.show_regrouped(context, await bundles.split(context.account, tapped.document, tapped.revision))


async def keep_holder(context: BotContext, tapped: OnDocument) -> None:
    """Keep the holder's name and address of this registration card."""
    await _holder(context, tapped, keep=True)


async def forget_holder(context: BotContext, tapped: OnDocument) -> None:
    """Do not keep them after all."""
    await _holder(context, tapped, keep=False)


async def _holder(context: BotContext, tapped: OnDocument, *, keep: bool) -> None:
    documents = context.services.documents
    card = await documents.keep_holder(context.account, tapped.document, tapped.revision, keep=keep)
    await context.show(views.card(context, card))


async def show_card(context: BotContext, tapped: OnDocument) -> None:
    """Back to the card as it is now."""
    card = await context.services.documents.open_card(context.account, tapped.document, tapped.revision)
    if context.place.flow == correct_field.NAME:
        context.place.leave()
    await context.show(views.card(context, card))


async def see_field(_: Update, context: BotContext) -> None:
    """Show where on the paper a field was read."""
    tapped, documents = context.tap(SeeField), context.services.documents
    card = await documents.open_card(context.account, tapped.document, tapped.revision)
    field, read = field_of(card.kind, tapped.field), card.fields.get(tapped.field)
    box = box_of(read)
    if field is None or box is None:
        raise Gone
    stored = await documents.copies.part(card.document, box)
    if stored is None:
        await context.show(field_views.not_seen(context, card))
    else:
        await context.reply(field_views.seen(context, card, field, stored))


async def open_again(context: BotContext, tapped: OnDocument) -> None:
    """A button of an older form of the page: the page as it is now, where deleting can be undone."""
    await document_list.show_document(context, tapped.document)
