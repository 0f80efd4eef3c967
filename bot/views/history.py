"""The logbook as people read it: what was just saved, the history, one record."""

from collections.abc import Callable, Sequence
from functools import partial

from bot.callbacks import (
    OnDocument,
    OnProposals,
    OnReminder,
    Open,
    OpenDocument,
    OpenHistory,
    OpenRecord,
    OpenVehicle,
    Tap,
)
from bot.context import BotContext
from bot.screens import Button, Screen
from bot.views.lists import pager
from bot.views.names import short_name, vehicle_name
from bot.views.reminders import decision, due_text, title
from core.domain.money import Money
from core.domain.service_types import ServiceType, service_name
from core.i18n import Translator
from core.models import MaintenanceRecord, Reminder
from core.services.days import today_of
from core.services.maintenance import PAGE, HistoryPage, RecordData, Saved


def services_text(t: Translator, services: Sequence[ServiceType], highest: int = 4) -> str:
    """The services of a record in a few words."""
    names = [t.plain(service_name(service)) for service in services[:highest]]
    return ", ".join(names) + (" …" if len(services) > highest else "")


def total_of(record: MaintenanceRecord) -> Money | None:
    """What it cost, if known."""
    return Money(record.total_cents, record.currency) if record.total_cents is not None else None


def saved(context: BotContext, done: Saved) -> Screen:
    """What a confirmation made, and what is due next."""
    t = context.t
    lines = [_headline(context, done)]
    if done.odometer_conflict is not None:
        lines.append(t("record.odometer_conflict", last=done.odometer_conflict))
    if done.closed:
        lines.append(t("record.reminder_closed", n=len(done.closed)))
    rows: list[list[Button]] = []
    if done.proposed:
        today = today_of(context.account, context.services.clock)
        lines.append(t("record.next_due"))
        lines += [t("record.due_line", service=title(t, r), due=due_text(t, r, today)) for r in done.proposed]
        rows.append([_proposal_button(t, done, accept=True), _proposal_button(t, done, accept=False)])
    if done.record is not None:
        rows.append([Button(t.plain("record.open"), OpenRecord(done.record.id))])
    rows.append([Button(t.plain("vehicle.open"), OpenVehicle(done.vehicle.id))])
    return Screen("\n".join(lines), rows)


def twin(context: BotContext, data: RecordData, tapped: OnDocument) -> Screen:
    """The invoice seems to be in the logbook already: look, save all the same, or drop it."""
    t, total = context.t, total_of(data.record)
    text: str = t("record.twin", services=services_text(t, data.services), day=data.record.done_on)
    if total is not None:
        text = t("record.twin_total", services=services_text(t, data.services), day=data.record.done_on, total=total)
    rows = [
        [Button(t.plain("record.open"), OpenRecord(data.record.id))],
        [Button(t.plain("record.save_anyway"), OnDocument("save_anyway", tapped.document, tapped.revision))],
        [Button(t.plain("document.discard"), OnDocument("discard", tapped.document, tapped.revision))],
    ]
    return Screen(text, rows)


def decided(context: BotContext, data: RecordData, reminders: list[Reminder], *, accepted: bool) -> Screen:
    """The record that was saved, with what was decided about its reminders."""
    t, services = context.t, services_text(context.t, data.services)
    saved_line = t("record.saved", services=services, vehicle=vehicle_name(t, data.vehicle), day=data.record.done_on)
    text = f"{saved_line}\n\n{decision(context, reminders, accepted=accepted)}"
    rows = [
        [
            Button(t.plain("record.open"), OpenRecord(data.record.id)),
            Button(t.plain("reminders.back"), Open("reminders")),
        ],
        [Button(t.plain("vehicle.open"), OpenVehicle(data.vehicle.id))],
    ]
    return Screen(text, rows)


def page(context: BotContext, found: HistoryPage) -> Screen:
    """The history, newest first."""
    t = context.t
    if not found.total:
        return Screen(t("history.none"), [[Button(t.plain("menu.button"), Open("menu"))]])
    rows = [
        [Button(_row(context, data, named=found.vehicle is None), OpenRecord(data.record.id))] for data in found.records
    ]
    turn: Callable[[int], Tap] = partial(OpenHistory, found.vehicle.id) if found.vehicle else partial(Open, "history")
    title = t("history.title", n=found.total)
    if found.vehicle is not None:
        title = t("history.title_vehicle", n=found.total, vehicle=vehicle_name(t, found.vehicle))
    if found.vehicle is not None:
        rows.append([Button(t.plain("vehicle.open"), OpenVehicle(found.vehicle.id))])
    return Screen(title, [*rows, *pager(t, turn, found.position, found.total, PAGE)])


def detail(context: BotContext, data: RecordData) -> Screen:
    """One record whole."""
    t, record = context.t, data.record
    lines: list[str] = [t("record.title", services=services_text(t, data.services, 8))]
    lines += [t("document.vehicle", vehicle=vehicle_name(t, data.vehicle)), ""]
    lines.append(t("record.done_on", day=record.done_on))
    if record.kilometres is not None:
        lines.append(t("record.kilometres", kilometres=record.kilometres))
    if record.garage:
        lines.append(t("record.garage", garage=record.garage))
    total = total_of(record)
    if total is not None:
        lines.append(t("record.total", total=total))
    if data.lines:
        lines += ["", *(_line(t, line.description, line.total_cents, record.currency) for line in data.lines[:25])]
    rows: list[list[Button]] = []
    if record.document_id is not None:
        rows.append([Button(t.plain("record.document"), OpenDocument(record.document_id))])
    rows.append([Button(t.plain("vehicle.open"), OpenVehicle(data.vehicle.id))])
    rows.append([Button(t.plain("history.back"), OpenHistory(data.vehicle.id))])
    return Screen("\n".join(lines), rows)


def _headline(context: BotContext, done: Saved) -> str:
    t, vehicle = context.t, vehicle_name(context.t, done.vehicle)
    if done.record is None:
        return t("vehicle.added" if done.vehicle_is_new else "vehicle.completed", vehicle=vehicle)
    key = "record.saved_new_vehicle" if done.vehicle_is_new else "record.saved"
    return t(key, services=services_text(t, done.services), vehicle=vehicle, day=done.record.done_on)


def _proposal_button(t: Translator, done: Saved, *, accept: bool) -> Button:
    label = t.plain("reminder.accept" if accept else "reminder.decline")
    if done.record is not None:
        return Button(label, OnProposals("accept" if accept else "decline", done.record.id))
    return Button(label, OnReminder("accept" if accept else "decline", done.proposed[0].id))


def _row(context: BotContext, data: RecordData, *, named: bool) -> str:
    t, total = context.t, total_of(data.record)
    services = services_text(t, data.services, 1)
    row = t.plain("history.row", day=data.record.done_on, services=services)
    if total is not None:
        row = t.plain("history.row_total", day=data.record.done_on, services=services, total=total)
    return f"{row} · {short_name(data.vehicle)}".rstrip(" ·") if named else row


def _line(t: Translator, description: str, cents: int | None, currency: str) -> str:
    if cents is None:
        return t("record.line", description=description[:80])
    return t("record.line_total", description=description[:80], total=Money(cents, currency))
