"""A logbook of another app dropped in the chat: looked at, asked about, imported, taken back."""

from telegram import Message, Update
from telegram.ext import filters

from bot import early_lines
from bot.context import BotContext
from bot.flow import Next
from bot.handlers.documents import arriving_of
from bot.import_callbacks import AnswerImport, ImportVehicle, OnImport
from bot.views import imports as views
from core.domain.imports.import_rows import CHOICES, About
from core.domain.states import ImportState
from core.errors import Gone
from core.services.import_vehicles import ImportVehicleNeeded

_NAMES = (".csv", ".tsv", ".zip", ".abp", ".fuelio", ".json", ".xlsx", ".xml")
_TYPES = frozenset(
    {
        *(
            "text/csv",
            "text/plain",
            "text/comma-separated-values",
            "text/tab-separated-values",
            "application/csv",
            "application/zip",
        ),
        *("application/x-zip-compressed", "application/json", "application/vnd.ms-excel"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
)


class _Logbook(filters.MessageFilter):
    """A file that may be a logbook: a table, an archive or a backup; its content decides later."""

    def filter(self, message: Message) -> bool:
        """Whether it may be."""
        sent = message.document
        if sent is None:
            return False
        return (sent.file_name or "").lower().endswith(_NAMES) or (sent.mime_type or "").lower() in _TYPES


IS_LOGBOOK = _Logbook()


async def start(_: Update, context: BotContext) -> None:
    """/import: what can be dropped in the chat."""
    await context.show(views.invitation(context))


async def arrived(update: Update, context: BotContext) -> None:
    """A file came: have it looked at, show life. What was being asked is still waited for."""
    arriving = arriving_of(update)
    if arriving is None:
        return
    batch = await context.services.imports.receive(context.account, arriving)
    await context.reply(views.received(context), live=views.live_name(batch.id))


async def read(context: BotContext) -> None:
    """The file was looked at: the card takes the place of the first sign of life."""
    card = await context.services.imports.card(context.account, context.event.subject)
    if card.batch.state is ImportState.PROPOSED:
        live, picture = views.live_name(card.batch.id), card.preview.picture if card.preview is not None else None
        if picture is None:
            await context.replace(live, views.card(context, card))
            return
        # The picture takes the place of the first sign of life, and the card with its buttons comes below it.
        await context.place_picture(views.picture(context, picture), None, live)
        await context.reply(views.card(context, card), live=live)


async def refused(context: BotContext) -> None:
    """Nothing can be made of the file: say why, in the same place."""
    card = await context.services.imports.card(context.account, context.event.subject)
    await context.replace(views.live_name(card.batch.id), views.refused(context, card.batch))


async def done(context: BotContext) -> None:
    """All of it is kept: say how much, in the same place."""
    card = await context.services.imports.card(context.account, context.event.subject)
    await context.replace(views.live_name(card.batch.id), views.done(context, card))
    await early_lines.offer(context)


async def act(_: Update, context: BotContext) -> Next:
    """A button of an import's card."""
    tapped, imports, owner = context.tap(OnImport), context.services.imports, context.account
    match tapped.action:
        case "confirm":
            await _confirm(context, tapped)
        case "drop":
            await imports.drop(owner, tapped.batch)
            await context.show(views.dropped(context))
        case "vehicles":
            card = await imports.card(owner, tapped.batch)
            await context.show(views.choose_vehicle(context, card, await context.services.vehicles.active(owner)))
        case "skipped":
            await context.show(views.skipped(context, await imports.card(owner, tapped.batch)))
        case "undo":
            await context.show(views.ask_undo(context, await imports.card(owner, tapped.batch)))
        case "undone":
            await imports.undo(owner, tapped.batch)
            await context.show(views.undone(context))
        case "back":
            card = await imports.card(owner, tapped.batch)
            await context.show(views.done(context, card) if card.outcome is not None else views.card(context, card))
        case _:
            raise Gone
    return None


async def _confirm(context: BotContext, tapped: OnImport) -> None:
    imports, owner = context.services.imports, context.account
    try:
        await imports.confirm(owner, tapped.batch, tapped.revision)
    except ImportVehicleNeeded:
        card = await imports.card(owner, tapped.batch)
        await context.show(views.choose_vehicle(context, card, await context.services.vehicles.active(owner)))
    else:
        await context.show(views.running(context))


async def answered(_: Update, context: BotContext) -> None:
    """They said what the file does not: it is looked at again."""
    tapped = context.tap(AnswerImport)
    choices = CHOICES[About(tapped.about)] if tapped.about in set(About) else ()
    if not 0 <= tapped.choice < len(choices):
        raise Gone
    choice = choices[tapped.choice]
    await context.services.imports.answer(context.account, tapped.batch, tapped.revision, tapped.about, choice)
    await context.show(views.received(context))


async def vehicle_chosen(_: Update, context: BotContext) -> None:
    """The rows belong to this vehicle."""
    tapped = context.tap(ImportVehicle)
    imports = context.services.imports
    card = await imports.choose_vehicle(context.account, tapped.batch, tapped.revision, tapped.vehicle)
    await context.show(views.card(context, card))
