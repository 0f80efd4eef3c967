"""/fuel, a vehicle's fill-ups, one fill-up."""

from telegram import Update

from bot.context import BotContext
from bot.cost_callbacks import OnFill, OpenFigures, OpenFuel
from bot.views import figures
from bot.views import fuel as views
from core.domain.fuel import FillPlace
from core.domain.ownership import Period
from core.errors import Gone
from core.services.days import today_of
from core.services.fuel import FillChange


async def page(_: Update, context: BotContext) -> None:
    """The fill-ups of the only vehicle, or the choice of one."""
    vehicles = await context.services.vehicles.active(context.account)
    if not vehicles:
        await context.show(views.no_vehicle(context))
    elif len(vehicles) > 1:
        await context.show(views.choose(context, vehicles))
    else:
        found = await context.services.fuel_figures.page(context.account, vehicles[0].id)
        await context.show(views.page(context, found))


async def of_vehicle(_: Update, context: BotContext) -> None:
    """One vehicle's fill-ups."""
    tapped = context.tap(OpenFuel)
    found = await context.services.fuel_figures.page(context.account, tapped.vehicle, tapped.position)
    await context.show(views.page(context, found))


async def figures_of(_: Update, context: BotContext) -> None:
    """How prices went, or what owning the vehicle costs."""
    tapped, services, owner = context.tap(OpenFigures), context.services, context.account
    if tapped.page == "prices":
        found = await services.fuel_figures.prices(owner, tapped.vehicle, today_of(owner, services.clock))
        await context.show(figures.prices(context, found, await services.fuel.tariff(owner)))
    elif tapped.page in set(Period):
        await context.show(
            figures.ownership(context, await services.ownership.of(owner, tapped.vehicle, Period(tapped.page)))
        )
    else:
        raise Gone


async def act(_: Update, context: BotContext) -> None:
    """Show a fill-up, change it with a tap, take it off or bring it back."""
    tapped, fuel, owner = context.tap(OnFill), context.services.fuel, context.account
    match tapped.action:
        case "delete":
            await context.show(views.deleted(context, await fuel.undo(owner, tapped.fill)))
        case "restore":
            await context.show(views.detail(context, await fuel.restore(owner, tapped.fill)))
        case "correct":
            await context.show(views.fields(context, await fuel.get(owner, tapped.fill)))
        case "full" | "missed" | "place":
            await _turn(context, tapped)
        case _:
            await context.show(views.detail(context, await fuel.get(owner, tapped.fill)))


async def _turn(context: BotContext, tapped: OnFill) -> None:
    """Turn full into partial, missed into not missed, home into public, and back."""
    fuel, owner = context.services.fuel, context.account
    fill = (await fuel.get(owner, tapped.fill)).fill
    match tapped.action:
        case "full":
            change = FillChange(full=not fill.full)
        case "missed":
            change = FillChange(missed=not fill.missed)
        case _:
            change = FillChange(place=FillPlace.PUBLIC if fill.place == FillPlace.HOME else FillPlace.HOME)
    await context.show(views.detail(context, await fuel.change(owner, fill.id, change)))
