from core.models import Cost, FillUp, MadeFile, MaintenanceLine, MaintenanceRecord, OdometerReading, Reminder, Vehicle
from tests.conftest import Chat
from tests.domain.imports.files import sample

TABLES = (Vehicle, FillUp, MaintenanceRecord, MaintenanceLine, Cost, OdometerReading, Reminder)


async def counted() -> list[int]:
    return [await table.all().count() for table in TABLES]


async def test_what_is_exported_and_then_lost_comes_back_by_dropping_the_file(chat: Chat):
    await chat.send_document(sample("fuelio.csv"), "vehicle-1-sync.csv", "text/csv")
    await chat.tap(chat.t.plain("import.confirm_consumption"))
    before = await counted()
    await chat.say("/export")
    await chat.tap(chat.t.plain("export.form_json"))
    content, name = chat.message.document, chat.message.file_name
    assert content is not None
    for table in reversed(TABLES):
        await table.all().delete()
    await chat.send_document(content, name, "application/json")
    assert chat.says("import.title", app="AutoTrack") in chat.last
    await chat.tap(chat.t.plain("import.confirm_consumption"))
    assert await counted() == before
    car = await Vehicle.get()
    assert (car.nickname, car.plate, car.kilometres) == ("Clio", "AB123CD", 21_200)


async def test_every_form_is_made_also_of_nothing_and_the_files_go_after_a_day(chat: Chat):
    await chat.say("/export")
    menu = chat.message
    for form in ("csv", "xlsx", "lubelogger", "json"):
        await chat.tap(chat.t.plain(f"export.form_{form}"), message=menu)
        assert chat.message.file_name.startswith(f"autotrack-{form}-")
    assert await MadeFile.all().count() == 4
    await chat.bot.advance(hours=25)
    assert await MadeFile.all().count() == 0
