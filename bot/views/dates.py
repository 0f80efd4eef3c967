"""A vehicle's dates: inspection, re-test, pollution check, sale, insurance, each with its rule."""

from datetime import date

from bot.callbacks import LeaveFlow, OpenVehicle
from bot.context import BotContext
from bot.due_callbacks import ChooseDay, OnDates, OpenDates, OpenPlan, SetInterval
from bot.screens import Button, Screen
from bot.views.names import vehicle_name
from core.domain.technical_inspection import InspectionClass, InspectionResult
from core.i18n import Translator
from core.models import Vehicle
from core.services.days import today_of
from core.services.inspections import INSPECTION, INSURANCE, Inspected
from core.services.vehicle_dates import Dates

REPEATS = (12, 24, 36)


def page(context: BotContext, dates: Dates) -> Screen:
    """Every date with where it comes from, and how to change it."""
    t, vehicle = context.t, dates.vehicle
    today = today_of(context.account, context.services.clock)
    lines = [t("dates.title", vehicle=vehicle_name(t, vehicle)), ""]
    lines += [*_inspection(t, dates.inspection, today), *_sale(t, dates, today)]
    insurance = dates.insurance_on
    lines += ["", t("dates.insurance", day=insurance) if insurance is not None else t("dates.no_insurance")]
    if vehicle.insurer:
        lines.append(t("dates.insurer", insurer=vehicle.insurer, policy=vehicle.policy_number or "–"))
    lines.append(t("dates.note"))
    rows = [
        [Button(t.plain("dates.inspected"), OnDates("results", "", vehicle.id))],
        [
            Button(t.plain("dates.set_inspection"), OnDates("ask", INSPECTION, vehicle.id)),
            Button(t.plain("dates.set_insurance"), OnDates("ask", INSURANCE, vehicle.id)),
        ],
        [Button(t.plain("dates.classes"), OnDates("classes", "", vehicle.id))],
    ]
    if dates.inspection.own is not None:
        rows.append([Button(t.plain("dates.clear_inspection"), OnDates("clear", INSPECTION, vehicle.id))])
    if insurance is not None:
        rows.append([Button(t.plain("dates.clear_insurance"), OnDates("clear", INSURANCE, vehicle.id))])
    around = [
        Button(t.plain("plan.button"), OpenPlan(vehicle.id)),
        Button(t.plain("vehicle.open"), OpenVehicle(vehicle.id)),
    ]
    return Screen("\n".join(lines), [*rows, around])


def classes(context: BotContext, dates: Dates) -> Screen:
    """Ask how it is inspected."""
    t, vehicle = context.t, dates.vehicle
    choices = [
        Button(_class_label(t, of, dates.inspection.of), OnDates("class", of.value, vehicle.id))
        for of in InspectionClass
    ]
    rows = [choices[place : place + 2] for place in range(0, len(choices), 2)]
    return Screen(t("dates.which_class", vehicle=vehicle_name(t, vehicle)), [*rows, [_back(t, vehicle)]])


def results(context: BotContext, dates: Dates) -> Screen:
    """Ask how the inspection ended."""
    t, vehicle = context.t, dates.vehicle
    rows = [
        [Button(t.plain(f"inspection.{result}"), OnDates("ask", result.value, vehicle.id))]
        for result in InspectionResult
    ]
    return Screen(t("dates.which_result", vehicle=vehicle_name(t, vehicle)), [*rows, [_back(t, vehicle)]])


def ask(context: BotContext, vehicle: Vehicle, what: str) -> Screen:
    """Ask for a day; that of an inspection is often today or yesterday."""
    t = context.t
    rows: list[list[Button]] = []
    if what in set(InspectionResult):
        rows.append([Button(t.plain("day.today"), ChooseDay(0)), Button(t.plain("day.yesterday"), ChooseDay(1))])
    key = "inspected" if what in set(InspectionResult) else what
    text = t(f"dates.ask_{key}", vehicle=vehicle_name(t, vehicle))
    return Screen(text, [*rows, [Button(t.plain("flow.cancel"), LeaveFlow())]])


def ask_repeat(context: BotContext) -> Screen:
    """Ask how often another country's inspection comes back."""
    t = context.t
    rows = [
        [Button(t.plain("reminder.every_years", n=months // 12), SetInterval("repeat", months)) for months in REPEATS],
        [Button(t.plain("dates.once"), SetInterval("repeat", 0))],
        [Button(t.plain("flow.cancel"), LeaveFlow())],
    ]
    return Screen(t("dates.ask_repeat"), rows)


def _inspection(t: Translator, found: Inspected, today: date) -> list[str]:
    lines: list[str] = [t("dates.class", of=t.plain(f"inspection.class_{found.of}"))]
    due = found.next
    if found.last is not None:
        result = t.plain(f"inspection.{found.last.result}")
        lines.append(t("dates.last_inspection", day=found.last.done_on, result=result))
    lines += _when(t, found, today)
    if due is not None:
        lines.append(t("dates.rule", rule=t.plain(f"inspection.rule_{due.rule}")))
    if found.emissions is not None:
        lines.append(t("dates.emissions", first=found.emissions.opens_on, day=found.emissions.due_on))
        lines.append(t("dates.rule", rule=t.plain("inspection.rule_emissions")))
    return lines


def _when(t: Translator, found: Inspected, today: date) -> list[str]:
    """The day of the next inspection, or why there is none."""
    due = found.next
    if due is None:
        return [] if found.of is InspectionClass.NONE else [t("dates.no_inspection")]
    if due.to_confirm:
        return [t("dates.inspection_unknown", day=due.due_on)]
    if due.due_on < today:
        return [t("dates.inspection_late", day=due.due_on)]
    opens = [t("dates.opens_on", day=due.opens_on)] if today < due.opens_on else []
    return [t("dates.inspection", day=due.due_on), *opens]


def _sale(t: Translator, dates: Dates, today: date) -> list[str]:
    if not dates.sale_needs_inspection:
        return []
    if dates.sale_until is not None and dates.sale_until >= today:
        return [t("dates.sale_until", day=dates.sale_until)]
    return [t("dates.sale_needs")]


def _class_label(t: Translator, of: InspectionClass, chosen: InspectionClass) -> str:
    return f"{'✓ ' if of is chosen else ''}{t.plain(f'inspection.class_{of}')}"


def _back(t: Translator, vehicle: Vehicle) -> Button:
    return Button(t.plain("dates.back"), OpenDates(vehicle.id))
