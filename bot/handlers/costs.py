"""/costs, a vehicle's costs, one cost."""

from telegram import Update

from bot.context import BotContext
from bot.cost_callbacks import OnCost, OpenCosts
from bot.views import costs as views
from core.services.days import today_of


async def page(_: Update, context: BotContext) -> None:
    """The costs of the only vehicle, or the choice of one."""
    vehicles = await context.services.vehicles.active(context.account)
    if not vehicles:
        await context.show(views.no_vehicle(context))
    elif len(vehicles) > 1:
        await context.show(views.choose(context, vehicles))
    else:
        found = await context.services.costs.page(context.account, vehicles[0].id)
        await context.show(views.page(context, found))


async def of_vehicle(_: Update, context: BotContext) -> None:
    """One vehicle's costs."""
    tapped = context.tap(OpenCosts)
    found = await context.services.costs.page(context.account, tapped.vehicle, tapped.position)
    await context.show(views.page(context, found))


async def act(_: Update, context: BotContext) -> None:
    """Show a cost, end it, be reminded of it, take it off or bring it back."""
    tapped, costs, owner = context.tap(OnCost), context.services.costs, context.account
    match tapped.action:
        case "delete":
            await context.show(views.deleted(context, await costs.undo(owner, tapped.cost)))
            return
        case "correct":
            await context.show(views.fields(context, await costs.get(owner, tapped.cost)))
            return
        case "restore":
            data = await costs.restore(owner, tapped.cost)
        case "end":
            data = await costs.end(owner, tapped.cost, today_of(owner, context.services.clock))
        case "go_on":
            data = await costs.end(owner, tapped.cost, None)
        case "remind" | "quiet":
            data = await costs.remind(owner, tapped.cost, wanted=tapped.action == "remind")
        case _:
            data = await costs.get(owner, tapped.cost)
    await context.show(views.detail(context, data))
