"""Albums: one message that counts, then a card for each document, and another answer to what belongs together."""

from telegram import Update

from bot.context import BotContext
from bot.paper_callbacks import OnAlbum
from bot.views import documents as card_views
from bot.views import intake as views
from core.domain.states import DocumentState
from core.errors import Gone
from core.services.bundles import Regrouped


async def moved(context: BotContext) -> None:
    """An album is complete, or a part of it was read: its message counts on."""
    await show(context, context.event.subject)


async def read(context: BotContext) -> None:
    """The last part was read: say what the photos are, and show a card for each document."""
    await show(context, context.event.subject)
    for document in await context.services.bundles.of_album(context.account, context.event.subject):
        await _show_card(context, document.id)


async def regroup(_: Update, context: BotContext) -> None:
    """The photos are several documents, or one, other than was decided."""
    tapped, bundles = context.tap(OnAlbum), context.services.bundles
    if tapped.action == "split":
        regrouped = await bundles.split_album(context.account, tapped.album)
    elif tapped.action == "join":
        regrouped = await bundles.join_album(context.account, tapped.album)
    else:
        raise Gone
    await show_regrouped(context, regrouped)
    await show(context, tapped.album)


async def show(context: BotContext, album_id: int) -> None:
    """Put how far an album is in its message."""
    album = await context.services.intake.album(context.account, album_id)
    await context.replace(views.album_name(album_id), views.album(context, album))


async def show_regrouped(context: BotContext, regrouped: Regrouped) -> None:
    """Say in the old cards what became of them, and show the new ones."""
    split = len(regrouped.shown) > 1
    for number in regrouped.gone:
        left = views.taken_apart(context, len(regrouped.shown)) if split else views.put_together(context)
        await context.replace(card_views.live_name(number), left)
    for number in regrouped.shown:
        await _show_card(context, number)


async def _show_card(context: BotContext, document_id: int) -> None:
    card = await context.services.documents.card(context.account, document_id)
    if card.document.state is DocumentState.PROPOSED:
        live = card_views.live_name(document_id)
        await context.replace(live, card_views.card(context, card), answer_to=card.document.sent_as)
