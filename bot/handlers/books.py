"""/report: a service book or a cost report of a vehicle, made, sent, shared."""

from telegram import Update

from bot.context import BotContext
from bot.stats_callbacks import MakeBook, OnBook
from bot.views import books as views
from bot.views import odometer as odometer_views
from core.domain.states import MadeState
from core.errors import Gone
from core.services.books import BookForm
from core.services.exports import parts_of


async def start(_: Update, context: BotContext) -> None:
    """Which paper, of the only vehicle; or first of which vehicle."""
    vehicles = await context.services.vehicles.active(context.account)
    if not vehicles:
        await context.show(odometer_views.no_vehicle(context, "vehicle.needed"))
    elif len(vehicles) == 1:
        await context.show(views.forms(context, vehicles[0]))
    else:
        await context.show(views.whose(context, vehicles))


async def asked(_: Update, context: BotContext) -> None:
    """Have a paper made, or choose which one."""
    tapped = context.tap(MakeBook)
    if tapped.form == "ask":
        await context.show(views.forms(context, await context.services.vehicles.get(context.account, tapped.vehicle)))
        return
    if tapped.form not in set(BookForm):
        raise Gone
    made = await context.services.books.ask(context.account, BookForm(tapped.form), tapped.vehicle)
    await context.reply(views.preparing(context), live=views.live_name(made))


async def made(context: BotContext) -> None:
    """It is there: send it."""
    found = await context.services.books.get(context.account, context.event.subject)
    if found.state is not MadeState.READY:
        await context.replace(views.live_name(found.id), views.failed(context))
        return
    await context.replace(views.live_name(found.id), views.ready(context, found))
    site = context.services.books.site is not None
    await context.reply(views.file(context, found, parts_of(found)[0], site=site))


async def act(_: Update, context: BotContext) -> None:
    """Share a book by an address, or end that."""
    tapped, books = context.tap(OnBook), context.services.books
    match tapped.action:
        case "share":
            address = await books.share(context.account, tapped.book)
            await context.reply(views.shared(context, tapped.book, address))
        case "stop":
            await books.stop_sharing(context.account, tapped.book)
            await context.show(views.stopped(context))
        case _:
            raise Gone
