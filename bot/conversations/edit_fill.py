"""Correct one field of a fill-up, or say what a kilowatt-hour costs at home.

card [correct] -> which field? (button) -> VALUE (text, or a button for the energy) -> card
prices [tariff at home] -> TARIFF (text) -> prices
A doubtful price or mileage: keep it (button) or type it again.
"""

from enum import StrEnum

from pydantic import BaseModel
from telegram import Update

from bot.context import BotContext
from bot.conversations.answers import day_typed, words_typed
from bot.cost_callbacks import ChooseAnswer, CorrectFill, SetTariff
from bot.flow import END, Flow, Next, flow
from bot.routing import tap, typed
from bot.views import figures
from bot.views import fill_questions as questions
from bot.views import fuel as views
from core.domain.distance import parse_kilometres
from core.domain.energy import Energy
from core.domain.fuel import AmountsDisagree, FuelUnit, PriceUnlikely, fuels_of
from core.domain.money import Money
from core.domain.typed_fill import parse_fill, parse_unit_price
from core.domain.usual_units import usual
from core.errors import Gone, Refusal
from core.models import FillUp
from core.services.days import today_of
from core.services.fuel import FillChange
from core.services.odometer import OdometerJumped, OdometerWentBack

NAME = "edit_fill"


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    VALUE = "value"
    TARIFF = "tariff"


class EditDraft(BaseModel):
    """The fill-up and field that are being corrected, and the value that was doubtful; or the vehicle of the tariff."""

    fill_id: int = 0
    field: str = ""
    value: str = ""
    vehicle_id: int = 0


async def begin(_: Update, context: BotContext) -> Next:
    """A field was chosen: ask for its value."""
    tapped = context.tap(CorrectFill)
    data = await context.services.fuel.get(context.account, tapped.fill)
    if tapped.field not in views.FIELDS:
        raise Gone
    context.keep(EditDraft(fill_id=data.fill.id, field=tapped.field))
    fuels = fuels_of(Energy(data.vehicle.energy) if data.vehicle.energy else None)
    await context.show(questions.ask_value(context, tapped.field, Step.VALUE, data.fill, fuels))
    return Step.VALUE


async def begin_tariff(_: Update, context: BotContext) -> Next:
    """Ask what a kilowatt-hour costs at home."""
    vehicle = await context.services.vehicles.get(context.account, context.tap(SetTariff).vehicle)
    tariff = await context.services.fuel.tariff(context.account)
    context.keep(EditDraft(vehicle_id=vehicle.id))
    price, currency = (tariff.unit_price, tariff.currency) if tariff is not None else (None, usual().currency)
    await context.show(questions.ask_tariff(context, price, currency))
    return Step.TARIFF


async def told(_: Update, context: BotContext) -> Next:
    """Take the value typed; one that cannot be read keeps the question."""
    return await _apply(context, context.text, right=False)


async def chosen(_: Update, context: BotContext) -> Next:
    """Take the value tapped, or the one that was doubtful."""
    answer, draft = context.tap(ChooseAnswer).answer, context.draft(EditDraft)
    if answer == "right":
        if not draft.value:
            raise Gone
        return await _apply(context, draft.value, right=True)
    if draft.field != "energy":
        context.toast("flow.already_answered")
        return Step.VALUE
    return await _apply(context, answer, right=False)


async def tariff_told(_: Update, context: BotContext) -> Next:
    """Keep the tariff."""
    draft = context.draft(EditDraft)
    services, owner = context.services, context.account
    await services.fuel.set_tariff(owner, parse_unit_price(context.text))
    found = await services.fuel_figures.prices(owner, draft.vehicle_id, today_of(owner, services.clock))
    await context.show(figures.prices(context, found, await services.fuel.tariff(owner)))
    return END


async def _apply(context: BotContext, value: str, *, right: bool) -> Next:
    """Change the field, or ask about a value that does not fit."""
    draft, fuel = context.draft(EditDraft), context.services.fuel
    fill = await fuel.row(context.account, draft.fill_id)
    change = _change(context, draft.field, value, fill)
    draft.value = value
    try:
        done = await fuel.change(context.account, fill.id, change, amounts_right=right, reading_right=right)
    except (AmountsDisagree, PriceUnlikely) as refusal:
        context.keep(draft)
        await context.show(questions.doubtful(context, Step.VALUE, refusal))
        return Step.VALUE
    except (OdometerWentBack, OdometerJumped) as refusal:
        context.keep(draft)
        kilometres = change.kilometres or fill.kilometres or 0
        await context.show(questions.doubtful_reading(context, Step.VALUE, kilometres, refusal.last, refusal))
        return Step.VALUE
    await context.show(views.detail(context, done))
    return END


def _change(context: BotContext, field: str, value: str, fill: FillUp) -> FillChange:
    """What the typed value changes."""
    language = context.account.language
    match field:
        case "filled_on":
            return FillChange(filled_on=day_typed(context, value))
        case "quantity":
            return FillChange(quantity_milli=_quantity(value, fill.unit))
        case "total":
            return FillChange(total=Money.parse(value, language, fill.currency))
        case "unit_price":
            return FillChange(unit_price=parse_unit_price(value))
        case "kilometres":
            return FillChange(kilometres=parse_kilometres(value))
        case "energy":
            return FillChange(energy=_energy(value))
        case _:
            return FillChange(station=words_typed(value))


def _quantity(value: str, unit: FuelUnit) -> int:
    read = parse_fill(value, unit)
    if read.quantity_milli is None or read.total is not None or read.unit not in (None, unit):
        raise Refusal("error.number_not_understood")
    return read.quantity_milli


def _energy(value: str) -> Energy:
    if value not in set(Energy):
        raise Refusal("error.choose_energy")
    return Energy(value)


def build() -> Flow:
    """The flow as one table."""
    return flow(
        NAME,
        entry=[tap(CorrectFill, begin), tap(SetTariff, begin_tariff)],
        steps={
            Step.VALUE: [tap(ChooseAnswer, chosen), typed(told)],
            Step.TARIFF: [typed(tariff_told)],
        },
    )
