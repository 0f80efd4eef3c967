"""Letters to garages: what is sent, and what a garage answers."""

from bot.callbacks import LeaveFlow
from bot.context import BotContext
from bot.garage_callbacks import FindGarage, OnAppointment, OnGarage
from bot.screens import Button, Screen
from core.domain.email_address import EmailAddress
from core.domain.garages.appointments import AppointmentStatus, GarageAnswer
from core.models import Appointment
from core.services.appointments import clock_of, local_start
from core.services.garage_requests import Preview


def ask_address(context: BotContext, _: int) -> Screen:
    """Ask where to write to."""
    t = context.t
    return Screen(t("appointment.ask_address"), [[Button(t.plain("flow.cancel"), LeaveFlow())]])


def preview(context: BotContext, appointment_id: int, data: Preview, meant: EmailAddress | None) -> Screen:
    """What would be sent, word by word."""
    t = context.t
    lines: list[str] = [t("appointment.letter", to=data.to.text), "", t("appointment.letter_title", title=data.title)]
    lines += [t("appointment.letter_line", line=line) for line in data.lines]
    lines += ["", t("appointment.letter_name", who=data.who)]
    rows = [[Button(t.plain("appointment.send"), OnAppointment("send", appointment_id), style="primary")]]
    if meant is not None:
        rows.insert(0, [Button(t.plain("appointment.meant", to=meant.text), OnAppointment("meant", appointment_id))])
    rows.append([Button(t.plain("appointment.other_address"), OnAppointment("address", appointment_id))])
    rows.append([Button(t.plain("flow.cancel"), LeaveFlow())])
    return Screen("\n".join(lines), rows)


def sent(context: BotContext, found: Appointment) -> Screen:
    """It is on its way."""
    t = context.t
    rows = [[Button(t.plain("appointment.open"), OnAppointment("open", found.id))]]
    return Screen(t("appointment.letter_sent", garage=found.garage.name), rows)


def answered(context: BotContext, found: Appointment) -> Screen:
    """What the garage answers."""
    t, at = context.t, local_start(found)
    said: list[str] = []
    if found.answer is GarageAnswer.YES:
        said.append(t("appointment.says_yes", garage=found.garage.name, day=at.date(), at=at.time()))
    elif found.answer is GarageAnswer.OTHER and found.proposed_at is not None:
        said += [t("appointment.says_other", garage=found.garage.name), proposed(context, found)]
    else:
        said.append(t("appointment.says_no", garage=found.garage.name))
    if found.answer_note:
        said.append(t("appointment.garage_note", note=found.answer_note))
    return Screen("\n".join(said), answer_rows(context, found))


def proposed(context: BotContext, found: Appointment) -> str:
    """The other time, and the one that was asked for."""
    start, other = local_start(found), (found.proposed_at or found.starts_at).astimezone(clock_of(found))
    return context.t("appointment.proposed", day=other.date(), at=other.time(), asked=start)


def answer_rows(context: BotContext, found: Appointment) -> list[list[Button]]:
    """What can be done about an answer."""
    t = context.t
    if found.proposed_at is not None and found.status is AppointmentStatus.PENDING:
        return [
            [Button(t.plain("appointment.agree"), OnAppointment("agree", found.id), style="primary")],
            [Button(t.plain("appointment.disagree"), OnAppointment("cancel", found.id))],
            *_call(context, found),
        ]
    if found.answer is GarageAnswer.NO:
        return [*_call(context, found), [Button(t.plain("garage.others_near"), FindGarage("near"))]]
    return [[Button(t.plain("appointment.open"), OnAppointment("open", found.id))]]


def _call(context: BotContext, found: Appointment) -> list[list[Button]]:
    if not found.garage.phone:
        return []
    return [[Button(context.t.plain("garage.call"), OnGarage("call", found.garage_id))]]
