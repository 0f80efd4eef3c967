from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar

from core.domain.garages.appointments import AppointmentStatus
from core.domain.garages.globe import Point
from core.domain.garages.specialties import Specialty
from core.domain.service_types import ServiceType
from core.i18n import translator
from core.models import Appointment, Document, GarageReview, ListedGarage, MaintenanceRecord, Notification, Reminder
from core.services.appointments import NewAppointment, instant_in, local_start
from core.services.calendar_files import calendar_file
from tests.conftest import Chat
from tests.journeys.test_garages import place
from tests.making import account, invoice_card, vehicle
from tests.services.listed import LYON, add, listed
from tests.services.papers import SIRET
from tests.services.worlds import StoppedClock

PAPER = {
    "vendor_name": "Garage du Parc",
    "vendor_siret": SIRET,
    "invoice_date": "2026-03-12",
    "total_incl_tax": "89.90",
    "plate": "AB123CD",
    "currency": "EUR",
}


async def test_a_place_an_appointment_its_reminders_and_the_record_it_becomes(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await add(listed("Garage du Parc", Point(45.7600, 4.8400), Specialty.REPAIR))
    await place(chat, LYON.latitude, LYON.longitude)
    await chat.tap("1. Garage du Parc")
    await chat.tap(chat.t.plain("appointment.book"), message=chat.shown)
    await chat.tap(chat.t.plain("service.oil_change"), message=chat.shown)
    await chat.say("n’importe quoi")
    assert chat.last == chat.says("appointment.day_expected")
    day = chat.bot.clock.now().date().replace(day=1)
    day = day.replace(year=day.year + 1)
    await chat.say(day.isoformat())
    assert chat.last == chat.says("appointment.ask_time")
    await chat.say("14:30")
    await chat.say("bruit <devant>")
    found = await Appointment.get()
    assert (found.note, found.status) == ("bruit <devant>", "pending")
    file = next(message for message in reversed(chat.person.messages) if message.text == chat.says("appointment.file"))
    assert file.buttons == []
    assert await Reminder.filter(topic="appointment").count() == 1
    hours = (found.starts_at - chat.bot.clock.now()).total_seconds() / 3600
    await chat.bot.advance(hours=hours - 1.9)
    assert chat.says("appointment.today", at=time(14, 30)) in chat.last
    await chat.bot.advance(hours=5.5)
    asked = chat.says("appointment.over", garage="Garage du Parc", service=chat.t.plain("service.oil_change"))
    over = next(message for message in reversed(chat.person.messages) if message.text == asked)
    await chat.tap(chat.t.plain("appointment.was_done"), message=over)
    await chat.say("89,90")
    record = await MaintenanceRecord.get()
    assert (record.garage, record.total_cents, record.done_on) == ("Garage du Parc", 89_90, day)
    assert not await Reminder.filter(topic="appointment", state__in=["waiting", "pushed"]).exists()
    assert chat.t.plain("review.write") in [label for row in chat.shown.buttons for label, _ in row]


async def test_the_day_before_and_shortly_before_it_says_how_to_get_there_and_it_moves_or_is_called_off(chat: Chat):
    car = await vehicle(chat, plate="AB123CD")
    (garage,) = await add(listed("Garage du Parc", LYON, phone="+33 4 72 00 00 00"))
    day, owner = chat.bot.clock.now().date() + timedelta(days=10), await account(chat)
    new = NewAppointment(car.id, garage.id, ServiceType.OIL_CHANGE, day, time(14, 30))
    await chat.bot.runtime.parts.services.garage.appointments.note(owner, new)
    # In the list it is one, and leads to its card.
    await chat.say("/reminders")
    await chat.tap(next(label for label in chat.labels if "Garage du Parc" in label))
    assert chat.says("appointment.status_pending") in chat.shown.text
    await chat.bot.advance(days=9)
    told = chat.shown
    assert told.text.startswith(chat.says("appointment.tomorrow", at=time(14, 30)))
    ways = [[chat.t.plain("garage.call"), chat.t.plain("garage.route")]]
    ways += [[chat.t.plain("appointment.move"), chat.t.plain("appointment.cancel")]]
    assert [[label for label, _ in row] for row in told.buttons][:2] == ways
    # Not by mistake, and not in the past.
    await chat.tap(chat.t.plain("appointment.cancel"), message=told)
    await chat.tap(chat.t.plain("appointment.keep"), message=chat.shown)
    await chat.tap(chat.t.plain("appointment.move"), message=chat.shown)
    await chat.say("peut-être")
    assert chat.last == chat.says("appointment.day_expected")
    await chat.say(f"{day - timedelta(days=20)} 9h")
    assert (await Appointment.get()).revision == 0
    await chat.say(f"{day + timedelta(days=2)}")
    assert chat.last == chat.says("appointment.ask_time")
    await chat.tap(chat.t.plain("flow.back"), message=chat.shown)
    await chat.say(f"{day + timedelta(days=2)} 9h15")
    assert chat.says("appointment.moved") in chat.shown.text
    assert chat.sees(chat.says("appointment.file"))
    found = await Appointment.get()
    assert (found.status, found.revision, local_start(found).time()) == (AppointmentStatus.PENDING, 1, time(9, 15))
    assert await Notification.filter(told_at__isnull=False, read_at__isnull=True).count() == 0
    # Both tellings anew, each once.
    for ahead, key, others in ((22.5, "tomorrow", 0), (1.9, "today", 0)):
        hours = (found.starts_at - chat.bot.clock.now()).total_seconds() / 3600
        await chat.bot.advance(hours=hours - ahead)
        assert chat.last.startswith(chat.says(f"appointment.{key}", at=time(9, 15))), others
    assert await Notification.filter(kind="appointment").count() == 3
    assert [chat.t.plain("appointment.done")] in [[label for label, _ in row] for row in chat.shown.buttons]
    await chat.tap(chat.t.plain("appointment.cancel"), message=chat.shown)
    await chat.tap(chat.t.plain("appointment.drop"), message=chat.shown)
    assert (await Appointment.get()).status is AppointmentStatus.CANCELLED
    assert not await Reminder.filter(state__in=["waiting", "pushed"]).exists()
    # The calendar that took the file takes the visit out again.
    assert chat.message.caption == chat.says("appointment.file_off")
    off = Calendar.from_ical(chat.message.document or b"")
    (event,) = off.walk("VEVENT")
    assert (off["METHOD"], event["STATUS"], event["UID"]) == (
        "CANCEL",
        "CANCELLED",
        f"appointment-{found.id}@autotrack",
    )
    assert event["SEQUENCE"] > found.revision
    assert event.walk("VALARM") == []
    # Old buttons of what is off say so and change nothing.
    for label in ("appointment.move", "appointment.cancel"):
        old = next(one for one in chat.person.messages if any(chat.t.plain(label) in dict(row) for row in one.buttons))
        await chat.tap(chat.t.plain(label), message=old)
        assert chat.last == chat.says("appointment.not_any_more")


async def test_two_garages_asked_for_the_same_time_are_told_apart(chat: Chat):
    car, owner = await vehicle(chat, plate="AB123CD"), await account(chat)
    services = chat.bot.runtime.parts.services.garage
    day = chat.bot.clock.now().date() + timedelta(days=10)
    garages = await add(listed("Garage du Parc"), listed("Pneus Express"))
    first, second = [
        await services.appointments.note(owner, NewAppointment(car.id, one.id, ServiceType.TYRES, day, time(9)))
        for one in garages
    ]
    await services.requests.cancel(owner, first.id)
    assert [one.appointment_id for one in await Reminder.filter(state="waiting")] == [second.id]


async def test_an_invoice_brings_its_garage_and_proves_the_review_of_it(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await invoice_card(chat, PAPER, ["Vidange"])
    services = chat.bot.runtime.parts.services
    owner = await services.accounts.arrive((chat.person.id, chat.person.name, chat.t.language))
    # What reading the paper notes of its garage.
    await services.confirming.garages.seen(owner, PAPER, "GARAGE DU PARC\n69003 LYON\n", datetime.now(UTC).date())
    await Document.all().update(vendor=SIRET)
    await chat.tap(chat.t.plain("document.save"))
    garage = await ListedGarage.get()
    assert garage.siret == SIRET
    await chat.say("/garages")
    await chat.tap(chat.t.plain("garage.mine"))
    await chat.tap("1. Garage du Parc")
    await chat.tap(chat.t.plain("review.write"), message=chat.shown)
    await chat.say("six")
    assert chat.last == chat.says("review.stars_expected")
    await chat.say("5")
    await chat.say("voir www.pub.fr")
    assert chat.last == chat.says("review.no_links")
    await chat.say("Rapide & <b>propre</b>")
    assert chat.says("review.verified") in chat.shown.text
    assert "Rapide & <b>propre</b>" in chat.shown.text
    assert chat.person.name not in chat.shown.text
    await chat.tap(chat.t.plain("review.remove"), message=chat.shown)
    assert await GarageReview.all().count() == 0


def test_a_calendar_file_is_read_back_with_the_right_instants_on_both_sides_of_the_change_of_the_hour():
    clock = StoppedClock()
    garage = listed("Garage; du, Parc", LYON, id=3)
    garage._saved_in_db = True
    for month, hour in ((3, 12), (7, 12), (11, 13)):
        # 14:00 in Paris in summer, 14:00 or 13:00 in winter.
        start = datetime(2027, month, 28, hour, 0, tzinfo=UTC)
        status = AppointmentStatus.PENDING
        found = Appointment(id=7, service="oil_change", starts_at=start, status=status, note="a", garage=garage)
        event = Calendar.from_ical(calendar_file(translator("fr"), clock, found, "12 rue, Lyon")).walk("VEVENT")[0]
        assert event.decoded("DTSTART") == start
        assert event["UID"] == "appointment-7@autotrack"
        assert event["LOCATION"] == "12 rue, Lyon"
        assert len(event.walk("VALARM")) == 2


def test_the_hour_that_the_clocks_leave_out_is_the_one_after_and_of_one_that_comes_twice_the_first_is_meant():
    paris = ZoneInfo("Europe/Paris")
    assert instant_in(paris, date(2027, 3, 28), time(2, 30)) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert instant_in(paris, date(2027, 10, 31), time(2, 30)) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    garage = listed("A")
    garage._saved_in_db = True
    for day, at in ((date(2027, 3, 28), time(3, 30)), (date(2027, 10, 31), time(2, 30))):
        start = instant_in(paris, day, time(2, 30))
        found = Appointment(
            id=7, starts_at=start, zone="Europe/Paris", garage=garage, service="tyres", status="pending"
        )
        event = Calendar.from_ical(calendar_file(translator("en"), StoppedClock(), found, "")).walk("VEVENT")[0]
        # What the person is told and what their calendar shows are the same moment.
        assert (local_start(found).date(), local_start(found).time(), event.decoded("DTSTART")) == (day, at, start)
