from core.models import MaintenanceRecord
from tests.conftest import Chat
from tests.journeys.test_cards import FULL
from tests.making import invoice_card, subscriber, vehicle


async def test_empty_lists_say_what_to_do(chat: Chat):
    for command, key in (
        ("/vehicles", "vehicles.none"),
        ("/history", "history.none"),
        ("/documents", "documents.none"),
        ("/reminders", "reminders.none"),
    ):
        await chat.say(command)
        assert chat.last.startswith(chat.says(key))


async def test_vehicles_are_paged_in_place(chat: Chat):
    await subscriber(chat)
    for n in range(8):
        await vehicle(chat, plate=f"AB{n}23CD")
    await chat.say("/vehicles")
    first = chat.message
    assert "2/2" not in str(first.buttons)
    await chat.tap("›")
    assert chat.message.id == first.id
    assert "AB-723-CD" in str(chat.message.buttons)
    await chat.tap("‹")
    assert "AB-023-CD" in str(chat.message.buttons)


async def test_history_opens_a_record_with_its_lines_and_its_document(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await invoice_card(chat, FULL, ["Vidange moteur", "Filtre à huile"])
    await chat.tap(chat.t.plain("document.save"))
    record = await MaintenanceRecord.get()
    await chat.say("/history")
    await chat.tap(f"1:rec:{record.id}")
    assert "Filtre à huile" in chat.last
    assert "Garage du Parc" in chat.last
    await chat.tap(chat.t.plain("record.document"))
    assert chat.says("document.title_invoice") in chat.last


async def test_choosing_a_language_changes_what_is_said_from_then_on(chat: Chat):
    other = "en" if chat.t.language == "fr" else "fr"
    await chat.say("/language")
    await chat.tap("English" if other == "en" else "Français")
    await chat.say("/help")
    assert chat.last != chat.says("help.text")
