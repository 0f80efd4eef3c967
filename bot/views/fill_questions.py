"""The questions of a fill-up that is being logged or corrected."""

from collections.abc import Sequence
from decimal import Decimal

from bot.callbacks import FormMove, LeaveFlow
from bot.context import BotContext
from bot.cost_callbacks import ChooseAnswer
from bot.screens import Button, Screen
from core.domain.energy import Energy, energy_name
from core.domain.fuel import FuelUnit
from core.domain.money import UnitPrice
from core.errors import Refusal
from core.models import FillUp
from core.services.odometer import OdometerWentBack

# Answers that are a word of ours: the same words stand on the buttons and are understood when typed.
PLACES = ("home", "public")
FULLNESS = ("full", "partial", "full_missed")


def ask(context: BotContext, step: str, *, energy: Energy | None, first: bool, last_km: int | None = None) -> Screen:
    """One question of the flow with its answers, back, skip, cancel."""
    t = context.t
    key = f"fill.ask_{step}"
    if step in ("amounts", "full") and energy is Energy.ELECTRIC:
        key = f"fill.ask_{step}_charge"
    if step == "reading" and last_km is not None:
        return Screen(t("fill.ask_reading_after", last=last_km), _moves(context, step, first=first))
    return Screen(t(key), [*_choices(context, step), *_moves(context, step, first=first)])


def ask_fuel(context: BotContext, step: str, fuels: Sequence[Energy]) -> Screen:
    """Which of its fuels, where a vehicle takes several."""
    t = context.t
    buttons = [Button(t.plain(energy_name(fuel)), ChooseAnswer(step, fuel.value)) for fuel in fuels]
    rows = [buttons[place : place + 2] for place in range(0, len(buttons), 2)]
    return Screen(t("fill.ask_fuel"), [*rows, [Button(t.plain("flow.cancel"), LeaveFlow())]])


def doubtful(context: BotContext, step: str, refusal: Refusal) -> Screen:
    """Say what does not fit; keep it all the same, or type it again."""
    t = context.t
    rows = [
        [Button(t.plain("fill.right"), ChooseAnswer(step, "right"))],
        [Button(t.plain("flow.cancel"), LeaveFlow())],
    ]
    return Screen(f"{t(refusal.key, **refusal.values)}\n{t('fill.right_or_again')}", rows)


def doubtful_reading(context: BotContext, step: str, kilometres: int, last: int, refusal: Refusal) -> Screen:
    """Say that the odometer runs back or jumps; keep it all the same, or type it again."""
    t = context.t
    key = "fill.reading_lower" if isinstance(refusal, OdometerWentBack) else "fill.reading_jumped"
    rows = [
        [Button(t.plain("odometer.keep_anyway"), ChooseAnswer(step, "right"))],
        [Button(t.plain("flow.cancel"), LeaveFlow())],
    ]
    return Screen(t(key, kilometres=kilometres, last=last), rows)


def ask_value(context: BotContext, field: str, step: str, fill: FillUp, fuels: Sequence[Energy]) -> Screen:
    """Ask for the new value of a field."""
    t = context.t
    rows: list[list[Button]] = []
    if field == "energy":
        buttons = [Button(t.plain(energy_name(fuel)), ChooseAnswer(step, fuel.value)) for fuel in fuels]
        rows = [buttons[place : place + 2] for place in range(0, len(buttons), 2)]
    return Screen(
        t(f"fill.ask_field_{field}", unit=fill.unit.value), [*rows, [Button(t.plain("flow.cancel"), LeaveFlow())]]
    )


def ask_tariff(context: BotContext, price: Decimal | None, currency: str) -> Screen:
    """Ask what a kilowatt-hour costs at home."""
    t = context.t
    rows = [[Button(t.plain("flow.cancel"), LeaveFlow())]]
    if price is None:
        return Screen(t("fuel.ask_tariff"), rows)
    return Screen(t("fuel.ask_tariff_again", price=UnitPrice(price, currency), unit=FuelUnit.KWH.value), rows)


def _choices(context: BotContext, step: str) -> list[list[Button]]:
    t = context.t
    answers = {"place": PLACES, "full": FULLNESS}.get(step, ())
    return [[Button(t.plain(f"fill.{step}_{answer}"), ChooseAnswer(step, answer))] for answer in answers]


def _moves(context: BotContext, step: str, *, first: bool) -> list[list[Button]]:
    t = context.t
    moves = [] if first else [Button(t.plain("flow.back"), FormMove("back", step))]
    if step != "amounts":
        moves.append(Button(t.plain("flow.skip"), FormMove("skip", step)))
    return [*([moves] if moves else []), [Button(t.plain("flow.cancel"), FormMove("cancel", step))]]
