"""Say where one is, so that the clock is right.

settings [time zone] -> ZONE (a place sent, or text: a city, a country, a zone) -> set
a country with several zones, or a city that several have -> which one? (button) -> set
"""

from enum import StrEnum

from telegram import Update
from telegram.ext import MessageHandler, filters

from bot.context import BotContext
from bot.flow import END, Flow, Next, flow
from bot.handlers import settings
from bot.reminder_callbacks import OnSetting
from bot.routing import tap, tap_where, typed
from bot.views import settings as views
from core.domain.time_zones import found, zone_at
from core.errors import Refusal

NAME = "set_zone"


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    ZONE = "zone"


async def begin(update: Update, context: BotContext) -> Next:
    """Show the ways to say it."""
    await settings.act(update, context)
    return Step.ZONE


async def told(_: Update, context: BotContext) -> Next:
    """Take a name; one that we do not know keeps the question."""
    zones = found(context.text)
    if not zones:
        raise Refusal("settings.zone_not_found")
    if len(zones) > 1:
        await context.reply(views.zones_found(context, zones))
        return Step.ZONE
    return await _set(context, zones[0])


async def placed(update: Update, context: BotContext) -> Next:
    """Take a place; where it is is not kept, only the zone."""
    message = update.effective_message
    place = message.location if message is not None else None
    zone = zone_at(place.latitude, place.longitude) if place is not None else None
    if zone is None:
        raise Refusal("settings.no_zone_there")
    return await _set(context, zone)


async def chosen(update: Update, context: BotContext) -> Next:
    """Take one from the list; looking through it keeps the question, and any other page leaves it."""
    tapped = context.tap(OnSetting)
    await settings.act(update, context)
    return Step.ZONE if tapped.name == "area" or tapped.value == "zone" else END


async def _set(context: BotContext, zone: str) -> Next:
    await context.services.preferences.choose_zone(context.account, zone)
    await context.reply(views.zone_set(context))
    return END


def build() -> Flow:
    """The flow as one table."""
    return flow(
        NAME,
        entry=[tap_where(OnSetting, begin, name="open", value="zone")],
        steps={
            Step.ZONE: [
                tap(OnSetting, chosen),
                MessageHandler(filters.LOCATION, placed),
                typed(told),
            ]
        },
    )
