"""Broadcasts: whom for, how they look, how far they are."""

from telegram import Update

from bot.admin import desk
from bot.context import BotContext
from bot.outreach_admin_callbacks import OnBroadcast
from bot.views import admin_broadcasts as views
from core.domain.broadcasts import DAYS, Activity, Move
from core.domain.plans import Level
from core.errors import Gone
from core.i18n import LANGUAGES
from core.models import Broadcast
from core.services.auditing import Deed
from core.services.broadcast_people import segment_of
from core.services.broadcasting import texts_of

# What each of these buttons turns to next; after the last it begins anew.
_TURNS: dict[str, tuple[object, ...]] = {
    "level": (None, *Level),
    "language": (None, *LANGUAGES),
    "activity": tuple(Activity),
    "days": DAYS,
}


async def page(_: Update, context: BotContext) -> None:
    """The newest ones."""
    desk(context)
    context.place.leave()
    await context.show(views.page(context, await context.services.broadcasts.page()))


async def act(_: Update, context: BotContext) -> None:
    """A button of a broadcast."""
    administration, actor = desk(context)
    tapped, broadcasts = context.tap(OnBroadcast), context.services.broadcasts
    one = await broadcasts.get(tapped.broadcast)
    match tapped.action:
        case "open":
            await show(context, one)
        case "level" | "language" | "activity" | "days":
            await _turn(context, one, tapped.action)
        case "preview" if tapped.value in LANGUAGES:
            await context.show(views.preview(context, one, texts_of(one), tapped.value))
        case "try":
            await broadcasts.try_out(context.account, one.id)
            context.toast("broadcast.tried")
        case "ask" if tapped.value in views.ASKED:
            people = await broadcasts.count(segment_of(one))
            await context.show(views.ask_move(context, one, Move(tapped.value), people))
        case "delete":
            await broadcasts.delete(one.id)
            await administration.auditing.note(actor, Deed("broadcast.delete", "broadcast", one.id))
            await context.show(views.page(context, await broadcasts.page()))
        case move if move in set(Move) - {Move.SCHEDULE}:
            await _move(context, one, Move(move))
        case _:
            raise Gone


async def moved(context: BotContext) -> None:
    """It went on: show how far it is, in the same message."""
    if context.turn.admin:
        one = await context.services.broadcasts.get(context.event.subject)
        progress = await context.services.broadcasts.progress(one)
        await context.replace(views.live_name(one.id), views.running(context, one, progress))


async def show(context: BotContext, one: Broadcast) -> None:
    """A broadcast as it stands."""
    broadcasts = context.services.broadcasts
    if views.is_draft(one):
        people = await broadcasts.count(segment_of(one))
        await context.show(views.draft(context, one, texts_of(one), people))
    else:
        await context.show(views.running(context, one, await broadcasts.progress(one)))


async def _turn(context: BotContext, one: Broadcast, what: str) -> None:
    """Turn one part of whom it is for to the next choice."""
    administration, actor = desk(context)
    choices, before = _TURNS[what], getattr(one, what)
    following = choices[(choices.index(before) + 1) % len(choices)]
    changed = await context.services.broadcasts.aim(one.id, **{what: following})
    deed = Deed("broadcast.aim", "broadcast", one.id)
    await administration.auditing.note(actor, deed, {what: before}, {what: following})
    await show(context, changed)


async def _move(context: BotContext, one: Broadcast, move: Move) -> None:
    """Begin, hold up, go on or stop; what runs shows its progress in a message of its own."""
    administration, actor = desk(context)
    changed = await context.services.broadcasts.move(context.account, one.id, move)
    deed = Deed(f"broadcast.{move}", "broadcast", one.id)
    await administration.auditing.note(
        actor, deed, {"state": one.state}, {"state": changed.state, "people": changed.people}
    )
    if move is Move.START:
        progress = await context.services.broadcasts.progress(changed)
        await context.reply(views.running(context, changed, progress), live=views.live_name(one.id))
    else:
        await show(context, changed)
