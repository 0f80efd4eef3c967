"""/history with its filters and its search, what was done and what it cost."""

from telegram import Update

from bot.callbacks import Open, OpenHistory
from bot.context import BotContext
from bot.history_state import asked_by
from bot.record_callbacks import BrowseHistory, OpenSummary
from bot.views import history as views
from bot.views import history_filters as filters
from bot.views import summary as summary_views
from core.domain.record_search import asked_words
from core.services.history import HistoryFilter


async def page(_: Update, context: BotContext) -> None:
    """Every record, newest first; `/history vidange` looks for words."""
    words = asked_words(" ".join(context.args or []))
    position = 0 if words else context.position(Open)
    await show(context, HistoryFilter(words=words), position)


async def of_vehicle(_: Update, context: BotContext) -> None:
    """One vehicle's records."""
    tapped = context.tap(OpenHistory)
    await show(context, HistoryFilter(vehicle=tapped.vehicle), tapped.position)


async def browse(_: Update, context: BotContext) -> None:
    """A page, or the choices of a filter."""
    tapped = context.tap(BrowseHistory)
    asked = asked_by(tapped)
    match tapped.view:
        case "f":
            await context.show(filters.overview(context, asked))
        case "s":
            await context.show(filters.statuses(context, asked))
        case "c":
            await context.show(filters.categories(context, asked))
        case "y":
            years = await context.services.history.years(context.account)
            await context.show(filters.years(context, asked, years))
        case "v":
            vehicles = await context.services.vehicles.all(context.account)
            await context.show(filters.vehicles(context, asked, vehicles))
        case _:
            await show(context, asked, tapped.position)


async def show(context: BotContext, asked: HistoryFilter, position: int = 0) -> None:
    """Show a page of what is asked for."""
    found = await context.services.history.page(context.account, asked, position)
    await context.show(views.page(context, found))


async def open_summary(_: Update, context: BotContext) -> None:
    """One vehicle's sums."""
    await summary(context, context.tap(OpenSummary).vehicle)


async def summary(context: BotContext, vehicle_id: int) -> None:
    """Show what was done on a vehicle and what it cost."""
    await context.show(summary_views.page(context, await context.services.history.summary(context.account, vehicle_id)))
