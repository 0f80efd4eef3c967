"""Reminders: the push, the list, one reminder."""

from datetime import date
from functools import partial

from bot.callbacks import OnReminder, Open, OpenVehicle
from bot.context import BotContext
from bot.due_callbacks import OnDates
from bot.screens import Button, Rows, Screen
from bot.views.lists import pager
from bot.views.names import short_name, vehicle_name
from core.domain.recurring import is_cost_name
from core.domain.reminder_time import Repeat, repeat_of
from core.domain.service_types import ServiceType, service_name
from core.domain.states import ReminderState
from core.i18n import Translator
from core.models import Reminder
from core.services.days import day_of, today_of
from core.services.record_effects import WARRANTY
from core.services.reminder_lists import PAGE, ReminderPage
from core.services.reminder_moments import LEAD_DAYS


def due_text(t: Translator, reminder: Reminder, today: date | None = None) -> str:
    """When it is due: by a day, by a distance, or whichever comes first; `today` tells a day that is past."""
    day, kilometres, expected = reminder.due_on, reminder.due_kilometres, reminder.expected_on
    if day is not None and today is not None and day < today:
        return t.plain("reminder.due_past", day=day)
    if kilometres is None:
        return t.plain("reminder.due_day", day=day)
    shown = max(kilometres, 0)
    if day is not None:
        if expected is not None and expected < day:
            return t.plain("reminder.due_both_expected", day=day, kilometres=shown, expected=expected)
        return t.plain("reminder.due_both", day=day, kilometres=shown)
    if expected is not None:
        return t.plain("reminder.due_distance_expected", kilometres=shown, expected=expected)
    return t.plain("reminder.due_distance", kilometres=shown)


def title(t: Translator, reminder: Reminder) -> str:
    """What it is about: a service, a payment, a warranty that ends, a date of a vehicle, or the person's own words."""
    if reminder.service is None:
        return reminder.subject or t.plain(f"reminder.topic_{reminder.topic}")
    if is_cost_name(reminder.service):
        return t.plain("reminder.payment", what=t.plain(reminder.service))
    if reminder.service == WARRANTY:
        return t.plain("reminder.warranty")
    return t.plain(service_name(ServiceType(reminder.service)))


def about(t: Translator, reminder: Reminder) -> str:
    """What it is about, and of which vehicle."""
    if reminder.vehicle is None:
        return title(t, reminder)
    return t.plain("reminder.what", subject=title(t, reminder), vehicle=vehicle_name(t, reminder.vehicle))


def pushed(context: BotContext, reminder: Reminder) -> Screen:
    """The message that comes by itself."""
    t = context.t
    today = today_of(context.account, context.services.clock)
    late = reminder.due_on is not None and reminder.due_on < today
    text = _own(t, reminder, today) if reminder.service is None else ""
    if reminder.vehicle is not None and reminder.service is not None:
        text = t(
            "reminder.push_overdue" if late else "reminder.push",
            service=title(t, reminder),
            vehicle=vehicle_name(t, reminder.vehicle),
            due=due_text(t, reminder),
        )
    rows = [
        [Button(t.plain("reminder.done"), OnReminder("done", reminder.id), style="success")],
        *_snoozing(t, reminder),
        [Button(t.plain("reminder.open"), OnReminder("open", reminder.id))],
    ]
    return Screen(text, rows)


def _own(t: Translator, reminder: Reminder, today: date) -> str:
    """One's own reminder, or that of a date, in lines."""
    lines = [t("reminder.own", subject=title(t, reminder))]
    if reminder.vehicle is not None:
        lines.append(t("document.vehicle", vehicle=vehicle_name(t, reminder.vehicle)))
    lines.append(t("reminder.own_detail", due=due_text(t, reminder, today)))
    repeat = repeat_of(reminder.repeat) if reminder.repeat else None
    if repeat is not None:
        lines.append(t("reminder.repeats", every=every(t, repeat)))
    return "\n".join(lines)


def every(t: Translator, repeat: Repeat) -> str:
    """How often something comes back, in words."""
    if repeat.days:
        return t.plain("reminder.every_days", n=repeat.days)
    if repeat.months % 12:
        return t.plain("reminder.every_months", n=repeat.months)
    return t.plain("reminder.every_years", n=repeat.months // 12)


def _snoozing(t: Translator, reminder: Reminder) -> Rows:
    return [
        [
            Button(t.plain("reminder.in_a_day"), OnReminder("day", reminder.id)),
            Button(t.plain("reminder.in_a_week"), OnReminder("week", reminder.id)),
        ]
    ]


def page(context: BotContext, found: ReminderPage) -> Screen:
    """What is coming, soonest first."""
    t = context.t
    if not found.total:
        return Screen(t("reminders.none"), [[Button(t.plain("menu.button"), Open("menu"))]])
    rows = [[Button(_row(t, reminder), OnReminder("open", reminder.id))] for reminder in found.reminders]
    turn = partial(Open, "reminders")
    return Screen(
        t("reminders.title", n=found.total),
        [
            *rows,
            [Button(t.plain("upcoming.button"), Open("upcoming"))],
            *pager(t, turn, found.position, found.total, PAGE),
        ],
    )


def detail(context: BotContext, reminder: Reminder) -> Screen:
    """One reminder with what can be done about it."""
    t = context.t
    text = _own(t, reminder, today_of(context.account, context.services.clock))
    if reminder.service is not None and reminder.vehicle is not None:
        text = t(
            "reminder.detail",
            service=title(t, reminder),
            vehicle=vehicle_name(t, reminder.vehicle),
            due=due_text(t, reminder),
        )
    rows = [
        [Button(t.plain("reminder.done"), OnReminder("done", reminder.id))],
        *_snoozing(t, reminder),
        [Button(t.plain("reminder.dismiss"), OnReminder("dismiss", reminder.id))],
    ]
    if reminder.vehicle_id is not None:
        rows.append([Button(t.plain("vehicle.open"), OpenVehicle(reminder.vehicle_id))])
    return Screen(text, [*rows, [Button(t.plain("reminders.back"), Open("reminders"))]])


def settled(context: BotContext, reminder: Reminder, again_on: date | None = None) -> Screen:
    """A reminder that was done, dismissed or moved, in a line; `again_on` is when a repeated one comes back."""
    t = context.t
    key = f"reminder.is_{reminder.state.value}"
    if reminder.state is ReminderState.DONE and reminder.service is None:
        key = "reminder.own_is_done" if again_on is None else "reminder.own_is_done_again"
    elif reminder.state is ReminderState.DONE and is_cost_name(reminder.service or ""):
        key = "reminder.payment_done"
    day = again_on or day_of(context.account, reminder.remind_at or context.services.clock.now())
    rows = [[Button(t.plain("reminders.back"), Open("reminders"))]]
    inspected = reminder.service == ServiceType.TECHNICAL_INSPECTION and reminder.state is ReminderState.DONE
    if inspected and reminder.vehicle_id is not None:
        rows.insert(0, [Button(t.plain("dates.inspected"), OnDates("results", "", reminder.vehicle_id))])
    return Screen(t(key, what=about(t, reminder), day=day), rows)


def decided(context: BotContext, reminders: list[Reminder], *, accepted: bool) -> Screen:
    """What was proposed for a vehicle is now planned, or not."""
    t = context.t
    rows = [[Button(t.plain("reminders.back"), Open("reminders"))]]
    if reminders[0].vehicle_id is not None:
        rows.append([Button(t.plain("vehicle.open"), OpenVehicle(reminders[0].vehicle_id))])
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
        t.plain("value.date", day=day)
        if day
        else t.plain("value.kilometres", kilometres=max(reminder.due_kilometres or 0, 0))
    )
    vehicle = short_name(reminder.vehicle) if reminder.vehicle is not None else ""
    return f"{when} · {title(t, reminder)[:40]} · {vehicle}".rstrip(" ·")
