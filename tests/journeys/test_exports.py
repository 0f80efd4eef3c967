import io
import json
import zipfile
from dataclasses import replace

import pytest

from core.domain.states import MadeState
from core.models import Cost, FillUp, MadeFile, MaintenanceLine, MaintenanceRecord, OdometerReading, Reminder, Vehicle
from core.ports import RunningJob
from core.services.exports import EXPORT, KEPT
from tests.conftest import Chat
from tests.domain.imports.files import sample
from tests.making import account

TABLES = (Vehicle, FillUp, MaintenanceRecord, MaintenanceLine, Cost, OdometerReading, Reminder)


async def done() -> None:
    pass  # no engine waits for this job


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


@pytest.mark.parametrize("language", ["en"])
async def test_what_is_larger_than_the_chat_takes_comes_in_pieces_that_are_whole_together(chat: Chat):
    await chat.send_document(sample("fuelio.csv"), "vehicle-1-sync.csv", "text/csv")
    await chat.tap(chat.t.plain("import.confirm_consumption"))
    services, owner, now = chat.bot.runtime.parts.services, await account(chat), chat.bot.clock.now()
    # Behind its switch, which is no part of what is shown here.
    small = replace(vars(services.exports)["_service"], largest=600)
    made = await MadeFile.create(
        owner_id=owner.id, kind=EXPORT, form="json", state=MadeState.WAITING, created_at=now, expires_at=now + KEPT
    )
    await small.make(RunningJob(0, "make_export", {"file": made.id}, 1, done))
    await chat.bot.settle()
    sent = [(one.file_name, one.document) for one in chat.person.messages if one.document is not None]
    assert [name.rpartition(".")[2] for name, _ in sent] == [f"{n:03d}" for n in range(1, len(sent) + 1)]
    assert len(sent) > 1
    whole = b"".join(piece for _, piece in sent)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert json.loads(archive.read(archive.namelist()[0]))["vehicles"]


@pytest.mark.parametrize("language", ["fr"])
async def test_every_form_is_made_also_of_nothing_and_the_files_go_after_a_day(chat: Chat):
    await chat.say("/export")
    menu = chat.message
    for form in ("csv", "xlsx", "lubelogger", "json"):
        await chat.tap(chat.t.plain(f"export.form_{form}"), message=menu)
        ending = "zip" if form == "lubelogger" else form
        named = "file.export_lubelogger" if form == "lubelogger" else "file.export"
        assert chat.message.file_name == f"{chat.t.plain(named)} {chat.bot.clock.now():%Y-%m-%d}.{ending}"
    assert await MadeFile.all().count() == 4
    await chat.bot.advance(hours=25)
    assert await MadeFile.all().count() == 0
