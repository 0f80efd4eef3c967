"""Advice for a vehicle."""

from collections.abc import Sequence

from bot.ask_callbacks import OpenSuggestions, PlanSuggestion
from bot.callbacks import Open, OpenRecord
from bot.context import BotContext
from bot.screens import Button, Screen
from bot.views import vehicle_choice
from bot.views.names import services_text, vehicle_name
from core.domain.assistant.suggestions import Reason, Suggestion
from core.domain.money import Money
from core.domain.service_types import ServiceType, service_name
from core.i18n import Translator
from core.models import MaintenanceRecord, Vehicle
from core.services.asking import Depth
from core.services.suggestions import Suggested


def choose(context: BotContext, vehicles: Sequence[Vehicle]) -> Screen:
    """Ask for which vehicle."""
    t = context.t
    rows = vehicle_choice.buttons(context, vehicles, lambda one: OpenSuggestions(one.id))
    return Screen(t("suggest.whose"), [*rows, [Button(t.plain("menu.button"), Open("menu"))]])


def page(context: BotContext, suggested: Suggested) -> Screen:
    """The advice, each with its reason, its cost and a button that plans it; of a preview, the first one."""
    t, vehicle = context.t, suggested.vehicle
    whole = suggested.depth is not Depth.PREVIEW
    shown = suggested.found if whole else suggested.found[:1]
    lines: list[str] = [t("suggest.title", vehicle=vehicle_name(t, vehicle)), ""]
    for number, one in enumerate(shown, start=1):
        service = t.plain(service_name(one.service))
        lines.append(t("suggest.row", number=number, service=service, reason=_reason(t, vehicle, one)))
        lines += [*_extras(t, one), ""]
    if rest := suggested.found[len(shown) :]:
        lines += [t("suggest.more", n=len(rest), services=services_text(t, [one.service for one in rest])), ""]
    lines.append(t("suggest.basis" if suggested.found else "suggest.none"))
    rows = [[_plan(t, vehicle, one)] for one in shown]
    if suggested.depth is not Depth.WHOLE:
        lines += ["", t("ask.tried" if whole else "ask.preview")]
        rows.append([Button(t.plain("ask.see_plans"), Open("plans"))])
    return Screen("\n".join(lines), [*rows, [Button(t.plain("menu.button"), Open("menu"))]])


def planned(context: BotContext, record: MaintenanceRecord, service: ServiceType) -> Screen:
    """The work that was planned."""
    t = context.t
    rows = [
        [Button(t.plain("suggest.open_record"), OpenRecord(record.id))],
        [Button(t.plain("suggest.back"), OpenSuggestions(record.vehicle_id))],
    ]
    return Screen(t("suggest.planned", service=t.plain(service_name(service)), day=record.done_on), rows)


def _plan(t: Translator, vehicle: Vehicle, one: Suggestion) -> Button:
    day = one.expected_on or one.due_on
    label = t.plain("suggest.plan", service=t.plain(service_name(one.service)))
    return Button(label, PlanSuggestion(one.service.value, vehicle.id, day.toordinal() if day is not None else 0))


def _extras(t: Translator, one: Suggestion) -> list[str]:
    lines = [t("suggest.wear")] if one.wears else []
    if one.cost is not None:
        low, high = (Money(euros * 100) for euros in one.cost)
        lines.append(t("suggest.cost", low=low, high=high))
    return list(lines)


def _reason(t: Translator, vehicle: Vehicle, one: Suggestion) -> str:
    match one.reason:
        case Reason.OVERDUE:
            return _overdue(t, one)
        case Reason.SOON:
            return t("suggest.soon", day=one.expected_on or one.due_on)
        case Reason.LATER if (one.expected_on or one.due_on) is None:
            return t("suggest.later_km", kilometres=one.due_km)
        case Reason.LATER:
            return t("suggest.later", day=one.expected_on or one.due_on)
        case Reason.UNKNOWN_DUE:
            return t("suggest.unknown_due", kilometres=vehicle.kilometres)
        case Reason.UNKNOWN_AGE:
            return t("suggest.unknown_age", n=one.years)
        case _:
            return t("suggest.unknown")


def _overdue(t: Translator, one: Suggestion) -> str:
    if one.due_on is not None and one.due_km is not None:
        return t("suggest.overdue_both", day=one.due_on, kilometres=one.due_km)
    if one.due_km is not None:
        return t("suggest.overdue_km", kilometres=one.due_km)
    return t("suggest.overdue_day", day=one.due_on)
