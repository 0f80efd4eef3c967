"""What is coming, and what was done lately."""

from functools import partial

from bot.callbacks import OnReminder, OpenRecord
from bot.context import BotContext
from bot.due_callbacks import LookAhead
from bot.screens import Button, Screen
from bot.views.lists import pager
from bot.views.names import short_name
from bot.views.reminders import title
from core.domain.service_types import ServiceType, service_name
from core.i18n import Translator
from core.models import MaintenanceRecord, Reminder
from core.services.days import today_of
from core.services.upcoming import PAGE, Span, UpcomingPage


def page(context: BotContext, found: UpcomingPage) -> Screen:
    """One span, with the others a tap away."""
    t = context.t
    today = today_of(context.account, context.services.clock)
    key = f"upcoming.{'days' if found.span.value.isdigit() else found.span.value}"
    days = int(found.span.value) if found.span.value.isdigit() else 0
    text: str = t(key, n=found.total, days=days) if found.total else t(f"{key}_none", days=days)
    rows = [[Button(_coming(t, one, found.span), OnReminder("open", one.id))] for one in found.reminders]
    rows += [[Button(_done(t, record), OpenRecord(record.id))] for record in found.records]
    if any(one.due_on is not None and one.due_on < today for one in found.reminders):
        text = f"{text}\n{t('upcoming.overdue_note')}"
    turns = pager(t, partial(LookAhead, found.span.value), found.position, found.total, PAGE)
    return Screen(text, [*rows, *_spans(t, found.span), *turns])


def _spans(t: Translator, chosen: Span) -> list[list[Button]]:
    def button(span: Span) -> Button:
        label = t.plain(f"upcoming.span_{span.value}")
        return Button(f"• {label}" if span is chosen else label, LookAhead(span.value))

    return [
        [button(span) for span in (Span.WEEK, Span.MONTH, Span.QUARTER)],
        [button(Span.DISTANCE), button(Span.RECENT)],
    ]


def _coming(t: Translator, reminder: Reminder, span: Span) -> str:
    vehicle = short_name(reminder.vehicle) if reminder.vehicle is not None else ""
    day = min((day for day in (reminder.due_on, reminder.expected_on) if day is not None), default=None)
    kilometres = reminder.due_kilometres
    if span is Span.DISTANCE and kilometres is not None:
        left = kilometres - ((reminder.vehicle.kilometres if reminder.vehicle is not None else None) or 0)
        when = t.plain("upcoming.left", kilometres=left) if left > 0 else t.plain("upcoming.reached")
    else:
        when = t.plain("value.date", day=day)
    return f"{when} · {title(t, reminder)[:40]} · {vehicle}".rstrip(" ·")


def _done(t: Translator, record: MaintenanceRecord) -> str:
    names = [t.plain(service_name(ServiceType(done.service))) for done in record.services]
    services = ", ".join(names[:2]) + (" …" if len(names) > 2 else "")
    return f"{t.plain('history.row', day=record.done_on, services=services)} · {short_name(record.vehicle)}".rstrip(
        " ·"
    )
