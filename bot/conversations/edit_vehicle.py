"""Change one field of a vehicle.

card [change] -> which field? (button) -> VALUE (text, or a button) -> card
a plate that several countries may have -> VALUE of the country (button)
a VIN that cannot be one -> VALUE again, or the likely one, or "it is an old vehicle" (buttons)
"""

from enum import StrEnum

from pydantic import BaseModel
from telegram import Update

from bot.callbacks import ChooseCategory, ChooseCountry, ChooseEnergy, EditField, FormMove
from bot.context import BotContext
from bot.flow import END, Flow, Next, flow
from bot.routing import tap, typed
from bot.views import vehicle_edit as views
from bot.views import vehicle_form as form_views
from core.domain.plate_countries import possible_countries
from core.domain.vehicle_fields import Category, VehicleField, VehicleFieldKind, vehicle_field
from core.domain.vin import VinImpossible
from core.errors import Gone
from core.models import Reminder, Vehicle
from core.services.vehicles import VehicleKnown

NAME = "edit_vehicle"
_CATEGORIES = {category.value.lower(): category.value for category in Category}


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    VALUE = "value"


class EditDraft(BaseModel):
    """The field that is being changed; of a VIN that was refused, what was typed and what was likely meant."""

    vehicle_id: int
    field: str
    typed: str = ""
    likely: str | None = None


async def begin(_: Update, context: BotContext) -> Next:
    """A field was chosen: ask for its value."""
    tapped = context.tap(EditField)
    vehicle = await context.services.vehicles.get(context.account, tapped.vehicle)
    field = vehicle_field(tapped.field)
    if field is None or (field.only_archived and vehicle.archived_at is None):
        raise Gone
    return await _ask(context, vehicle, field)


async def answer(_: Update, context: BotContext) -> Next:
    """Take the value typed; one that cannot be read keeps the step, so the person just types again."""
    return await _change(context, context.draft(EditDraft), context.text)


async def choose_energy(_: Update, context: BotContext) -> Next:
    """Take the energy tapped."""
    return await _chosen(context, VehicleFieldKind.ENERGY, context.tap(ChooseEnergy).energy)


async def choose_country(_: Update, context: BotContext) -> Next:
    """Take the country tapped."""
    return await _chosen(context, VehicleFieldKind.COUNTRY, context.tap(ChooseCountry).country)


async def choose_category(_: Update, context: BotContext) -> Next:
    """Take the category tapped."""
    category = _CATEGORIES.get(context.tap(ChooseCategory).category, "")
    return await _chosen(context, VehicleFieldKind.CATEGORY, category)


async def move(_: Update, context: BotContext) -> Next:
    """Back to the fields, empty this one, or take a VIN that was refused: the likely one, or an old vehicle's."""
    draft, services, account = context.draft(EditDraft), context.services, context.account
    match context.tap(FormMove).move:
        case "erase":
            vehicle, proposed = await services.vehicle_editing.erase(account, draft.vehicle_id, draft.field)
            return await _show(context, vehicle, draft.field, proposed)
        case "keep" if draft.likely is not None:
            return await _change(context, draft, draft.likely)
        case "old" if draft.typed:
            return await _change(context, draft, draft.typed, old=True)
        case "back":
            vehicle = await services.vehicles.get(account, draft.vehicle_id)
            await context.show(views.fields(context, vehicle))
            return END
    context.toast("flow.already_answered")
    return Step.VALUE


async def _chosen(context: BotContext, kind: VehicleFieldKind, value: str) -> Next:
    draft = context.draft(EditDraft)
    field = vehicle_field(draft.field)
    if field is None or field.kind is not kind:
        context.toast("flow.already_answered")
        return Step.VALUE
    return await _change(context, draft, value)


async def _change(context: BotContext, draft: EditDraft, value: str, *, old: bool = False) -> Next:
    editing, account = context.services.vehicle_editing, context.account
    try:
        vehicle, proposed = await editing.change(account, draft.vehicle_id, draft.field, value, old=old)
    except VinImpossible as refusal:
        draft.typed, draft.likely = value[:60], refusal.likely
        context.keep(draft)
        await context.show(views.ask_vin_again(context, refusal, short=refusal.key == "error.vin_too_short"))
        return Step.VALUE
    except VehicleKnown as refusal:
        await context.show(form_views.known(context, refusal))
        return Step.VALUE
    country = vehicle_field("country")
    if draft.field == "plate" and vehicle.country is None and vehicle.plate and country is not None:
        possible = possible_countries(vehicle.plate)
        if possible:
            return await _ask(context, vehicle, country, possible)
    if draft.field in {"make", "model"}:
        await context.services.makes.propose(account, vehicle.make, vehicle.model)
    return await _show(context, vehicle, draft.field, proposed)


async def _ask(context: BotContext, vehicle: Vehicle, field: VehicleField, possible: tuple[str, ...] = ()) -> Next:
    context.keep(EditDraft(vehicle_id=vehicle.id, field=field.name))
    await context.show(views.ask_field(context, vehicle, field, possible))
    return Step.VALUE


async def _show(context: BotContext, vehicle: Vehicle, name: str, proposed: tuple[Reminder, ...]) -> Next:
    field = vehicle_field(name)
    if field is None:
        raise Gone
    due = await context.services.reminders.next_due(context.account, [vehicle.id])
    await context.show(views.changed(context, vehicle, field, due.get(vehicle.id), proposed))
    return END


def build() -> Flow:
    """The flow as one table."""
    taps = [tap(ChooseEnergy, choose_energy), tap(ChooseCountry, choose_country), tap(ChooseCategory, choose_category)]
    return flow(
        NAME,
        entry=[tap(EditField, begin)],
        steps={Step.VALUE: [*taps, tap(FormMove, move), typed(answer)]},
    )
