"""Reviews of a garage: pages, one's own taken back or signed, others reported."""

from telegram import Update

from bot.context import BotContext
from bot.garage_callbacks import OnGarage, OnReview
from bot.views import garage_reviews as views
from core.errors import Gone


async def first(_: Update, context: BotContext) -> None:
    """The newest reviews of a garage."""
    found = await context.services.garage.reviews.page(context.account, context.tap(OnGarage).garage)
    await context.show(views.page(context, found))


async def act(_: Update, context: BotContext) -> None:
    """A button under reviews."""
    tapped, reviews, owner = context.tap(OnReview), context.services.garage.reviews, context.account
    match tapped.action:
        case "report":
            await context.show(views.reported(context, await reviews.report(owner, tapped.subject)))
            return
        case "choose":
            found = await reviews.page(owner, tapped.subject, tapped.value)
            await context.show(views.choose_report(context, found))
            return
        case "remove":
            await reviews.remove(owner, tapped.subject)
            context.toast("review.removed")
        case "sign" | "unsign":
            await reviews.sign(owner, tapped.subject, signed=tapped.action == "sign")
        case "page":
            pass
        case _:
            raise Gone
    position = tapped.value if tapped.action == "page" else 0
    await context.show(views.page(context, await reviews.page(owner, tapped.subject, position)))


async def hidden(context: BotContext) -> None:
    """A moderator has hidden the person's review: say why, and that it can be changed."""
    found = await context.services.garage.reviews.hidden(context.account, context.event.subject)
    if found is not None:
        await context.push(views.hidden(context, found))
