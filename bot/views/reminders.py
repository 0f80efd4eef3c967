"""Reminders: the push, the list, one reminder."""

from datetime import date
from functools import partial

from bot.callbacks import OnReminder, Open, OpenVehicle
from bot.context import BotContext
from bot.screens import Button, Screen
from bot.views.lists import pager
from bot.views.names import short_name, vehicle_name
from core.domain.recurring import is_cost_name
from core.domain.service_types import ServiceType, service_name
from core.domain.states import ReminderState
from core.i18n import Translator
from core.models import Reminder
from core.services.days import day_of, today_of
from core.services.record_effects import WARRANTY
from core.services.reminders import LEAD_DAYS, PAGE, ReminderPage


def due_text(t: Translator, reminder: Reminder, today: date | None = None) -> str:
    """When it is due: by a day, by a distance, or whichever comes first; `today` tells a day that is past."""
    day, kilometres = reminder.due_on, reminder.due_kilometres
    if day is not None and today is not None and day < today:
        return t.plain("reminder.due_past", day=day)
    if day is not None and kilometres is not None:
        return t.plain("reminder.due_both", day=day, kilometres=kilometres)
    if day is not None:
        return t.plain("reminder.due_day", day=day)
    return t.plain("reminder.due_distance", kilometres=kilometres or 0)


def title(t: Translator, reminder: Reminder) -> str:
    """What it is about: a kind of work, a payment, or a warranty that ends."""
    if is_cost_name(reminder.service):
        return t.plain("reminder.payment", what=t.plain(reminder.service))
    if reminder.service == WARRANTY:
        return t.plain("reminder.warranty")
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
    if is_cost_name(reminder.service) and reminder.state is ReminderState.DONE:
        key = "reminder.payment_done"
    day = day_of(context.account, reminder.remind_at or context.services.clock.now())
    rows = [[Button(t.plain("reminders.back"), Open("reminders"))]]
    return Screen(t(key, service=title(t, reminder), vehicle=vehicle_name(t, reminder.vehicle), day=day), rows)


def decided(context: BotContext, reminders: list[Reminder], *, accepted: bool) -> Screen:
    """What was proposed for a vehicle is now planned, or not."""
    t = context.t
    rows = [
        [Button(t.plain("reminders.back"), Open("reminders"))],
        [Button(t.plain("vehicle.open"), OpenVehicle(reminders[0].vehicle_id))],
    ]
    return Screen(decision(context, reminders, accepted=accepted), rows)


def decision(context: BotContext, reminders: list[Reminder], *, accepted: bool) -> str:
    """What was decided, in words; reminders that were pushed or done before are no longer decided about."""
    t, today = context.t, today_of(context.account, context.services.clock)
    waiting = [reminder for reminder in reminders if reminder.state is ReminderState.WAITING]
    if not accepted or not waiting:
        return t("reminder.declined")
    lines: list[str] = [_when_told(context, waiting)]
    lines += [t("record.due_line", service=title(t, r), due=due_text(t, r, today)) for r in waiting]
    return "\n".join(lines)


def _when_told(context: BotContext, waiting: list[Reminder]) -> str:
    """A week before, or the very day for what is remembered later or earlier than that."""
    t, first = context.t, waiting[0]
    if len(waiting) == 1 and first.due_on is not None and first.remind_at is not None and first.due_kilometres is None:
        told_on = day_of(context.account, first.remind_at)
        if (first.due_on - told_on).days != LEAD_DAYS:
            return t("reminder.planned_on", day=told_on)
    return t("reminder.planned", n=len(waiting))


def _row(t: Translator, reminder: Reminder) -> str:
    day = reminder.due_on
    when = (
        t.plain("value.date", day=day) if day else t.plain("value.kilometres", kilometres=reminder.due_kilometres or 0)
    )
    return f"{when} · {title(t, reminder)} · {short_name(reminder.vehicle)}".rstrip(" ·")
