"""Look for a vehicle among one's own.

list [find] -> WORDS (text) -> what is found
"""

from enum import StrEnum

from telegram import Update

from bot.callbacks import FindVehicle
from bot.context import BotContext
from bot.flow import END, Flow, Next, flow
from bot.handlers import vehicles
from bot.routing import tap, typed
from bot.views import vehicles as views

NAME = "find_vehicle"


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    WORDS = "words"


async def begin(_: Update, context: BotContext) -> Next:
    """Ask for the words."""
    await context.show(views.ask_words(context))
    return Step.WORDS


async def find(_: Update, context: BotContext) -> Next:
    """Show what they find."""
    await vehicles.show_found(context, context.text)
    return END


def build() -> Flow:
    """The flow as one table."""
    return flow(NAME, entry=[tap(FindVehicle, begin)], steps={Step.WORDS: [typed(find)]})
