"""The logbook as people read it: what was just saved, the history, one record."""

from functools import partial

from bot.callbacks import OnDocument, OnProposals, OnReminder, Open, OpenRecord, OpenVehicle
from bot.context import BotContext
from bot.history_state import button_for
from bot.record_callbacks import AddRecord, OnRecord, OpenSummary
from bot.screens import Button, Screen
from bot.views.lists import pager
from bot.views.names import services_text, short_name, vehicle_name
from bot.views.records import proposals, total_of
from bot.views.reminders import decision
from core.domain.cost_categories import category_name
from core.domain.record_status import RecordStatus, status_name
from core.i18n import Translator
from core.models import Reminder
from core.services.history import PAGE, HistoryFilter, HistoryPage
from core.services.maintenance import RecordData, Saved

# Before the day in a list: what is not done yet, and what never will be.
_MARKS = {RecordStatus.SCHEDULED: "🗓 ", RecordStatus.IN_PROGRESS: "🔧 ", RecordStatus.CANCELLED: "✖️ "}


def saved(context: BotContext, done: Saved) -> Screen:
    """What a confirmation made, and what is due next."""
    t = context.t
    lines = [_headline(context, done)]
    if done.odometer_conflict is not None:
        lines.append(t("record.odometer_conflict", last=done.odometer_conflict))
    if done.closed:
        lines.append(t("record.reminder_closed", n=len(done.closed)))
    lines += proposals(context, done.proposed)
    rows: list[list[Button]] = []
    if done.proposed:
        rows.append([_proposal_button(t, done, accept=True), _proposal_button(t, done, accept=False)])
    if done.record is not None:
        rows.append(
            [
                Button(t.plain("record.open"), OpenRecord(done.record.id)),
                Button(t.plain("record.undo"), OnRecord("remove", "", done.record.id)),
            ]
        )
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
    """The history, newest first, with what it was filtered by."""
    t, asked = context.t, found.asked
    ways = [
        [
            Button(t.plain("history.search"), button_for(asked, "q")),
            Button(t.plain("history.filter"), button_for(asked, "f")),
        ],
        [Button(t.plain("record.add"), AddRecord(asked.vehicle))],
    ]
    if found.vehicle is not None:
        ways.insert(
            1,
            [
                Button(t.plain("vehicle.open"), OpenVehicle(found.vehicle.id)),
                Button(t.plain("history.summary"), OpenSummary(found.vehicle.id)),
            ],
        )
    if not found.total and not asked.is_set:
        return Screen(t("history.none"), [ways[-1], [Button(t.plain("menu.button"), Open("menu"))]])
    if not found.total:
        clear = Button(t.plain("filter.clear"), button_for(HistoryFilter(vehicle=asked.vehicle)))
        return Screen(f"{_title(context, found)}\n{t('history.nothing_found')}", [[clear], *ways[:1]])
    rows = [
        [Button(_row(context, data, named=found.vehicle is None), OpenRecord(data.record.id))] for data in found.records
    ]
    turn = partial(button_for, asked, "l")
    return Screen(_title(context, found), [*rows, *ways, *pager(t, turn, found.position, found.total, PAGE)])


def _title(context: BotContext, found: HistoryPage) -> str:
    t, asked = context.t, found.asked
    title: str = t("history.title", n=found.total)
    if found.vehicle is not None:
        title = t("history.title_vehicle", n=found.total, vehicle=vehicle_name(t, found.vehicle))
    said = [str(asked.year)] if asked.year else []
    said += [t(category_name(asked.category))] if asked.category else []
    said += [t(status_name(asked.status))] if asked.status else []
    said += [t("history.words", words=" ".join(asked.words))] if asked.words else []
    return f"{title}\n{' · '.join(said)}" if said else title


def _headline(context: BotContext, done: Saved) -> str:
    t, vehicle = context.t, vehicle_name(context.t, done.vehicle)
    if done.record is None:
        return t("vehicle.added" if done.vehicle_is_new else "vehicle.completed", vehicle=vehicle)
    if done.record.status is RecordStatus.SCHEDULED:
        return t(
            "record.saved_plan", services=services_text(t, done.services), vehicle=vehicle, day=done.record.done_on
        )
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
    row = f"{_MARKS.get(data.record.status, '')}{row}"
    return f"{row} · {short_name(data.vehicle)}".rstrip(" ·") if named else row
