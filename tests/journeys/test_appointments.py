from datetime import UTC, datetime

from icalendar import Calendar

from core.domain.garages.appointments import AppointmentStatus
from core.domain.garages.globe import Point
from core.domain.garages.specialties import Specialty
from core.i18n import translator
from core.models import Appointment, Document, GarageReview, ListedGarage, MaintenanceRecord, Reminder
from core.services.calendar_files import calendar_file
from tests.conftest import Chat
from tests.journeys.test_garages import place
from tests.making import invoice_card, vehicle
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
    assert await Reminder.filter(topic="appointment").count() == 2
    hours = (found.starts_at - chat.bot.clock.now()).total_seconds() / 3600
    await chat.bot.advance(hours=hours - 1.9)
    assert sum(message.text.count("Garage du Parc") for message in chat.person.messages[-3:]) >= 1
    await chat.bot.advance(hours=5.5)
    asked = chat.says("appointment.over", garage="Garage du Parc", service=chat.t.plain("service.oil_change"))
    over = next(message for message in reversed(chat.person.messages) if message.text == asked)
    await chat.tap(chat.t.plain("appointment.was_done"), message=over)
    await chat.say("89,90")
    record = await MaintenanceRecord.get()
    assert (record.garage, record.total_cents, record.done_on) == ("Garage du Parc", 89_90, day)
    assert not await Reminder.filter(topic="appointment", state__in=["waiting", "pushed"]).exists()
    assert chat.t.plain("review.write") in [label for row in chat.shown.buttons for label, _ in row]


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
