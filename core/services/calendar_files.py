"""Appointments as calendar files (RFC 5545), which phones and computers take with a tap."""

from datetime import timedelta

from icalendar import Alarm, Calendar, Event, vText
from icalendar.prop import vDuration

from core.domain.garages.appointments import LENGTH, SHORTLY, AppointmentStatus
from core.domain.service_types import ServiceType, service_name
from core.i18n import Translator
from core.models import Appointment
from core.ports import Clock

MIME = "text/calendar"
_STATUS = {AppointmentStatus.PENDING: "TENTATIVE", AppointmentStatus.CANCELLED: "CANCELLED"}


def calendar_file(t: Translator, clock: Clock, found: Appointment, address: str) -> bytes:
    """An appointment as a file; the same appointment keeps its name, so that a later file changes the earlier entry."""
    event = Event()
    event.add("uid", f"appointment-{found.id}@autotrack")
    event.add("dtstamp", clock.now())
    event.add("sequence", found.revision)
    # Instants in UTC: every calendar shows them by its own clock, on both sides of a change of the hour.
    event.add("dtstart", found.starts_at)
    event.add("dtend", found.starts_at + LENGTH)
    service = t.plain(service_name(ServiceType(found.service)))
    event.add("summary", t.plain("appointment.ics_title", service=service, garage=found.garage.name))
    if address:
        event.add("location", vText(address))
    if found.garage.latitude is not None and found.garage.longitude is not None and not found.garage.approximate:
        event.add("geo", (found.garage.latitude, found.garage.longitude))
    if found.note:
        event.add("description", vText(found.note))
    event.add("status", _STATUS.get(found.status, "CONFIRMED"))
    off = found.status is AppointmentStatus.CANCELLED
    for before in () if off else (timedelta(days=1), SHORTLY):
        event.add_component(_alarm(found.garage.name, before))
    calendar = Calendar()
    calendar.add("prodid", "-//AutoTrack//autotrack//")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if off else "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _alarm(words: str, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm["trigger"] = vDuration(-before)
    return alarm
