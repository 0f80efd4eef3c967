"""/vehicles, a vehicle's card and its tabs, what is done with a vehicle, a plate or VIN typed at any moment."""

import re
from collections.abc import Awaitable, Callable, Mapping

from telegram import Message, Update
from telegram.ext import filters

from bot.callbacks import FoundVehicles, OnVehicle, Open, OpenVehicle
from bot.context import BotContext
from bot.conversations import ask
from bot.views import vehicle_edit as edit_views
from bot.views import vehicle_form as form_views
from bot.views import vehicles as views
from core.domain.introduction import introduced
from core.domain.plate_countries import ReadPlate, typed_plate
from core.domain.typed_text import clean, folded
from core.domain.vehicle_names import LONGEST_NAME
from core.domain.vin import VinImpossible, checked_vin, described, typed_vin
from core.errors import Gone
from core.models import Reminder, Vehicle
from core.services.days import today_of
from core.services.vehicles import ids_of

# Conversations about a vehicle, which a tap that does something else with it ends.
_ABOUT_VEHICLES = frozenset({"add_vehicle", "edit_vehicle", "archive_vehicle", "find_vehicle"})


class _IsNumber(filters.MessageFilter):
    """A text that is a plate or a VIN, and nothing else."""

    def filter(self, message: Message) -> bool:
        """Whether it is."""
        text = clean(message.text or "")
        return typed_vin(text) is not None or typed_plate(text) is not None


class _MayBeName(filters.MessageFilter):
    """A text short enough to be what a vehicle is called."""

    def filter(self, message: Message) -> bool:
        """Whether it is."""
        return 0 < len(message.text or "") <= LONGEST_NAME


class _IsIntroduction(filters.MessageFilter):
    """A text that says which vehicle somebody has, and nothing else."""

    def filter(self, message: Message) -> bool:
        """Whether it does."""
        return introduced(message.text or "") is not None


IS_NUMBER, MAY_BE_NAME, IS_INTRODUCTION = _IsNumber(), _MayBeName(), _IsIntroduction()


async def page(_: Update, context: BotContext) -> None:
    """The person's vehicles; `/vehicles clio` looks for some of them."""
    if context.args:
        await show_found(context, " ".join(context.args))
        return
    found = await context.services.vehicles.page(context.account, context.position(Open))
    due = await context.services.reminders.next_due(context.account, ids_of(found.vehicles))
    await context.show(views.page(context, found, due))


async def archived(_: Update, context: BotContext) -> None:
    """The vehicles that were put away."""
    found = await context.services.vehicles.page(context.account, context.position(Open), archived=True)
    await context.show(views.archived(context, found))


async def found(_: Update, context: BotContext) -> None:
    """Another page of what a search finds."""
    tapped = context.tap(FoundVehicles)
    await show_found(context, tapped.words, tapped.position)


async def show_found(context: BotContext, text: str, position: int = 0) -> None:
    """What a search finds."""
    # The words are carried by the buttons of the pages, which hold plain letters.
    words = "_".join(re.findall(r"[a-z0-9]+", folded(text[:80])))[:30].strip("_")
    result = await context.services.vehicles.found_page(context.account, words, position)
    due = await context.services.reminders.next_due(context.account, ids_of(result.vehicles))
    await context.show(views.found(context, words, result, due))


async def card(_: Update, context: BotContext) -> None:
    """One vehicle."""
    vehicle = await context.services.vehicles.get(context.account, context.tap(OpenVehicle).vehicle)
    await show_card(context, vehicle)


async def show_card(context: BotContext, vehicle: Vehicle) -> None:
    """A vehicle's card, with what is due next."""
    await context.show(views.card(context, vehicle, await _next_due(context, vehicle)))


async def _next_due(context: BotContext, vehicle: Vehicle) -> Reminder | None:
    due = await context.services.reminders.next_due(context.account, [vehicle.id])
    return due.get(vehicle.id)


async def act(_: Update, context: BotContext) -> None:
    """A button that does something with a vehicle."""
    tapped = context.tap(OnVehicle)
    action = _ACTIONS.get(tapped.action)
    if action is None:
        raise Gone
    if context.place.flow in _ABOUT_VEHICLES:
        context.place.leave()
    await action(context, tapped.vehicle)


async def edit(context: BotContext, vehicle_id: int) -> None:
    """The fields, to choose one to change."""
    vehicle = await context.services.vehicles.get(context.account, vehicle_id)
    await context.show(edit_views.fields(context, vehicle))


async def make_default(context: BotContext, vehicle_id: int) -> None:
    """Mean this vehicle when none is named."""
    vehicle = await context.services.vehicles.make_default(context.account, vehicle_id)
    context.toast("edit.is_default")
    await show_card(context, vehicle)


async def restore(context: BotContext, vehicle_id: int) -> None:
    """Take it out of the archive."""
    vehicle = await context.services.vehicle_life.restore(context.account, vehicle_id)
    await context.show(edit_views.restored(context, vehicle, await _next_due(context, vehicle)))


async def ask_deletion(context: BotContext, vehicle_id: int) -> None:
    """Ask once before deleting."""
    vehicle = await context.services.vehicles.get(context.account, vehicle_id)
    contents = await context.services.vehicle_life.contents(context.account, vehicle)
    await context.show(edit_views.confirm_deletion(context, vehicle, contents))


async def delete(context: BotContext, vehicle_id: int) -> None:
    """Delete it; the button to take that back is under the answer."""
    vehicle = await context.services.vehicle_life.delete(context.account, vehicle_id)
    await context.show(edit_views.deleted(context, vehicle))


async def undelete(context: BotContext, vehicle_id: int) -> None:
    """Take a deletion back."""
    vehicle = await context.services.vehicle_life.undelete(context.account, vehicle_id)
    await context.show(edit_views.undeleted(context, vehicle, await _next_due(context, vehicle)))


async def decode(context: BotContext, vehicle_id: int) -> None:
    """Tell what its VIN says."""
    vehicle = await context.services.vehicles.get(context.account, vehicle_id)
    if vehicle.vin is None:
        raise Gone
    year = today_of(context.account, context.services.clock).year
    await context.show(form_views.vin(context, vehicle, described(vehicle.vin, year)))


async def number(_: Update, context: BotContext) -> None:
    """A plate or VIN was typed: open that vehicle, or offer to add it."""
    vin = typed_vin(context.text)
    if vin is not None:
        await _vin(context, vin)
        return
    plate = typed_plate(context.text)
    if plate is not None:
        await _plate(context, plate)


async def _plate(context: BotContext, plate: ReadPlate) -> None:
    services, account = context.services, context.account
    known = await services.vehicles.recognise(account, plate=plate.value, vin=None, shared=True)
    if known is not None:
        await show_card(context, known)
        return
    deleted = await services.vehicle_life.deleted_with(account, plate=plate.value, vin=None)
    await context.show(form_views.typed_plate(context, plate, deleted))


async def _vin(context: BotContext, value: str) -> None:
    services, account = context.services, context.account
    known = await services.vehicles.recognise(account, plate=None, vin=value, shared=True)
    if known is not None:
        await show_card(context, known)
        return
    try:
        vin = checked_vin(value, today_of(account, services.clock).year)
    except VinImpossible as refusal:
        await context.show(form_views.impossible_vin(context, refusal))
        return
    deleted = await services.vehicle_life.deleted_with(account, plate=None, vin=value)
    await context.show(form_views.typed_vin(context, vin, deleted))


async def named(update: Update, context: BotContext) -> None:
    """What one of their vehicles is called opens it; what several are called lists them; the rest is no name."""
    vehicles = await context.services.vehicles.called(context.account, context.text)
    if len(vehicles) == 1:
        await show_card(context, vehicles[0])
    elif vehicles:
        await show_found(context, context.text)
    else:
        await ask.anything(update, context)


async def introduced_by_name(_: Update, context: BotContext) -> None:
    """Open the vehicle that somebody says they have, or offer to add it."""
    name = introduced(context.text) or ""
    vehicles = await context.services.vehicles.called(context.account, name)
    if len(vehicles) == 1:
        await show_card(context, vehicles[0])
    elif vehicles:
        await show_found(context, name)
    else:
        await context.reply(views.not_yet_here(context, name))


_ACTIONS: Mapping[str, Callable[[BotContext, int], Awaitable[None]]] = {
    "edit": edit,
    "default": make_default,
    "restore": restore,
    "delete": ask_deletion,
    "deleted": delete,
    "undelete": undelete,
    "vin": decode,
}
