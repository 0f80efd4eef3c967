import asyncio
import json
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest

from core.domain.retention import PERIODS, Held
from core.faults import set_trap
from core.models import Account, MaintenanceRecord, Vehicle
from tests.conftest import Chat
from tests.making import account, record, vehicle


async def wish(chat: Chat) -> None:
    """Ask for the end of the account, as far as it goes."""
    await chat.say("/privacy")
    await chat.tap(chat.t.plain("privacy.delete"))
    assert chat.t.plain("privacy.goes_vehicles", n=1) in chat.last
    await chat.tap(chat.t.plain("privacy.delete_go_on"))
    await chat.tap(chat.t.plain("privacy.delete_yes"))


async def test_the_notice_tells_each_period_and_everything_can_be_taken_along(chat: Chat):
    await record(chat, await vehicle(chat, plate="AB123CD", kilometres=42_000), note="=CANARYNOTE")
    await chat.say("/privacy")
    assert chat.last == chat.says("privacy.text")
    page = chat.message
    await chat.tap(chat.t.plain("privacy.periods"))
    told = chat.shown.text
    assert all(chat.says(f"privacy.held_{held.value}") in told for held in PERIODS)
    await chat.tap(chat.t.plain("privacy.back"))
    await chat.tap(chat.t.plain("privacy.take"), message=page)
    content = chat.message.document
    assert content is not None
    with zipfile.ZipFile(BytesIO(content)) as archive:
        tables = json.loads(archive.read("data.json"))["tables"]
        assert tables["vehicle"][0]["plate"] == "AB123CD"
        assert "'=CANARYNOTE" in archive.read("tables/maintenance_record.csv").decode("utf-8-sig")
        assert archive.read("README.txt").decode() == chat.t.plain("takeout.readme")


async def test_an_account_goes_a_week_after_the_second_yes_and_not_if_one_changes_ones_mind(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await wish(chat)
    await chat.bot.advance(days=3)
    await chat.say("/privacy")
    await chat.tap(chat.t.plain("privacy.stay"))
    assert chat.shown.text == chat.says("privacy.stayed")
    await chat.bot.advance(days=8)
    assert await Vehicle.all().count() == 1
    await wish(chat)
    await chat.bot.advance(days=6)
    assert await Vehicle.all().count() == 1
    await chat.bot.advance(days=2)
    assert chat.last == chat.says("privacy.gone")
    assert await Account.all().count() == 0
    await chat.say("/start")
    assert chat.last.startswith(chat.says("start.welcome", name="Camille"))


@pytest.mark.parametrize("language", ["fr"])
async def test_a_question_of_long_ago_deletes_nothing(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await chat.say("/privacy")
    await chat.tap(chat.t.plain("privacy.delete"))
    await chat.tap(chat.t.plain("privacy.delete_go_on"))
    old = chat.shown
    await chat.bot.advance(hours=2)
    await chat.tap(chat.t.plain("privacy.delete_yes"), message=old)
    assert (await account(chat)).leaves_at is None


@pytest.mark.parametrize("language", ["fr"])
async def test_a_deletion_that_is_cut_in_the_middle_goes_on(chat: Chat):
    await record(chat, await vehicle(chat, plate="AB123CD"))
    await wish(chat)
    cut: list[str] = []

    def trap(name: str) -> None:
        if name.startswith("leaving.") and cut.count(name) == 0:
            cut.append(name)
            if name != "leaving.committed":
                # All of the rows are still there, or none.
                raise OSError(name)

    chat.bot.runtime.parts.jobs.backoff = 0.02
    set_trap(trap)
    try:
        await chat.bot.advance(days=7.5)
        async with asyncio.timeout(10):
            while "leaving.committed" not in cut:  # noqa: ASYNC110 - the pause before another try tells nobody
                await asyncio.sleep(0.02)
        await chat.bot.settle()
    finally:
        set_trap(None)
    assert cut == ["leaving.ended", "leaving.rows_gone", "leaving.committed"]
    assert [await table.all().count() for table in (Account, Vehicle, MaintenanceRecord)] == [0, 0, 0]
    assert [message.text for message in chat.person.messages].count(chat.says("privacy.gone")) == 1


def test_a_week_is_left_to_change_ones_mind() -> None:
    assert PERIODS[Held.LEAVING] == timedelta(days=7)
