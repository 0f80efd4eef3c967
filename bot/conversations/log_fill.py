"""Log a fill-up or a charge.

[log] -> FUEL (button, where a vehicle takes several) -> PLACE (button, for charges)
      -> AMOUNTS (text: `42,3 l 71,50 €`, with its day where it was another: `42,3 l 71,50 € hier`)
      -> PRICE (text, where only a quantity was typed) -> FULL (button) -> READING (text) -> saved
Amounts that do not multiply, an unlikely price or mileage: keep it (button) or type it again.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel
from telegram import Update

from bot.callbacks import FormMove
from bot.context import BotContext
from bot.conversations.answers import label_typed
from bot.cost_callbacks import AddFill, ChooseAnswer
from bot.flow import END, Flow, Next, flow
from bot.routing import said_move, tap, typed
from bot.views import fill_questions as questions
from bot.views import fuel as views
from bot.views import menu as menu_views
from core.domain.distance import parse_kilometres
from core.domain.energy import Energy, energy_name
from core.domain.entry.day_beside import day_beside
from core.domain.fuel import (
    Amounts,
    AmountsDisagree,
    FillPlace,
    PriceUnlikely,
    complete,
    fuel_meant,
    fuels_of,
    only_fuel,
    unit_of,
)
from core.domain.money import Money
from core.domain.typed_fill import parse_fill, parse_price
from core.domain.usual_units import usual
from core.errors import Gone
from core.services.days import today_of
from core.services.fuel import NewFill
from core.services.odometer import OdometerJumped, OdometerWentBack

NAME = "log_fill"


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    FUEL = "fuel"
    PLACE = "place"
    AMOUNTS = "amounts"
    PRICE = "price"
    FULL = "full"
    READING = "reading"


ORDER = tuple(Step)


class FillDraft(BaseModel):
    """What was answered so far; `vehicle_energy` is what the vehicle runs on, `last_km` what its odometer showed."""

    vehicle_id: int
    vehicle_energy: Energy | None = None
    last_km: int | None = None
    has_tariff: bool = False
    energy: Energy | None = None
    place: FillPlace | None = None
    quantity_milli: int | None = None
    total_cents: int | None = None
    unit_price: Decimal | None = None
    currency: str = "EUR"
    amounts_right: bool = False
    full: bool | None = None
    missed: bool = False
    kilometres: int | None = None
    # The day, where it was not today.
    filled_on: date | None = None

    @property
    def fuel(self) -> Energy:
        """The fuel meant so far."""
        return self.energy or only_fuel(self.vehicle_energy) or fuels_of(self.vehicle_energy)[0]

    @property
    def amounts(self) -> Amounts:
        """What was filled and paid so far."""
        return Amounts(self.quantity_milli, self.total_cents, self.unit_price, self.currency)

    def asks(self, step: Step) -> bool:
        """Whether a question is one for this fill-up."""
        if step is Step.FUEL:
            return only_fuel(self.vehicle_energy) is None
        if step is Step.PLACE:
            return self.fuel is Energy.ELECTRIC
        if step is Step.PRICE:
            at_home = self.place is FillPlace.HOME and self.has_tariff
            # A price that was asked for once is asked for again when they come back to it.
            return self.quantity_milli is not None and self.total_cents is None and not at_home
        return True


async def begin(_: Update, context: BotContext) -> Next:
    """Ask the first question for this vehicle."""
    services, owner = context.services, context.account
    vehicle = await services.vehicles.get(owner, context.tap(AddFill).vehicle)
    energy = Energy(vehicle.energy) if vehicle.energy else None
    tariff = await services.fuel.tariff(owner)
    draft = FillDraft(
        vehicle_id=vehicle.id, vehicle_energy=energy, last_km=vehicle.kilometres, has_tariff=tariff is not None
    )
    return await _go(context, draft, next(step for step in ORDER if draft.asks(step)))


async def chosen(_: Update, context: BotContext) -> Next:
    """Take a tapped answer; one of an earlier question changes nothing."""
    tapped, step = context.tap(ChooseAnswer), Step(context.place.step)
    if tapped.step != step:
        context.toast("flow.already_answered")
        return step
    if tapped.answer == "right":
        return await _insist(context, step)
    return await _answer(context, step, tapped.answer)


async def told(_: Update, context: BotContext) -> Next:
    """Take a typed answer; one that cannot be read keeps the question."""
    step = Step(context.place.step)
    match step:
        case Step.FUEL:
            return await _answer(
                context, step, label_typed(context, {energy_name(fuel): fuel.value for fuel in Energy})
            )
        case Step.PLACE:
            return await _answer(context, step, label_typed(context, {f"fill.place_{p}": p for p in questions.PLACES}))
        case Step.FULL:
            return await _answer(context, step, label_typed(context, {f"fill.full_{f}": f for f in questions.FULLNESS}))
        case Step.AMOUNTS:
            return await _amounts(context)
        case Step.PRICE:
            return await _price(context)
        case Step.READING:
            draft = context.draft(FillDraft)
            draft.kilometres = parse_kilometres(context.text)
            return await _save(context, draft)


async def move(_: Update, context: BotContext) -> Next:
    """Skip, go back or cancel; a button of an earlier question changes nothing."""
    tapped, step = context.tap(FormMove), Step(context.place.step)
    if tapped.move == "cancel":
        await context.show(menu_views.cancelled(context))
        return END
    if tapped.step != step:
        context.toast("flow.already_answered")
        return step
    draft = context.draft(FillDraft)
    if tapped.move == "back":
        earlier = [one for one in ORDER[: ORDER.index(step)] if draft.asks(one)]
        return await _go(context, draft, earlier[-1] if earlier else step)
    if step is Step.AMOUNTS:
        raise Gone
    if step is Step.READING:
        draft.kilometres = None
        return await _save(context, draft)
    return await _after(context, step, draft)


async def _answer(context: BotContext, step: Step, answer: str) -> Next:
    """Take the answer to a question with buttons."""
    draft = context.draft(FillDraft)
    if step is Step.FUEL and answer in set(Energy):
        draft.energy = Energy(answer)
    elif step is Step.PLACE and answer in set(FillPlace):
        draft.place = FillPlace(answer)
    elif step is Step.FULL and answer in questions.FULLNESS:
        draft.full, draft.missed = answer != "partial", answer == "full_missed"
    else:
        raise Gone
    return await _after(context, step, draft)


async def _amounts(context: BotContext) -> Next:
    """Quantity, total, unit price: whatever was typed of them, perhaps with a day. The unit may tell the fuel."""
    draft = context.draft(FillDraft)
    today = today_of(context.account, context.services.clock)
    draft.filled_on, amounts = day_beside(context.text, today, context.account.language)
    read = parse_fill(amounts, unit_of(draft.fuel))
    if read.unit is not None and read.unit is not unit_of(draft.fuel):
        draft.energy = fuel_meant(draft.vehicle_energy, read.unit)
    draft.quantity_milli, draft.unit_price = read.quantity_milli, read.unit_price
    draft.total_cents, draft.currency = (
        (read.total.cents, read.total.currency) if read.total else (None, usual().currency)
    )
    return await _checked(context, Step.AMOUNTS, draft)


async def _price(context: BotContext) -> Next:
    """What was paid: in all, or for a unit."""
    draft = context.draft(FillDraft)
    paid = parse_price(context.text, context.account.language)
    if isinstance(paid, Money):
        draft.total_cents, draft.currency, draft.unit_price = paid.cents, paid.currency, None
    else:
        draft.unit_price, draft.total_cents = paid, None
    return await _checked(context, Step.PRICE, draft)


async def _checked(context: BotContext, step: Step, draft: FillDraft) -> Next:
    """Go on with amounts that fit; ask about those that do not."""
    draft.amounts_right = False
    try:
        complete(unit_of(draft.fuel), draft.amounts)
    except (AmountsDisagree, PriceUnlikely) as refusal:
        context.keep(draft)
        await context.show(questions.doubtful(context, step, refusal))
        return step
    return await _after(context, step, draft)


async def _insist(context: BotContext, step: Step) -> Next:
    """They say that what was doubtful is right."""
    draft = context.draft(FillDraft)
    if step is Step.READING and draft.kilometres is not None:
        return await _save(context, draft, reading_right=True)
    if step not in (Step.AMOUNTS, Step.PRICE) or draft.amounts == Amounts():
        raise Gone
    draft.amounts_right = True
    return await _after(context, step, draft)


async def _after(context: BotContext, step: Step, draft: FillDraft) -> Next:
    """Ask the next question."""
    following = next(one for one in ORDER[ORDER.index(step) + 1 :] if _open(one, draft))
    return await _go(context, draft, following)


def _open(step: Step, draft: FillDraft) -> bool:
    """Whether a question is still to be asked: a unit price typed with the quantity needs no price."""
    return draft.asks(step) and not (step is Step.PRICE and draft.unit_price is not None)


async def _go(context: BotContext, draft: FillDraft, step: Step) -> Next:
    context.keep(draft)
    if step is Step.FUEL:
        await context.show(questions.ask_fuel(context, step, fuels_of(draft.vehicle_energy)))
    else:
        first = not any(draft.asks(one) for one in ORDER[: ORDER.index(step)])
        await context.show(questions.ask(context, step, energy=draft.fuel, first=first, last_km=draft.last_km))
    return step


async def _save(context: BotContext, draft: FillDraft, *, reading_right: bool = False) -> Next:
    """Keep it, or ask about an odometer that does not fit."""
    account, today = context.account, today_of(context.account, context.services.clock)
    try:
        done = await context.services.fuel.add(
            account,
            _new(draft, draft.filled_on or today),
            amounts_right=draft.amounts_right,
            reading_right=reading_right,
        )
    except (OdometerWentBack, OdometerJumped) as refusal:
        context.keep(draft)
        kilometres = draft.kilometres or 0
        await context.show(questions.doubtful_reading(context, Step.READING, kilometres, refusal.last, refusal))
        return Step.READING
    await context.show(views.saved(context, done))
    return END


def _new(draft: FillDraft, day: date) -> NewFill:
    return NewFill(
        vehicle_id=draft.vehicle_id,
        filled_on=day,
        energy=draft.fuel,
        quantity_milli=draft.quantity_milli,
        unit=unit_of(draft.fuel),
        total=draft.amounts.total,
        unit_price=draft.unit_price,
        full=draft.full,
        missed=draft.missed,
        kilometres=draft.kilometres,
        place=draft.place,
        currency=draft.currency,
    )


def build() -> Flow:
    """The flow as one table."""
    return flow(
        NAME,
        entry=[tap(AddFill, begin)],
        steps={step: [said_move(move, told), typed(told)] for step in Step},
        anywhere=[tap(ChooseAnswer, chosen), tap(FormMove, move)],
    )
