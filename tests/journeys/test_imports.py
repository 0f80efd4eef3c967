from datetime import date

import pytest

from core.models import Cost, FillUp, MaintenanceRecord, OdometerReading, Reminder, Vehicle
from tests.conftest import Chat
from tests.domain.imports.files import sample, simply_auto, zipped
from tests.making import vehicle

TABLES = (Vehicle, FillUp, MaintenanceRecord, Cost, OdometerReading, Reminder)
UNITLESS = b"Date,Odometer,Quantity,Cost\n03/04/2024,1000,40.5,60\n05/06/2024,1500,32.1,50\n"


async def counted() -> list[int]:
    return [await table.all().count() for table in TABLES]


async def test_a_logbook_dropped_in_the_chat_is_shown_imported_once_and_taken_back(chat: Chat):
    await chat.say("/import")
    assert chat.last == chat.says("import.invitation")
    before = await counted()
    await chat.send_document(sample("fuelio.csv"), "vehicle-1-sync.csv", "text/csv")
    drawn, shown = chat.person.messages[-2:]
    assert (drawn.caption, drawn.photo is not None) == (chat.says("import.picture"), True)
    assert chat.says("import.title", app="Fuelio") in shown.text
    assert chat.says("import.n_maintenance", n=2) in shown.text
    assert chat.t.plain("import.skip_income") in shown.text
    assert await counted() == before
    await chat.tap(chat.t.plain("import.confirm_consumption"), message=shown)
    assert chat.sees_part(chat.says("import.done"))
    assert await counted() == [1, 4, 2, 1, 6, 2]
    car = await Vehicle.get()
    assert (car.nickname, car.plate, car.kilometres) == ("Clio", "AB123CD", 21_200)
    await chat.send_document(sample("fuelio.csv"), "again.csv", "text/csv")
    await chat.tap(chat.t.plain("import.confirm_consumption"))
    assert chat.sees_part(chat.says("import.nothing_new"))
    assert await counted() == [1, 4, 2, 1, 6, 2]
    done = next(one for one in chat.person.messages if chat.says("import.done") in one.text)
    await chat.tap(chat.t.plain("import.undo"), message=done)
    await chat.tap(chat.t.plain("import.undo_yes"), message=done)
    assert chat.sees(chat.says("import.undone"))
    assert await counted() == before


@pytest.mark.parametrize("language", ["fr"])
async def test_what_the_file_does_not_say_is_asked_by_buttons_one_after_the_other(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await vehicle(chat, plate="CD456EF")
    await chat.send_document(UNITLESS, "export.csv", "text/csv")
    assert chat.says("import.ask_date_order") in chat.last
    await chat.tap(chat.t.plain("import.choice_month_day"))
    assert chat.says("import.ask_distance_unit") in chat.last
    await chat.tap(chat.t.plain("import.choice_mi"))
    assert chat.says("import.ask_volume_unit") in chat.last
    await chat.tap(chat.t.plain("import.choice_gal_us"))
    await chat.tap(chat.t.plain("import.confirm_consumption"))
    assert chat.last == chat.says("import.whose")
    await chat.tap("CD-456-EF")
    await chat.tap(chat.t.plain("import.confirm_consumption"))
    fills = await FillUp.all().order_by("id")
    assert [(one.filled_on, one.kilometres) for one in fills] == [(date(2024, 3, 4), 1_609), (date(2024, 5, 6), 2_414)]
    assert len({one.vehicle_id for one in fills}) == 1


@pytest.mark.parametrize("language", ["en"])
async def test_an_archive_with_several_tables_is_one_logbook(chat: Chat):
    await chat.send_document(simply_auto(), "SimplyAuto.zip", "application/zip")
    assert chat.says("import.title", app="Simply Auto") in chat.last
    await chat.tap(chat.t.plain("import.confirm_consumption"))
    assert await counted() == [1, 3, 1, 1, 4, 1]


async def test_files_that_hold_nothing_are_refused_kindly_and_old_buttons_change_nothing(chat: Chat):
    for content, name, reason in (
        (b"hello", "a.csv", "unsupported"),
        (zipped({"photo.jpg": b"\xff\xd8"}), "a.zip", "nothing_found"),
        (b"Date,Odometer (km),Litres\n", "a.csv", "nothing_found"),
    ):
        await chat.send_document(content, name, "text/csv")
        assert chat.last == chat.says(f"import.refused_{reason}")
    await chat.send_document(UNITLESS, "export.csv", "text/csv")
    await chat.tap(chat.t.plain("import.drop"))
    assert chat.last == chat.says("import.dropped")
    assert await counted() == [0] * 6
    await chat.send_document(sample("plain_fr.csv"), "b.csv", "text/csv")
    await chat.tap(chat.t.plain("import.confirm_consumption"))
    await chat.bot.advance(hours=25)
    await chat.tap(chat.t.plain("import.undo"))
    await chat.tap(chat.t.plain("import.undo_yes"))
    assert chat.sees_part(chat.says("import.undo_too_late"))
    assert await FillUp.all().count() == 2
