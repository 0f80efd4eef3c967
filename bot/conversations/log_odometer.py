"""Log an odometer reading.

/km -> VEHICLE (button) -> KILOMETRES (text, or a tap on what is expected) -> saved
"84 200 km" at any moment -> saved, or which vehicle? (button) -> saved
what other days contradict -> what was meant, correct -> KILOMETRES, keep, or a new cluster (replace_cluster.py)
"""

from enum import StrEnum

from pydantic import BaseModel
from telegram import Message, Update
from telegram.ext import filters

from bot import early_lines
from bot.context import BotContext
from bot.due_callbacks import AskReading, ConfirmReading, ReadingAnyway, ReadingQuestions, ReadingVehicle, UndoReading
from bot.flow import END, Flow, Next, flow
from bot.routing import command, tap, typed
from bot.views import odometer as views
from core.domain.distance import checked_kilometres, miles_of_kilometres, parse_kilometres
from core.domain.odometer import ReadingSource
from core.domain.odometer_line import Certainty, odometer_line
from core.domain.typed_text import clean
from core.models import Vehicle
from core.services.days import today_of
from core.services.odometer import OdometerDoubted

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
    """Ask for the kilometres of the only vehicle, or for the vehicle first; `/km 84 200` says it all at once."""
    if context.args and odometer_line(" ".join(context.args)) is not None:
        await take(context, " ".join(context.args), certain=True)
        return END
    vehicles = await context.services.vehicles.active(context.account)
    if not vehicles:
        await context.reply(views.no_vehicle(context))
        return END
    if len(vehicles) > 1:
        await context.reply(views.choose(context, vehicles))
        return Step.VEHICLE
    return await ask(context, vehicles[0])


async def choose(_: Update, context: BotContext) -> Next:
    """Take the vehicle and ask for its kilometres."""
    vehicle = await context.services.vehicles.get(context.account, context.tap(AskReading).vehicle)
    return await ask(context, vehicle)


async def ask(context: BotContext, vehicle: Vehicle) -> Step:
    """Ask for its kilometres, with the expected ones as a button."""
    context.keep(OdometerDraft(vehicle_id=vehicle.id))
    expected = await context.services.odometer.expected(context.account, vehicle)
    await context.show(views.ask(context, vehicle, expected))
    return Step.KILOMETRES


async def confirm(_: Update, context: BotContext) -> Next:
    """It shows about what was expected."""
    tapped = context.tap(ConfirmReading)
    vehicle = await context.services.vehicles.get(context.account, tapped.vehicle)
    await record(context, vehicle, checked_kilometres(tapped.kilometres), source=ReadingSource.CONFIRMED)
    return END


async def save(_: Update, context: BotContext) -> Next:
    """Record the reading; a refusal keeps the step, so the person just types again."""
    draft = context.draft(OdometerDraft)
    vehicle = await context.services.vehicles.get(context.account, draft.vehicle_id)
    found = odometer_line(context.text)
    await record(context, vehicle, found.kilometres if found is not None else parse_kilometres(context.text))
    return END


async def save_for_any(_: Update, context: BotContext) -> Next:
    """Kilometres typed before the vehicle was chosen: the buttons that follow ask for it."""
    kilometres = parse_kilometres(context.text)
    vehicles = await context.services.vehicles.active(context.account)
    await context.reply(views.which_vehicle(context, vehicles, kilometres))
    return END


async def line(_: Update, context: BotContext) -> None:
    """A message that reads as an odometer."""
    await take(context, context.text)


async def take(context: BotContext, text: str, *, certain: bool = False) -> None:
    """Record what a text says the odometer shows, or ask which vehicle is meant, unless both are certain."""
    found = odometer_line(text)
    if found is None:
        return
    vehicles = await context.services.vehicles.active(context.account)
    if not vehicles:
        miles = context.t.units.distance == "mi"
        said = f"{miles_of_kilometres(found.kilometres)} miles" if miles else f"{found.kilometres} km"
        await early_lines.keep(context, said)
    elif len(vehicles) > 1:
        await context.reply(views.which_vehicle(context, vehicles, found.kilometres))
    elif certain or found.certainty is Certainty.CERTAIN:
        await record(context, vehicles[0], found.kilometres)
    else:
        await _ask_whether(context, vehicles[0], found.kilometres)


async def _ask_whether(context: BotContext, vehicle: Vehicle, kilometres: int) -> None:
    """Ask whether a number is a reading of the only vehicle; one that cannot follow the last is shown beside it."""
    services, account = context.services, context.account
    try:
        await services.odometer.check(account, vehicle.id, kilometres, read_on=today_of(account, services.clock))
    except OdometerDoubted as doubt:
        await context.reply(views.unlikely(context, vehicle, kilometres, doubt))
    else:
        await context.reply(views.which_vehicle(context, [vehicle], kilometres))


async def chosen(_: Update, context: BotContext) -> None:
    """The vehicle of a typed reading was tapped."""
    tapped = context.tap(ReadingVehicle)
    vehicle = await context.services.vehicles.get(context.account, tapped.vehicle)
    await record(context, vehicle, checked_kilometres(tapped.kilometres))


async def undo(_: Update, context: BotContext) -> None:
    """Take the reading back."""
    vehicle = await context.services.odometer.undo(context.account, context.tap(UndoReading).reading)
    await context.show(views.undone(context, vehicle))


async def anyway(_: Update, context: BotContext) -> None:
    """Keep a reading that runs backwards, because the person says it is right."""
    tapped = context.tap(ReadingAnyway)
    vehicle = await context.services.vehicles.get(context.account, tapped.vehicle)
    await record(context, vehicle, checked_kilometres(tapped.kilometres), insist=True)


async def request(context: BotContext) -> None:
    """Ask by ourselves, because a reminder depends on it; what was settled meanwhile stays silent."""
    pending = await context.services.reading_requests.pending(context.account, context.event.subject)
    if pending is not None:
        screen = views.request(context, *pending)
        words = views.request_line(context, pending[0])
        await context.services.notices.told_reading(context.account, pending[0].id, words)
        await context.push(screen)


async def questions(_: Update, context: BotContext) -> None:
    """Ask about this vehicle, or never again."""
    tapped = context.tap(ReadingQuestions)
    vehicle = await context.services.reading_requests.switch(context.account, tapped.vehicle, on=tapped.action == "on")
    await context.show(views.questions(context, vehicle))


async def record(
    context: BotContext,
    vehicle: Vehicle,
    kilometres: int,
    *,
    insist: bool = False,
    source: ReadingSource = ReadingSource.TYPED,
) -> None:
    """Record and say so; one that other days contradict is asked about."""
    try:
        reading = await context.services.odometer.record(
            context.account, vehicle.id, kilometres, insist=insist, source=source
        )
    except OdometerDoubted as doubt:
        await context.show(views.unlikely(context, vehicle, kilometres, doubt))
    else:
        await context.show(views.saved(context, vehicle, reading))


def build() -> Flow:
    """The flow as one table."""
    return flow(
        NAME,
        entry=[command("km", begin), tap(AskReading, choose), tap(ConfirmReading, confirm)],
        steps={Step.VEHICLE: [tap(AskReading, choose), typed(save_for_any)], Step.KILOMETRES: [typed(save)]},
    )
