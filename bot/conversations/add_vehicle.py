"""Add a vehicle by a short form; every question can be skipped, taken back or cancelled, and one may stop early.

[by hand] -> MAKE (perhaps with the model) -> MODEL -> PLATE -> COUNTRY (button, if several have such plates)
          -> ENERGY (button) -> FIRST_REGISTRATION -> KILOMETRES -> the vehicle's card
a name the catalogue does not have -> the nearest ones (buttons), or as typed
[add] under a plate or VIN that was typed -> MAKE -> … without what is known
[by photo] -> send the registration card (read like any photo)
"""

from dataclasses import replace
from datetime import date
from enum import StrEnum

from pydantic import BaseModel
from telegram import Update

from bot import early_lines
from bot.callbacks import (
    AddNumbered,
    AddVehicle,
    ChooseCountry,
    ChooseEnergy,
    ChooseModel,
    FormMove,
    from_word,
)
from bot.context import BotContext
from bot.conversations.answers import label_typed
from bot.flow import END, Flow, Next, flow
from bot.routing import said_move, says, tap, typed
from bot.views import menu as menu_views
from bot.views import vehicle_form as views
from bot.views import vehicles as vehicle_views
from core.domain.catalogue import Catalogue, Suggestion, VehicleKind, key_of
from core.domain.distance import parse_kilometres
from core.domain.energy import Energy, energy_name
from core.domain.plate_countries import ReadPlate, country_code, read_plate, typed_plate
from core.domain.typed_text import clean_line, folded
from core.domain.vehicle_fields import Category, read_country, read_day
from core.domain.vin import checked_vin, typed_vin
from core.errors import Gone, Refusal
from core.services.days import today_of
from core.services.vehicles import NewVehicle, VehicleKnown

NAME = "add_vehicle"


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    MAKE = "make"
    MODEL = "model"
    PLATE = "plate"
    COUNTRY = "country"
    ENERGY = "energy"
    FIRST_REGISTRATION = "first_registration"
    KILOMETRES = "kilometres"


ORDER = tuple(Step)


class VehicleDraft(BaseModel):
    """What was answered so far."""

    make: str | None = None
    model: str | None = None
    category: str | None = None
    plate: str | None = None
    # A foreign plate in the blocks in which it was typed.
    plate_written: str | None = None
    country: str | None = None
    # The countries that have such plates, if there are several.
    possible: list[str] = []
    vin: str | None = None
    energy: Energy | None = None
    first_registered_on: date | None = None
    kilometres: int | None = None
    # The name that the catalogue does not have, while what is near to it is offered.
    typed: str = ""
    # Whether make and model are names of the catalogue.
    in_catalogue: bool = False
    # Whether the plate came first: then it is not asked for.
    plate_given: bool = False

    def take_plate(self, read: ReadPlate) -> None:
        """Take a plate, with the countries that it may be of."""
        self.plate, self.plate_written, self.country = read.value, read.written, read.country
        self.possible = list(read.possible)

    def asks(self, step: Step) -> bool:
        """Whether a question is still of use."""
        if step is Step.COUNTRY:
            return bool(self.possible)
        return step is not Step.PLATE or not self.plate_given


async def begin(_: Update, context: BotContext) -> Next:
    """By photo: ask for it. By hand: the first question."""
    await context.services.vehicles.ensure_room(context.account)
    if context.tap(AddVehicle).way != "form":
        await context.show(vehicle_views.send_the_card(context))
        return END
    return await _ask(context, Step.MAKE, VehicleDraft())


async def begin_numbered(_: Update, context: BotContext) -> Next:
    """Add the vehicle whose plate or VIN was typed: ask for the rest."""
    tapped = context.tap(AddNumbered)
    # Nobody answers questions for nothing.
    await context.services.vehicles.ensure_room(context.account)
    try:
        return await _begin_with(context, VehicleDraft(), tapped.what, clean_line(from_word(tapped.number)))
    except VehicleKnown as refusal:
        await context.show(views.known(context, refusal))
        return END


async def _begin_with(context: BotContext, draft: VehicleDraft, what: str, number: str) -> Next:
    if what == "vin":
        vin = checked_vin(number, today_of(context.account, context.services.clock).year)
        await context.services.vehicles.ensure_new(context.account, vin=vin.value)
        draft.vin, draft.make = vin.value, vin.maker or draft.make
        return await _ask(context, Step.MODEL if draft.make else Step.MAKE, draft, taken=vin.value)
    country, _, value = number.partition("_")
    read = read_plate(value, country_code(country))
    await context.services.vehicles.ensure_new(context.account, plate=read.value)
    draft.take_plate(read)
    draft.plate_given = True
    return await _ask(context, Step.MODEL if draft.make else Step.MAKE, draft, taken=read.display)


async def answer(_: Update, context: BotContext) -> Next:
    """Take a typed answer; one that cannot be read is said so above the same question and its buttons."""
    step, draft = Step(context.place.step), context.draft(VehicleDraft)
    if step in {Step.MAKE, Step.MODEL}:
        return await _named(context, step, draft)
    try:
        known = await _read(context, step, draft)
    except Gone:
        raise
    except Refusal as refusal:
        return await _ask(context, step, draft, kept=context.t(refusal.key, **refusal.values))
    if known is not None:
        await context.show(views.known(context, known))
        return step
    return await _after(context, step, draft)


async def _read(context: BotContext, step: Step, draft: VehicleDraft) -> VehicleKnown | None:
    """Put what was typed into the draft; the vehicle that has this plate already, if one has."""
    today = today_of(context.account, context.services.clock)
    match step:
        case Step.PLATE:
            return await _plated(context, draft)
        case Step.COUNTRY:
            draft.country = read_country(context.text)
        case Step.ENERGY:
            draft.energy = _energy(context)
        case Step.FIRST_REGISTRATION:
            draft.first_registered_on = read_day(context.text, today, context.account.language)
        case Step.KILOMETRES:
            draft.kilometres = parse_kilometres(context.text)
        case Step.MAKE | Step.MODEL:
            pass
    return None


async def _named(context: BotContext, step: Step, draft: VehicleDraft) -> Next:
    """A make or model: in the catalogue's way if that is the same, with what is near offered if it is not."""
    said = clean_line(context.text)
    if not said:
        raise Refusal("error.text_expected")
    catalogue = await context.services.makes.catalogue()
    whole = step is Step.MAKE or draft.make is None
    found = catalogue.suggest(said) if whole else catalogue.suggest_model(draft.make or "", said)
    if found.exact is not None:
        return await _take(context, draft, found.exact, said)
    # No model looks like a French plate.
    if _is_number(said, near=bool(found.near) or step is Step.MODEL):
        return await _numbered(context, draft, said)
    kept = None if found.near else await early_lines.keep_meanwhile(context)
    if kept is not None or says(context.text, "yes", "no"):
        return await _ask(context, step, draft, kept=kept or "")
    draft.typed = said
    if not found.near:
        return await _keep(context, step, draft)
    context.keep(draft)
    await context.show(views.offer(context, step, said, found.near, first=_before(step, draft) is None))
    return step


def _is_number(said: str, *, near: bool) -> bool:
    """Whether a plate or VIN was typed: many a model looks like a foreign plate, so only when nothing is near it."""
    plate = typed_plate(said)
    return typed_vin(said) is not None or (plate is not None and (plate.country == "FR" or not near))


async def _numbered(context: BotContext, draft: VehicleDraft, said: str) -> Next:
    """A plate or VIN typed where a name was asked: take it, and ask again."""
    read = typed_plate(said)
    what, number = "vin", said
    if read is not None:
        what, number = "plate", f"{read.country or ''}_{read.written or read.value}"
    try:
        return await _begin_with(context, draft, what, number)
    except VehicleKnown as refusal:
        await context.show(views.known(context, refusal))
        return Step(context.place.step)


async def choose_model(_: Update, context: BotContext) -> Next:
    """Take the make or model tapped."""
    tapped, step, draft = context.tap(ChooseModel), Step(context.place.step), context.draft(VehicleDraft)
    if step not in {Step.MAKE, Step.MODEL}:
        context.toast("flow.already_answered")
        return step
    catalogue = await context.services.makes.catalogue()
    return await _take(context, draft, _tapped(catalogue, draft, tapped))


def _tapped(catalogue: Catalogue, draft: VehicleDraft, tapped: ChooseModel) -> Suggestion:
    """What a button offered: found again by its keys, because they are all that it holds."""
    offered = [*catalogue.suggest(draft.typed).near, *catalogue.suggest_model(draft.make or "", draft.typed).near]
    offered += catalogue.popular(draft.make or "")
    for one in offered:
        if (key_of(one.make)[:24], key_of(one.model or "")[:28]) == (tapped.make, tapped.model):
            return one
    make = catalogue.make(tapped.make)
    if make is None:
        raise Gone
    model = make.model(tapped.model) if tapped.model else None
    return Suggestion(make.name, model.name if model else None, model.kind if model else None)


async def _take(context: BotContext, draft: VehicleDraft, one: Suggestion, said: str = "") -> Next:
    """Take a name of the catalogue, and say which it is unless that was just typed."""
    draft.make, draft.model, draft.typed = one.make, one.model, ""
    draft.in_catalogue = True
    draft.category = Category.MOTORCYCLE if one.kind is VehicleKind.BIKE else None
    answered = folded(said) == folded(one.model if one.model and context.place.step == Step.MODEL else one.make)
    taken = "" if answered else " ".join(part for part in (one.make, one.model) if part)
    return await _after(context, Step.MODEL if one.model else Step.MAKE, draft, taken=taken)


async def _keep(context: BotContext, step: Step, draft: VehicleDraft) -> Next:
    """Take a name as it was typed."""
    draft.in_catalogue = False
    if step is Step.MAKE:
        draft.make = draft.typed[:60] or None
    else:
        draft.model = draft.typed[:80] or None
    return await _after(context, step, draft)


async def _plated(context: BotContext, draft: VehicleDraft) -> VehicleKnown | None:
    read = read_plate(context.text)
    try:
        await context.services.vehicles.ensure_new(context.account, plate=read.value)
    except VehicleKnown as refusal:
        return refusal
    draft.take_plate(read)
    return None


async def choose_energy(_: Update, context: BotContext) -> Next:
    """Take the energy tapped."""
    chosen, step = context.tap(ChooseEnergy).energy, Step(context.place.step)
    if chosen not in set(Energy):
        raise Gone
    draft = context.draft(VehicleDraft)
    draft.energy = Energy(chosen)
    return await _after(context, step, draft)


async def choose_country(_: Update, context: BotContext) -> Next:
    """Take the country tapped."""
    draft = context.draft(VehicleDraft)
    draft.country = read_country(context.tap(ChooseCountry).country)
    return await _after(context, Step.COUNTRY, draft)


async def move(_: Update, context: BotContext) -> Next:
    """Skip, go back, keep, finish or cancel; a button of an earlier question only shows the present one."""
    tapped = context.tap(FormMove)
    step, draft = Step(context.place.step), context.draft(VehicleDraft)
    if tapped.move == "cancel":
        await context.show(menu_views.cancelled(context))
        return END
    if tapped.step != step:
        context.toast("flow.already_answered")
        return step
    match tapped.move:
        case "back":
            return await _ask(context, _before(step, draft) or step, draft)
        case "keep":
            return await _keep(context, step, draft)
        case "finish":
            return await _finish(context, draft)
        case _:
            return await _after(context, step, draft)


async def _after(context: BotContext, step: Step, draft: VehicleDraft, *, taken: str = "") -> Next:
    """Ask the next question that is of use, or add the vehicle after the last."""
    for following in ORDER[ORDER.index(step) + 1 :]:
        if draft.asks(following):
            return await _ask(context, following, draft, taken=taken)
    return await _finish(context, draft)


def _before(step: Step, draft: VehicleDraft) -> Step | None:
    """The question before this one, if there is one."""
    return next((earlier for earlier in ORDER[: ORDER.index(step)][::-1] if draft.asks(earlier)), None)


async def _ask(context: BotContext, step: Step, draft: VehicleDraft, *, taken: str = "", kept: str = "") -> Step:
    context.keep(draft)
    offered: tuple[Suggestion, ...] = ()
    if step is Step.MODEL and draft.make:
        offered = (await context.services.makes.catalogue()).popular(draft.make)
    first = _before(step, draft) is None
    knows = draft != VehicleDraft()
    asked = views.ask(context, step, first=first, knows=knows, taken=taken, offered=offered, countries=draft.possible)
    await context.show(replace(asked, text=f"{kept}\n\n{asked.text}") if kept else asked)
    return step


async def _finish(context: BotContext, draft: VehicleDraft) -> Next:
    """Add the vehicle with what is known."""
    services, account = context.services, context.account
    new = NewVehicle(
        make=draft.make,
        model=draft.model,
        plate=draft.plate,
        plate_written=draft.plate_written,
        country=draft.country,
        vin=draft.vin,
        energy=draft.energy,
        category=draft.category,
        first_registered_on=draft.first_registered_on,
        kilometres=draft.kilometres,
    )
    try:
        vehicle = await services.vehicles.add(account, new)
    except VehicleKnown as refusal:
        await context.show(views.known(context, refusal))
        return Step(context.place.step)
    if not draft.in_catalogue:
        await services.makes.propose(account, draft.make, draft.model)
    proposed = await services.reminders.propose_inspection(account, vehicle, is_new=True)
    await context.show(vehicle_views.added(context, vehicle, proposed))
    await early_lines.offer(context)
    return END


def _energy(context: BotContext) -> Energy:
    """An energy typed by its name in any language we speak."""
    try:
        return Energy(label_typed(context, {energy_name(energy): energy.value for energy in Energy}))
    except Refusal:
        raise Refusal("error.choose_energy") from None


def build() -> Flow:
    """The flow as one table."""
    words = [said_move(move, answer), typed(answer)]
    named = [tap(ChooseModel, choose_model), *words]
    return flow(
        NAME,
        entry=[tap(AddVehicle, begin), tap(AddNumbered, begin_numbered)],
        steps=dict.fromkeys(Step, words)
        | {
            Step.MAKE: named,
            Step.MODEL: named,
            Step.COUNTRY: [tap(ChooseCountry, choose_country), *words],
            Step.ENERGY: [tap(ChooseEnergy, choose_energy), *words],
        },
        anywhere=[tap(FormMove, move), tap(ChooseModel, choose_model)],
    )
