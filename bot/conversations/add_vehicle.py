"""Add a vehicle by a short form; every question can be skipped, taken back or cancelled.

[by hand] -> MAKE -> MODEL -> PLATE -> ENERGY (button) -> FIRST_REGISTRATION -> KILOMETRES -> the vehicle's card
[by photo] -> send the registration card (read like any photo)
"""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel
from telegram import Update

from bot.callbacks import AddVehicle, ChooseEnergy, FormMove
from bot.context import BotContext
from bot.flow import END, Flow, Next, flow
from bot.routing import tap, typed
from bot.views import menu as menu_views
from bot.views import vehicles as views
from core.domain.distance import parse_kilometres
from core.domain.energy import Energy, energy_name
from core.domain.plates import parse_plate
from core.domain.typed_dates import AmbiguousDate, parse_date
from core.domain.typed_text import clean_line, folded
from core.errors import Gone, Refusal
from core.i18n import LANGUAGES, translator
from core.services.days import today_of
from core.services.vehicles import NewVehicle

NAME = "add_vehicle"


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    MAKE = "make"
    MODEL = "model"
    PLATE = "plate"
    ENERGY = "energy"
    FIRST_REGISTRATION = "first_registration"
    KILOMETRES = "kilometres"


ORDER = tuple(Step)


class VehicleDraft(BaseModel):
    """What was answered so far."""

    make: str | None = None
    model: str | None = None
    plate: str | None = None
    energy: Energy | None = None
    first_registered_on: date | None = None
    kilometres: int | None = None


async def begin(_: Update, context: BotContext) -> Next:
    """By photo: ask for it. By hand: the first question."""
    if context.tap(AddVehicle).way != "form":
        await context.show(views.send_the_card(context))
        return END
    context.keep(VehicleDraft())
    await context.show(views.ask(context, Step.MAKE))
    return Step.MAKE


async def answer(_: Update, context: BotContext) -> Next:
    """Take a typed answer; one that cannot be read keeps the question."""
    step = Step(context.place.step)
    draft = context.draft(VehicleDraft)
    match step:
        case Step.MAKE:
            draft.make = _words(context)[:60]
        case Step.MODEL:
            draft.model = _words(context)[:80]
        case Step.PLATE:
            draft.plate = parse_plate(context.text).value
            await context.services.vehicles.ensure_new(context.account, draft.plate)
        case Step.ENERGY:
            draft.energy = _energy(context)
        case Step.FIRST_REGISTRATION:
            draft.first_registered_on = _day(context)
        case Step.KILOMETRES:
            draft.kilometres = parse_kilometres(context.text)
    return await _after(context, step, draft)


async def choose_energy(_: Update, context: BotContext) -> Next:
    """Take the energy tapped."""
    chosen = context.tap(ChooseEnergy).energy
    if chosen not in set(Energy):
        raise Gone
    draft = context.draft(VehicleDraft)
    draft.energy = Energy(chosen)
    return await _after(context, Step.ENERGY, draft)


async def move(_: Update, context: BotContext) -> Next:
    """Skip, go back or cancel; a button of an earlier question only shows the present one."""
    tapped = context.tap(FormMove)
    step = Step(context.place.step)
    if tapped.move == "cancel":
        await context.show(menu_views.cancelled(context))
        return END
    if tapped.step != step:
        context.toast("flow.already_answered")
        return step
    if tapped.move == "back":
        earlier = ORDER[max(ORDER.index(step) - 1, 0)]
        await context.show(views.ask(context, earlier))
        return earlier
    return await _after(context, step, context.draft(VehicleDraft))


async def _after(context: BotContext, step: Step, draft: VehicleDraft) -> Next:
    """Keep the answer and ask the next question, or add the vehicle after the last."""
    context.keep(draft)
    position = ORDER.index(step) + 1
    if position < len(ORDER):
        await context.show(views.ask(context, ORDER[position]))
        return ORDER[position]
    services, account = context.services, context.account
    vehicle = await services.vehicles.add(
        account,
        NewVehicle(draft.make, draft.model, draft.plate, None, draft.energy, None, draft.first_registered_on),
    )
    if draft.kilometres is not None:
        await services.odometer.record(account, vehicle.id, draft.kilometres)
        vehicle.kilometres = draft.kilometres
    await context.show(views.added(context, vehicle))
    return END


def _words(context: BotContext) -> str:
    words = clean_line(context.text)
    if not words:
        raise Refusal("error.text_expected")
    return words


def _energy(context: BotContext) -> Energy:
    """An energy typed by its name in any language we speak."""
    said = folded(context.text).strip(" .!")
    for energy in Energy:
        if said in {folded(translator(language).plain(energy_name(energy))) for language in LANGUAGES}:
            return energy
    raise Refusal("error.choose_energy")


def _day(context: BotContext) -> date:
    read = parse_date(context.text, today_of(context.account, context.services.clock), context.account.language)
    if isinstance(read, AmbiguousDate):
        raise Refusal("error.date_ambiguous", first=read.first, second=read.second)
    return read


def build() -> Flow:
    """The flow as one table."""
    return flow(
        NAME,
        entry=[tap(AddVehicle, begin)],
        steps={step: [typed(answer)] for step in Step}
        | {Step.ENERGY: [tap(ChooseEnergy, choose_energy), typed(answer)]},
        anywhere=[tap(FormMove, move), tap(AddVehicle, begin)],
    )
