"""Changing a reminder, putting it off to a day, saying that it is done: the questions and the card."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.callbacks import LeaveFlow, OnReminder, Open, OpenRecord, OpenVehicle
from bot.context import BotContext
from bot.due_callbacks import OnDates
from bot.record_callbacks import OnRecord
from bot.reminder_callbacks import EditReminder, ReminderValue
from bot.screens import Button, Screen
from bot.views.names import vehicle_name
from bot.views.reminders import about, due_text, every, title
from core.domain.money import Money
from core.domain.reminder_time import Repeat
from core.domain.service_types import ServiceType, service_name
from core.models import Reminder, Vehicle
from core.services.days import today_of
from core.services.finishing import Finished, Prefill
from core.services.own_reminders import is_own


@dataclass(frozen=True, slots=True)
class DoneSaid:
    """What was said of work that is done, as the card shows it."""

    day: date
    kilometres: int | None
    price: Money | None


REPEATS = (Repeat(days=7), Repeat(months=1), Repeat(months=3), Repeat(months=6), Repeat(months=12), Repeat(months=24))


def fields(context: BotContext, reminder: Reminder) -> Screen:
    """Ask what to change; only the day of what follows from the logbook."""
    t = context.t
    names = ("text", "day", "time", "repeat", "vehicle") if is_own(reminder) else ("day",)
    buttons = [Button(t.plain(f"reminder.edit_{name}"), EditReminder(name, reminder.id)) for name in names]
    rows = [buttons[place : place + 2] for place in range(0, len(buttons), 2)]
    return Screen(t("reminder.which_field", what=about(t, reminder)), [*rows, [_open(context, reminder)]])


def ask(context: BotContext, step: str, reminder: Reminder) -> Screen:
    """Ask for a value in words, with what is likely as buttons."""
    t = context.t
    rows: list[list[Button]] = []
    if step == "time":
        rows.append([Button(t.plain("reminder.usual_hour"), ReminderValue(step, "usual"))])
    if step == "repeat":
        usual = [Button(every(t, repeat), ReminderValue(step, repeat.iso.lower())) for repeat in REPEATS]
        rows += [usual[place : place + 2] for place in range(0, len(usual), 2)]
        rows.append([Button(t.plain("reminder.only_once"), ReminderValue(step, "once"))])
    if step == "snooze":
        rows += _days(context, reminder)
    return Screen(t(f"reminder.ask_{step}", what=about(t, reminder)), [*rows, [_cancel(context)]])


def ask_vehicle(context: BotContext, reminder: Reminder, vehicles: list[Vehicle]) -> Screen:
    """Ask which vehicle it is about."""
    t = context.t
    rows = [[Button(vehicle_name(t, one), ReminderValue("vehicle", str(one.id)))] for one in vehicles[:20]]
    rows.append([Button(t.plain("reminder.no_vehicle"), ReminderValue("vehicle", "0"))])
    return Screen(t("reminder.ask_vehicle", what=about(t, reminder)), [*rows, [_cancel(context)]])


def card(context: BotContext, found: Prefill, done: DoneSaid) -> Screen:
    """What was probably done, to be saved with one tap or corrected."""
    t, today = context.t, today_of(context.account, context.services.clock)
    lines: list[str] = [
        t("finish.title", service=t.plain(service_name(found.service)), vehicle=vehicle_name(t, found.vehicle)),
        t("finish.day_today") if done.day == today else t("finish.day", day=done.day),
    ]
    if done.kilometres is None:
        lines.append(t("finish.no_kilometres"))
    else:
        key = "finish.about_kilometres" if done.kilometres == found.kilometres else "finish.kilometres"
        lines.append(t(key, kilometres=done.kilometres))
    if done.price is None:
        lines.append(t("finish.no_price"))
    elif found.price == done.price and found.priced_on is not None:
        lines.append(t("finish.price_as_before", price=done.price, day=found.priced_on))
    else:
        lines.append(t("finish.price", price=done.price))
    rows = [
        [Button(t.plain("finish.save"), ReminderValue("card", "save"), style="success")],
        [
            Button(t.plain("finish.change_day"), ReminderValue("card", "day")),
            Button(t.plain("finish.change_kilometres"), ReminderValue("card", "kilometres")),
            Button(t.plain("finish.change_price"), ReminderValue("card", "price")),
        ],
        [Button(t.plain("finish.only_tick"), ReminderValue("card", "tick"))],
        [_cancel(context)],
    ]
    return Screen("\n".join([*lines, "", t("finish.all_right")]), rows)


def ask_done(context: BotContext, step: str, found: Prefill) -> Screen:
    """Ask for one part of what was done."""
    t = context.t
    rows: list[list[Button]] = []
    if step == "day":
        rows.append([Button(t.plain(f"day.{name}"), ReminderValue(step, name)) for name in ("today", "yesterday")])
    if step == "kilometres":
        if found.kilometres is not None:
            label = t.plain("form.about", kilometres=found.kilometres)
            rows.append([Button(label, ReminderValue(step, str(found.kilometres)))])
        rows.append([Button(t.plain("finish.unknown"), ReminderValue(step, "none"))])
    if step == "price":
        if found.price is not None:
            rows.append([Button(t.plain("value.money", amount=found.price), ReminderValue(step, "last"))])
        rows.append([Button(t.plain("finish.unknown"), ReminderValue(step, "none"))])
    rows.append([Button(t.plain("flow.back"), ReminderValue(step, "back")), _cancel(context)])
    return Screen(t(f"finish.ask_{step}"), rows)


def twin(context: BotContext, found: Prefill, day: date) -> Screen:
    """The work seems to be in the logbook already."""
    t = context.t
    rows = [
        [Button(t.plain("finish.only_tick"), ReminderValue("card", "tick"))],
        [Button(t.plain("record.save_anyway"), ReminderValue("card", "anyway"))],
        [_cancel(context)],
    ]
    return Screen(t("finish.twin", service=t.plain(service_name(found.service)), day=day), rows)


def finished(context: BotContext, done: Finished) -> Screen:
    """The record that was made, and when it is due the next time."""
    t, saved = context.t, done.saved
    services = ", ".join(t.plain(service_name(service)) for service in saved.services)
    record = saved.record
    if record is None:
        raise AssertionError("what is finished has its record")
    lines: list[str] = [
        t("record.saved", services=services, vehicle=vehicle_name(t, saved.vehicle), day=record.done_on)
    ]
    if saved.odometer_conflict is not None:
        lines.append(t("record.odometer_conflict", last=saved.odometer_conflict))
    if done.following:
        lines.append(t("finish.next"))
        lines += [t("record.due_line", service=title(t, one), due=due_text(t, one)) for one in done.following]
    rows = [
        [
            Button(t.plain("record.open"), OpenRecord(record.id)),
            Button(t.plain("record.undo"), OnRecord("remove", "", record.id)),
        ],
        [Button(t.plain("reminders.back"), Open("reminders"))],
    ]
    if ServiceType.TECHNICAL_INSPECTION in saved.services:
        rows.insert(0, [Button(t.plain("dates.inspected"), OnDates("results", "", saved.vehicle.id))])
    rows.append([Button(t.plain("vehicle.open"), OpenVehicle(saved.vehicle.id))])
    return Screen("\n".join(lines), rows)


def _days(context: BotContext, reminder: Reminder) -> list[list[Button]]:
    """Days to put it off to; the day before it is due among them, while that is to come."""
    t, today = context.t, today_of(context.account, context.services.clock)
    days = [today + timedelta(days=3), today + timedelta(days=14), today + timedelta(days=30)]
    rows = [[Button(t.plain("value.date", day=day), ReminderValue("snooze", f"{day:%Y%m%d}")) for day in days]]
    eve = reminder.due_on - timedelta(days=1) if reminder.due_on is not None else None
    if eve is not None and eve > today:
        label = t.plain("reminder.the_day_before", day=eve)
        rows.append([Button(label, ReminderValue("snooze", f"{eve:%Y%m%d}"))])
    return rows


def _open(context: BotContext, reminder: Reminder) -> Button:
    return Button(context.t.plain("flow.back"), OnReminder("open", reminder.id))


def _cancel(context: BotContext) -> Button:
    return Button(context.t.plain("flow.cancel"), LeaveFlow())
