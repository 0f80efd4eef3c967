"""Appointments: the list, a card, what is done about one, and the question afterwards."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from telegram import Update

from bot.context import BotContext
from bot.garage_callbacks import OnAppointment
from bot.views import appointments as views
from bot.views import garage_requests as letters
from bot.views.garages import address_of
from core.domain.entry.moments import read_moment
from core.domain.garages.appointments import AHEAD, AppointmentStatus, changed, checked_start
from core.errors import Gone, Refusal
from core.models import Appointment
from core.services.appointments import instant_in
from core.services.calendar_files import calendar_file

_CHANGES = {
    "confirm": AppointmentStatus.CONFIRMED,
    "missed": AppointmentStatus.NO_SHOW,
}


async def page(_: Update, context: BotContext) -> None:
    """What is to come."""
    await context.show(views.page(context, await context.services.garage.appointments.ahead(context.account)))


async def act(_: Update, context: BotContext) -> None:
    """A button of an appointment."""
    tapped = context.tap(OnAppointment)
    if tapped.action == "cancel":
        await _call_off(context, tapped.appointment)
        return
    found = await _acted(context, tapped)
    match tapped.action:
        case "calendar":
            await send_calendar(context, found)
        case "drop":
            await context.show(views.ask_drop(context, found))
        case _:
            await context.show(views.card(context, found))
    if tapped.action == "agree":
        # The same entry of the calendar, at its new time.
        await send_calendar(context, found)


async def _call_off(context: BotContext, appointment_id: int) -> None:
    """Call it off, and take it out of the calendar that got its file when it was noted; a second tap sends no more."""
    found, coming = await context.services.garage.requests.call_off(context.account, appointment_id)
    await context.show(views.card(context, found))
    if coming:
        await send_calendar(context, found)


async def _acted(context: BotContext, tapped: OnAppointment) -> Appointment:
    """The appointment, after what the button does to it."""
    garages, account = context.services.garage, context.account
    match tapped.action:
        case "confirm" | "missed":
            return await garages.appointments.change(account, tapped.appointment, _CHANGES[tapped.action])
        case "agree":
            return await garages.requests.agree(account, tapped.appointment)
        case "open" | "calendar" | "drop":
            found = await garages.appointments.get(account, tapped.appointment)
            if tapped.action == "drop":
                changed(found.status, AppointmentStatus.CANCELLED)
            await context.services.notices.read_appointment(account, found.id)
            return found
        case _:
            raise Gone


async def told_moment(
    context: BotContext, zone: ZoneInfo, said: date | None, *, time_alone: bool
) -> tuple[date, time | None]:
    """The day and the time that a text gives, by the garage's clock; the time is None where only a day was said.

    `time_alone`: the day was said before, and the time is what is asked for.
    """
    now = context.services.clock.now().astimezone(zone)
    # A time alone is of the day that was said before.
    told = datetime.combine(said or now.date(), time(0), zone) if time_alone else now
    day, at = read_moment(context.text, told, context.account.language)
    day = said if time_alone else day
    if day is None:
        raise Refusal("appointment.day_expected")
    if at is None and time_alone:
        raise Refusal("appointment.time_expected")
    if at is not None:
        checked_start(instant_in(zone, day, at), context.services.clock.now())
    return day, at


async def send_calendar(context: BotContext, found: Appointment) -> None:
    """Send the calendar file."""
    content = calendar_file(context.t, context.services.clock, found, address_of(found.garage))
    stored = await context.services.garage.files.put(content)
    off = found.status is AppointmentStatus.CANCELLED
    await context.reply(views.calendar(context, stored, off=off))


async def over(context: BotContext) -> None:
    """The visit should be over: ask how it went, unless that was said meanwhile."""
    try:
        found = await context.services.garage.appointments.get(context.account, context.event.subject)
    except Gone:
        return
    if found.status in AHEAD:
        await context.push(views.over(context, found))


async def answered(context: BotContext) -> None:
    """A garage answered: say what, as it is by now."""
    try:
        found = await context.services.garage.appointments.get(context.account, context.event.subject)
    except Gone:
        return
    await context.push(letters.answered(context, found))
