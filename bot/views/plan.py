"""A vehicle's service plan: the list, one service, the questions that change it."""

from functools import partial

from bot.callbacks import LeaveFlow, OpenVehicle
from bot.context import BotContext
from bot.due_callbacks import OnPlan, OpenDates, OpenPlan, SetInterval
from bot.screens import Button, Rows, Screen
from bot.views.lists import pager
from bot.views.names import vehicle_name
from core.domain.energy import Energy
from core.domain.service_plan import Origin
from core.domain.service_schedule import Interval, basis_of, vehicle_kind
from core.domain.service_types import ServiceType, service_name
from core.i18n import Translator
from core.models import Vehicle
from core.services.service_plan import Plan, PlanItem
from core.services.vehicles import page_start

PAGE = 8
MONTHS = (6, 12, 24, 36)
KILOMETRES = (10_000, 15_000, 20_000, 30_000)


def page(context: BotContext, plan: Plan, position: int) -> Screen:
    """The services of a vehicle, soonest first."""
    t, vehicle = context.t, plan.vehicle
    start = page_start(position, len(plan.items), PAGE)
    rows: list[list[Button]] = [
        [Button(_row(t, item), OnPlan("open", item.rule.service.value, vehicle.id))]
        for item in plan.items[start : start + PAGE]
    ]
    lines = [t("plan.title", vehicle=vehicle_name(t, vehicle)), t("plan.explained")]
    pace = plan.mileage.pace if plan.mileage is not None else None
    if pace is not None:
        lines.append(t("plan.pace", km=round(pace.per_day), low=round(pace.low), high=round(pace.high)))
    else:
        lines.append(t("plan.no_pace"))
    around = [Button(t.plain("dates.button"), OpenDates(vehicle.id)), _vehicle(t, vehicle)]
    turns = pager(t, partial(OpenPlan, vehicle.id), start, len(plan.items), PAGE)
    return Screen("\n".join(lines), [*rows, around, *turns])


def detail(context: BotContext, plan: Plan, service: ServiceType) -> Screen:
    """One service: how often, why, when last, when next, and what can be changed."""
    t, vehicle, item = context.t, plan.vehicle, plan.item(service)
    rule = item.rule
    lines = [t("plan.service", service=t.plain(service_name(service))), vehicle_name(t, vehicle), ""]
    lines.append(_rhythm(t, item))
    lines.append(_last(t, item, vehicle))
    lines += _next(t, item, vehicle)
    energy = Energy(vehicle.energy) if vehicle.energy else Energy.PETROL
    basis = basis_of(service, energy, t.language, vehicle_kind(vehicle.category))
    if basis is not None and rule.origin is Origin.SCHEDULE:
        lines.append(t("plan.basis", basis=basis))
    if item.learned is not None:
        lines.append(t("plan.learned", interval=interval_text(t, item.learned)))
    return Screen("\n".join(lines), _actions(t, plan, item))


def ask(context: BotContext, limit: str, service: ServiceType) -> Screen:
    """Ask how often, with usual answers as buttons."""
    t = context.t
    values = MONTHS if limit == "months" else KILOMETRES
    usual = [Button(limit_text(t, limit, value), SetInterval(limit, value)) for value in values]
    none = Button(t.plain("plan.no_limit"), SetInterval(limit, 0))
    text = t(f"plan.ask_{limit}", service=t.plain(service_name(service)))
    return Screen(text, [usual[:2], usual[2:], [none], [Button(t.plain("flow.cancel"), LeaveFlow())]])


def interval_text(t: Translator, interval: Interval) -> str:
    """How often, in words."""
    if interval.months and interval.kilometres:
        return t.plain(
            "plan.every_both",
            months=limit_text(t, "months", interval.months),
            kilometres=limit_text(t, "kilometres", interval.kilometres),
        )
    if interval.months:
        return t.plain("plan.every", limit=limit_text(t, "months", interval.months))
    return t.plain("plan.every", limit=limit_text(t, "kilometres", interval.kilometres or 0))


def limit_text(t: Translator, limit: str, value: int) -> str:
    """One limit, in words."""
    if limit == "months":
        return t.plain("plan.months", n=value)
    return t.plain("value.kilometres", kilometres=value)


def _row(t: Translator, item: PlanItem) -> str:
    service = t.plain(service_name(item.rule.service))
    if not item.rule.active:
        return t.plain("plan.row_off", service=service)
    if item.due is None:
        return t.plain("plan.row_unknown", service=service)
    if item.due.expected_on is None:
        return t.plain("plan.row_distance", service=service)
    return t.plain("plan.row", service=service, day=item.due.expected_on)


def _rhythm(t: Translator, item: PlanItem) -> str:
    rule = item.rule
    if rule.interval is None or not rule.active:
        return t("plan.off")
    key = "plan.rhythm_own" if rule.origin is Origin.OWN else "plan.rhythm_default"
    rhythm = t(key, interval=interval_text(t, rule.interval))
    return f"{rhythm}\n{t('plan.is_fixed', day=rule.anchor.on)}" if rule.anchor is not None else rhythm


def _last(t: Translator, item: PlanItem, vehicle: Vehicle) -> str:
    if item.done is None:
        return t("plan.never")
    # What the dash showed then is known without looking while it is the first one.
    if item.done.kilometres and not vehicle.odometer_offset:
        return t("plan.last_at", day=item.done.on, kilometres=item.done.kilometres)
    return t("plan.since_new" if item.since_new else "plan.last", day=item.done.on)


def _next(t: Translator, item: PlanItem, vehicle: Vehicle) -> list[str]:
    due = item.due
    if due is None:
        return []
    shown = max(due.due_km - vehicle.odometer_offset, 0) if due.due_km is not None else None
    if due.due_on is not None and shown is not None:
        lines: list[str] = [t("plan.next_both", day=due.due_on, kilometres=shown)]
    elif due.due_on is not None:
        lines = [t("plan.next_day", day=due.due_on)]
    else:
        lines = [t("plan.next_distance", kilometres=shown or 0)]
    if due.expected_on is not None and due.expected_on != due.due_on:
        lines.append(_around(t, item))
    return lines


def _around(t: Translator, item: PlanItem) -> str:
    due = item.due
    if due is None or due.expected_on is None:
        return ""
    if due.earliest is None or due.latest is None or due.earliest == due.latest:
        return t("plan.around", day=due.expected_on)
    return t("plan.around_between", day=due.expected_on, earliest=due.earliest, latest=due.latest)


def _actions(t: Translator, plan: Plan, item: PlanItem) -> Rows:
    rule, vehicle = item.rule, plan.vehicle

    def button(action: str) -> Button:
        return Button(t.plain(f"plan.do_{action}"), OnPlan(action, rule.service.value, vehicle.id))

    rows = [[button("learn")]] if item.learned is not None else []
    if rule.active:
        if item.due is not None:
            rows.append([button("remind")])
        rows.append([button("months"), button("kilometres")])
        if item.done is not None and not item.since_new:
            rows.append([button("sliding" if rule.anchor is not None else "fixed")])
    last = [button("off" if rule.active else "on")]
    if rule.origin is Origin.OWN or not rule.active:
        last.append(button("reset"))
    return [*rows, last, [Button(t.plain("plan.back"), OpenPlan(vehicle.id)), _vehicle(t, vehicle)]]


def _vehicle(t: Translator, vehicle: Vehicle) -> Button:
    return Button(t.plain("vehicle.open"), OpenVehicle(vehicle.id))
