"""Costs beside fuel and maintenance: the list, one cost, the questions of a new one."""

from collections.abc import Sequence
from functools import partial

from bot.callbacks import FormMove, LeaveFlow, Open, OpenVehicle
from bot.context import BotContext
from bot.cost_callbacks import AddCost, ChooseAnswer, CorrectCost, OnCost, OpenCosts, OpenFigures
from bot.screens import Button, Screen
from bot.views import vehicle_choice
from bot.views.lists import pager
from bot.views.names import vehicle_name
from core.domain.money import Money
from core.domain.recurring import NAMED_PERIODS, CostType, cost_name
from core.i18n import Translator
from core.models import Cost, Vehicle
from core.services.costs import PAGE, CostData, CostPage

# The fields of a cost that can be corrected; what comes once has no end.
FIELDS = ("kind", "amount", "paid_on", "period", "label", "ends_on")


def no_vehicle(context: BotContext) -> Screen:
    """A cost needs a vehicle first."""
    return vehicle_choice.needed(context, context.t("costs.no_vehicle"))


def choose(context: BotContext, vehicles: Sequence[Vehicle]) -> Screen:
    """Ask whose costs to show."""
    t = context.t
    rows = vehicle_choice.buttons(context, vehicles, lambda vehicle: OpenCosts(vehicle.id))
    return Screen(t("costs.whose"), [*rows, [Button(t.plain("menu.button"), Open("menu"))]])


def page(context: BotContext, found: CostPage) -> Screen:
    """The costs of a vehicle, those to come first."""
    t, vehicle = context.t, found.vehicle
    lines = [t("costs.title", vehicle=vehicle_name(t, vehicle)), ""]
    lines += [t("costs.year", amount=amount) for amount in found.year]
    if not found.total:
        lines.append(t("costs.none"))
    rows = [[Button(t.plain("costs.add"), AddCost(vehicle.id), style="primary")]]
    rows += [[Button(_row(t, data), OnCost("open", data.cost.id))] for data in found.costs]
    rows.append([Button(t.plain("costs.ownership"), OpenFigures("months", vehicle.id))])
    rows.append([Button(t.plain("vehicle.open"), OpenVehicle(vehicle.id))])
    turn = partial(OpenCosts, vehicle.id)
    return Screen("\n".join(lines), [*rows, *pager(t, turn, found.position, found.total, PAGE)])


def saved(context: BotContext, data: CostData) -> Screen:
    """A cost was kept."""
    t, cost = context.t, data.cost
    lines = [t("cost_card.saved", what=what(t, cost), amount=_amount(cost)), *_about(t, data)]
    rows = []
    if data.next_on is not None:
        rows.append([Button(t.plain("cost_card.remind"), OnCost("remind", cost.id))])
    rows += [
        [
            Button(t.plain("fill.undo"), OnCost("delete", cost.id)),
            Button(t.plain("fill.correct"), OnCost("correct", cost.id)),
        ],
        [Button(t.plain("costs.back"), OpenCosts(cost.vehicle_id))],
    ]
    return Screen("\n".join(lines), rows)


def detail(context: BotContext, data: CostData) -> Screen:
    """One cost whole."""
    t, cost = context.t, data.cost
    lines = [t("cost_card.title", what=what(t, cost), amount=_amount(cost)), *_about(t, data)]
    if cost.period_months is not None and data.times:
        lines.append(t("cost_card.paid", n=data.times, paid=data.paid))
    rows = []
    if data.next_on is not None:
        key, action = ("cost_card.quiet", "quiet") if data.reminded else ("cost_card.remind", "remind")
        rows.append([Button(t.plain(key), OnCost(action, cost.id))])
        rows.append([Button(t.plain("cost_card.end"), OnCost("end", cost.id))])
    elif cost.ends_on is not None:
        rows.append([Button(t.plain("cost_card.go_on"), OnCost("go_on", cost.id))])
    rows += [
        [
            Button(t.plain("fill.correct"), OnCost("correct", cost.id)),
            Button(t.plain("fill.delete"), OnCost("delete", cost.id)),
        ],
        [Button(t.plain("costs.back"), OpenCosts(cost.vehicle_id))],
    ]
    return Screen("\n".join(lines), rows)


def fields(context: BotContext, data: CostData) -> Screen:
    """Ask which field to correct."""
    t, cost = context.t, data.cost
    names = [name for name in FIELDS if name != "ends_on" or cost.period_months is not None]
    buttons = [Button(t.plain(f"cost_card.field_{name}"), CorrectCost(name, cost.id)) for name in names]
    rows = [buttons[place : place + 2] for place in range(0, len(buttons), 2)]
    rows.append([Button(t.plain("flow.back"), OnCost("open", cost.id))])
    return Screen(t("cost_card.which_field", what=what(t, cost)), rows)


def deleted(context: BotContext, cost: Cost) -> Screen:
    """A cost was taken off, and can be brought back."""
    t = context.t
    rows = [
        [Button(t.plain("fill.restore"), OnCost("restore", cost.id))],
        [Button(t.plain("costs.back"), OpenCosts(cost.vehicle_id))],
    ]
    return Screen(t("cost_card.deleted", what=what(t, cost), amount=_amount(cost)), rows)


def ask(context: BotContext, step: str, *, key: str, first: bool, skippable: bool = False) -> Screen:
    """One question about a new cost with its answers, back, cancel."""
    t = context.t
    moves = [] if first else [Button(t.plain("flow.back"), FormMove("back", step))]
    if skippable:
        moves.append(Button(t.plain("flow.skip"), FormMove("skip", step)))
    rows = [*choices(t, step), *([moves] if moves else []), [Button(t.plain("flow.cancel"), FormMove("cancel", step))]]
    return Screen(t(key), rows)


def ask_value(context: BotContext, field: str, step: str, data: CostData) -> Screen:
    """Ask for the new value of a field."""
    t = context.t
    rows = [*choices(t, field, step), [Button(t.plain("flow.cancel"), LeaveFlow())]]
    return Screen(t(f"cost_card.ask_{field}", what=what(t, data.cost)), rows)


def since_when(context: BotContext, step: str, data: CostData, amount: Money) -> Screen:
    """Ask whether a new amount corrects the past or begins with the next payment."""
    t = context.t
    rows = [
        [Button(t.plain("cost_card.from_next", day=data.next_on), ChooseAnswer(step, "next"))],
        [Button(t.plain("cost_card.from_first"), ChooseAnswer(step, "first"))],
        [Button(t.plain("flow.cancel"), LeaveFlow())],
    ]
    return Screen(t("cost_card.since_when", what=what(t, data.cost), amount=amount), rows)


def choices(t: Translator, field: str, step: str | None = None) -> list[list[Button]]:
    """The answers to a question that has buttons."""
    step = step or field
    match field:
        case "kind":
            buttons = [Button(t.plain(cost_name(kind)), ChooseAnswer(step, kind.value)) for kind in CostType]
        case "period":
            periods = (0, *NAMED_PERIODS)
            buttons = [Button(period_text(t, months or None), ChooseAnswer(step, str(months))) for months in periods]
            buttons.append(Button(t.plain("cost_card.other_period"), ChooseAnswer(step, "other")))
        case "day":
            buttons = [Button(t.plain("cost_card.today"), ChooseAnswer(step, "today"))]
        case _:
            buttons = []
    return [buttons[place : place + 2] for place in range(0, len(buttons), 2)]


def period_text(t: Translator, months: int | None) -> str:
    """A rhythm in words."""
    if months is None:
        return t.plain("period.once")
    return t.plain(f"period.months_{months}") if months in NAMED_PERIODS else t.plain("period.months", n=months)


def what(t: Translator, cost: Cost) -> str:
    """What is paid for: its kind and its label."""
    kind = t.plain(cost_name(cost.kind))
    return f"{kind} · {cost.label}" if cost.label else kind


def _amount(cost: Cost) -> Money:
    return Money(cost.amount_cents, cost.currency)


def _about(t: Translator, data: CostData) -> list[str]:
    cost = data.cost
    lines: list[str] = [t("document.vehicle", vehicle=vehicle_name(t, data.vehicle))]
    if cost.period_months is None:
        return [*lines, t("cost_card.paid_on", day=cost.paid_on)]
    lines.append(t("cost_card.period", period=period_text(t, cost.period_months), day=cost.paid_on))
    if data.next_on is not None:
        lines.append(t("cost_card.next", day=data.next_on))
    if cost.ends_on is not None:
        lines.append(t("cost_card.ends_on", day=cost.ends_on))
    return lines


def _row(t: Translator, data: CostData) -> str:
    cost = data.cost
    if data.next_on is not None and cost.period_months is not None:
        period = period_text(t, cost.period_months)
        return t.plain("costs.row_period", what=what(t, cost), amount=_amount(cost), period=period)
    if cost.ends_on is not None:
        return t.plain("costs.row_ended", what=what(t, cost), amount=_amount(cost), day=cost.ends_on)
    return t.plain("costs.row", day=cost.paid_on, what=what(t, cost), amount=_amount(cost))
