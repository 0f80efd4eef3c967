"""One record: its card, what can be changed of it, what a change did."""

from collections.abc import Sequence

from bot.callbacks import OnProposals, Open, OpenDocument, OpenHistory, OpenRecord, OpenVehicle
from bot.context import BotContext
from bot.record_callbacks import OnRecord, UndoChange
from bot.screens import Button, Rows, Screen
from bot.views import vehicle_choice
from bot.views.names import services_text, vehicle_name
from bot.views.reminders import due_text, title
from core.domain.cost_categories import CostCategory, category_name
from core.domain.money import Money
from core.domain.record_fields import FIELDS
from core.domain.record_status import TO_COME, RecordStatus, status_name
from core.i18n import Translator
from core.models import MaintenanceRecord, Reminder, Vehicle
from core.services.days import today_of
from core.services.record_changes import Changed, Removed
from core.services.records import RecordData

LINES_SHOWN = 12
NOTE_SHOWN = 600


def total_of(record: MaintenanceRecord) -> Money | None:
    """What it cost, if known."""
    return Money(record.total_cents, record.currency) if record.total_cents is not None else None


def detail(context: BotContext, data: RecordData) -> Screen:
    """One record whole."""
    return Screen("\n".join(_lines(context, data)), _rows(context, data))


def changed(context: BotContext, done: Changed) -> Screen:
    """The record after a change, what follows from it, and the way back."""
    t, data = context.t, done.data
    lines = [t("record.changed"), *_followed(context, done), "", *_lines(context, data)]
    undo = [Button(t.plain("record.undo_change"), UndoChange(done.version))]
    return Screen("\n".join(lines), [*proposal_rows(t, data.record.id, done.proposed), undo, *_rows(context, data)])


def restored(context: BotContext, data: RecordData) -> Screen:
    """The record as it was before."""
    return Screen("\n".join([context.t("record.restored"), "", *_lines(context, data)]), _rows(context, data))


def removed(context: BotContext, gone: Removed) -> Screen:
    """The record is deleted, and can be put back."""
    t = context.t
    rows = [
        [Button(t.plain("record.put_back"), UndoChange(gone.version))],
        [Button(t.plain("history.back"), OpenHistory(gone.vehicle.id)), Button(t.plain("menu.button"), Open("menu"))],
    ]
    return Screen(t("record.removed", services=services_text(t, gone.services), day=gone.done_on), rows)


def fields(context: BotContext, data: RecordData) -> Screen:
    """Ask what is to be changed."""
    t, number = context.t, data.record.id
    buttons = [Button(t.plain(f"record_field.{name}"), OnRecord("field", name, number)) for name in FIELDS]
    buttons.append(Button(t.plain("record_field.category"), OnRecord("categories", "", number)))
    buttons.append(Button(t.plain("record_field.vehicle"), OnRecord("vehicles", "", number)))
    rows = [buttons[i : i + 2] for i in range(0, len(buttons), 2)]
    return Screen(t("record.which_field"), [*rows, [_back(t, number)]])


def categories(context: BotContext, data: RecordData) -> Screen:
    """Ask what the money went into."""
    t, record = context.t, data.record
    buttons = [
        Button(
            f"{'✓ ' if one is record.category else ''}{t.plain(category_name(one))}",
            OnRecord("category", one.value, record.id),
        )
        for one in CostCategory
    ]
    rows: list[Sequence[Button]] = [buttons[i : i + 2] for i in range(0, len(buttons), 2)]
    if record.category_chosen:
        rows.append([Button(t.plain("record.category_by_services"), OnRecord("category", "", record.id))])
    return Screen(t("record.which_category"), [*rows, [_back(t, record.id)]])


def vehicles(context: BotContext, data: RecordData, known: Sequence[Vehicle]) -> Screen:
    """Ask whose record it is."""
    t, number = context.t, data.record.id
    rows = vehicle_choice.buttons(context, known, lambda one: OnRecord("vehicle", str(one.id), number))
    return Screen(t("odometer.whose"), [*rows, [_back(t, number)]])


def proposal_rows(t: Translator, record_id: int, proposed: Sequence[Reminder]) -> Rows:
    """Accept or decline what is proposed, if anything is."""
    if not proposed:
        return []
    accept = Button(t.plain("reminder.accept"), OnProposals("accept", record_id))
    return [[accept, Button(t.plain("reminder.decline"), OnProposals("decline", record_id))]]


def proposals(context: BotContext, proposed: Sequence[Reminder]) -> list[str]:
    """What is proposed, in words."""
    if not proposed:
        return []
    t, today = context.t, today_of(context.account, context.services.clock)
    lines: list[str] = [t("record.next_due")]
    lines += [t("record.due_line", service=title(t, one), due=due_text(t, one, today)) for one in proposed]
    return lines


def _followed(context: BotContext, done: Changed) -> list[str]:
    t = context.t
    lines: list[str] = []
    if done.odometer_conflict is not None:
        lines.append(t("record.odometer_conflict", last=done.odometer_conflict))
    if done.closed:
        lines.append(t("record.reminder_closed", n=len(done.closed)))
    return [*lines, *proposals(context, done.proposed)]


def _lines(context: BotContext, data: RecordData) -> list[str]:
    t, record = context.t, data.record
    lines: list[str] = [t("record.title", services=services_text(t, data.services, 8))]
    if record.status is not RecordStatus.COMPLETED:
        lines.append(t(status_name(record.status)))
    lines += [t("document.vehicle", vehicle=vehicle_name(t, data.vehicle)), ""]
    lines.append(
        t("record.done_on" if record.status is RecordStatus.COMPLETED else "record.planned_for", day=record.done_on)
    )
    if record.kilometres is not None:
        lines.append(t("record.kilometres", kilometres=record.kilometres))
    if record.garage:
        lines.append(t("record.garage", garage=record.garage))
    total = total_of(record)
    if total is not None:
        lines.append(t("record.total", total=total))
    lines.append(t("record.category", category=t.plain(category_name(record.category))))
    if record.warranty_until is not None:
        lines.append(t("record.warranty", day=record.warranty_until))
    if record.note:
        note = record.note if len(record.note) <= NOTE_SHOWN else f"{record.note[:NOTE_SHOWN]}…"
        lines.append(t("record.note", note=note))
    return lines + _line_lines(t, data)


def _line_lines(t: Translator, data: RecordData) -> list[str]:
    if not data.lines:
        return []
    shown = [line_text(t, one.description, one.total_cents, data.record.currency) for one in data.lines[:LINES_SHOWN]]
    if len(data.lines) > LINES_SHOWN:
        shown.append(t("document.more_lines", n=len(data.lines) - LINES_SHOWN))
    return ["", *shown]


def line_text(t: Translator, description: str, cents: int | None, currency: str) -> str:
    """One line of a record with its amount."""
    if cents is None:
        return t("record.line", description=description[:80])
    return t("record.line_total", description=description[:80], total=Money(cents, currency))


def _rows(context: BotContext, data: RecordData) -> Rows:
    t, record = context.t, data.record
    number = record.id
    rows: list[Sequence[Button]] = [*_status_rows(t, record)]
    rows.append(
        [
            Button(t.plain("record.edit"), OnRecord("edit", "", number)),
            Button(t.plain("record.lines", n=len(data.lines)), OnRecord("lines", "", number)),
        ]
    )
    papers = Button(t.plain("record.papers", n=data.attached), OnRecord("papers", "", number))
    document = [Button(t.plain("record.document"), OpenDocument(record.document_id))] if record.document_id else []
    rows.append([*document, papers])
    rows.append([Button(t.plain("record.remove"), OnRecord("remove", "", number))])
    rows.append(
        [
            Button(t.plain("vehicle.open"), OpenVehicle(data.vehicle.id)),
            Button(t.plain("history.back"), OpenHistory(data.vehicle.id)),
        ]
    )
    return rows


def _status_rows(t: Translator, record: MaintenanceRecord) -> Rows:
    number = record.id
    if record.status is RecordStatus.CANCELLED:
        return [[Button(t.plain("record.take_up"), OnRecord("status", RecordStatus.SCHEDULED.value, number))]]
    if record.status not in TO_COME:
        return []
    rows = [[Button(t.plain("record.complete"), OnRecord("complete", "", number), style="success")]]
    others = [Button(t.plain("record.call_off"), OnRecord("status", RecordStatus.CANCELLED.value, number))]
    if record.status is RecordStatus.SCHEDULED:
        others.insert(
            0, Button(t.plain("record.at_garage"), OnRecord("status", RecordStatus.IN_PROGRESS.value, number))
        )
    return [*rows, others]


def _back(t: Translator, record_id: int) -> Button:
    return Button(t.plain("flow.back"), OpenRecord(record_id))
