from pathlib import Path

from core.models import ChatState
from simulator.testing import Simulator
from tests.bot.test_every_state import Waiting, one_for_each_state
from tests.conftest import running_bot
from tests.postgres.databases import sqlite_url


async def places(everybody: list[Waiting]) -> list[tuple[str, str]]:
    rows = {row.chat_id: (row.flow, row.step) for row in await ChatState.all()}
    return [rows[one.chat.person.id] for one in everybody]


async def test_every_question_is_still_open_after_a_restart_and_can_be_left(
    sim: Simulator, migrated_file: Path, tmp_path: Path
):
    sqlite_url(migrated_file, tmp_path)
    async with running_bot(sim, tmp_path) as bot:
        everybody = await one_for_each_state(bot)
        for one in everybody:
            await one.stand()
        before = [one.answers() for one in everybody]
    for one in everybody:
        await one.chat.person.send_sticker()  # nobody is there: it waits at Telegram
    admins = tuple([one.chat.person.id for one in everybody if one.flow.startswith("admin")])
    async with running_bot(sim, tmp_path, admins=admins) as bot:
        await bot.settle()
        assert [one.flow for one, had in zip(everybody, before, strict=True) if one.answers() == had] == []
        assert await places(everybody) == [(one.flow, one.step) for one in everybody]
    for one in everybody:
        await one.chat.person.say("/cancel")
    async with running_bot(sim, tmp_path) as bot:
        await bot.settle()
        assert set(await places(everybody)) == {("", "")}
    assert len(everybody) >= 40
