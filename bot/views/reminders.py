"""Reminders in words: what each is about, when it is due, how pressing; the list, one of them, what became of it."""

from collections.abc import Callable
from datetime import date
from functools import partial

from bot.callbacks import OnReminder, Open, OpenVehicle, Tap
from bot.context import BotContext
from bot.due_callbacks import OnDates
from bot.record_callbacks import AddRecord
from bot.reminder_callbacks import EditReminder, VehicleReminders
from bot.screens import Button, Screen
from bot.views.lists import pager
from bot.views.names import short_name, vehicle_name
from core.domain.recurring import is_cost_name
from core.domain.reminder_kinds import WARRANTY
from core.domain.reminder_time import Repeat, Urgency, days_left, repeat_of, urgency_of
from core.domain.service_types import ServiceType, service_name
from core.domain.states import ReminderState
from core.i18n import Translator
from core.models import Reminder, Vehicle
from core.services.days import day_of, today_of
from core.services.reminder_lists import OPEN, PAGE, ReminderPage
from core.services.reminder_moments import clock_of

_MARKS = {Urgency.LOW: "🟢", Urgency.MEDIUM: "🟡", Urgency.HIGH: "🟠", Urgency.URGENT: "🔴"}


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


def level_of(reminder: Reminder, today: date) -> Urgency:
    """How pressing it is, by the days or the distance that are left, whichever presses more."""
    days = [day for day in (reminder.due_on, reminder.expected_on) if day is not None]
    left = None
    if reminder.due_kilometres is not None and reminder.vehicle is not None and reminder.vehicle.kilometres is not None:
        left = reminder.due_kilometres - reminder.vehicle.kilometres
    return urgency_of(days_left(min(days), today) if days else None, left)


def mark_of(reminder: Reminder, today: date) -> str:
    """The sign of how pressing it is."""
    return _MARKS[level_of(reminder, today)]


def left_text(t: Translator, reminder: Reminder, today: date) -> str:
    """How pressing it is, in words: "dans 7 jours", "aujourd’hui", "en retard de 3 jours"; empty when nobody knows."""
    days = [day for day in (reminder.due_on, reminder.expected_on) if day is not None]
    if not days:
        return ""
    left = days_left(min(days), today)
    if left < 0:
        return t.plain("reminder.days_late", n=-left)
    if left < 2:
        return t.plain("reminder.due_tomorrow" if left else "reminder.due_today")
    return t.plain("reminder.days_left", n=left)


def level_line(t: Translator, reminder: Reminder, today: date) -> str:
    """How pressing it is, in a line."""
    level = level_of(reminder, today)
    left = left_text(t, reminder, today)
    name = t.plain(f"reminder.level_{level}")
    return f"{_MARKS[level]} {name}, {left}" if left else f"{_MARKS[level]} {name}"


def own_lines(t: Translator, reminder: Reminder, today: date) -> list[str]:
    """One's own reminder, or that of a date, in lines."""
    lines: list[str] = [t("reminder.own", subject=title(t, reminder))]
    if reminder.vehicle is not None:
        lines.append(t("document.vehicle", vehicle=vehicle_name(t, reminder.vehicle)))
    if reminder.at_minute is not None:
        at = clock_of(reminder.at_minute)
        lines.append(t("reminder.own_detail_at", due=due_text(t, reminder, today), time=at))
    else:
        lines.append(t("reminder.own_detail", due=due_text(t, reminder, today)))
    repeat = repeat_of(reminder.repeat) if reminder.repeat else None
    if repeat is not None:
        lines.append(t("reminder.repeats", every=every(t, repeat)))
    return lines


def every(t: Translator, repeat: Repeat) -> str:
    """How often something comes back, in words."""
    if repeat.days:
        return t.plain("reminder.every_days", n=repeat.days)
    if repeat.months % 12:
        return t.plain("reminder.every_months", n=repeat.months)
    return t.plain("reminder.every_years", n=repeat.months // 12)


def snoozing(t: Translator, reminder: Reminder) -> list[list[Button]]:
    """The ways to put it off."""
    return [
        [
            Button(t.plain("reminder.in_a_day"), OnReminder("day", reminder.id)),
            Button(t.plain("reminder.in_a_week"), OnReminder("week", reminder.id)),
            Button(t.plain("reminder.pick_a_day"), OnReminder("pick", reminder.id)),
        ]
    ]


def page(context: BotContext, found: ReminderPage, vehicles: list[Vehicle]) -> Screen:
    """What is coming, soonest first; of all vehicles, or of one."""
    t = context.t
    turn: Callable[[int], Tap] = partial(Open, "reminders")
    heading = t("reminders.title", n=found.total)
    if found.vehicle is not None:
        turn = partial(VehicleReminders, found.vehicle.id)
        heading = t("reminders.title_vehicle", n=found.total, vehicle=vehicle_name(t, found.vehicle))
    hint = t("reminders.how_to_add")
    if not found.total:
        heading = t("reminders.none")
    today = today_of(context.account, context.services.clock)
    rows = [[Button(_row(t, one, today), OnReminder("open", one.id))] for one in found.reminders]
    rows += _filters(t, found, vehicles)
    rows.append(
        [
            Button(t.plain("upcoming.button"), Open("upcoming")),
            Button(t.plain("notices.button"), Open("notifications")),
        ]
    )
    return Screen(f"{heading}\n\n{hint}", [*rows, *pager(t, turn, found.position, found.total, PAGE)])


def _filters(t: Translator, found: ReminderPage, vehicles: list[Vehicle]) -> list[list[Button]]:
    if found.vehicle is not None:
        return [[Button(t.plain("reminders.of_all"), Open("reminders"))]]
    if len(vehicles) < 2:
        return []
    buttons = [
        Button(
            t.plain("reminders.of_vehicle", vehicle=short_name(one) or vehicle_name(t, one)), VehicleReminders(one.id)
        )
        for one in vehicles[:6]
    ]
    return [buttons[place : place + 2] for place in range(0, len(buttons), 2)]


def detail(context: BotContext, reminder: Reminder) -> Screen:
    """One reminder with what can be done about it."""
    t, today = context.t, today_of(context.account, context.services.clock)
    text = "\n".join(own_lines(t, reminder, today))
    if reminder.service is not None and reminder.vehicle is not None:
        text = t(
            "reminder.detail",
            service=title(t, reminder),
            vehicle=vehicle_name(t, reminder.vehicle),
            due=due_text(t, reminder),
        )
    if reminder.state not in OPEN:
        return settled(context, reminder)
    lines = [text, level_line(t, reminder, today)]
    if reminder.state is ReminderState.WAITING and reminder.remind_at is not None:
        lines.append(t("reminder.told_on", day=day_of(context.account, reminder.remind_at)))
    rows: list[list[Button]] = []
    if reminder.appointment_id is None:
        rows = [
            [Button(t.plain("reminder.done"), OnReminder("done", reminder.id), style="success")],
            *snoozing(t, reminder),
            [
                Button(t.plain("reminder.edit"), EditReminder("fields", reminder.id)),
                Button(t.plain("reminder.dismiss"), OnReminder("dismiss", reminder.id)),
            ],
        ]
    if reminder.vehicle_id is not None:
        rows.append([Button(t.plain("vehicle.open"), OpenVehicle(reminder.vehicle_id))])
    return Screen("\n".join(lines), [*rows, [Button(t.plain("reminders.back"), Open("reminders"))]])


def settled(context: BotContext, reminder: Reminder, again_on: date | None = None) -> Screen:
    """A reminder that was done, dismissed or moved, in a line; `again_on` is when a repeated one comes back."""
    t = context.t
    key = f"reminder.is_{reminder.state.value}"
    if reminder.state is ReminderState.DONE and reminder.service is None:
        key = "reminder.own_is_done" if again_on is None else "reminder.own_is_done_again"
    elif reminder.state is ReminderState.DONE and is_cost_name(reminder.service or ""):
        key = "reminder.payment_done"
    day = again_on or day_of(context.account, reminder.remind_at or context.services.clock.now())
    text: str = t(key, what=about(t, reminder), day=day)
    rows = [[Button(t.plain("reminders.back"), Open("reminders"))]]
    if reminder.state is ReminderState.WAITING and _is_beyond(reminder, day, context):
        text = f"{text}\n{t('reminder.beyond', due=reminder.due_on)}"
        rows.insert(0, [Button(t.plain("reminder.on_the_day", day=reminder.due_on), OnReminder("due", reminder.id))])
    rows[:0] = _after(t, reminder)
    return Screen(text, rows)


def _is_beyond(reminder: Reminder, day: date, context: BotContext) -> bool:
    """Whether it was put off until after it is due, while that is still to come."""
    today = today_of(context.account, context.services.clock)
    return reminder.due_on is not None and today < reminder.due_on < day


def _after(t: Translator, reminder: Reminder) -> list[list[Button]]:
    """What goes on from something that was done for a vehicle."""
    if reminder.state is not ReminderState.DONE or reminder.vehicle_id is None:
        return []
    if reminder.service == ServiceType.TECHNICAL_INSPECTION:
        return [[Button(t.plain("dates.inspected"), OnDates("results", "", reminder.vehicle_id))]]
    if reminder.service is None and reminder.topic is None:
        return [[Button(t.plain("record.add"), AddRecord(reminder.vehicle_id))]]
    return []


def moved(context: BotContext, reminders: list[Reminder]) -> Screen:
    """Several were put off together."""
    t = context.t
    rows = [[Button(t.plain("reminders.back"), Open("reminders"))]]
    if not reminders or reminders[0].snoozed_on is None:
        return Screen(t("reminder.all_settled"), rows)
    lines: list[str] = [t("reminder.moved", n=len(reminders), day=reminders[0].snoozed_on)]
    lines += [t("reminder.moved_line", what=about(t, one)) for one in reminders]
    return Screen("\n".join(lines), rows)


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
    past = [reminder for reminder in waiting if reminder.due_on is not None and reminder.due_on < today]
    coming = [reminder for reminder in waiting if reminder not in past]
    lines: list[str] = []
    for told, some in ((_when_told, coming), (_told_late, past)):
        if some:
            lines.append(told(context, some))
            lines += [t("record.due_line", service=title(t, r), due=due_text(t, r, today)) for r in some]
    return "\n".join(lines)


def _told_late(context: BotContext, past: list[Reminder]) -> str:
    """What is past already is told on the next day."""
    told = [reminder.remind_at for reminder in past if reminder.remind_at is not None]
    return context.t("reminder.planned_on", day=day_of(context.account, min(told)) if told else None)


def _when_told(context: BotContext, waiting: list[Reminder]) -> str:
    """As long before as they want, or the very day for what is remembered later or earlier than that."""
    t, first, lead = context.t, waiting[0], context.account.lead_days
    if len(waiting) == 1 and first.due_on is not None and first.remind_at is not None and first.due_kilometres is None:
        told_on = day_of(context.account, first.remind_at)
        if (first.due_on - told_on).days != lead:
            return t("reminder.planned_on", day=told_on)
    return t("reminder.planned", n=lead)


def _row(t: Translator, reminder: Reminder, today: date) -> str:
    day = reminder.due_on
    when = (
        t.plain("value.date", day=day)
        if day
        else t.plain("value.kilometres", kilometres=max(reminder.due_kilometres or 0, 0))
    )
    vehicle = short_name(reminder.vehicle) if reminder.vehicle is not None else ""
    return f"{mark_of(reminder, today)} {when} · {title(t, reminder)[:40]} · {vehicle}".rstrip(" ·")
