"""Log an odometer reading.

/km -> VEHICLE (button) -> KILOMETRES (text) -> saved
"84 200 km" at any moment -> saved, or which vehicle? (button) -> saved
"""

from enum import StrEnum

from pydantic import BaseModel
from telegram import Message, Update
from telegram.ext import filters

from bot.callbacks import Open, OpenVehicle, ReadingAnyway, ReadingVehicle
from bot.context import BotContext
from bot.flow import END, Flow, Next, flow
from bot.routing import command, tap, typed
from bot.views import odometer as views
from core.domain.distance import checked_kilometres, parse_kilometres
from core.domain.odometer_line import Certainty, odometer_line
from core.domain.typed_text import clean
from core.models import Vehicle
from core.services.odometer import OdometerWentBack

NAME = "log_odometer"


class _IsReading(filters.MessageFilter):
    """A text that reads as what an odometer shows."""

    def filter(self, message: Message) -> bool:
        """Whether it does."""
        return odometer_line(clean(message.text or "")) is not None


IS_READING = _IsReading()


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    VEHICLE = "vehicle"
    KILOMETRES = "kilometres"


class OdometerDraft(BaseModel):
    """The vehicle whose reading is asked."""

    vehicle_id: int


async def begin(_: Update, context: BotContext) -> Next:
    """Ask for the kilometres of the only vehicle, or for the vehicle first."""
    vehicles = await context.services.vehicles.all(context.account)
    if not vehicles:
        await context.reply(views.no_vehicle(context))
        return END
    if len(vehicles) > 1:
        await context.reply(views.choose(context, vehicles))
        return Step.VEHICLE
    context.keep(OdometerDraft(vehicle_id=vehicles[0].id))
    await context.reply(views.ask(context, vehicles[0]))
    return Step.KILOMETRES


async def choose(_: Update, context: BotContext) -> Next:
    """Take the vehicle and ask for its kilometres."""
    vehicle = await context.services.vehicles.get(context.account, context.tap(OpenVehicle).vehicle)
    context.keep(OdometerDraft(vehicle_id=vehicle.id))
    await context.show(views.ask(context, vehicle))
    return Step.KILOMETRES


async def save(_: Update, context: BotContext) -> Next:
    """Record the reading; a refusal keeps the step, so the person just types again."""
    draft = context.draft(OdometerDraft)
    vehicle = await context.services.vehicles.get(context.account, draft.vehicle_id)
    await record(context, vehicle, parse_kilometres(context.text))
    return END


async def cancel(_: Update, context: BotContext) -> Next:
    """Forget the question."""
    await context.show(views.cancelled(context))
    return END


async def line(_: Update, context: BotContext) -> None:
    """A message that reads as an odometer: record it, or ask which vehicle is meant."""
    found = odometer_line(context.text)
    if found is None:
        return
    vehicles = await context.services.vehicles.all(context.account)
    if not vehicles:
        await context.reply(views.no_vehicle(context))
    elif len(vehicles) > 1 or found.certainty is not Certainty.CERTAIN:
        await context.reply(views.which_vehicle(context, vehicles, found.kilometres))
    else:
        await record(context, vehicles[0], found.kilometres)


async def chosen(_: Update, context: BotContext) -> None:
    """The vehicle of a typed reading was tapped."""
    tapped = context.tap(ReadingVehicle)
    vehicle = await context.services.vehicles.get(context.account, tapped.vehicle)
    await record(context, vehicle, checked_kilometres(tapped.kilometres))


async def anyway(_: Update, context: BotContext) -> None:
    """Keep a reading that runs backwards, because the person says it is right."""
    tapped = context.tap(ReadingAnyway)
    vehicle = await context.services.vehicles.get(context.account, tapped.vehicle)
    await record(context, vehicle, checked_kilometres(tapped.kilometres), insist=True)


async def record(context: BotContext, vehicle: Vehicle, kilometres: int, *, insist: bool = False) -> None:
    """Record and say so; one that runs backwards is asked about."""
    try:
        await context.services.odometer.record(context.account, vehicle.id, kilometres, insist=insist)
    except OdometerWentBack as refusal:
        await context.show(views.lower(context, vehicle, kilometres, refusal.last))
    else:
        await context.show(views.saved(context, vehicle, kilometres))


def build() -> Flow:
    """The flow as one table."""
    return flow(
        NAME,
        entry=[command("km", begin)],
        steps={Step.VEHICLE: [tap(OpenVehicle, choose)], Step.KILOMETRES: [typed(save)]},
        anywhere=[tap(Open, cancel)],
    )
