"""Reminders: the push, the list, one reminder."""

from functools import partial

from bot.callbacks import OnReminder, Open, OpenVehicle
from bot.context import BotContext
from bot.screens import Button, Screen
from bot.views.lists import pager
from bot.views.names import short_name, vehicle_name
from core.domain.service_types import ServiceType, service_name
from core.i18n import Translator
from core.models import Reminder
from core.services.days import today_of
from core.services.reminders import PAGE, ReminderPage


def due_text(t: Translator, reminder: Reminder) -> str:
    """When it is due: by a day, by a distance, or whichever comes first."""
    day, kilometres = reminder.due_on, reminder.due_kilometres
    if day is not None and kilometres is not None:
        return t.plain("reminder.due_both", day=day, kilometres=kilometres)
    if day is not None:
        return t.plain("reminder.due_day", day=day)
    return t.plain("reminder.due_distance", kilometres=kilometres or 0)


def title(t: Translator, reminder: Reminder) -> str:
    """What it is about."""
    return t.plain(service_name(ServiceType(reminder.service)))


def pushed(context: BotContext, reminder: Reminder) -> Screen:
    """The message that comes by itself."""
    t = context.t
    today = today_of(context.account, context.services.clock)
    late = reminder.due_on is not None and reminder.due_on < today
    text = t(
        "reminder.push_overdue" if late else "reminder.push",
        service=title(t, reminder),
        vehicle=vehicle_name(t, reminder.vehicle),
        due=due_text(t, reminder),
    )
    rows = [
        [Button(t.plain("reminder.done"), OnReminder("done", reminder.id), style="success")],
        [
            Button(t.plain("reminder.in_a_day"), OnReminder("day", reminder.id)),
            Button(t.plain("reminder.in_a_week"), OnReminder("week", reminder.id)),
        ],
        [Button(t.plain("reminder.open"), OnReminder("open", reminder.id))],
    ]
    return Screen(text, rows)


def page(context: BotContext, found: ReminderPage) -> Screen:
    """What is coming, soonest first."""
    t = context.t
    if not found.total:
        return Screen(t("reminders.none"), [[Button(t.plain("menu.button"), Open("menu"))]])
    rows = [[Button(_row(t, reminder), OnReminder("open", reminder.id))] for reminder in found.reminders]
    turn = partial(Open, "reminders")
    return Screen(t("reminders.title", n=found.total), [*rows, *pager(t, turn, found.position, found.total, PAGE)])


def detail(context: BotContext, reminder: Reminder) -> Screen:
    """One reminder with what can be done about it."""
    t = context.t
    text = t(
        "reminder.detail",
        service=title(t, reminder),
        vehicle=vehicle_name(t, reminder.vehicle),
        due=due_text(t, reminder),
    )
    rows = [
        [Button(t.plain("reminder.done"), OnReminder("done", reminder.id))],
        [
            Button(t.plain("reminder.in_a_day"), OnReminder("day", reminder.id)),
            Button(t.plain("reminder.in_a_week"), OnReminder("week", reminder.id)),
        ],
        [Button(t.plain("reminder.dismiss"), OnReminder("dismiss", reminder.id))],
        [Button(t.plain("vehicle.open"), OpenVehicle(reminder.vehicle_id))],
        [Button(t.plain("reminders.back"), Open("reminders"))],
    ]
    return Screen(text, rows)


def settled(context: BotContext, reminder: Reminder) -> Screen:
    """A reminder that was done, dismissed or moved, in a line."""
    t = context.t
    key = f"reminder.is_{reminder.state.value}"
    day = reminder.remind_at.date() if reminder.remind_at is not None else context.services.clock.now().date()
    rows = [[Button(t.plain("reminders.back"), Open("reminders"))]]
    return Screen(t(key, service=title(t, reminder), vehicle=vehicle_name(t, reminder.vehicle), day=day), rows)


def decided(context: BotContext, reminders: list[Reminder], *, accepted: bool) -> Screen:
    """What was proposed is now planned, or not."""
    t = context.t
    rows = [[Button(t.plain("reminders.back"), Open("reminders"))]]
    if not accepted:
        return Screen(t("reminder.declined"), rows)
    lines = [t("reminder.planned", n=len(reminders))]
    lines += [t("record.due_line", service=title(t, reminder), due=due_text(t, reminder)) for reminder in reminders]
    return Screen("\n".join(lines), rows)


def _row(t: Translator, reminder: Reminder) -> str:
    day = reminder.due_on
    when = (
        t.plain("value.date", day=day) if day else t.plain("value.kilometres", kilometres=reminder.due_kilometres or 0)
    )
    return f"{when} · {title(t, reminder)} · {short_name(reminder.vehicle)}".rstrip(" ·")
