"""/suggest: advice for a vehicle, and its buttons."""

from telegram import Update

from bot.ask_callbacks import OpenSuggestions, PlanSuggestion
from bot.context import BotContext
from bot.views import odometer as odometer_views
from bot.views import suggestions as views
from core.domain.service_types import ServiceType
from core.errors import Gone
from core.services.vehicles import default_of


async def start(_: Update, context: BotContext) -> None:
    """Advice for the vehicle that goes without saying, or ask for which."""
    vehicles = await context.services.vehicles.active(context.account)
    words = " ".join(context.args or ())
    named = await context.services.vehicles.named_in(context.account, words) if words else None
    vehicle = named or default_of(context.account, vehicles)
    if not vehicles:
        await context.show(odometer_views.no_vehicle(context, "vehicle.needed"))
    elif vehicle is None:
        await context.show(views.choose(context, vehicles))
    else:
        await _page(context, vehicle.id)


async def opened(update: Update, context: BotContext) -> None:
    """Advice for the vehicle of a button."""
    tapped = context.tap(OpenSuggestions)
    if tapped.vehicle:
        await _page(context, tapped.vehicle)
    else:
        await start(update, context)


async def _page(context: BotContext, vehicle_id: int) -> None:
    suggested = await context.services.suggestions.of(context.account, vehicle_id)
    await context.show(views.page(context, suggested))


async def schedule(_: Update, context: BotContext) -> None:
    """Plan the work of a button."""
    tapped = context.tap(PlanSuggestion)
    if tapped.service not in set(ServiceType):
        raise Gone
    service = ServiceType(tapped.service)
    record = await context.services.suggestions.schedule(context.account, tapped.vehicle, service, tapped.day)
    await context.show(views.planned(context, record, service))
