import asyncio
from datetime import date

from core.models import Document, MaintenanceRecord, Vehicle
from tests.conftest import Chat
from tests.journeys.papers import invoice
from tests.making import account, invoice_card, vehicle

FULL = {
    "vendor_name": "Garage du Parc",
    "invoice_date": "2026-03-12",
    "total_incl_tax": "89.90",
    "mileage_km": "84200",
    "plate": "AB123CD",
    "currency": "EUR",
}


async def test_a_second_tap_on_save_writes_nothing_twice(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await invoice_card(chat, FULL, ["Vidange"])
    card = chat.message
    await asyncio.gather(*(chat.person.tap(chat.t.plain("document.save"), message=card) for _ in range(2)))
    await chat.bot.settle()
    assert await MaintenanceRecord.all().count() == 1
    assert chat.sees(chat.says("document.already_kept"))


async def test_a_button_of_an_older_card_changes_nothing(chat: Chat):
    await invoice_card(chat, FULL, ["Vidange"])
    await chat.tap(chat.t.plain("document.correct"))
    older = chat.message
    await chat.tap(chat.t.plain("field.total_incl_tax"))
    await chat.say("99,90")
    await chat.tap(chat.t.plain("flow.back"), message=older)
    assert chat.last == chat.says("document.card_changed")


async def test_a_correction_that_cannot_be_read_is_asked_again_and_then_taken(chat: Chat):
    await invoice_card(chat, FULL, ["Vidange"])
    await chat.tap(chat.t.plain("document.correct"))
    await chat.tap(chat.t.plain("field.invoice_date"))
    await chat.say("le 31 février")
    assert chat.last == chat.says("error.date_not_understood")
    await chat.say("12/03/2031")
    assert chat.last in {chat.says("error.date_in_future"), chat.says("error.date_not_understood")}
    await chat.say("13/03/2026")
    await chat.tap(chat.t.plain("document.save"))
    assert (await MaintenanceRecord.get()).done_on == date(2026, 3, 13)


async def test_a_card_without_a_date_asks_for_it_before_saving(chat: Chat):
    await invoice_card(chat, {**FULL, "invoice_date": None}, ["Vidange"])
    await chat.tap(chat.t.plain("document.save"))
    assert await MaintenanceRecord.all().count() == 0
    await chat.say("13/03/2026")
    await chat.tap(chat.t.plain("document.save"))
    assert (await MaintenanceRecord.get()).done_on == date(2026, 3, 13)


async def test_an_unknown_plate_adds_its_vehicle(chat: Chat):
    await invoice_card(chat, FULL, ["Vidange"])
    assert chat.says("document.vehicle_new", plate="AB-123-CD") in chat.last
    await chat.tap(chat.t.plain("document.save"))
    assert (await Vehicle.get()).plate == "AB123CD"


async def test_without_a_plate_the_only_vehicle_is_proposed_and_of_several_one_is_chosen(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await vehicle(chat, plate="EF456GH")
    await invoice_card(chat, {**FULL, "plate": None}, ["Vidange"])
    assert chat.says("document.vehicle_unknown") in chat.last
    await chat.tap(chat.t.plain("document.save"))
    await chat.tap("EF-456-GH")
    await chat.tap(chat.t.plain("document.save"))
    record = await MaintenanceRecord.get().prefetch_related("vehicle")
    assert record.vehicle.plate == "EF456GH"


async def test_discarding_keeps_nothing(chat: Chat):
    await invoice_card(chat, FULL, ["Vidange"])
    await chat.tap(chat.t.plain("document.discard"))
    assert chat.sees(chat.says("document.discarded"))
    assert await Document.filter(state="discarded").count() == 1
    assert await MaintenanceRecord.all().count() == 0


async def test_a_mileage_that_later_readings_contradict_is_told_and_not_copied_to_the_odometer(chat: Chat):
    mine = await vehicle(chat, plate="AB123CD", kilometres=90_000)
    await invoice_card(chat, {**FULL, "mileage_km": "95000"}, ["Vidange"])
    await chat.tap(chat.t.plain("document.save"))
    assert any("90" in message.text and "⚠️" in message.text for message in chat.person.messages)
    assert (await Vehicle.get(id=mine.id)).kilometres == 90_000


async def test_the_same_file_again_says_so_on_its_card(chat: Chat):
    await account(chat)
    paper = invoice(plate="AB-123-CD", day=date(2026, 3, 12), kilometres=84_200)
    await chat.send_photo(paper)
    await chat.tap(chat.t.plain("document.save"))
    await chat.send_photo(paper)
    assert "♻️" in chat.last
    await chat.tap(chat.t.plain("document.discard"))
    assert await MaintenanceRecord.all().count() == 1
