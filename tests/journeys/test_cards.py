import asyncio
from datetime import date

import pytest

from core.models import Document, ExtractedField, MaintenanceRecord, Reminder, Vehicle
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
    assert chat.t.plain("document.already_kept") in chat.person.toasts


async def test_an_answered_question_keeps_no_buttons(chat: Chat):
    await invoice_card(chat, FULL, ["Vidange"])
    await chat.tap(chat.t.plain("document.correct"))
    older = chat.message
    await chat.tap(chat.t.plain("field.total_incl_tax"))
    await chat.say("99,90")
    asked = next(message for message in chat.person.messages if message.id == older.id)
    assert asked.buttons == []
    assert chat.says("document.title_invoice") in chat.last


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


async def test_a_foreign_plate_keeps_on_the_card_the_blocks_it_was_typed_in(chat: Chat):
    await invoice_card(chat, {**FULL, "plate": None}, ["Vidange"])
    await chat.tap(chat.t.plain("document.correct"))
    await chat.tap(chat.t.plain("field.plate"))
    await chat.say("b-ma 1234")
    assert "B-MA 1234" in chat.last
    await chat.tap(chat.t.plain("document.save"))
    assert "B-MA 1234" in chat.last
    await invoice_card(chat, {**FULL, "plate": "BMA1234"}, ["Filtre"])
    assert "B-MA 1234" in chat.last


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


@pytest.mark.parametrize("language", ["en"])
async def test_the_same_file_again_says_so_on_its_card(chat: Chat):
    await account(chat)
    paper = invoice(plate="AB-123-CD", day=date(2026, 3, 12), kilometres=84_200)
    await chat.send_photo(paper)
    await chat.tap(chat.t.plain("document.save"))
    await chat.send_photo(paper)
    assert "♻️" in chat.last
    assert chat.t.plain("document.save") not in chat.labels
    await chat.tap(chat.t.plain("document.it_is_the_same"))
    assert await MaintenanceRecord.all().count() == 1
    await chat.tap(chat.t.plain("document.earlier"))
    assert chat.t.plain("document.open_record") in chat.labels


@pytest.mark.parametrize("language", ["fr"])
async def test_the_same_invoice_photographed_again_is_not_recorded_twice_without_asking(chat: Chat):
    await invoice_card(chat, FULL, ["Vidange"])
    await chat.tap(chat.t.plain("document.save"))
    await chat.tap(chat.t.plain("reminder.accept"))
    await invoice_card(chat, FULL, ["Vidange"])
    await chat.tap(chat.t.plain("document.save"))
    assert await MaintenanceRecord.all().count() == 1
    await chat.tap(chat.t.plain("record.save_anyway"))
    assert await MaintenanceRecord.all().count() == 2
    assert await Reminder.filter(state="waiting").count() == 1


async def test_the_last_tap_on_a_proposal_wins_and_is_told_truly(chat: Chat):
    await invoice_card(chat, FULL, ["Vidange"])
    await chat.tap(chat.t.plain("document.save"))
    saved = chat.message
    await chat.tap(chat.t.plain("reminder.decline"), message=saved)
    assert await Reminder.filter(state="declined").count() == 1
    assert chat.sees_part(chat.says("reminder.declined"))
    assert not chat.sees_part(chat.says("reminder.planned", n=1))


async def test_an_old_invoice_closes_no_later_reminder(chat: Chat):
    await invoice_card(chat, FULL, ["Vidange"])
    await chat.tap(chat.t.plain("document.save"))
    await chat.tap(chat.t.plain("reminder.accept"))
    await invoice_card(chat, {**FULL, "invoice_date": "2024-01-10", "mileage_km": "60000"}, ["Vidange"])
    await chat.tap(chat.t.plain("document.save"))
    assert await Reminder.filter(state="waiting").count() == 1


async def test_a_paper_that_names_no_vehicle_asks_before_it_makes_one(chat: Chat):
    await invoice_card(chat, {**FULL, "plate": None}, ["Papeterie"])
    assert chat.says("document.is_it_a_garage") in chat.last
    await chat.tap(chat.t.plain("document.save"))
    assert await Vehicle.all().count() == 0
    await chat.tap(chat.t.plain("document.vehicle_without_plate"))
    await chat.tap(chat.t.plain("document.save"))
    assert await MaintenanceRecord.all().count() == 1


async def test_a_card_nobody_settles_is_dropped_after_a_week_with_what_was_private(chat: Chat):
    await invoice_card(chat, {**FULL, "holder_name": "DUVAL PAULINE"}, ["Vidange"])
    await chat.say("/documents")
    assert "⏳" in str(chat.message.buttons)
    await chat.bot.advance(days=8)
    assert await Document.filter(state="discarded").count() == 1
    assert await ExtractedField.all().count() == 0
