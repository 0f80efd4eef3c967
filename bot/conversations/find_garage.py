"""Look for a garage.

/garages [near me] -> PLACE (a place sent, or text: a town) -> what is near
/garages [search] -> WORDS (text: a name, town, postcode, specialty) -> what is found
"""

from enum import StrEnum

from telegram import Update
from telegram.ext import MessageHandler, filters

from bot.context import BotContext
from bot.flow import END, Flow, Next, flow
from bot.garage_callbacks import FindGarage
from bot.handlers import garages
from bot.routing import tap_where, typed
from bot.views import garages as views

NAME = "find_garage"


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    PLACE = "place"
    WORDS = "words"


async def ask_place(_: Update, context: BotContext) -> Next:
    """Ask where they are, with a key that tells it."""
    await context.reply(views.ask_place(context))
    return Step.PLACE


async def ask_words(_: Update, context: BotContext) -> Next:
    """Ask what to look for."""
    await context.show(views.ask_words(context))
    return Step.WORDS


async def placed(update: Update, context: BotContext) -> Next:
    """Take a place; where it is is not kept."""
    if context.place.step == Step.PLACE:
        await context.reply(views.looking(context))
    await garages.placed(update, context)
    return END


async def told(_: Update, context: BotContext) -> Next:
    """Take a town, or any words."""
    if context.place.step == Step.PLACE:
        await context.reply(views.looking(context))
    await garages.show_found(context, context.text)
    return END


def build() -> Flow:
    """The flow as one table."""
    answers = [MessageHandler(filters.UpdateType.MESSAGE & filters.LOCATION, placed), typed(told)]
    return flow(
        NAME,
        entry=[tap_where(FindGarage, ask_place, way="near"), tap_where(FindGarage, ask_words, way="words")],
        steps={Step.PLACE: answers, Step.WORDS: answers},
    )
