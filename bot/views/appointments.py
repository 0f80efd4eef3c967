"""Appointments: the questions, a card, the list, what is asked afterwards."""

from collections.abc import Sequence
from datetime import date

from bot.callbacks import LeaveFlow, Open, OpenRecord
from bot.context import BotContext
from bot.garage_callbacks import BookAnswer, OnAppointment, OnGarage
from bot.screens import Button, Screen, StoredFile
from bot.views import garage_requests as requests
from bot.views import vehicle_choice
from bot.views.garages import address_of, ways_there
from bot.views.names import vehicle_name
from core.domain.garages.appointments import AHEAD, AppointmentStatus
from core.domain.service_types import ServiceType, service_name
from core.i18n import Translator
from core.models import Appointment, Vehicle
from core.services.appointments import local_start
from core.services.calendar_files import MIME
from core.services.days import zone_of

# What is booked most.
USUAL = (
    ServiceType.GENERAL_SERVICE,
    ServiceType.OIL_CHANGE,
    ServiceType.TYRES,
    ServiceType.BRAKE_PADS,
    ServiceType.TECHNICAL_INSPECTION,
    ServiceType.DIAGNOSIS,
    ServiceType.BODYWORK,
    ServiceType.OTHER_REPAIR,
)


def no_vehicle(context: BotContext) -> Screen:
    """An appointment needs a vehicle first."""
    return vehicle_choice.needed(context, context.t("appointment.no_vehicle"))


def ask(context: BotContext, step: str, vehicles: Sequence[Vehicle], *, first: bool) -> Screen:
    """One question with its answers, back, cancel."""
    t = context.t
    rows = vehicle_choice.buttons(context, vehicles, lambda vehicle: BookAnswer("vehicle", "is", vehicle.id))
    if step == "service":
        buttons = [Button(t.plain(service_name(one)), BookAnswer(step, one.value)) for one in USUAL]
        rows = [buttons[place : place + 2] for place in range(0, len(buttons), 2)]
    moves = [] if first or step == "vehicle" else [Button(t.plain("flow.back"), BookAnswer(step, "back"))]
    if step == "note":
        moves.append(Button(t.plain("flow.skip"), BookAnswer(step, "skip")))
    rows += [moves] if moves else []
    return Screen(t(f"appointment.ask_{step}"), [*rows, [Button(t.plain("flow.cancel"), LeaveFlow())]])


def card(context: BotContext, found: Appointment, *, noted: bool = False, moved: bool = False) -> Screen:
    """One appointment."""
    t, at = context.t, local_start(found)
    asks = context.services.garage.requests.may_ask(found)
    lines: list[str] = [t("appointment.noted"), ""] if noted else []
    lines += [t("appointment.moved"), ""] if moved else []
    lines += [t("appointment.title", day=at.date(), at=at.time()), *_about(t, found)]
    if found.note:
        lines.append(t("appointment.note", note=found.note))
    if not noted:
        lines.append(t(f"appointment.status_{found.status}"))
    lines += _told(context, found, asks=asks)
    return Screen("\n".join(lines), _rows(context, found, asks=asks))


def _about(t: Translator, found: Appointment) -> list[str]:
    """Where, what for, and how to get there."""
    lines: list[str] = [
        t("appointment.where", garage=found.garage.name),
        t("appointment.what", service=_service(t, found), vehicle=vehicle_name(t, found.vehicle)),
    ]
    if address := address_of(found.garage):
        lines.append(t("garage.address", address=address))
    if found.garage.phone and found.status in AHEAD:
        lines.append(t("garage.phone", phone=found.garage.phone))
    return lines


def soon(context: BotContext, found: Appointment) -> Screen:
    """What comes by itself the day before, and shortly before: how to get there, or not to."""
    t, at = context.t, local_start(found)
    today = context.services.clock.now().astimezone(at.tzinfo).date()
    key = {0: "appointment.today", 1: "appointment.tomorrow"}.get((at.date() - today).days, "appointment.then")
    lines: list[str] = [t(key, day=at.date(), at=at.time()), *_about(t, found)]
    if found.note:
        lines.append(t("appointment.note", note=found.note))
    if found.status is AppointmentStatus.PENDING:
        lines.append(t("appointment.status_pending"))
    rows = [ways] if (ways := ways_there(t, found.garage)) else []
    rows.append(_elsewhen(t, found))
    if at.date() <= today:
        rows.append([Button(t.plain("appointment.done"), OnAppointment("done", found.id))])
    rows.append([Button(t.plain("appointment.open"), OnAppointment("open", found.id))])
    return Screen("\n".join(lines), rows)


def _elsewhen(t: Translator, found: Appointment) -> list[Button]:
    return [
        Button(t.plain("appointment.move"), OnAppointment("move", found.id)),
        Button(t.plain("appointment.cancel"), OnAppointment("drop", found.id)),
    ]


def ask_drop(context: BotContext, found: Appointment) -> Screen:
    """Ask whether it is really off: nothing brings it back, and the garage may hear of it."""
    t, at = context.t, local_start(found)
    lines: list[str] = [t("appointment.ask_drop", garage=found.garage.name, day=at.date(), at=at.time())]
    if found.asked_to is not None:
        lines.append(t("appointment.drop_is_told"))
    rows = [
        [Button(t.plain("appointment.drop"), OnAppointment("cancel", found.id), style="danger")],
        [Button(t.plain("appointment.keep"), OnAppointment("open", found.id))],
    ]
    return Screen("\n".join(lines), rows)


def ask_moment(context: BotContext, found: Appointment, *, day: date | None) -> Screen:
    """Ask to when it moves: a day and a time, or the time of the day that was said."""
    t, at = context.t, local_start(found)
    text = t("appointment.ask_time") if day is not None else t("appointment.ask_moved", day=at.date(), at=at.time())
    back = Button(t.plain("flow.back"), OnAppointment("move_back", found.id))
    return Screen(text, [[back, Button(t.plain("flow.cancel"), LeaveFlow())]])


def _told(context: BotContext, found: Appointment, *, asks: bool) -> list[str]:
    """What the garage knows and says."""
    t = context.t
    lines: list[str] = []
    if found.status is AppointmentStatus.PENDING:
        if found.asked_at is None:
            lines.append(t("appointment.tell_by_mail" if asks else "appointment.tell_by_phone"))
        elif found.answer is None:
            lines.append(t("appointment.asked", when=found.asked_at.astimezone(zone_of(context.account))))
        if found.proposed_at is not None:
            lines.append(requests.proposed(context, found))
    if found.answer_note:
        lines.append(t("appointment.garage_note", note=found.answer_note))
    return lines


def _rows(context: BotContext, found: Appointment, *, asks: bool) -> list[list[Button]]:
    t, rows = context.t, []
    if found.status is AppointmentStatus.PENDING and found.proposed_at is not None:
        rows.append([Button(t.plain("appointment.agree"), OnAppointment("agree", found.id), style="primary")])
    if asks:
        key = "appointment.ask_garage" if found.asked_at is None else "appointment.ask_again"
        rows.append([Button(t.plain(key), OnAppointment("ask", found.id))])
    if found.status is AppointmentStatus.PENDING:
        rows.append([Button(t.plain("appointment.confirm"), OnAppointment("confirm", found.id))])
    if found.status in AHEAD:
        if ways := ways_there(t, found.garage):
            rows.append(ways)
        rows += [
            _elsewhen(t, found),
            [
                Button(t.plain("appointment.done"), OnAppointment("done", found.id)),
                Button(t.plain("appointment.calendar"), OnAppointment("calendar", found.id)),
            ],
        ]
    if found.record_id is not None:
        rows.append([Button(t.plain("record.open"), OpenRecord(found.record_id))])
    rows.append([Button(t.plain("review.back"), OnGarage("open", found.garage_id))])
    return [*rows, [Button(t.plain("appointment.list"), Open("appointments"))]]


def page(context: BotContext, found: Sequence[Appointment]) -> Screen:
    """What is to come."""
    t = context.t
    rows = [
        [
            Button(
                t.plain("appointment.row", when=local_start(one), garage=one.garage.name)[:60],
                OnAppointment("open", one.id),
            )
        ]
        for one in found
    ]
    rows.append([Button(t.plain("garage.back"), Open("garages")), Button(t.plain("menu.button"), Open("menu"))])
    return Screen(t("appointment.page") if found else t("appointment.none"), rows)


def over(context: BotContext, found: Appointment) -> Screen:
    """Ask how it went."""
    t = context.t
    rows = [
        [
            Button(t.plain("appointment.was_done"), OnAppointment("done", found.id)),
            Button(t.plain("appointment.was_missed"), OnAppointment("missed", found.id)),
        ],
        [
            Button(t.plain("appointment.was_moved"), OnAppointment("move", found.id)),
            Button(t.plain("appointment.was_cancelled"), OnAppointment("cancel", found.id)),
        ],
    ]
    return Screen(t("appointment.over", garage=found.garage.name, service=_service(t, found)), rows)


def ask_amount(context: BotContext, found: Appointment) -> Screen:
    """Ask what it cost."""
    t = context.t
    rows = [
        [Button(t.plain("flow.skip"), OnAppointment("no_amount", found.id))],
        [Button(t.plain("flow.cancel"), LeaveFlow())],
    ]
    return Screen(t("appointment.ask_amount", garage=found.garage.name), rows)


def finished(context: BotContext, found: Appointment) -> Screen:
    """The record was made; they may say how it was."""
    t = context.t
    rows = [[Button(t.plain("review.write"), OnGarage("review", found.garage_id), style="primary")]]
    if found.record_id is not None:
        rows.append([Button(t.plain("record.open"), OpenRecord(found.record_id))])
    return Screen(t("appointment.finished", service=_service(t, found), garage=found.garage.name), rows)


def calendar(context: BotContext, stored: str, *, off: bool = False) -> Screen:
    """The calendar file; of an appointment that is off, the one that takes it out again."""
    t = context.t
    if off:
        name = t.plain("appointment.file_off_name")
        return Screen(t("appointment.file_off"), document=StoredFile(stored, name, MIME))
    return Screen(t("appointment.file"), document=StoredFile(stored, t.plain("appointment.file_name"), MIME))


def _service(t: Translator, found: Appointment) -> str:
    return t.plain(service_name(ServiceType(found.service)))
