"""What comes by itself: one reminder or several in one message, and the digest."""

from datetime import date

from bot.callbacks import OnReminder, Open
from bot.context import BotContext
from bot.reminder_callbacks import OnSetting, OnSeveral
from bot.screens import Button, Screen
from bot.views.names import short_name, vehicle_name
from bot.views.reminders import about, due_text, level_line, mark_of, own_lines, snoozing, title
from core.i18n import Html
from core.models import Reminder
from core.services.days import today_of
from core.services.digests import Summary
from core.services.telling import Told

# Reminders of a digest with a button of their own; all of them are in the list.
MOST_BUTTONS = 8


def pushed(context: BotContext, told: Told) -> Screen:
    """The message that comes by itself."""
    if len(told.reminders) > 1:
        return _several(context, told)
    t, reminder = context.t, told.reminders[0]
    rows = [
        [Button(t.plain("reminder.done"), OnReminder("done", reminder.id), style="success")],
        *snoozing(t, reminder),
        [Button(t.plain("reminder.open"), OnReminder("open", reminder.id))],
    ]
    lines = [_alone(context, reminder), level_line(t, reminder, _today(context))]
    if told.late:
        lines.append(t("reminder.came_late", n=1))
    return Screen("\n".join(lines), rows)


def words(context: BotContext, told: Told) -> list[str]:
    """What the inbox says of each: what it is about and when it is due."""
    t, today = context.t, _today(context)
    return [t.plain("notices.line", what=about(t, one), due=due_text(t, one, today)) for one in told.reminders]


def digest(context: BotContext, found: Summary) -> Screen:
    """Everything that is late or coming, in one message."""
    t = context.t
    lines: list[str] = [t(f"digest.title_{found.digest}", until=found.until)]
    if found.late:
        lines += ["", t("digest.late"), *(_line(context, one) for one in found.late)]
    if found.coming:
        lines += ["", t("digest.coming"), *(_line(context, one) for one in found.coming)]
    if found.more:
        lines.append(t("digest.more", n=found.more))
    if found.done:
        lines += ["", t("digest.done", n=found.done)]
    shown = (*found.late, *found.coming)[:MOST_BUTTONS]
    rows = [[Button(_label(context, one), OnReminder("open", one.id))] for one in shown]
    last = [
        Button(t.plain("reminders.back"), Open("reminders")),
        Button(t.plain("settings.open_digest"), OnSetting("open", "digest")),
    ]
    return Screen("\n".join(lines), [*rows, last])


def digest_words(context: BotContext, found: Summary) -> str:
    """What the inbox says of a digest."""
    return context.t.plain("digest.line", late=len(found.late), coming=len(found.coming) + found.more)


def _alone(context: BotContext, reminder: Reminder) -> str:
    t, today = context.t, _today(context)
    if reminder.vehicle is None or reminder.service is None:
        return "\n".join(own_lines(t, reminder, today))
    late = reminder.due_on is not None and reminder.due_on < today
    return t(
        "reminder.push_overdue" if late else "reminder.push",
        service=title(t, reminder),
        vehicle=vehicle_name(t, reminder.vehicle),
        due=due_text(t, reminder),
    )


def _several(context: BotContext, told: Told) -> Screen:
    t = context.t
    lines: list[str] = [t("reminder.several", n=len(told.reminders))]
    lines += [_line(context, one) for one in told.reminders]
    if told.late:
        lines.append(t("reminder.came_late", n=len(told.reminders)))
    rows = [[Button(_label(context, one), OnReminder("open", one.id))] for one in told.reminders]
    first = told.notifications[0]
    later = [
        Button(t.plain("reminder.all_in_a_day"), OnSeveral("day", first)),
        Button(t.plain("reminder.all_in_a_week"), OnSeveral("week", first)),
    ]
    return Screen("\n".join(lines), [*rows, later, [Button(t.plain("reminders.back"), Open("reminders"))]])


def _line(context: BotContext, reminder: Reminder) -> Html:
    t, today = context.t, _today(context)
    return t(
        "reminder.several_line",
        mark=mark_of(reminder, today),
        what=about(t, reminder),
        due=due_text(t, reminder, today),
    )


def _label(context: BotContext, reminder: Reminder) -> str:
    vehicle = short_name(reminder.vehicle) if reminder.vehicle is not None else ""
    return f"{title(context.t, reminder)[:40]} · {vehicle}".rstrip(" ·")


def _today(context: BotContext) -> date:
    return today_of(context.account, context.services.clock)
