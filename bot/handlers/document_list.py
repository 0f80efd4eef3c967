"""/documents with its filters and its search, one kept document, what is changed about it."""

from telegram import Update

from bot.callbacks import Open, OpenDocument, SendDocument, VehicleDocuments
from bot.context import BotContext
from bot.document_state import asked_by
from bot.flow import Next
from bot.paper_callbacks import BrowseDocuments, OnPaper
from bot.views import document_list as views
from bot.views import documents as card_views
from bot.views import intake as intake_views
from core.domain.record_search import asked_words
from core.domain.states import DocumentState
from core.errors import Gone
from core.services.document_list import DocumentFilter


async def page(_: Update, context: BotContext) -> None:
    """Every document, newest first; `/documents vidange` looks for words."""
    words = asked_words(" ".join(context.args or []))
    position = 0 if words else context.position(Open)
    await show(context, DocumentFilter(words=words), position)


async def of_vehicle(_: Update, context: BotContext) -> None:
    """One vehicle's documents."""
    tapped = context.tap(VehicleDocuments)
    await show(context, DocumentFilter(vehicle=tapped.vehicle), tapped.position)


async def browse(_: Update, context: BotContext) -> None:
    """A page, or the choices of a filter."""
    tapped = context.tap(BrowseDocuments)
    asked = asked_by(tapped)
    match tapped.view:
        case "f":
            shares = await context.services.document_list.shares(context.account)
            await context.show(views.filters(context, asked, shares))
        case "k":
            await context.show(views.kinds(context, asked))
        case "v":
            vehicles = await context.services.vehicles.all(context.account)
            await context.show(views.vehicles(context, asked, vehicles))
        case _:
            await show(context, asked, tapped.position)


async def show(context: BotContext, asked: DocumentFilter, position: int = 0) -> None:
    """Show a page of what is asked for."""
    found = await context.services.document_list.page(context.account, asked, position)
    await context.show(views.page(context, found))


async def open_document(_: Update, context: BotContext) -> None:
    """One kept document; a card that still waits is shown as a card."""
    await show_document(context, context.tap(OpenDocument).document)


async def show_document(context: BotContext, document_id: int) -> None:
    """Show a document as it is now."""
    card = await context.services.documents.card(context.account, document_id)
    if card.document.state is DocumentState.PROPOSED:
        await context.show(card_views.card(context, card))
    elif card.document.state is DocumentState.KEPT:
        record_id = await context.services.maintenance.record_of(context.account, card.document.id)
        await context.show(views.detail(context, card, record_id))
    elif card.document.state is DocumentState.DELETED:
        await context.show(views.removed(context, card.document))
    else:
        raise Gone


async def send_file(_: Update, context: BotContext) -> None:
    """Send the document itself."""
    card = await context.services.documents.card(context.account, context.tap(SendDocument).document)
    if card.document.preview is None or card.document.state is not DocumentState.KEPT:
        raise Gone
    stored, is_pdf = await context.services.documents.copies.whole(card.document)
    await context.reply(views.file(context, card, stored, is_pdf=is_pdf))


async def act(_: Update, context: BotContext) -> Next:
    """A button of a kept document."""
    tapped, documents, owner = context.tap(OnPaper), context.services.document_list, context.account
    match tapped.action:
        case "move":
            card = await context.services.documents.card(owner, tapped.document)
            vehicles = await context.services.vehicles.active(owner)
            await context.show(views.choose_vehicle(context, card.document, vehicles))
        case "moved":
            await documents.move(owner, tapped.document, tapped.value)
            await show_document(context, tapped.document)
        case "remove":
            await context.show(views.removed(context, await documents.remove(owner, tapped.document)))
        case "restore":
            await documents.restore(owner, tapped.document)
            await show_document(context, tapped.document)
        case "again":
            await read_again(context, tapped.document)
        case "all":
            unread = await documents.unread(owner)
            number = await context.services.intake.analyse_all(owner, unread)
            await context.show(views.analysing(context, number, len(unread)))
        case _:
            raise Gone
    return None


async def read_again(context: BotContext, document_id: int) -> None:
    """Analyse a kept document anew: its card comes back to be confirmed."""
    standing = await context.services.intake.analyse_again(context.account, document_id)
    await context.show(intake_views.received(context, standing))
