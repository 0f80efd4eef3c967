"""Appointments: the list, a card, what is done about one, and the question afterwards."""

from telegram import Update

from bot.context import BotContext
from bot.garage_callbacks import OnAppointment
from bot.views import appointments as views
from bot.views import garage_requests as letters
from bot.views.garages import address_of
from core.domain.garages.appointments import AHEAD, AppointmentStatus
from core.errors import Gone
from core.models import Appointment
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
    tapped, appointments = context.tap(OnAppointment), context.services.garage.appointments
    requests = context.services.garage.requests
    if tapped.action in _CHANGES:
        found = await appointments.change(context.account, tapped.appointment, _CHANGES[tapped.action])
    elif tapped.action == "cancel":
        found = await requests.cancel(context.account, tapped.appointment)
    elif tapped.action == "agree":
        found = await requests.agree(context.account, tapped.appointment)
    elif tapped.action in {"open", "calendar"}:
        found = await appointments.get(context.account, tapped.appointment)
    else:
        raise Gone
    if tapped.action == "calendar":
        await send_calendar(context, found)
        return
    await context.show(views.card(context, found))
    if tapped.action == "agree":
        # The same entry of the calendar, at its new time.
        await send_calendar(context, found)


async def send_calendar(context: BotContext, found: Appointment) -> None:
    """Send the calendar file."""
    content = calendar_file(context.t, context.services.clock, found, address_of(found.garage))
    stored = await context.services.garage.files.put(content)
    await context.reply(views.calendar(context, stored))


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
