from datetime import timedelta

import pytest

from core.domain.plates import displayed_plate
from core.models import Document, ExtractedField, MaintenanceRecord, OdometerReading, Reminder, Vehicle
from core.services.days import today_of
from tests.conftest import Chat
from tests.journeys.papers import invoice, registration_card
from tests.making import account


async def test_the_first_week_of_a_driver_from_the_card_to_the_reminder(chat: Chat):
    await chat.say("/start")
    await chat.tap(chat.t.plain("start.add_by_photo"))
    assert chat.last == chat.says("vehicle.send_card")

    photo, truth = registration_card()
    await chat.send_photo(photo)
    assert chat.last.startswith(chat.says("document.title_registration"))
    assert truth["vin"] in chat.last
    await chat.tap(chat.t.plain("document.save_vehicle"))
    vehicle = await Vehicle.get()
    assert (vehicle.plate, vehicle.vin) == (truth["plate"], truth["vin"])
    assert vehicle.first_registered_on is not None
    assert vehicle.first_registered_on.isoformat() == truth["first_registration_date"]
    assert not await ExtractedField.exists(name="holder_name")

    done_on = today_of(await account(chat), chat.bot.clock) - timedelta(days=10)
    paper = invoice(plate=displayed_plate(truth["plate"]), day=done_on, kilometres=84_200)
    await chat.send_photo(paper)
    assert chat.last.startswith(chat.says("document.title_invoice"))
    assert chat.says("document.vehicle", vehicle=_name(vehicle)) in chat.last
    await chat.tap(chat.t.plain("document.save"))
    record = await MaintenanceRecord.get().prefetch_related("lines", "services")
    assert (record.done_on, record.kilometres, record.total_cents) == (done_on, 84_200, 180_00)
    assert len(record.lines) == 3
    assert {done.service for done in record.services} == {"oil_change", "oil_filter"}
    assert (await OdometerReading.get()).kilometres == 84_200

    await chat.tap(chat.t.plain("reminder.accept"))
    # The paper promises six months; what is told of that is another story.
    assert await Reminder.filter(service="warranty", state="waiting").delete() == 1
    reminder = await Reminder.get(state="waiting")
    assert (reminder.service, reminder.due_kilometres) == ("oil_change", 99_200)
    await chat.bot.advance(days=349)
    assert chat.last.startswith("🔔")
    assert chat.t.plain("service.oil_change") in chat.last
    assert _name(vehicle) in chat.last
    await chat.tap(chat.t.plain("reminder.in_a_week"))
    assert chat.sees_part("⏰")
    await chat.bot.advance(days=8)
    assert await Reminder.filter(state="pushed").count() == 1
    await chat.tap(chat.t.plain("reminder.done"))
    await chat.tap(chat.t.plain("finish.save"))
    assert await Reminder.filter(state="done").count() == 1
    assert await MaintenanceRecord.all().count() == 2
    assert (await Reminder.get(state="waiting")).service == "oil_change"


@pytest.mark.parametrize("language", ["fr"])
async def test_the_document_is_shown_again_and_can_be_deleted(chat: Chat):
    done_on = today_of(await account(chat), chat.bot.clock) - timedelta(days=1)
    await chat.send_photo(invoice(plate="AB-123-CD", day=done_on, kilometres=12_000))
    await chat.tap(chat.t.plain("document.save"))
    assert (await Vehicle.get()).plate == "AB123CD"
    await chat.say("/documents")
    await chat.tap(chat.t.plain("document.kind_invoice"))
    await chat.tap(chat.t.plain("document.show_file"))
    assert chat.message.photo is not None
    assert chat.message.photo.startswith(b"\xff\xd8")
    await chat.tap(chat.t.plain("document.remove"))
    await chat.tap(chat.t.plain("document.restore"))
    assert (await Document.get()).state == "kept"
    await chat.tap(chat.t.plain("document.remove"))
    assert (await Document.get()).state == "deleted"
    chat.bot.clock.move_to(chat.bot.clock.offset + timedelta(days=8))
    await chat.bot.runtime.parts.services.document_list.purge()
    await chat.bot.settle()
    assert await Document.all().count() == 0
    assert await MaintenanceRecord.all().count() == 1
    stored = chat.bot.runtime.parts.files.folder
    assert [path for path in stored.glob("*/*") if path.is_file()] == []


def _name(vehicle: Vehicle) -> str:
    return f"{vehicle.make} {vehicle.model} · {displayed_plate(vehicle.plate or '')}"
