"""/garages: the directory's lists and cards, and a place that is sent at any moment."""

from dataclasses import replace

from telegram import Update

from bot.context import BotContext
from bot.garage_callbacks import CorrectGarage, FilterGarages, NearGarages, OnGarage, WordGarages
from bot.garage_state import asked_near, asked_words, at, specialty_of
from bot.views import garage_corrections
from bot.views import garages as views
from core.domain.garages.globe import point_of
from core.domain.garages.sought import Kind, Sought, beside, sought_in
from core.errors import Gone, Refusal


async def page(_: Update, context: BotContext) -> None:
    """The ways to find a garage; with words behind the command, what they find."""
    text = context.text
    if text.startswith("/") and " " in text:
        await show_found(context, text.partition(" ")[2])
        return
    await context.show(views.home(context))


async def placed(update: Update, context: BotContext) -> None:
    """A place that was sent: what is near it. Where it is is not kept."""
    message = update.effective_message
    place = message.location if message is not None else None
    point = point_of(place.latitude, place.longitude) if place is not None else None
    if point is None:
        raise Refusal("garage.no_place")
    await show(context, at(point))


async def show_found(context: BotContext, text: str) -> None:
    """What a typed name, town, postcode or specialty finds."""
    sought = sought_in(text)
    found = await context.services.garage.directory.find(context.account, sought)
    other = beside(text) if not found.hits and sought.kind is Kind.WORDS else None
    if other is not None:
        found = await context.services.garage.directory.find(context.account, other)
    await context.reply(views.found(context, found))


async def show(context: BotContext, sought: Sought) -> None:
    """A page of a list."""
    await context.show(views.found(context, await context.services.garage.directory.find(context.account, sought)))


async def near(_: Update, context: BotContext) -> None:
    """Turn a page of what is near, or put it in another order."""
    await show(context, asked_near(context.tap(NearGarages)))


async def worded(_: Update, context: BotContext) -> None:
    """Turn a page of a list."""
    await show(context, asked_words(context.tap(WordGarages)))


async def filtered(_: Update, context: BotContext) -> None:
    """Choose a specialty, and see the best rated of it."""
    word = context.tap(FilterGarages).specialty
    if word == "ask":
        await context.show(views.choose_specialty(context))
        return
    await show(context, replace(Sought(Kind.TOP), specialty=specialty_of(word)))


async def act(_: Update, context: BotContext) -> None:
    """A button of a garage's card."""
    tapped, directory = context.tap(OnGarage), context.services.garage.directory
    match tapped.action:
        case "mark" | "unmark":
            card = await directory.mark(context.account, tapped.garage, favourite=tapped.action == "mark")
            context.toast("garage.marked" if card.favourite else "garage.unmarked")
            await context.show(views.card(context, card))
        case "pin":
            await context.reply(views.pin(context, await directory.get(context.account, tapped.garage)))
        case "call":
            await context.reply(views.call(context, await directory.get(context.account, tapped.garage)))
        case "prices":
            await context.show(views.prices(context, await directory.card(context.account, tapped.garage)))
        case "open":
            await context.show(views.card(context, await directory.card(context.account, tapped.garage)))
        case _:
            raise Gone


async def correct(_: Update, context: BotContext) -> None:
    """Ask what of a garage should read otherwise."""
    garage = await context.services.garage.directory.get(context.account, context.tap(CorrectGarage).garage)
    await context.show(garage_corrections.choose(context, garage))
